# long: one line for each defect, read as a table
"""The table of hostile and faulty packages: one defect each, with the verdict and its sentence (safety.md (e) 16 to 39).

A case is made from a good package that the reader would take. `EITHER` are tried on both sides, at the county and at the desk.
"""

from __future__ import annotations

import hashlib
import json
import random
import struct
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO

from stationdesk.county.signers import NeedsNewEnrolment
from stationdesk.errors import DeskError
from stationdesk.sync import seal
from stationdesk.sync.key_chain import BrokenKeyChain, announce
from stationdesk.sync.manifest import MANIFEST, PAYLOAD, SIGNATURE, Announcement, announcement_json, blob_entry
from stationdesk.sync.refusal import (
    BadLine,
    BadSignature,
    Bomb,
    BrokenPackage,
    DigestDiffers,
    NewerFormat,
    NotAPackage,
    PictureTooLarge,
    RevokedSigner,
    RewrittenHeader,
    SealedToAnother,
    StrayPicture,
    UnknownSigner,
    WrongRecipient,
)
from tests.sync.forging import MEGABYTE, Good, framed, zeros
from tests.sync.photo_kit import jpeg

SENTENCES: dict[type[DeskError], str] = {
    NotAPackage: "不是村站台的数据包",
    BrokenPackage: "文件不完整，请重新拷贝",
    NewerFormat: "请升级本机的程序",
    UnknownSigner: "不认识的站点",
    BadSignature: "签名不对",
    RevokedSigner: "已经作废",
    WrongRecipient: "不是发给我们的",
    SealedToAnother: "不是写给这台电脑的",
    RewrittenHeader: "不属于签署它的",
    Bomb: "可能会拖垮这台电脑",
    DigestDiffers: "和它自己的校验值对不上",
    BadLine: "数据包第",
    BrokenKeyChain: "接不上",
    NeedsNewEnrolment: "重新登记",
    StrayPicture: "哪条记录都没有提到它",
    PictureTooLarge: "超过 8 MB",
}
"""What the operator is told, by kind of refusal."""


@dataclass(frozen=True)
class Case:
    """One defect: the row of the table in safety.md, what it is, how it is made, the verdict, and for a bad line its number."""

    row: int
    name: str
    make: Callable[[Good], bytes]
    verdict: type[DeskError]
    number: int = 0


def with_manifest(old: bytes, new: bytes) -> Callable[[Good], bytes]:
    """Return a maker that replaces text of the manifest and signs it again."""

    def make(good: Good) -> bytes:
        manifest = good.entries[MANIFEST]
        assert old in manifest
        return good.signed(manifest.replace(old, new, 1))

    return make


def flipped(place: Callable[[Good], int]) -> Callable[[Good], bytes]:
    """Return a maker that flips one bit of the byte at a place."""

    def make(good: Good) -> bytes:
        changed = bytearray(good.raw)
        changed[place(good)] ^= 1
        return bytes(changed)

    return make


def in_entry(name: str, share: float, shift: int = 0) -> Callable[[Good], int]:
    """Return the place of a byte within an entry, as a share of its length."""

    def place(good: Good) -> int:
        content = good.entries[name]
        return good.raw.index(content) + min(len(content) - 1, int(share * len(content)) + shift)

    return place


def directory(good: Good, shift: int = 0) -> int:
    """Return where the zip's central directory begins."""
    return int(struct.unpack("<I", good.raw[-6:-2])[0]) + shift


def without(name: str) -> Callable[[Good], bytes]:
    """Return a maker that leaves an entry out."""
    return lambda good: good.zip({key: content for key, content in good.entries.items() if key != name})


def extra(name: str) -> Callable[[Good], bytes]:
    """Return a maker that adds an entry."""
    return lambda good: good.zip(good.entries | {name: b"x"})


