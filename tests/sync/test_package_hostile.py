# long: one test for each kind of hostile package, read side by side

from __future__ import annotations

import json
import os
import random
import resource
import struct
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import zstandard

from stationdesk.errors import DeskError
from stationdesk.sync.digest import chain_all, digest_zero
from stationdesk.sync.lines import LINE_LIMIT, Line
from stationdesk.sync.manifest import MANIFEST, PAYLOAD, SIGNATURE, Manifest, Yours
from stationdesk.sync.package import Outgoing, write_package
from stationdesk.sync.refusal import (
    BadLine,
    BadSignature,
    Bomb,
    BrokenPackage,
    DigestDiffers,
    NewerFormat,
    NotAPackage,
    PackageRefused,
    PackageTooLarge,
    RewrittenHeader,
    WrongRecipient,
)
from tests.sync.testkit import COUNTY, OTHER, STATION, Side, draft, lines, read, sealed, signed_again, unpacked, write, zipped

Answer = tuple[Manifest, list[Line]]
MEMORY = 120 * 1024
"""Kilobytes by which the peak of this process may grow while something hostile is refused."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write(tmp_path_factory.mktemp("small")).path.read_bytes()


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Write a county's answer with everything a package can hold."""
    yours = Yours("abcd2345", 1, 5, digest_zero(STATION.code, COUNTY.code))
    photo = random.Random(7).randbytes(150_000)
    out = Outgoing(lines(60), [STATION.recipient], COUNTY.sign_key, lines(5), [(sha256(photo).hexdigest(), photo)], sliced=True)
    return write_package(tmp_path_factory.mktemp("rich"), draft(COUNTY, STATION, last=60, yours=yours), out).path.read_bytes()


def refused(path: Path, content: bytes, right: Answer, **more: Any) -> type[DeskError] | None:
    """Try changed content: None if it says exactly what the right one says, otherwise how it is refused."""
    path.write_bytes(content)
    try:
        found = read(path, **more)
    except PackageRefused as error:
        return type(error)
    assert found == right
    return None


