"""Where packages are exchanged over a network, as an operator types it: a folder, sftp://host/folder or https://host/folder/."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from stationdesk.errors import DeskError
from stationdesk.i18n import _

LONGEST = 500
PORTS = {"sftp": 22, "https": 443}
ABSOLUTE = re.compile(r"/|\\\\|[A-Za-z]:[\\/]")
"""How a folder's whole path begins, on Linux and on Windows."""


class UnfitAddress(DeskError):
    """An address cannot be used."""


class Kind(StrEnum):
    """How one gets there."""

    FOLDER = "folder"
    SFTP = "sftp"
    WEBDAV = "webdav"


@dataclass(frozen=True)
class Address:
    """A place for packages: `path` is a folder's whole path, or the folder on `host`."""

    kind: Kind
    path: str
    host: str = ""
    port: int = 0
    login: str = ""
    """The user that stood in the address, if one did."""

    @property
    def folder(self) -> Path:
        """The folder of this computer, or mounted here."""
        return Path(self.path)

    @property
    def words(self) -> str:
        """The address as it is shown: never with a password."""
        if self.kind is Kind.FOLDER:
            return self.path
        scheme = "sftp" if self.kind is Kind.SFTP else "https"
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = f":{self.port}" if self.port != PORTS[scheme] else ""
        return f"{scheme}://{host}{port}{quote(self.path)}"


def read_address(text: str) -> Address:
    """Return what an operator typed as an address.

    Raises UnfitAddress for what is no address, for a password in it, and for http, which would show the password to everybody on the way.
    """
    typed = text.strip()
    if not typed or len(typed) > LONGEST or any(ord(letter) < 32 for letter in typed):
        raise UnfitAddress(_("Please write where the packages go: sftp://…, https://…, or a folder."))
    scheme = typed.partition("://")[0].lower() if "://" in typed else ""
    if scheme in {"http", "ftp", "dav", "webdav"}:
        raise UnfitAddress(
            _("{scheme}:// would show the password to everybody on the way. Please ask for an https:// or sftp:// address.").format(
                scheme=scheme
            )
        )
    if scheme in {"sftp", "https", "davs", "webdavs"}:
        return _on_a_host("sftp" if scheme == "sftp" else "https", typed)
    if scheme or not ABSOLUTE.match(typed):
        raise UnfitAddress(_("This is no whole address. It begins with sftp://, with https://, or is a folder with its whole path."))
    return Address(Kind.FOLDER, typed)


def _on_a_host(scheme: str, typed: str) -> Address:
    try:
        parts = urlsplit(typed)
        host, port = parts.hostname or "", parts.port or PORTS[scheme]
        host.encode("idna")
    except (ValueError, UnicodeError):
        host, port, parts = "", 0, urlsplit("")
    if not re.fullmatch(r"[^\s/\\@]{1,253}", host) or parts.query or parts.fragment:
        raise UnfitAddress(_("The address cannot be read. It looks like sftp://county.example/reports or https://county.example/reports/."))
    if parts.password:
        raise UnfitAddress(_("Please leave the password out of the address; there is a field for it, where it is kept encrypted."))
    path = unquote(parts.path) or "/"
    if ".." in path.split("/"):
        raise UnfitAddress(_("The address leads out of its folder («..»). Please write it without that."))
    kind = Kind.SFTP if scheme == "sftp" else Kind.WEBDAV
    return Address(kind, path, host, port, unquote(parts.username or ""))