def by_zipfile(deflated: bool = False, twice: bool = False) -> Callable[[Good], bytes]:
    """Return a maker that has another program write the zip."""

    def make(good: Good) -> bytes:
        target = BytesIO()
        with warnings.catch_warnings(), zipfile.ZipFile(target, "w") as archive:
            warnings.simplefilter("ignore")
            for name, content in [*good.entries.items(), *([(MANIFEST, good.entries[MANIFEST])] if twice else [])]:
                archive.writestr(name, content, compress_type=zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED)
        return target.getvalue()

    return make


def last_line(change: Callable[[Good, bytes], bytes]) -> Callable[[Good], bytes]:
    """Return a maker that changes the bytes of the last line."""
    return lambda good: good.with_changes(*good.changes[:-1], change(good, good.changes[-1]))


def moved(**moves: object) -> Callable[[Good], bytes]:
    """Return a maker that gives the last line other values."""
    return lambda good: good.with_changes(*good.changes[:-1], good.line(-1, **moves))


def fielded(**moves: object) -> Callable[[Good], bytes]:
    """Return a maker that gives the last line's record other fields."""
    return lambda good: good.with_changes(*good.changes[:-1], good.with_fields(-1, **moves))


def plain_of(good: Good, *lines: bytes) -> bytes:
    """Return the good content with more lines after it."""
    return b"\n".join((*good.lines, *lines, b""))


def lonely(good: Good) -> bytes:
    """Return the last line without its audience."""
    said = json.loads(good.changes[-1])
    del said["audience"]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def good_kind(good: Good) -> str:
    """Return the kind of the last line."""
    return str(json.loads(good.changes[-1])["kind"])


def spoilt(good: Good) -> dict[str, bytes]:
    """Return the entries with one sealed byte changed."""
    content = bytearray(good.entries[PAYLOAD])
    content[-1] ^= 1
    return good.entries | {PAYLOAD: bytes(content)}


def stolen(good: Good) -> dict[str, bytes]:
    """Return the entries with a payload that is sealed to a stranger."""
    target = BytesIO()
    seal.seal(BytesIO(framed(plain_of(good))), target, [seal.recipient_of(seal.new_identity())])
    return good.entries | {PAYLOAD: target.getvalue()}


def strangers(good: Good) -> list[dict[str, object]]:
    """Return a chain of announcements of a stranger in the author's name."""
    recipient = seal.recipient_of(seal.new_identity())
    return [announcement_json(announce(good.said["author"], good.other.public, recipient, "", signed_by=good.other))]


def grown(good: Good, *between: seal.SignKey) -> bytes:
    """Return a package that the author's key leads to by announcements: over the keys `between` to one nobody knows, which signs."""
    chain, by = [Announcement(**one) for one in good.said["keys"]], good.sign
    for key in (*between, good.other):
        recipient = seal.recipient_of(seal.new_identity())
        chain.append(announce(good.said["author"], key.public, recipient, "", signed_by=by, before=chain[-1]))
        by = key
    return good.saying(by=good.other, keys=[announcement_json(one) for one in chain])


def false_size(good: Good, frame: bytes) -> bytes:
    """Return the frame of a gigabyte with the size of the good content in its header."""
    changed = bytearray(frame)
    assert int.from_bytes(frame[6:10], "little") == 1024**3
    changed[6:10] = len(plain_of(good)).to_bytes(4, "little")
    return bytes(changed)


def wide_window(good: Good) -> bytes:
    """Return a package whose frame asks for a window of 128 MB."""
    plain = plain_of(good) + random.Random(1).randbytes(9 * MEGABYTE).replace(b"\n", b"")
    return good.holding(plain, framed(plain, window_log=27))


