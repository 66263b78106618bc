"""What only SFTP has: a line that dies while something is sent, an upload that goes on where it broke, a host's key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stationdesk.sync import far_sftp
from stationdesk.sync.far_host_key import read_host_key
from stationdesk.sync.far_line import FarLine
from stationdesk.sync.far_road import must_have_far_road
from stationdesk.sync.far_troubles import CutOff, OtherHost
from tests.far_kit import new_host_key, sftp_server, tell
from tests.road_kit import Road
from tests.sync.test_far_servers import go, heavy, road
from tests.sync.test_reporting import exported

__all__ = ["road"]


def test_a_line_that_closes_while_sending_is_not_a_full_disk(road: Road, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sftp_server(tmp_path / "server", road.stick) as server:
        tell(road, server.draft())
        heavy(road)
        monkeypatch.setattr(far_sftp, "CHUNK", 4096)
        channels: list[Any] = []
        opened = far_sftp.open_channel

        def remembered(transport: Any, quiet: float) -> Any:
            client = opened(transport, quiet)
            channels.append(client.get_channel())
            return client

        def close(line: FarLine, sentence: str, done: int = 0, total: int = 0) -> None:
            if sentence == "正在发送" and total and done > total // 2:
                channels[-1].close()

        monkeypatch.setattr(far_sftp, "open_channel", remembered)
        monkeypatch.setattr(FarLine, "tell", close)
        with pytest.raises(CutOff):
            go(road)
        assert exported(road) == 0


def test_sftp_goes_on_where_it_broke(road: Road, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sftp_server(tmp_path / "server", road.stick) as server:
        tell(road, server.draft())
        heavy(road)
        first = go(road)
        assert first.written is not None
        lying = road.stick / first.written.path.name
        whole = lying.read_bytes()
        lying.unlink()
        partial = lying.with_name(lying.name + ".partial")
        partial.write_bytes(whole[:20_000])
        place = tmp_path / "again" / lying.name
        place.parent.mkdir()
        place.write_bytes(whole)
        sent: list[int] = []
        monkeypatch.setattr(FarLine, "tell", lambda _line, _said, done=0, total=0: sent.append(done) if done < total else None)
        monkeypatch.setattr(far_sftp, "CHUNK", 4096)
        with road.desk.reading() as session:
            kept = must_have_far_road(session)
        line = FarLine("127.0.0.1")
        with far_sftp.SftpPlace(kept.place, kept.login, "", kept.key_text, kept.host_key, line) as far:
            far.put(place)
            assert min(sent) > 20_000, "what was there was not sent again"
            assert lying.read_bytes() == whole
            lying.unlink()
            sent.clear()
            partial.write_bytes(b"x" * 20_000)
            far.put(place)
        assert min(sent) == 4096, "what is not ours is written anew"
        assert lying.read_bytes() == whole


def test_another_host_key_is_refused_in_words(road: Road, tmp_path: Path) -> None:
    with sftp_server(tmp_path / "server", road.stick) as server:
        tell(road, server.draft())
        road.add("甲")
        go(road)
        with road.desk.reading() as session:
            known = must_have_far_road(session).host_key
        assert known.startswith("ssh-ed25519 ")
        server.kill()
        new_host_key(server)
        server.start()
        road.add("乙")
        with pytest.raises(OtherHost) as caught:
            go(road)
        kept = read_host_key(known)
        assert kept is not None
        assert kept.words in caught.value.message
        assert caught.value.message.count("「") == 3
        assert exported(road) == 1
