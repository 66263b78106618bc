from __future__ import annotations

import json
import math
import random
import subprocess
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stationdesk.store.files import NotWritable
from stationdesk.sync import seal
from stationdesk.sync.digest import chain_all, digest_zero
from stationdesk.sync.lines import Block
from stationdesk.sync.manifest import PAYLOAD, YOURS, EnrolProof, Held, HeldElsewhere, Manifest, Received, Yours
from stationdesk.sync.manifest_reading import read_manifest
from stationdesk.sync.package import AlreadyThere, Outgoing, TooMuchToSay, write_package
from stationdesk.sync.package_name import packages
from stationdesk.sync.package_reading import open_envelope
from stationdesk.sync.refusal import BadLine, BadSignature, DigestDiffers, NotAPackage, UnknownSigner, WrongRecipient
from tests.sync.testkit import COUNTY, NAMES, OTHER, STATION, digest_at, draft, line, lines, read, unpacked, write

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


def out(given_lines: list[bytes], author: Any = STATION, recipient: Any = COUNTY, **more: Any) -> Outgoing:
    return Outgoing(given_lines, [recipient.recipient], author.sign_key, **more)


@SLOW
@given(first=st.integers(1, 10**9), fields=st.lists(VALUES, max_size=12), plain=st.booleans(), number=st.integers(1, 99_999))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, first: int, fields: list[Any], plain: bool, number: int) -> None:
    folder = tmp_path_factory.mktemp("stick")
    said = [
        {"seq": first + place, "kind": "visit", "value": value} if plain else {"value": value, "kind": "visit", "seq": first + place}
        for place, value in enumerate(fields)
    ]
    given_lines = [json.dumps(one, ensure_ascii=plain, separators=(",", ":")).encode() for one in said]
    manifest = replace(draft(number=number), first=first, last=first + len(fields) - 1, digest_before=b"\7" * 32)
    path, written = write_package(folder, manifest, out(given_lines))
    found, read_lines = read(path)
    assert found == written
    assert [one.line for one in read_lines] == given_lines
    assert [one.value for one in read_lines] == said
    assert written.digest_last == chain_all(b"\7" * 32, given_lines)
    assert [one.digest for one in read_lines] == [chain_all(b"\7" * 32, given_lines[: place + 1]) for place in range(len(fields))]
    assert list(folder.iterdir()) == [path]


def full_manifest() -> Manifest:
    return draft(
        first=124,
        last=207,
        number=12,
        heard={"county01": 7, "county02": 1},
        received=Received("county01", 55, b"\5" * 32, 7),
        held=(Held("visit", "0190c0de-0000-7000-8000-000000000001", "不认识的方式", 17),),
        retired=("oldcopy1",),
        enrol=EnrolProof(STATION.sign_key.public, STATION.recipient, "0" * 64),
    )


def test_every_field_of_the_manifest_comes_back(tmp_path: Path) -> None:
    path, written = write_package(tmp_path, full_manifest(), out(lines(84, 124)))
    assert path.name == "SD_360202101209_000124-000207_n0012.sdpkg"
    found, _lines = read(path)
    assert found == written
    assert replace(found, entries={}, payload=draft().payload, signed_by="", sealed_to=(), digest_last=b"") == full_manifest()
    assert found.payload.rows == dict(Counter(json.loads(one)["kind"] for one in lines(84, 124)))
    assert found.sealed_to == (seal.recipient_id(COUNTY.recipient),)
    assert found.signed_by == seal.key_id(STATION.sign_key.public)
    assert read_manifest(found.to_bytes()) == found


def test_a_receipt_is_a_package_without_lines(tmp_path: Path) -> None:
    path, written = write(tmp_path, count=0, first=8)
    assert path.name == "SD_360202101209_000008-000007_n0001.sdpkg"
    assert written.digest_last == written.digest_before == digest_at(STATION.code, COUNTY.code, lines(7))
    assert read(path)[1] == []


def test_a_countys_slice_may_have_holes(tmp_path: Path) -> None:
    slice_ = [line(seq) for seq in (3, 9, 10)]
    path, written = write_package(tmp_path, draft(COUNTY, STATION, first=2, last=12), out(slice_, COUNTY, STATION, sliced=True))
    assert path.name == "SD_360202_to_360202101209_000002-000012_n0001.sdpkg"
    assert [one.seq for one in read(path, COUNTY, STATION, sliced=True)[1]] == [3, 9, 10]
    assert written.payload.rows == {"resident": 1, "visit": 2}
    with pytest.raises(BadLine):
        read(path, COUNTY, STATION, sliced=False)


