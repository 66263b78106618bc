"""Packages over WebDAV, by the five verbs they need. The certificate is always checked; what lies there is read back before it counts."""

from __future__ import annotations

import base64
import http.client
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, unquote, urlsplit
from xml.etree.ElementTree import ParseError

from stationdesk.i18n import _
from stationdesk.sync.far_address import Address
from stationdesk.sync.far_line import FarLine, hang_up
from stationdesk.sync.far_place import CHUNK, FarFile, FarSession, Listing, Wanted, digest_of, must_be, take_down
from stationdesk.sync.far_troubles import FarDiffers, FarTrouble, OtherHost, differs, full, locked, no_folder, refused, strange
from stationdesk.sync.package_name import PARTIAL

DAV = "{DAV:}"
ASK = (
    b'<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop>'
    b"<getcontentlength/><getlastmodified/><getetag/><resourcetype/></prop></propfind>"
)
LIST_LIMIT = 256 * 1024**2
"""Bytes that a listing may have."""
BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
"""Where Linux systems keep the authorities they trust; a bundled OpenSSL looks where its own builder kept them."""
CLOCK = (9, 10)
"""OpenSSL's reasons: a certificate that is not valid yet, one that is valid no more."""
NAME_DIFFERS = (62, 63, 64)


class Call(http.client.HTTPSConnection):
    """One call: dialled and shaken hands with under the eyes of the line."""

    def __init__(self, address: Address, line: FarLine, context: ssl.SSLContext) -> None:
        super().__init__(address.host, address.port, timeout=line.quiet, context=context)
        self.line, self.trust, self.wire = line, context, socket.socket()

    def connect(self) -> None:
        """Dial and shake hands."""
        self.wire.close()
        self.wire = self.line.dial(int(self.port))
        self.wire = self.trust.wrap_socket(self.wire, server_hostname=self.host, do_handshake_on_connect=False)
        self.wire.do_handshake()
        self.sock = self.wire


class WebdavPlace(FarSession):
    """An open folder on a WebDAV server."""

    def __init__(self, address: Address, login: str, password: str, authority: str, line: FarLine) -> None:
        """Keep what opens it; `authority` is a certificate (PEM) that is trusted in place of the system's."""
        self.address, self.line = address, line
        self.root = quote(address.path.rstrip("/") + "/")
        said = base64.b64encode(f"{login}:{password}".encode()).decode()
        self.headers = {"Authorization": f"Basic {said}", "User-Agent": "stationdesk", "Connection": "close"}
        self.trust = trust(authority)

    @contextmanager
    def _asked(self, verb: str, name: str = "", body: Any = None, headers: Mapping[str, str] | None = None) -> Iterator[Any]:
        """Ask, and give the answer; its status is looked at by the caller."""
        call = Call(self.address, self.line, self.trust)
        with self.line.watched(lambda: hang_up(call.wire)):
            try:
                with closing(self._answer(call, verb, name, body, headers)) as answer:
                    yield answer
            except ssl.SSLCertVerificationError as error:
                raise unproven(self.line.host, error) from error
            except (ssl.SSLError, http.client.HTTPException, ParseError, UnicodeError, ValueError) as error:
                if isinstance(error, ConnectionError | TimeoutError | ssl.SSLEOFError | http.client.IncompleteRead):
                    raise ConnectionError from error
                raise strange(self.line.host) from error
            finally:
                call.close()
                call.wire.close()

    def _answer(self, call: Call, verb: str, name: str, body: Any, headers: Mapping[str, str] | None) -> http.client.HTTPResponse:
        try:
            call.request(verb, self.root + quote(name), body, {**self.headers, **(headers or {})})
        except (BrokenPipeError, ConnectionResetError):  # a server that has had enough says so and hangs up while it is still spoken to
            if call.sock is None:
                raise
        return call.getresponse()

    def _must(self, answer: Any, *good: int) -> None:
        """Raise the trouble of a status that is none of the good ones."""
        status = int(answer.status)
        if status not in good:
            raise troubled(self.line.host, status)

    # -- what lies there

    def listing(self, wanted: Wanted) -> Listing:
        """Return the files whose names are wanted."""
        found = Listing()
        asked = {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}
        with self._asked("PROPFIND", body=ASK, headers=asked) as answer:
            self._must(answer, 207)
            for one in rows(Limited(answer, self.line)):
                if not found.add(one, wanted):
                    break
        return found

    def fetch(self, one: FarFile, to: Path) -> None:
        """Bring a file here."""
        with self._asked("GET", one.name) as answer:
            self._must(answer, 200)
            take_down(self.line, one, to, chunks(answer))

    # -- what is put there

    def put(self, path: Path) -> FarFile:
        """Put a file there."""
        name, partial, size = path.name, path.name + PARTIAL, path.stat().st_size
        with path.open("rb") as file:
            digest = digest_of(file)
            if self._size(name) == size:
                self._must_be(name, digest)
                return FarFile(name, size)
            self._send(file, partial, size)
        self.line.tell(_("Reading back what arrived"), size, size)
        try:
            self._must_be(partial, digest)
        except FarDiffers:
            self.remove(partial)
            raise
        target = f"https://{self.address.host}:{self.address.port}{self.root}{quote(name)}"
        with self._asked("MOVE", partial, headers={"Destination": target, "Overwrite": "F"}) as answer:
            self._must(answer, 201, 204)
        if self._size(name) != size:
            raise differs(self.line.host)
        return FarFile(name, size)

    def _send(self, file: IO[bytes], partial: str, size: int) -> None:
        def told() -> Iterator[bytes]:
            file.seek(0)
            done = 0
            while chunk := file.read(CHUNK):
                yield chunk
                done += len(chunk)
                self.line.moved(len(chunk))
                self.line.tell(_("Sending the package"), done, size)

        with self._asked("PUT", partial, told(), {"Content-Length": str(size), "Content-Type": "application/octet-stream"}) as answer:
            if answer.status == 500:
                raise full(self.line.host)
            self._must(answer, 200, 201, 204)

    def _must_be(self, name: str, digest: bytes) -> None:
        with self._asked("GET", name) as answer:
            self._must(answer, 200)
            must_be(self.line, digest, chunks(answer))

    def _size(self, name: str) -> int | None:
        with self._asked("HEAD", name) as answer:
            if answer.status == 404:
                return None
            self._must(answer, 200)
            said = answer.getheader("Content-Length") or ""
            return int(said) if said.isascii() and said.isdigit() else None

    def remove(self, name: str) -> None:
        """Take a half-written file of ours away."""
        with suppress(FarTrouble), self._asked("DELETE", name) as answer:
            self._must(answer, 200, 204, 404)


