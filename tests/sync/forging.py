"""Packages with one defect each, made from a good one with its author's real keys: what chance and a hostile author can do."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import zstandard

from stationdesk.sync import seal
from stationdesk.sync.digest import chain_all
from stationdesk.sync.manifest import MANIFEST, PAYLOAD, SIGNATURE
from stationdesk.sync.strict_json import canonical
from tests.sync.testkit import unpacked, zipped

MEGABYTE = 1024**2


@dataclass(frozen=True)
class Good:
    """A good package taken apart: its file, entries, manifest, and lines, the inner header first."""

    path: Path
    raw: bytes
    entries: dict[str, bytes]
    said: dict[str, Any]
    lines: tuple[bytes, ...]
    sign: seal.SignKey
    recipient: str
    """The age recipient it is sealed to."""
    other: seal.SignKey = field(default_factory=seal.SignKey.new)
    """A key nobody knows."""

    @property
    def changes(self) -> tuple[bytes, ...]:
        """The changes, without the inner header."""
        return self.lines[1:]

    def line(self, number: int, **moves: Any) -> bytes:
        """Return a change (from 0) with other values, in the byte form of our journal."""
        return json.dumps(json.loads(self.changes[number]) | moves, ensure_ascii=False, separators=(",", ":")).encode()

    def with_fields(self, number: int, **moves: Any) -> bytes:
        """Return a change (from 0) with other fields of its record."""
        return self.line(number, fields=json.loads(self.changes[number])["fields"] | moves)

    def signed(self, manifest: bytes, entries: dict[str, bytes] | None = None, by: seal.SignKey | None = None, comment: str = "") -> bytes:
        """Return a package of these entries under this manifest, signed, whatever the manifest says."""
        said = self.said
        comment = comment or f"author={said['author']} copy={said['copy']} first={said['first']} last={said['last']}"
        sealed = {name: content for name, content in (entries or self.entries).items() if name not in (MANIFEST, SIGNATURE)}
        return self.zip({MANIFEST: manifest, SIGNATURE: (by or self.sign).sign(manifest, comment), **sealed})

    def saying(self, entries: dict[str, bytes] | None = None, by: seal.SignKey | None = None, **changes: Any) -> bytes:
        """Return a package whose manifest says something else, its hashes right and rightly signed."""
        sealed = {name: content for name, content in (entries or self.entries).items() if name not in (MANIFEST, SIGNATURE)}
        signer = by or self.sign
        said = self.said | {"signed_by": seal.key_id(signer.public)} | changes
        said["entries"] = {name: {"sha256": hashlib.sha256(one).hexdigest(), "size": len(one)} for name, one in sealed.items()}
        comment = f"author={said['author']} copy={said['copy']} first={said['first']} last={said['last']}"
        return self.signed(canonical(said), sealed, signer, comment)

    def holding(self, plain: bytes, frame: bytes = b"", payload: dict[str, Any] | None = None, **changes: Any) -> bytes:
        """Return a package with another content; its manifest says of it what is true, but for `payload` and `changes`."""
        lines = plain.split(b"\n")[1:-1]
        said = {"plain_size": len(plain), "plain_sha256": hashlib.sha256(plain).hexdigest(), "rows": rows_of(lines)} | (payload or {})
        digest = chain_all(bytes.fromhex(changes.get("digest_before", self.said["digest_before"])), lines).hex()
        sealed = BytesIO()
        seal.seal(BytesIO(frame or framed(plain)), sealed, [self.recipient])
        moved = {"payload": said, "digest_last": digest} | changes
        return self.saying(self.entries | {PAYLOAD: sealed.getvalue()}, **moved)

    def with_changes(self, *changes: bytes, **more: Any) -> bytes:
        """Return a package with these changes in place of its own, and an inner header that fits."""
        first = more.get("first", self.said["first"])
        last = more.setdefault("last", first + len(changes) - 1)
        head = json.loads(self.lines[0]) | {"first": first, "last": last}
        head |= {name: more[name] for name in ("copy", "author", "recipient") if name in more}
        return self.holding(b"\n".join((canonical(head), *changes, b"")), **more)

    def zip(self, entries: dict[str, bytes]) -> bytes:
        """Return entries in the shape of a package, whatever they are."""
        return zipped(self.path.with_suffix(".forged"), entries).read_bytes()


def rows_of(lines: list[bytes]) -> dict[str, int]:
    """Return how many lines there are of each kind that a manifest can name."""
    kinds = re.findall(rb'"kind":"([a-z_]+)"', b"\n".join(lines))
    return {kind.decode(): count for kind, count in Counter(kinds).items()} or {"resident": len(lines)}


def framed(plain: bytes, **parameters: Any) -> bytes:
    """Return `plain` as one zstd frame with size and checksum."""
    options = zstandard.ZstdCompressionParameters.from_level(3, write_checksum=True, write_content_size=True, **parameters)
    return zstandard.ZstdCompressor(compression_params=options).compress(plain)


def zeros(megabytes: int) -> bytes:
    """Return a frame of so many megabytes of zeros: a gigabyte takes 33 KB."""
    target = BytesIO()
    options = zstandard.ZstdCompressionParameters.from_level(3, write_checksum=True, write_content_size=True)
    with zstandard.ZstdCompressor(compression_params=options).stream_writer(target, size=megabytes * MEGABYTE, closefd=False) as writer:
        for _each in range(megabytes):
            writer.write(bytes(MEGABYTE))
    return target.getvalue()


def taken_apart(path: Path, sign: seal.SignKey, identity: str, recipient: str) -> Good:
    """Take a good package apart; `identity` is the reader's, `sign` the author's."""
    entries = unpacked(path)
    plain = BytesIO()
    seal.unseal(BytesIO(entries[PAYLOAD]), plain, [identity])
    content = zstandard.ZstdDecompressor().decompress(plain.getvalue())
    return Good(path, path.read_bytes(), entries, json.loads(entries[MANIFEST]), tuple(content.split(b"\n")[:-1]), sign, recipient)