@pytest.mark.parametrize("seqs", [(1, 3), (2, 3), (1, 2, 3, 4), (2, 1, 3), (1, 1, 2, 3), (1, 2)])
def test_a_station_s_lines_have_no_holes(seqs: tuple[int, ...], tmp_path: Path) -> None:
    for given_lines in ([line(seq) for seq in seqs], [b'{"kind":"visit","seq":%d}' % seq for seq in seqs]):
        with pytest.raises(BadLine):
            write_package(tmp_path, draft(last=3), out(given_lines))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("seqs", [(2, 2), (5, 4), (1,), (13,)])
def test_a_slice_rises_within_its_range(seqs: tuple[int, ...], tmp_path: Path) -> None:
    with pytest.raises(BadLine):
        write_package(tmp_path, draft(COUNTY, STATION, first=2, last=12), out([line(seq) for seq in seqs], COUNTY, STATION, sliced=True))


@pytest.mark.parametrize(
    "bad", [b"", b"[]", b"{}", b'{"seq":1}', b'{"seq":true,"kind":"visit"}', b'{"seq":1,"kind":"Visit"}', line(1) + b"\n", b"x" * 2**20]
)
def test_no_line_is_written_that_could_not_be_read(bad: bytes, tmp_path: Path) -> None:
    with pytest.raises(BadLine) as refused:
        write_package(tmp_path, draft(last=1), out([bad]))
    assert refused.value.number == 2
    assert list(tmp_path.iterdir()) == []


def test_the_journals_digest_must_come_out(tmp_path: Path) -> None:
    right = digest_at(STATION.code, COUNTY.code, lines(3))
    with pytest.raises(DigestDiffers):
        write_package(tmp_path, draft(last=3, digest_last=b"\1" * 32), out(lines(3)))
    assert list(tmp_path.iterdir()) == []
    plain, proven = (write_package(tmp_path, draft(last=3, number=n, digest_last=right), out(lines(3), proven=n == 2)) for n in (1, 2))
    assert plain.manifest.digest_last == proven.manifest.digest_last == right
    assert [one.digest for one in read(proven.path)[1]] == [one.digest for one in read(plain.path)[1]]


def test_blocks_of_a_journal_say_the_same_as_its_lines(tmp_path: Path) -> None:
    given = lines(5)
    last = digest_at(STATION.code, COUNTY.code, given)
    blocks = [Block(b"\n".join(some), first, first + len(some) - 1, rows(some)) for first, some in ((1, given[:2]), (3, given[2:]))]

    def made(number: int, blocks: list[Block]) -> Path:
        return write_package(tmp_path, draft(last=5, number=number, digest_last=last), out([], proven=True, blocks=blocks)).path

    assert [one.line for one in read(made(1, blocks))[1]] == given
    for wrong in (blocks[:1], blocks[1:], blocks[::-1], [*blocks, blocks[1]], [blocks[0]._replace(rows={"visit": 3}), blocks[1]]):
        with pytest.raises(BadLine):
            made(2, wrong)
    assert len(packages(tmp_path)) == 1


def rows(some: list[bytes]) -> Counter[str]:
    return Counter(json.loads(one)["kind"] for one in some)


@pytest.mark.parametrize(("count", "elsewhere"), [(3, False), (2000, True)])
def test_the_whole_list_of_held_records_arrives(count: int, elsewhere: bool, tmp_path: Path) -> None:
    held = tuple(Held("visit", f"0190c0de-0000-7000-8000-{number:012d}", "方式 “飞鸽” 不认识", number) for number in range(1, count + 1))
    path, written = write_package(tmp_path, draft(COUNTY, STATION, held=held), out([], COUNTY, STATION, sliced=True))
    assert isinstance(written.held, HeldElsewhere) == elsewhere
    with (
        open_envelope(path, lambda _manifest: COUNTY.sign_key.public, STATION.code) as envelope,
        envelope.open_payload([STATION.identity], tmp_path, sliced=True) as payload,
    ):
        assert payload.held == held
        payload.check()


def test_yours_and_attachments_come_back(tmp_path: Path) -> None:
    photo = bytes(range(256)) * 1000
    name = sha256(photo).hexdigest()
    yours = Yours("abcd2345", 1, 5, digest_zero(STATION.code, COUNTY.code))
    sent = Outgoing(lines(2), [STATION.recipient], COUNTY.sign_key, yours=lines(5), blobs=[(name, photo), (name, photo)], sliced=True)
    path, written = write_package(tmp_path, draft(COUNTY, STATION, last=2, yours=yours), sent)
    assert list(written.entries) == [PAYLOAD, YOURS, f"blobs/{name}.age"]
    assert written.yours is not None
    assert written.yours.digest_last == digest_at(STATION.code, COUNTY.code, lines(5))
    with open_envelope(path, lambda _manifest: COUNTY.sign_key.public, STATION.code) as envelope:
        with envelope.open_yours([STATION.identity], tmp_path) as found:
            assert [one.line for one in found.lines()] == lines(5)
        assert envelope.open_blob(name, [STATION.identity]) == photo
        with pytest.raises(KeyError):
            envelope.open_blob("0" * 64, [STATION.identity])
    assert read(path, COUNTY, STATION, sliced=True)[0] == written