def offer(good: Good, number: int, content: bytes, **moves: object) -> bytes:
    """Return a change that offers a picture."""
    fields = {"photo_id": f"0190c0de-0000-7000-8000-{number:012d}", "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    said = {"seq": good.said["last"] + 1 - LINES + number, "kind": "photo_offer", "id": f"0190c0de-0000-7000-9000-{number:012d}"}
    return good.line(-1, **said, fields=fields | {"wanted": False} | moves)


def with_pictures(good: Good, offers: list[bytes], pictures: dict[str, bytes], recipient: str = "") -> bytes:
    """Return a package with these offers as its changes, and these pictures under these checksums."""
    entries = dict(good.entries)
    for name, content in sorted(pictures.items()):
        sealed = BytesIO()
        seal.seal(BytesIO(content), sealed, [recipient or good.recipient])
        entries[blob_entry(name)] = sealed.getvalue()
    return replace(good, entries=entries).with_changes(*offers)


def pictured(content: bytes, inside: bytes | None = None, *, named: bool = True, stranger: bool = False) -> Callable[[Good], bytes]:
    """Return a maker of a package with a picture: `inside` is what is under its checksum, `named` whether an entry offers it."""

    def make(good: Good) -> bytes:
        offers = [offer(good, 0, content if named else jpeg(99))]
        other = seal.recipient_of(seal.new_identity()) if stranger else ""
        return with_pictures(good, offers, {hashlib.sha256(content).hexdigest(): content if inside is None else inside}, other)

    return make


LINES = 3
"""Changes of each good package; the last is line 4 of its payload, the inner header being line 1."""
LAST = LINES + 1

EITHER: list[Case] = [
    Case(16, "empty", lambda _good: b"", NotAPackage),
    Case(16, "cut in the end record", lambda good: good.raw[:-5], BrokenPackage),
    Case(16, "cut in the directory", lambda good: good.raw[: directory(good, 40)], BrokenPackage),
    Case(16, "cut in the payload", lambda good: good.raw[: in_entry(PAYLOAD, 0.5)(good)], BrokenPackage),
    Case(16, "cut in the manifest", lambda good: good.raw[: in_entry(MANIFEST, 0.5)(good)], BrokenPackage),
    Case(16, "cut at the first bytes", lambda good: good.raw[:10], BrokenPackage),
    Case(16, "first part lost", lambda good: good.raw[in_entry(PAYLOAD, 0.5)(good) :], NotAPackage),
    Case(17, "bit in the zip's local header", flipped(lambda _good: 18), NotAPackage),
    Case(17, "bit in the manifest", flipped(in_entry(MANIFEST, 0.5)), BrokenPackage),
    Case(17, "bit in the signature", flipped(in_entry(SIGNATURE, 0.4)), BrokenPackage),
    Case(17, "bit in the age header", flipped(in_entry(PAYLOAD, 0, 5)), BrokenPackage),
    Case(17, "bit in the age stanza", flipped(in_entry(PAYLOAD, 0, 60)), BrokenPackage),
    Case(17, "bit in the first sealed bytes", flipped(in_entry(PAYLOAD, 0.5)), BrokenPackage),
    Case(17, "bit in the last sealed byte", flipped(in_entry(PAYLOAD, 1.0)), BrokenPackage),
    Case(17, "bit in the central directory", flipped(lambda good: directory(good, 20)), NotAPackage),
    Case(17, "sealed part changed, hashes made right", lambda good: good.saying(spoilt(good)), BrokenPackage),
    Case(18, "bytes after the zip", lambda good: good.raw + b"\0", BrokenPackage),
    Case(18, "another zip's end after the zip", lambda good: good.raw + b"PK\5\6" + bytes(18), BrokenPackage),
    Case(18, "bytes before the zip", lambda good: b"\0" + good.raw, NotAPackage),
    Case(
        18,
        "bytes between entries and directory",
        lambda good: good.raw[: directory(good)] + b"x" + good.raw[directory(good) :],
        BrokenPackage,
    ),
    Case(18, "bytes after the seal", lambda good: good.saying({**good.entries, PAYLOAD: good.entries[PAYLOAD] + b"\0"}), BrokenPackage),
    Case(19, "extra entry", extra("readme.txt"), NotAPackage),
    Case(19, "entry on a path out of the folder", extra("../../x"), NotAPackage),
    Case(19, "entry on an absolute path", extra("/etc/x"), NotAPackage),
    Case(19, "attachment that the manifest does not name", extra("blobs/" + "0" * 64 + ".age"), NotAPackage),
    Case(19, "no manifest", without(MANIFEST), NotAPackage),
    Case(19, "no signature", without(SIGNATURE), NotAPackage),
    Case(19, "no payload", without(PAYLOAD), NotAPackage),
    Case(19, "entries in another order", lambda good: good.zip(dict(reversed(good.entries.items()))), NotAPackage),
    Case(19, "deflated", by_zipfile(deflated=True), NotAPackage),
    Case(19, "manifest twice", by_zipfile(twice=True), NotAPackage),
    Case(19, "local header of another name", flipped(lambda _good: 31), NotAPackage),
    Case(19, "local header of another time", flipped(lambda _good: 10), NotAPackage),
    Case(20, "manifest with a key twice", with_manifest(b"{", b'{"schema":1,'), BrokenPackage),
    Case(20, "manifest with NaN", with_manifest(b'"number":', b'"number":NaN,"x":'), BrokenPackage),
    Case(20, "manifest with a fraction", lambda good: good.saying(schema=1.0), BrokenPackage),
    Case(20, "manifest of ten megabytes", lambda good: good.saying(program="0" * 10_000_000), NotAPackage),
    Case(
        20,
        "manifest ten thousand deep",
        with_manifest(b'"schema":', b'"schema":' + b"[" * 10_000 + b"]" * 10_000 + b',"x":'),
        BrokenPackage,
    ),
    Case(20, "manifest with an unknown field", lambda good: good.saying(extra=1), BrokenPackage),
    Case(20, "manifest with a space", with_manifest(b":", b": "), BrokenPackage),
    Case(20, "manifest with a terminal's commands", lambda good: good.saying(program="\x1b[2J"), BrokenPackage),
    Case(20, "manifest with a path for a copy", lambda good: good.saying(copy="../../et"), BrokenPackage),
    Case(20, "range backwards", lambda good: good.saying(last=good.said["first"] - 2), BrokenPackage),
    Case(20, "more rows than numbers", lambda good: good.saying(payload=good.said["payload"] | {"rows": {"resident": 99}}), BrokenPackage),
    Case(20, "number beyond all counting", lambda good: good.saying(number=10**18), BrokenPackage),
    Case(20, "the format after ours", with_manifest(b"stationdesk.pkg/1", b"stationdesk.pkg/2"), NewerFormat),
    Case(20, "another format", with_manifest(b"stationdesk.pkg/1", b"somethingelse/1"), NotAPackage),
    Case(20, "algorithms after ours", lambda good: good.saying(suite="sm2+sm4"), NewerFormat),
    Case(20, "tables after ours", lambda good: good.saying(schema=9999), NewerFormat),
    Case(21, "unsigned", lambda good: good.zip(good.entries | {SIGNATURE: b""}), BadSignature),
    Case(21, "signed by a key nobody knows", lambda good: good.signed(good.entries[MANIFEST], by=good.other), BadSignature),
    Case(
        21,
        "signed for another range",
        lambda good: good.signed(good.entries[MANIFEST], comment="author=1 copy=2 first=3 last=4"),
        BadSignature,
    ),
    Case(21, "signed by a key nobody knows, and said so", lambda good: good.saying(by=good.other), BadSignature),
    Case(
        21,
        "key chain with a signature that does not hold",
        lambda good: good.saying(keys=[good.said["keys"][0] | {"note": "x"}]),
        BrokenKeyChain,
    ),
    Case(22, "sealed lines under another copy", lambda good: good.saying(copy="zzzz2345"), RewrittenHeader),
    Case(
        22,
        "sealed lines under another range",
        lambda good: good.saying(first=good.said["first"] + 1, last=good.said["last"] + 1),
        RewrittenHeader,
    ),
    Case(
        22,
        "another's sealed lines",
        lambda good: good.holding(plain_of(good).replace(good.said["author"].encode(), b"360202000000", 1)),
        RewrittenHeader,
    ),
    Case(23, "for somebody else", lambda good: good.saying(recipient="360299"), WrongRecipient),
    Case(24, "bomb of a gigabyte that says so", lambda good: good.holding(plain_of(good), zeros(1024), {"plain_size": 1024**3}), Bomb),
    Case(24, "bomb of a gigabyte that says three lines", lambda good: good.holding(plain_of(good), zeros(1024)), Bomb),
    Case(
        24, "bomb of a gigabyte with a false size", lambda good: good.holding(plain_of(good), false_size(good, zeros(1024))), BrokenPackage
    ),
    Case(24, "two frames", lambda good: good.holding(plain_of(good), framed(plain_of(good)) * 2), BrokenPackage),
    Case(24, "frame with bytes after it", lambda good: good.holding(plain_of(good), framed(plain_of(good)) + b"\0"), BrokenPackage),
    Case(24, "frame cut", lambda good: good.holding(plain_of(good), framed(plain_of(good))[:-1]), BrokenPackage),
    Case(24, "frame with a window of 128 MB", wide_window, Bomb),
    Case(24, "no frame at all", lambda good: good.holding(plain_of(good), plain_of(good)), BrokenPackage),
    Case(25, "another hash of the content", lambda good: good.holding(plain_of(good), payload={"plain_sha256": "0" * 64}), BrokenPackage),
    Case(25, "fewer rows than there are", lambda good: good.holding(plain_of(good), payload={"rows": {good_kind(good): 1}}), BrokenPackage),
    Case(25, "rows of another kind", lambda good: good.holding(plain_of(good), payload={"rows": {"wish": LINES}}), BrokenPackage),
    Case(25, "another last digest", lambda good: good.holding(plain_of(good), digest_last="0" * 64), DigestDiffers),
    Case(26, "no UTF-8", last_line(lambda _good, line: line.replace(b'"operator":"', b'"operator":"\xff')), BadLine, LAST),
    Case(26, "byte order mark", last_line(lambda _good, line: b"\xef\xbb\xbf" + line), BadLine, LAST),
    Case(26, "CRLF", last_line(lambda _good, line: line + b"\r"), BadLine, LAST),
    Case(26, "a key twice", last_line(lambda _good, line: line.replace(b"{", b'{"seq":1,', 1)), BadLine, LAST),
    Case(26, "NaN", last_line(lambda _good, line: line[:-1] + b',"x":NaN}'), BadLine, LAST),
    Case(26, "infinite", last_line(lambda _good, line: line[:-1] + b',"x":1e999}'), BadLine, LAST),
    Case(26, "half a surrogate", last_line(lambda _good, line: line.replace(b'"operator":"', b'"operator":"\\ud83d')), BadLine, LAST),
    Case(26, "seventeen deep", last_line(lambda _good, line: line[:-1] + b',"x":' + b"[" * 17 + b"]" * 17 + b"}"), BadLine, LAST),
    Case(
        26,
        "a hundred thousand deep",
        last_line(lambda _good, line: line[:-1] + b',"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
        BadLine,
        LAST,
    ),
    Case(26, "a text of 1 MB", moved(says="字" * 350_000), BadLine, LAST),
    Case(26, "a list for a line", last_line(lambda _good, _line: b"[1]"), BadLine, LAST),
    Case(26, "an empty line", last_line(lambda _good, _line: b""), BadLine, LAST),
    Case(26, "no line end", lambda good: good.holding(plain_of(good)[:-1] + b" "), BadLine, LAST),
    Case(26, "seq twice", lambda good: good.with_changes(*good.changes[:-1], good.changes[-2]), BadLine, LAST),
    Case(26, "seq negative", moved(seq=-1), BadLine, LAST),
    Case(26, "seq of 64 bits", moved(seq=2**63), BadLine, LAST),
    Case(26, "seq as text", moved(seq="3"), BadLine, LAST),
    Case(26, "a table that is none", moved(kind="resident; drop table resident"), BadLine, LAST),
    Case(26, "a kind nobody knows", moved(kind="spaceship"), BadLine, LAST),
    Case(26, "a kind that stays at home", moved(kind="operator"), BadLine, LAST),
    Case(26, "an unknown field", fielded(drop_table="x"), BadLine, LAST),
    Case(26, "a field of the store's own", fielded(author="360202101210"), BadLine, LAST),
    Case(26, "a number for a text", fielded(name=7), BadLine, LAST),
    Case(26, "a text for a yes or no", fielded(removed_at=True), BadLine, LAST),
    Case(26, "a list of lists for phones", fielded(phones=[[]]), BadLine, LAST),
    Case(26, "an unknown part of a line", moved(op="drop"), BadLine, LAST),
    Case(26, "an id that is none", moved(id="../../x"), BadLine, LAST),
    Case(26, "fields as a text", moved(fields="name"), BadLine, LAST),
    Case(26, "a very long operator", moved(operator="徐" * 2001), BadLine, LAST),
]

AT_COUNTY: list[Case] = [
    Case(23, "sealed to somebody else", lambda good: good.saying(stolen(good)), WrongRecipient),
    Case(21, "from a station nobody enrolled", lambda good: good.saying(author="360202999999"), UnknownSigner),
    Case(21, "under keys that another station holds", lambda good: good.saying(by=good.other, keys=strangers(good)), NeedsNewEnrolment),
    Case(27, "a record of the county's own kind", moved(kind="task"), BadLine, LAST),
    Case(27, "a word to everybody", moved(audience="all"), BadLine, LAST),
    Case(19, "a picture that no entry names", pictured(jpeg(1), named=False), StrayPicture),
    Case(25, "a picture under another's checksum", pictured(jpeg(1), jpeg(2)), BrokenPackage),
    Case(25, "a picture sealed to somebody else", pictured(jpeg(1), stranger=True), WrongRecipient),
    Case(24, "a picture of nine megabytes", pictured(jpeg(1, 9 * MEGABYTE)), PictureTooLarge),
    Case(26, "a checksum that is a number", lambda good: good.with_changes(offer(good, 0, jpeg(1), sha256=7)), BadLine, 2),
    Case(26, "a size that is none", lambda good: good.with_changes(offer(good, 0, jpeg(1), bytes="x")), BadLine, 2),
]

AT_DESK: list[Case] = [
    Case(37, "sealed to another computer of this station", lambda good: good.saying(stolen(good)), SealedToAnother),
    Case(37, "from another county", lambda good: good.saying(author="360299"), UnknownSigner),
    Case(37, "the answer to another station", lambda good: good.saying(recipient="360202102001"), WrongRecipient),
    Case(37, "under keys that are not the county's", lambda good: good.saying(by=good.other, keys=strangers(good)), BrokenKeyChain),
    Case(27, "a record that only a station writes", moved(kind="resident"), BadLine, LAST),
    Case(27, "a change without an audience", last_line(lambda good, _line: lonely(good)), BadLine, LAST),
]

AFTER_REVOKING: list[Case] = [
    Case(21, "by the revoked key", lambda good: good.raw, RevokedSigner),
    Case(21, "by a key that the revoked one announced", grown, RevokedSigner),
    Case(21, "by a key that one after the revoked one announced", lambda good: grown(good, seal.SignKey.new()), RevokedSigner),
]
"""What whoever holds a stolen key can write once it is revoked; tried on both sides (39 at the desk)."""