def test_a_package_cut_anywhere_is_refused(package: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.sdpkg"
    for cut in range(len(package)):
        path.write_bytes(package[:cut])
        with pytest.raises((BrokenPackage, NotAPackage)) as found:
            read(path)
        assert isinstance(found.value, BrokenPackage) or cut < 22


def test_a_large_package_cut_at_random_is_refused(rich: bytes, tmp_path: Path) -> None:
    seeded = random.Random(11)
    for _try in range(200):
        (tmp_path / "x.sdpkg").write_bytes(rich[: seeded.randrange(22, len(rich))])
        with pytest.raises(BrokenPackage):
            read(tmp_path / "x.sdpkg", COUNTY, STATION, sliced=True)


def test_every_flipped_bit_of_a_small_package_is_refused(package: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.sdpkg"
    path.write_bytes(package)
    right = read(path)
    for place in range(len(package)):
        changed = bytearray(package)
        changed[place] ^= 1 << place % 8
        assert refused(path, bytes(changed), right) is not None, place


def mutated(content: bytes, seeded: random.Random) -> bytes:
    """Return the content with one to three changes of any kind."""
    changed = bytearray(content)
    for _change in range(seeded.randint(1, 3)):
        place, length = seeded.randrange(len(changed)), seeded.randint(1, 64)
        kind = seeded.randrange(7)
        if kind == 0:
            changed[place] = seeded.randrange(256)
        elif kind == 1:
            del changed[place : place + length]
        elif kind == 2:
            changed[place:place] = seeded.randbytes(length)
        elif kind == 3:
            changed[place : place + length] = bytes(length)
        elif kind == 4:
            other = seeded.randrange(len(changed))
            changed[place : place + length] = changed[other : other + length]
        elif kind == 5:
            changed[place:place] = changed[place : place + length]
        else:
            changed[place : place + 4] = struct.pack("<I", seeded.choice([0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, len(content)]))
        changed = changed or bytearray(1)
    return bytes(changed)


def try_mutations(content: bytes, count: int, seed: int, path: Path, **more: Any) -> int:
    seeded = random.Random(seed)
    path.write_bytes(content)
    right = read(path, **more)
    return sum(refused(path, mutated(content, seeded), right, **more) is not None for _try in range(count))


def test_mutations_are_refused_or_mean_the_same(package: bytes, rich: bytes, tmp_path: Path, proof: bool, seed: int) -> None:
    count = 10_000 if proof else 2000
    small, large = count * 3 // 4, count // 4
    assert try_mutations(package, small, seed, tmp_path / "x.sdpkg") > small * 0.9
    assert try_mutations(rich, large, seed, tmp_path / "x.sdpkg", author=COUNTY, recipient=STATION, sliced=True) > large * 0.9


def entries_of(package: bytes, tmp_path: Path) -> dict[str, bytes]:
    (tmp_path / "right.sdpkg").write_bytes(package)
    return unpacked(tmp_path / "right.sdpkg")


@pytest.mark.parametrize("name", [MANIFEST, SIGNATURE, PAYLOAD])
def test_a_missing_entry_is_refused(name: str, package: bytes, tmp_path: Path) -> None:
    entries = entries_of(package, tmp_path)
    del entries[name]
    with pytest.raises(NotAPackage):
        read(zipped(tmp_path / "x.sdpkg", entries))


@pytest.mark.parametrize(
    "name", ["readme.txt", "../../x", "/etc/x", "blobs/" + "0" * 64 + ".age", "yours.ndjson.zst.age", "manifest.json/"]
)
def test_an_extra_entry_is_refused(name: str, package: bytes, tmp_path: Path) -> None:
    with pytest.raises(NotAPackage):
        read(zipped(tmp_path / "x.sdpkg", entries_of(package, tmp_path) | {name: b"x"}))


def test_entries_in_another_order_are_refused(package: bytes, tmp_path: Path) -> None:
    entries = entries_of(package, tmp_path)
    with pytest.raises(NotAPackage):
        read(zipped(tmp_path / "x.sdpkg", dict(sorted(entries.items(), reverse=True))))


def with_zipfile(tmp_path: Path, package: bytes, change: Callable[[Any, dict[str, bytes]], None]) -> Path:
    import zipfile

    path = tmp_path / "x.sdpkg"
    with zipfile.ZipFile(path, "w") as archive:
        change(archive, entries_of(package, tmp_path))
    return path


def test_another_programs_zip_is_refused(package: bytes, tmp_path: Path) -> None:
    import warnings
    import zipfile

    def stored(archive: Any, entries: dict[str, bytes]) -> None:
        for name, content in entries.items():
            archive.writestr(name, content)

    def deflated(archive: Any, entries: dict[str, bytes]) -> None:
        for name, content in entries.items():
            archive.writestr(name, content, compress_type=zipfile.ZIP_DEFLATED)

    def doubled(archive: Any, entries: dict[str, bytes]) -> None:
        stored(archive, entries)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            archive.writestr(MANIFEST, entries[MANIFEST])

    def commented(archive: Any, entries: dict[str, bytes]) -> None:
        stored(archive, entries)
        archive.comment = b"x"

    for change in (stored, deflated, doubled, commented):
        with pytest.raises((NotAPackage, BrokenPackage)):
            read(with_zipfile(tmp_path, package, change))


@pytest.mark.parametrize("garbage", [b"\0", b"PK\5\6" + bytes(18), b"x" * 5000])
def test_bytes_before_after_and_between_are_refused(garbage: bytes, package: bytes, tmp_path: Path) -> None:
    directory = struct.unpack("<I", package[-6:-2])[0]
    path = tmp_path / "x.sdpkg"
    for content in (package + garbage, garbage + package, package[:directory] + garbage + package[directory:]):
        path.write_bytes(content)
        with pytest.raises((NotAPackage, BrokenPackage)):
            read(path)


def test_local_and_central_header_must_agree(package: bytes, tmp_path: Path) -> None:
    directory = struct.unpack("<I", package[-6:-2])[0]
    for place in (4, 6, 8, 10, 14, 18, 22, 26, 28, 30, directory + 8, directory + 10, directory + 38, directory + 46):
        changed = bytearray(package)
        changed[place] ^= 1
        (tmp_path / "x.sdpkg").write_bytes(changed)
        with pytest.raises((NotAPackage, BrokenPackage)):
            read(tmp_path / "x.sdpkg")


def test_a_file_over_two_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "x.sdpkg"
    path.touch()
    os.truncate(path, 2 * 1024**3 + 1)
    with pytest.raises(PackageTooLarge):
        read(path)


BREAKS: list[tuple[str, Callable[[bytes], bytes], type[DeskError]]] = [
    ("duplicate key", lambda said: b'{"author":"360202101209",' + said[1:], BrokenPackage),
    ("NaN", lambda said: said.replace(b'"schema":1', b'"schema":NaN'), BrokenPackage),
    ("fraction", lambda said: said.replace(b'"schema":1', b'"schema":1.0'), BrokenPackage),
    ("boolean", lambda said: said.replace(b'"schema":1', b'"schema":true'), BrokenPackage),
    ("text for a number", lambda said: said.replace(b'"schema":1', b'"schema":"1"'), BrokenPackage),
    ("negative", lambda said: said.replace(b'"number":1,"payload"', b'"number":-1,"payload"'), BrokenPackage),
    ("huge number", lambda said: said.replace(b'"schema":1', b'"schema":' + b"9" * 5000), BrokenPackage),
    ("unknown field", lambda said: b'{"aaa":1,' + said[1:], BrokenPackage),
    ("missing field", lambda said: said.replace(b',"schema":1', b""), BrokenPackage),
    ("space", lambda said: said.replace(b'"schema":1', b'"schema": 1'), BrokenPackage),
    ("line end", lambda said: said + b"\n", BrokenPackage),
    ("byte order mark", lambda said: b"\xef\xbb\xbf" + said, BrokenPackage),
    ("no UTF-8", lambda said: said.replace(b"0.1.0", b"0.1\xff0"), BrokenPackage),
    ("half a surrogate", lambda said: said.replace(b"0.1.0", b"\\ud800"), BrokenPackage),
    ("upper-case hex", lambda said: said.replace(b'"digest_last":"', b'"digest_last":"A', 1), BrokenPackage),
    ("control character", lambda said: said.replace(b"0.1.0", b"\\u001b[2J"), BrokenPackage),
    ("path as author", lambda said: said.replace(b'"author":"360202101209"', b'"author":"../../etc"'), BrokenPackage),
    ("deep", lambda said: said.replace(b'"schema":1', b'"schema":' + b"[" * 10_000 + b"]" * 10_000), BrokenPackage),
    ("deep and open", lambda _said: b'{"a":' * 10_000, BrokenPackage),
    ("ten megabytes", lambda said: said.replace(b"0.1.0", b"0" * 10_000_000), NotAPackage),
    ("not an object", lambda _said: b"[]", BrokenPackage),
    ("another format", lambda said: said.replace(b"stationdesk.pkg/1", b"somethingelse/1"), NotAPackage),
    ("format 2", lambda said: said.replace(b"stationdesk.pkg/1", b"stationdesk.pkg/2"), NewerFormat),
    ("format 2 with new fields", lambda said: b'{"a":1,' + said[1:].replace(b"stationdesk.pkg/1", b"stationdesk.pkg/2"), NewerFormat),
    ("another suite", lambda said: said.replace(b"age-x25519+zstd", b"sm2+zstd"), NewerFormat),
    ("author is recipient", lambda said: said.replace(b'"recipient":"360202"', b'"recipient":"360202101209"'), BrokenPackage),
    ("range backwards", lambda said: said.replace(b'"last":3', b'"last":1'), BrokenPackage),
]  # fmt: skip


@pytest.mark.parametrize(("change", "verdict"), [pytest.param(change, verdict, id=name) for name, change, verdict in BREAKS])
def test_a_bad_manifest_is_refused_though_it_is_signed(
    change: Callable[[bytes], bytes], verdict: type[DeskError], package: bytes, tmp_path: Path
) -> None:
    entries = entries_of(package, tmp_path)
    manifest = change(entries[MANIFEST])
    assert manifest != entries[MANIFEST]
    comment = draft(last=3).comment
    signed = {MANIFEST: manifest, SIGNATURE: STATION.sign_key.sign(manifest, comment), PAYLOAD: entries[PAYLOAD]}
    with pytest.raises(verdict):
        read(zipped(tmp_path / "x.sdpkg", signed))


def test_a_newer_format_asks_for_an_upgrade(package: bytes, tmp_path: Path) -> None:
    entries = entries_of(package, tmp_path)
    entries[MANIFEST] = entries[MANIFEST].replace(b"stationdesk.pkg/1", b"stationdesk.pkg/2")
    with pytest.raises(NewerFormat, match="升级"):
        read(zipped(tmp_path / "x.sdpkg", entries))


def test_unsigned_or_signed_for_another_range_is_refused(package: bytes, tmp_path: Path) -> None:
    entries = entries_of(package, tmp_path)
    for signature in (
        b"",
        OTHER.sign_key.sign(entries[MANIFEST], draft(last=3).comment),
        STATION.sign_key.sign(entries[MANIFEST], draft(last=4).comment),
    ):
        with pytest.raises(BadSignature):
            read(zipped(tmp_path / "x.sdpkg", entries | {SIGNATURE: signature}))


def test_anothers_sealed_lines_under_ones_own_signature_are_refused(tmp_path: Path) -> None:
    theirs = unpacked(write(tmp_path, OTHER).path)
    mine = signed_again(tmp_path / "x.sdpkg", theirs, {"author": STATION.code}, STATION)
    with pytest.raises(RewrittenHeader):
        read(mine)


@pytest.mark.parametrize("change", [{"first": 2, "last": 4}, {"copy": "zzzz2345"}, {"recipient": "360299"}])
def test_sealed_lines_under_another_header_are_refused(change: dict[str, Any], package: bytes, tmp_path: Path) -> None:
    path = signed_again(tmp_path / "x.sdpkg", entries_of(package, tmp_path), change)
    with pytest.raises(RewrittenHeader):
        read(path, recipient=Side(str(change.get("recipient", COUNTY.code)), identity=COUNTY.identity))


def test_a_package_for_another_county_is_refused_kindly(tmp_path: Path) -> None:
    elsewhere = Side("360299", identity=COUNTY.identity)
    with pytest.raises(WrongRecipient):
        read(write(tmp_path, recipient=elsewhere).path)


def payload_package(path: Path, package_entries: dict[str, bytes], plain: bytes, **changes: Any) -> Path:
    """Write a package, rightly signed, whose payload is `plain`, framed by zstandard and sealed by age."""
    frame = changes.pop("frame", None) or zstandard.ZstdCompressor(write_checksum=True).compress(plain)
    said = json.loads(package_entries[MANIFEST])
    lines_ = plain.split(b"\n")[1:-1]
    digest = chain_all(digest_zero(STATION.code, COUNTY.code), lines_).hex()
    payload = {"plain_size": len(plain), "plain_sha256": sha256(plain).hexdigest(), "rows": {"visit": max(len(lines_), 1)}}
    changed = {"payload": payload | changes.pop("payload", {}), "digest_last": digest, "last": said["first"] + max(len(lines_), 1) - 1}
    return signed_again(path, package_entries | {PAYLOAD: sealed(frame)}, changed | changes)


def header(last: int) -> bytes:
    said = {"author": STATION.code, "copy": STATION.copy, "first": 1, "last": last, "part": "changes", "recipient": COUNTY.code}
    return json.dumps(said, separators=(",", ":")).encode() + b"\n"


def visit(seq: int, more: bytes = b"") -> bytes:
    return b'{"seq":%d,"kind":"visit"%b}\n' % (seq, more)


RIGHT = header(2) + visit(1) + visit(2)


def test_a_payload_made_by_debians_age_and_any_zstd_is_read(package: bytes, tmp_path: Path) -> None:
    _manifest, found = read(payload_package(tmp_path / "x.sdpkg", entries_of(package, tmp_path), RIGHT))
    assert [one.seq for one in found] == [1, 2]


BAD_LINES = [
    ("no UTF-8", header(1) + visit(1, b',"a":"\xff"'), 2),
    ("byte order mark", header(1) + b"\xef\xbb\xbf" + visit(1), 2),
    ("CRLF", header(2) + visit(1).replace(b"\n", b"\r\n") + visit(2), 2),
    ("duplicate key", header(1) + visit(1, b',"seq":1'), 2),
    ("NaN", header(2) + visit(1) + visit(2, b',"a":NaN'), 3),
    ("infinite", header(1) + visit(1, b',"a":1e999'), 2),
    ("over 64 bits", header(1) + visit(1, b',"a":9223372036854775808'), 2),
    ("thousands of digits", header(1) + visit(1, b',"a":' + b"9" * 5000), 2),
    ("half a surrogate", header(1) + visit(1, b',"a":"\\ud83d"'), 2),
    ("deep", header(1) + visit(1, b',"a":' + b"[" * 17 + b"]" * 17), 2),
    ("very deep", header(1) + visit(1, b',"a":' + b"[" * 100_000 + b"]" * 100_000), 2),
    ("over 1 MB", header(1) + visit(1, b',"a":"' + b"x" * LINE_LIMIT + b'"'), 2),
    ("far over 1 MB", header(1) + visit(1, b',"a":"' + b"x" * 5_000_000 + b'"'), 2),
    ("list", header(1) + b"[1]\n", 2),
    ("empty line", header(2) + visit(1) + b"\n", 3),
    ("no line end", RIGHT + b"x", 4),
    ("hole", header(2) + visit(1) + visit(3), 3),
    ("twice the same", header(2) + visit(1) + visit(1), 3),
    ("negative", header(1) + visit(-1), 2),
    ("seq as text", header(1) + b'{"seq":"1","kind":"visit"}\n', 2),
    ("seq true", header(1) + b'{"seq":true,"kind":"visit"}\n', 2),
    ("no kind", header(1) + b'{"seq":1}\n', 2),
    ("kind with a drop", header(1) + b'{"seq":1,"kind":"visit; drop table"}\n', 2),
    ("header twice a key", header(1).replace(b'{"', b'{"first":1,"') + visit(1), 1),
]  # fmt: skip


@pytest.mark.parametrize(("plain", "number"), [pytest.param(plain, number, id=name) for name, plain, number in BAD_LINES])
def test_a_bad_line_is_refused_with_its_number(plain: bytes, number: int, package: bytes, tmp_path: Path) -> None:
    with pytest.raises(BadLine) as found:
        read(payload_package(tmp_path / "x.sdpkg", entries_of(package, tmp_path), plain))
    assert found.value.number == number


def test_lines_that_are_not_what_the_manifest_says_are_refused(package: bytes, tmp_path: Path) -> None:
    entries, path = entries_of(package, tmp_path), tmp_path / "x.sdpkg"
    for changes, verdict in (
        ({"payload": {"plain_sha256": "0" * 64}}, BrokenPackage),
        ({"payload": {"rows": {"visit": 1}}}, BrokenPackage),
        ({"payload": {"rows": {"wish": 2}}}, BrokenPackage),
        ({"digest_last": "0" * 64}, DigestDiffers),
        ({"digest_before": "0" * 64}, DigestDiffers),
    ):
        with pytest.raises(verdict):
            read(payload_package(path, entries, RIGHT, **changes))
    with pytest.raises(BadLine):
        read(payload_package(path, entries, header(3) + visit(1) + visit(2), last=3))


def test_a_payload_with_bytes_after_its_seal_or_frame_is_refused(package: bytes, tmp_path: Path) -> None:
    entries, path = entries_of(package, tmp_path), tmp_path / "x.sdpkg"
    frame = zstandard.ZstdCompressor(write_checksum=True).compress(RIGHT)
    empty = zstandard.ZstdCompressor(write_checksum=True).compress(b"")
    for bad in (frame + b"\0", frame + frame, frame + empty, frame[:-1], frame[:-4], b"", b"\0" * 30, b"\x50\x2a\x4d\x18\0\0\0\0" + frame):
        with pytest.raises((BrokenPackage, Bomb)):
            read(payload_package(path, entries, RIGHT, frame=bad or b"\0"))
    with pytest.raises(BrokenPackage):
        read(signed_again(path, entries | {PAYLOAD: entries[PAYLOAD] + b"\0"}, {}))


def test_a_frame_without_size_or_checksum_is_refused(package: bytes, tmp_path: Path) -> None:
    entries, path = entries_of(package, tmp_path), tmp_path / "x.sdpkg"
    for checksum, size in ((False, True), (True, False)):
        frame = zstandard.ZstdCompressor(write_checksum=checksum, write_content_size=size).compress(RIGHT)
        with pytest.raises((BrokenPackage, Bomb)):
            read(payload_package(path, entries, RIGHT, frame=frame))


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def framed(chunk: bytes, count: int, **parameters: Any) -> bytes:
    target = BytesIO()
    options = zstandard.ZstdCompressionParameters.from_level(3, write_checksum=True, write_content_size=True, **parameters)
    with zstandard.ZstdCompressor(compression_params=options).stream_writer(target, size=len(chunk) * count, closefd=False) as writer:
        for _time in range(count):
            writer.write(chunk)
    return target.getvalue()


def test_bombs_are_refused_within_bounded_memory(package: bytes, tmp_path: Path) -> None:
    entries, path = entries_of(package, tmp_path), tmp_path / "x.sdpkg"
    gigabyte = framed(bytes(1024**2), 1024)
    assert len(gigabyte) < 120_000
    window = framed(visit(1), 1000, window_log=27)
    before = peak()
    false_size = bytearray(gigabyte)
    size_at = 4 + 1 + 1
    assert int.from_bytes(gigabyte[size_at : size_at + 4], "little") == 1024**3
    false_size[size_at : size_at + 4] = len(RIGHT).to_bytes(4, "little")
    for frame, size in (
        (gigabyte, len(RIGHT)),
        (gigabyte, 1024**3),
        (bytes(false_size), len(RIGHT)),
        (gigabyte, 16 * 1024**2),
        (window, len(visit(1)) * 1000),
    ):
        with pytest.raises((Bomb, BrokenPackage)):
            read(payload_package(path, entries, RIGHT, frame=frame, payload={"plain_size": size}))
    padded = framed(bytes(1024**2), 15)
    with pytest.raises((BadLine, BrokenPackage)):
        read(payload_package(path, entries, RIGHT, frame=padded, payload={"plain_size": 15 * 1024**2}))
    assert peak() - before < MEMORY


def test_a_long_first_line_is_refused_within_bounded_memory(package: bytes, tmp_path: Path) -> None:
    entries = entries_of(package, tmp_path)
    path = payload_package(
        tmp_path / "x.sdpkg",
        entries,
        RIGHT,
        frame=framed(random.Random(3).randbytes(65536).replace(b"\n", b""), 600),
        payload={"plain_size": 1},
    )
    before = peak()
    with pytest.raises((Bomb, BadLine)):
        read(path)
    assert peak() - before < MEMORY


def test_nothing_readable_is_left_in_the_private_folder(package: bytes, rich: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.sdpkg"
    for place in range(0, len(rich), len(rich) // 50):
        changed = bytearray(rich)
        changed[place] ^= 1
        path.write_bytes(changed)
        with pytest.raises(PackageRefused):
            read(path, COUNTY, STATION, sliced=True)
    assert list(tmp_path.iterdir()) == [path]