def test_too_many_attachments_or_a_false_one_leave_nothing(tmp_path: Path) -> None:
    many = [(sha256(b"%d" % number).hexdigest(), b"%d" % number) for number in range(129)]
    with pytest.raises(TooMuchToSay):
        write_package(tmp_path, draft(), out([], blobs=many))
    with pytest.raises(DigestDiffers):
        write_package(tmp_path, draft(), out([], blobs=[("0" * 64, b"other")]))
    with pytest.raises(TooMuchToSay):
        write_package(tmp_path, draft(keys=draft().keys * 32, retired=("abcdefgh",) * 6000), out([]))
    assert list(tmp_path.iterdir()) == []


def test_debians_tools_open_a_package_by_hand(tmp_path: Path) -> None:
    path, manifest = write_package(tmp_path, draft(last=50), out(lines(50)))
    (tmp_path / "county.key").write_text(COUNTY.identity + "\n")
    (tmp_path / "station.pub").write_bytes(seal.public_file(STATION.sign_key.public))
    steps = f"""set -euo pipefail
        unzip -q {path.name}
        minisign -V -p station.pub -m manifest.json
        test "$(jq -r '.entries["{PAYLOAD}"].sha256' manifest.json)" = "$(sha256sum {PAYLOAD} | cut -c1-64)"
        age -d -i county.key {PAYLOAD} | zstd -d -q > payload.ndjson
        test "$(jq -r .payload.plain_sha256 manifest.json)" = "$(sha256sum payload.ndjson | cut -c1-64)"
        head -1 payload.ndjson | jq -e '.author == "360202101209" and .first == 1 and .last == 50'
        tail -n +2 payload.ndjson | jq -r .fields.name"""
    done = subprocess.run(["bash", "-c", steps], cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Trusted comment: " + manifest.comment in done.stdout
    assert done.stdout.count("𠮷田·阿依") == 10


def test_nothing_about_people_is_seen_from_outside(tmp_path: Path) -> None:
    seeded = random.Random(3)
    many = [line(seq, note=seeded.randbytes(60).hex()) for seq in range(1, 2001)]
    path, _manifest = write_package(tmp_path, draft(last=2000), out(many))
    content = path.read_bytes() + path.name.encode()
    for word in (*NAMES, "13800000123", "0190c0de"):
        for encoding in ("utf-8", "utf-16-le", "gb18030"):
            assert word.encode(encoding) not in content
    sealed = unpacked(path)[PAYLOAD]
    entropy = -sum(count / len(sealed) * math.log2(count / len(sealed)) for count in Counter(sealed).values())
    assert entropy > 7.9


def test_only_who_is_known_is_read_and_only_by_whom_it_is_for(tmp_path: Path) -> None:
    path, _manifest = write(tmp_path)

    def nobody(manifest: Manifest) -> str:
        raise UnknownSigner(manifest.author)

    with pytest.raises(UnknownSigner, match=STATION.code), open_envelope(path, nobody, COUNTY.code):
        pass
    with pytest.raises(BadSignature):
        read(path, OTHER)
    with pytest.raises(WrongRecipient):
        read(path, recipient=OTHER)
    with pytest.raises(WrongRecipient):
        read(path, recipient=replace(OTHER, code=COUNTY.code))


def test_a_package_of_the_same_name_is_never_replaced(tmp_path: Path) -> None:
    path, _manifest = write(tmp_path)
    before = path.read_bytes()
    with pytest.raises(AlreadyThere):
        write(tmp_path)
    assert path.read_bytes() == before
    assert packages(tmp_path) == [path]


def test_what_a_killed_export_left_is_swept_up_and_nothing_else(tmp_path: Path) -> None:
    left = tmp_path / "SD_360202101209_000001-000003_n0007.sdpkg.partial"
    others = [tmp_path / "SD_360202101210_000001-000003_n0007.sdpkg.partial", tmp_path / "SD_360202101209.partial"]
    for one in (left, *others):
        one.write_bytes(b"half")
    write(tmp_path)
    assert not left.exists()
    assert all(one.exists() for one in others)


@pytest.mark.parametrize("content", [b"", b"PK", b"hello", b"\xd0\xcf\x11\xe0" * 200, b"PK\5\6" + bytes(18)])
def test_another_file_is_no_package(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.sdpkg").write_bytes(content)
    with pytest.raises(NotAPackage):
        read(tmp_path / "x.sdpkg")


def test_a_folder_a_missing_and_a_vanished_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NotAPackage):
        read(tmp_path)
    with pytest.raises(NotWritable):
        read(tmp_path / "gone" / "x.sdpkg")
