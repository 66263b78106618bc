"""Two invented sides of the road and the packages between them: what the tests of this room are made of.

`python -m tests.sync.testkit --out FOLDER` writes the kit of hostile packages (`written_kit`).
"""

from __future__ import annotations

import json
import subprocess
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from stationdesk.sync import seal
from stationdesk.sync.digest import chain, digest_zero
from stationdesk.sync.key_chain import announce
from stationdesk.sync.lines import Line
from stationdesk.sync.manifest import MANIFEST, SIGNATURE, Manifest, Received
from stationdesk.sync.package import Outgoing, Written, write_package
from stationdesk.sync.package_reading import open_envelope
from stationdesk.sync.strict_json import canonical
from stationdesk.sync.zip_shape import Part, central_header, end_record, local_header

NAMES = ("上官婉儿", "欧阳小燕", "𠮷田·阿依", "胡大爷", "张三丰")


@dataclass(frozen=True)
class Side:
    """One end of the road with its keys."""

    code: str
    copy: str = "abcd2345"
    sign_key: seal.SignKey = field(default_factory=seal.SignKey.new)
    identity: str = field(default_factory=seal.new_identity)

    @property
    def recipient(self) -> str:
        return seal.recipient_of(self.identity)


STATION, COUNTY, OTHER = Side("360202101209"), Side("360202"), Side("360202101210")


def line(seq: int, **more: Any) -> bytes:
    """Return one invented change as the journal writes it."""
    fields = {"name": NAMES[seq % len(NAMES)], "phones": [{"number": f"1380000{seq % 10000:04d}"}]}
    said = {"seq": seq, "kind": ("resident", "visit")[seq % 3 == 0], "id": f"0190c0de-0000-7000-8000-{seq:012d}", "fields": fields, **more}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def lines(count: int, first: int = 1) -> list[bytes]:
    return [line(seq) for seq in range(first, first + count)]


def digest_at(author: str, recipient: str, before: Sequence[bytes]) -> bytes:
    digest = digest_zero(author, recipient)
    for one in before:
        digest = chain(digest, one)
    return digest


def draft(author: Side = STATION, recipient: Side = COUNTY, *, first: int = 1, last: int = 0, number: int = 1, **more: Any) -> Manifest:
    """Return an unwritten manifest; its digest before is right for `lines`."""
    whole = Manifest(
        author=author.code,
        recipient=recipient.code,
        copy=author.copy,
        number=number,
        first=first,
        last=last,
        digest_before=digest_at(author.code, recipient.code, lines(first - 1)),
        received=Received("", 0, digest_zero(recipient.code, author.code), 0),
        schema=1,
        program="0.1.0",
        made_at="2026-11-22T01:02:03.456Z",
        keys=(announce(author.code, author.sign_key.public, author.recipient, "", signed_by=author.sign_key),),
    )
    return replace(whole, **more)


def write(folder: Path, author: Side = STATION, recipient: Side = COUNTY, *, count: int = 3, first: int = 1, **more: Any) -> Written:
    """Write a package of `count` invented changes."""
    manifest = draft(author, recipient, first=first, last=first + count - 1, **more)
    return write_package(folder, manifest, Outgoing(lines(count, first), [recipient.recipient], author.sign_key), folder)


def read(path: Path, author: Side = STATION, recipient: Side = COUNTY, *, sliced: bool = False) -> tuple[Manifest, list[Line]]:
    """Open a package to its last line, attachments too."""
    with open_envelope(path, lambda _manifest: author.sign_key.public, recipient.code) as envelope:
        with envelope.open_payload([recipient.identity], path.parent, sliced=sliced) as payload:
            found = list(payload.lines())
        if envelope.manifest.yours:
            with envelope.open_yours([recipient.identity], path.parent) as yours:
                yours.check()
        for name in envelope.manifest.entries:
            if name.startswith("blobs/"):
                envelope.open_blob(name[6:70], [recipient.identity])
        return envelope.manifest, found


def unpacked(path: Path) -> dict[str, bytes]:
    """Return the entries of a package by name, with Debian's unzip."""
    names = subprocess.run(["unzip", "-Z1", path], check=True, capture_output=True, text=True).stdout.split()
    return {name: subprocess.run(["unzip", "-p", path, name], check=True, capture_output=True).stdout for name in names}


def zipped(path: Path, entries: dict[str, bytes]) -> Path:
    """Write entries in the shape of a package, whatever they are."""
    data, parts = b"", []
    for name, content in entries.items():
        part = Part(name, len(data) + 30 + len(name), len(content), zlib.crc32(content))
        data += local_header(part) + content
        parts.append(part)
    path.write_bytes(data + b"".join(central_header(part) for part in parts) + end_record(parts))
    return path


def signed_again(path: Path, entries: dict[str, bytes], changes: dict[str, Any], author: Side = STATION) -> Path:
    """Write `entries` under a manifest with `changes`, its hashes made right and signed by `author`: what a hostile author can do."""
    said = json.loads(entries[MANIFEST]) | changes
    said["signed_by"] = seal.key_id(author.sign_key.public)
    sealed = {name: content for name, content in entries.items() if name not in (MANIFEST, SIGNATURE)}
    said["entries"] = {name: {"sha256": sha256(content).hexdigest(), "size": len(content)} for name, content in sealed.items()}
    manifest = canonical(said)
    comment = f"author={said['author']} copy={said['copy']} first={said['first']} last={said['last']}"
    return zipped(path, {MANIFEST: manifest, SIGNATURE: author.sign_key.sign(manifest, comment), **sealed})


def sealed(content: bytes, recipient: Side = COUNTY) -> bytes:
    """Return `content` sealed to `recipient` by Debian's age."""
    return subprocess.run(["age", "-r", recipient.recipient], input=content, check=True, capture_output=True).stdout


if __name__ == "__main__":
    from tests.sync.written_kit import main

    main()