class Limited:
    """An answer as a file that ends, whatever the server says."""

    def __init__(self, answer: http.client.HTTPResponse, line: FarLine) -> None:
        self.answer, self.line, self.left = answer, line, LIST_LIMIT

    def read(self, count: int = CHUNK) -> bytes:
        """Return the next bytes. Raises FarStrange past the limit."""
        chunk = self.answer.read(count)
        self.left -= len(chunk)
        self.line.moved(len(chunk))
        if self.left < 0:
            raise strange(self.line.host)
        return chunk


def chunks(answer: http.client.HTTPResponse) -> Iterator[bytes]:
    """Yield the body of an answer."""
    while chunk := answer.read(CHUNK):
        yield chunk


def rows(source: Limited) -> Iterator[FarFile]:
    """Yield the files that a listing names, folders left out. Raises ParseError, or what forbids entities."""
    from defusedxml.ElementTree import iterparse

    root = None
    for event, node in iterparse(source, events=("start", "end"), forbid_dtd=True):
        if root is None:
            root = node
            if root.tag != f"{DAV}multistatus":
                raise ValueError(root.tag)
        if event == "end" and node.tag == f"{DAV}response":
            path = urlsplit(node.findtext(f"{DAV}href", "")).path
            name = unquote(path.rpartition("/")[2], errors="replace")
            props = {one.tag: one for one in node.iter()}
            if name and f"{DAV}collection" not in props:
                size = props[f"{DAV}getcontentlength"].text if f"{DAV}getcontentlength" in props else ""
                marks = [props[f"{DAV}{tag}"].text or "" for tag in ("getetag", "getlastmodified") if f"{DAV}{tag}" in props]
                yield FarFile(name, int(size) if size and size.strip().isdigit() else 0, " ".join(marks))
            root.clear()


def trust(authority: str) -> ssl.SSLContext:
    """Return how certificates are checked. Raises OtherHost where `authority` is none."""
    try:
        found = ssl.create_default_context(cadata=authority or None)
    except (ssl.SSLError, ValueError) as error:
        raise OtherHost(_("The certificate file holds no certificate that can be read. Please choose another one.")) from error
    if not authority:
        for bundle in BUNDLES:
            with suppress(OSError):
                found.load_verify_locations(bundle)
    return found


def unproven(host: str, error: ssl.SSLCertVerificationError) -> OtherHost:
    """Return why a certificate does not prove the host, in words."""
    if error.verify_code in CLOCK:
        said = _("The certificate of {host} is not valid today. Is this computer's date right? If it is, please tell the county.")
    elif error.verify_code in NAME_DIFFERS:
        said = _("The certificate there is for another name than {host}. Please look at the address.")
    else:
        said = _("{host} cannot prove that it is the county's. If the county has a certificate file of its own, choose it in the settings.")
    return OtherHost(said.format(host=host) + _(" Nothing was sent."))


def troubled(host: str, status: int) -> FarTrouble:
    """Return the trouble that a status means."""
    if status == 401:
        return refused(host)
    if status in {413, 507}:
        return full(host)
    if status in {403, 405, 409, 423, 501}:
        return locked(host)
    if status in {404, 410}:
        return no_folder(host)
    return strange(host)
