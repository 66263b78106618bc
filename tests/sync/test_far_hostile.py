"""Servers that are silent, endless, lying or malicious: each time one calm sentence, in time, and nothing lost, here or there."""

from __future__ import annotations

import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from stationdesk.sync import far_place
from stationdesk.sync.far_reporting import Names, report_far
from stationdesk.sync.far_road import FarRoadDraft, must_have_far_road
from stationdesk.sync.far_troubles import CutOff, FarSilent, FarStrange, FarTrouble
from stationdesk.sync.peers import county_of
from tests.ending import ends
from tests.far_kit import certificate, sftp_server, tell
from tests.road_kit import OPERATOR, Road, made_road
from tests.store.kit import STATION

QUIET = 1.0
"""Seconds of patience in these tests."""
ANSWER = f"SD_360202_to_{STATION}_000001-000001_n0001.sdpkg"


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    with made_road(tmp_path) as found:
        found.add("甲")
        yield found


@contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """Take calls on loopback and do something with each."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.1)
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                try:
                    one, _address = server.accept()
                except TimeoutError:
                    continue
                with one:
                    answer(one)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield int(server.getsockname()[1])
        finally:
            over.set()
            thread.join()


def silent(_line: socket.socket) -> None:
    time.sleep(3 * QUIET)


def banner(line: socket.socket) -> None:
    line.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")
    time.sleep(3 * QUIET)


def dribble(line: socket.socket) -> None:
    """Send a byte now and then, for ever."""
    try:
        for _number in range(100):
            line.sendall(b"x")
            time.sleep(0.05)
    except OSError:
        return


def nonsense(line: socket.socket) -> None:
    line.sendall(b"220 welcome to something else\r\n" * 100)


@pytest.mark.parametrize("scheme", ["sftp", "https"])
@pytest.mark.parametrize("act", [silent, banner, dribble, nonsense])
def test_whoever_does_not_speak_the_language_is_left_in_time(road: Road, scheme: str, act: Callable[[socket.socket], None]) -> None:
    with listening(act) as port:
        tell(road, FarRoadDraft(f"{scheme}://127.0.0.1:{port}/x", login="a", password="b"))
        with ends(QUIET * 30), pytest.raises(FarTrouble) as caught:
            report_far(road.desk, OPERATOR, quiet=QUIET)
        assert caught.value.message.startswith("127.0.0.1 ") or "127.0.0.1" in caught.value.message
        if act is silent:
            assert isinstance(caught.value, FarSilent)
    with road.desk.reading() as session:
        assert county_of(session).exported == 0
        assert must_have_far_road(session).failures == 1


class Handler(BaseHTTPRequestHandler):
    """A WebDAV server that answers what the test wants."""

    listing: bytes = b""
    body: bytes = b""
    said_size: int | None = None

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
        """Say nothing."""

    def do_PROPFIND(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(207)
        self.end_headers()
        self.wfile.write(self.listing)

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.body) if self.said_size is None else self.said_size))
        self.end_headers()
        self.wfile.write(self.body)

    def do_HEAD(self) -> None:
        self.send_error(404)

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.end_headers()

    do_MOVE = do_DELETE = do_HEAD  # noqa: N815 (the library's names)


class Quiet(ThreadingHTTPServer):
    """A server that is not disturbed when it is hung up on."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


