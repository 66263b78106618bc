"""By what an SFTP host is known (kept at the first meeting, it never changes by itself), and the key by which this station is."""

from __future__ import annotations

import base64
import hashlib
import io
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationdesk.i18n import _
from stationdesk.sync.far_troubles import FarRefused, OtherHost
from stationdesk.sync.words import six_words

if TYPE_CHECKING:
    from paramiko import PKey, Transport


@dataclass(frozen=True)
class HostKey:
    """What a host proves itself with."""

    kind: str
    data: bytes

    @property
    def text(self) -> str:
        """The key as it is kept."""
        return f"{self.kind} {base64.b64encode(self.data).decode()}"

    @property
    def fingerprint(self) -> str:
        """The fingerprint as an administrator's tools print it."""
        return "SHA256:" + base64.b64encode(hashlib.sha256(self.data).digest()).decode().rstrip("=")

    @property
    def words(self) -> str:
        """The fingerprint as six words to be compared by telephone."""
        return " ".join(six_words(b"stationdesk.host/1", self.data))


def read_host_key(text: str) -> HostKey | None:
    """Return a kept key; None where none was kept."""
    kind, _space, data = text.partition(" ")
    return HostKey(kind, base64.b64decode(data)) if data else None


def prefer(transport: Transport, known: str) -> None:
    """Ask the host for the kind of key that is known, so that a second key of its own makes no other host of it."""
    kept = read_host_key(known)
    if kept is None:
        return
    options = transport.get_security_options()
    wanted = ("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa") if kept.kind == "ssh-rsa" else (kept.kind,)
    first = [one for one in wanted if one in options.key_types]
    options.key_types = (*first, *(one for one in options.key_types if one not in first))


def must_be_known(host: str, known: str, seen: HostKey) -> None:
    """Raise OtherHost unless the key is the known one, or none is known yet."""
    kept = read_host_key(known)
    if kept is not None and kept != seen:
        raise OtherHost(
            _(
                "{host} is not the computer that was seen the first time: its words were «{before}» and are now «{now}». Nothing was "
                "sent. Ask the county by telephone; if it has a new server, press «Test» in the settings and agree to the new words."
            ).format(host=host, before=kept.words, now=seen.words)
        )


def read_private_key(text: str, password: str) -> PKey:
    """Return a private key; `password` opens it where it is locked. Raises FarRefused."""
    import paramiko

    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        for secret in (None, password or None):
            with suppress(paramiko.SSHException, ValueError, TypeError, IndexError):
                return kind.from_private_key(io.StringIO(text), password=secret)
    raise FarRefused(_("The key file cannot be opened: it is no private key, or its password is another. Please choose it again."))
