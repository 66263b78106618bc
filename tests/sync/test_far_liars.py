"""An SFTP server of invented files: it wants a password, names files without end, and lies about one of them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import paramiko
import pytest

from stationdesk.sync import far_place
from stationdesk.sync.far_reporting import report_far
from stationdesk.sync.far_road import FarRoadDraft
from stationdesk.sync.far_troubles import FarRefused
from stationdesk.sync.peers import county_of
from tests.far_kit import tell
from tests.road_kit import OPERATOR, Road, made_road
from tests.store.kit import STATION

ANSWER = f"SD_360202_to_{STATION}_000001-000001_n0001.sdpkg"


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    with made_road(tmp_path) as found:
        found.add("甲")
        yield found


class Door(paramiko.ServerInterface):  # type: ignore[misc] # paramiko ships no types
    """An SFTP server that knows one password."""

    def check_auth_password(self, username: str, password: str) -> int:
        """Compare."""
        good = (username, password) == ("shangxu", "口令")
        return int(paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED)

    def check_channel_request(self, kind: str, chanid: int) -> int:  # noqa: ARG002 (the library's shape)
        """Let everybody talk."""
        return int(paramiko.OPEN_SUCCEEDED)


class Shelf(paramiko.SFTPServerInterface):  # type: ignore[misc] # paramiko ships no types
    """A folder of very many files, one of them for this station and of a size it has not."""

    def list_folder(self, path: str) -> list[paramiko.SFTPAttributes]:  # noqa: ARG002 (the library's shape)
        """Name them all."""
        found = []
        for name, size in [("../../etc/passwd", 5), (ANSWER, 77), *((f"{number}.jpg", 1) for number in range(5000))]:
            one = paramiko.SFTPAttributes()
            one.filename, one.st_size, one.st_mode = name, size, 0o100644
            found.append(one)
        return found

    def stat(self, path: str) -> int:  # noqa: ARG002 (the library's shape)
        """Say that nothing is there."""
        return int(paramiko.SFTP_NO_SUCH_FILE)


@contextmanager
def paramiko_server() -> Iterator[int]:
    """Run the SFTP server of invented files."""
    key = paramiko.ECDSAKey.generate()
    open_ones: list[paramiko.Transport] = []
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
                transport = paramiko.Transport(one)
                transport.add_server_key(key)
                transport.set_subsystem_handler("sftp", paramiko.SFTPServer, Shelf)
                open_ones.append(transport)
                transport.start_server(event=threading.Event(), server=Door())

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield int(server.getsockname()[1])
        finally:
            over.set()
            thread.join()
            for transport in open_ones:
                transport.close()


def test_a_password_and_a_folder_full_of_lies_over_sftp(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    with paramiko_server() as port:
        tell(road, FarRoadDraft(f"sftp://127.0.0.1:{port}/", login="shangxu", password="falsch"))
        with pytest.raises(FarRefused):
            report_far(road.desk, OPERATOR, quiet=5)
        tell(road, FarRoadDraft(f"sftp://127.0.0.1:{port}/", login="shangxu", password="口令"))
        monkeypatch.setattr(far_place, "NAMES", 3000)
        outcome = report_far(road.desk, OPERATOR, quiet=5)
        assert outcome.trouble
        assert [one.name for one in outcome.read] == [ANSWER]
        assert not outcome.read[0].good
    with road.desk.reading() as session:
        assert county_of(session).exported == 0