@contextmanager
def serving(road: Road, place: Path, handler: type[Handler]) -> Iterator[None]:
    """Let the station report to a server that behaves as `handler` does."""
    place.mkdir()
    cert, key = certificate(place)
    server = Quiet(("127.0.0.1", 0), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    tell(road, FarRoadDraft(f"https://127.0.0.1:{server.server_port}/r/", login="a", password="b", authority=cert.read_text()))
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def rows(*files: tuple[str, str]) -> bytes:
    """Return a listing of names and sizes."""
    size = "<d:propstat><d:prop><d:getcontentlength>{}</d:getcontentlength></d:prop></d:propstat>"
    row = f"<d:response><d:href>{{}}</d:href>{size}</d:response>"
    inside = "".join(row.format(escape(name), escape(size)) for name, size in files)
    return f'<?xml version="1.0"?><d:multistatus xmlns:d="DAV:">{inside}</d:multistatus>'.encode()


def trying(road: Road, place: Path, handler: type[Handler]) -> tuple[list[str], FarTrouble | None]:
    """Exchange once; returns what was said of each answer, and what ended it."""
    with serving(road, place, handler):
        try:
            outcome = report_far(road.desk, OPERATOR, quiet=QUIET)
        except FarTrouble as error:
            return [], error
    assert outcome.trouble, "nothing of this server proves that a package has arrived"
    return ["".join(one.sentences) for one in outcome.read], None


@pytest.mark.parametrize(
    ("size", "body", "said"),
    [
        ("10", b"x" * 5000, "大小和它说的不一样"),
        ("5000", b"x" * 10, "大小和它说的不一样"),
        (str(3 * 1024**3), b"x", "2 GB"),
        ("-1", b"x", ""),
        ("9" * 400, b"", "2 GB"),
    ],
)
def test_a_server_that_lies_about_sizes(road: Road, tmp_path: Path, size: str, body: bytes, said: str) -> None:
    class Liar(Handler):
        listing = rows((f"/r/{ANSWER}", size))

    Liar.body = body
    sentences, _trouble = trying(road, tmp_path / "server", Liar)
    assert said in "".join(sentences)
    assert list((road.desk.folder.path / "road" / "in").iterdir()) == []
    with road.desk.reading() as session:
        assert county_of(session).exported == 0


def test_names_that_lead_elsewhere_are_not_even_asked_for(road: Road, tmp_path: Path) -> None:
    asked: list[str] = []

    class Climber(Handler):
        listing = rows(
            (f"/r/..%2F..%2F{ANSWER}", "10"), (f"/r/%2Fetc%2F{ANSWER}", "10"), (f"/r/{ANSWER}%00.txt", "10"), (f"/r/C:%5C{ANSWER}", "10")
        )

        def do_GET(self) -> None:
            asked.append(self.path)
            super().do_GET()

    trying(road, tmp_path / "server", Climber)
    assert all(one.endswith(".sdpkg.partial") and STATION in one for one in asked), "only what was sent is read back"
    names = Names(STATION, "360202")
    assert names.wanted(ANSWER)
    odd = (f"../{ANSWER}", f"{ANSWER}/", f"x{ANSWER}", ANSWER.replace("000001", "０00001"), f"{ANSWER}\n")
    assert not any(names.wanted(one) for one in odd)


@pytest.mark.parametrize(
    "listing",
    [
        b"<html>log in please</html",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>',
        b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b"\xff\xfe\x00",
    ],
)
def test_a_listing_that_is_none(road: Road, tmp_path: Path, listing: bytes) -> None:
    class Odd(Handler):
        pass

    Odd.listing = listing
    _sentences, trouble = trying(road, tmp_path / "server", Odd)
    assert isinstance(trouble, FarStrange)


def test_a_folder_without_end(road: Road, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(far_place, "NAMES", 2000)

    class Endless(Handler):
        listing = rows(*((f"/r/{number}.jpg", "1") for number in range(20_000)))

    _sentences, trouble = trying(road, tmp_path / "server", Endless)
    assert trouble is None or not isinstance(trouble, FarSilent)
    with road.desk.reading() as session:
        assert county_of(session).exported == 0


def test_names_in_another_writing_do_not_stop_the_listing(road: Road, tmp_path: Path) -> None:
    (tmp_path / "stick" / os.fsdecode("旧资料.doc".encode("gb18030"))).write_bytes(b"x")
    with sftp_server(tmp_path / "server", road.stick) as server:
        tell(road, server.draft())
        assert report_far(road.desk, OPERATOR).written is not None


def test_cut_off_is_told_from_silence(road: Road) -> None:
    with listening(lambda line: line.close()) as port:
        tell(road, FarRoadDraft(f"https://127.0.0.1:{port}/x", login="a", password="b"))
        with pytest.raises((CutOff, FarStrange)):
            report_far(road.desk, OPERATOR, quiet=QUIET)
