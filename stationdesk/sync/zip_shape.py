"""The outer shape of a package: a zip of stored entries that has exactly one byte form.

Headers carry no time, no attributes of a machine, no extra fields; so nothing can hide in them, and reading compares them
with what writing would have written. One other program's headers are read too: Info-ZIP's own `zip -0 -X` of files of
1 January 1980, for a package must be possible to make by hand. 2 GB is the limit, so the 64-bit form never occurs.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Protocol

from stationdesk.sync.manifest import BLOBS_LIMIT, PACKAGE_LIMIT
from stationdesk.sync.refusal import BrokenPackage, NotAPackage, PackageTooLarge

LOCAL, CENTRAL, END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
MIDNIGHT, NEW_YEAR_1980, PLAIN_FILE = 0, 1 << 5 | 1, 0o100600 << 16
OURS, BY_HAND = (3 << 8 | 20, 20), (3 << 8 | 30, 10)
"""Which program made the zip, and which version opens it."""
COUNT_LIMIT = BLOBS_LIMIT + 4
NAME_LIMIT = 80
BLOCK = 256 * 1024


class Readable(Protocol):
    """A file open for reading anywhere in it."""

    def read(self, size: int = -1, /) -> bytes:
        """As a file does."""
        ...

    def seek(self, place: int, whence: int = 0, /) -> int:
        """As a file does."""
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """One entry: `size` bytes of content from `offset` of the file it is in; whose form its headers have, and whether they call it text."""

    name: str
    offset: int
    size: int
    crc: int
    form: tuple[int, int] = OURS
    text: int = 0


def local_header(part: Part) -> bytes:
    """Return the header before the content."""
    name = part.name.encode("ascii")
    return LOCAL.pack(b"PK\3\4", part.form[1], 0, 0, MIDNIGHT, NEW_YEAR_1980, part.crc, part.size, part.size, len(name), 0) + name


def central_header(part: Part) -> bytes:
    """Return the entry's line in the central directory."""
    name = part.name.encode("ascii")
    start = part.offset - LOCAL.size - len(name)
    sums = (part.crc, part.size, part.size, len(name))
    fixed = CENTRAL.pack(b"PK\1\2", *part.form, 0, 0, MIDNIGHT, NEW_YEAR_1980, *sums, 0, 0, 0, part.text, PLAIN_FILE, start)
    return fixed + name


def end_record(parts: Sequence[Part]) -> bytes:
    """Return the last bytes of the zip."""
    size = sum(len(central_header(part)) for part in parts)
    start = parts[-1].offset + parts[-1].size
    return END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), size, start, 0)


class Writable(Protocol):
    """A file open for writing at its end."""

    def write(self, data: bytes, /) -> int:
        """As a file does."""
        ...

    def tell(self) -> int:
        """As a file does."""
        ...


def write_zip(target: Writable, contents: Sequence[tuple[str, IO[bytes], int, int, int]]) -> None:
    """Write the zip; a content is (name, file, offset, size, crc) and is copied from its file. Raises PackageTooLarge."""
    parts: list[Part] = []
    for name, source, start, size, crc in contents:
        part = Part(name, target.tell() + LOCAL.size + len(name), size, crc)
        if part.offset + size + COUNT_LIMIT * (CENTRAL.size + NAME_LIMIT) > PACKAGE_LIMIT:
            raise PackageTooLarge
        target.write(local_header(part))
        source.seek(start)
        copied = sum(target.write(block) for block in blocks(source, size))
        if copied != size:
            raise EOFError(name)
        parts.append(part)
    target.write(b"".join(central_header(part) for part in parts) + end_record(parts))


def blocks(source: Readable, size: int) -> Iterator[bytes]:
    """Yield the next `size` bytes of `source`, fewer where it ends."""
    while size and (block := source.read(min(BLOCK, size))):
        size -= len(block)
        yield block


def read_shape(source: Readable) -> list[Part]:
    """Return the entries of the zip in their order, their headers checked byte for byte.

    Raises PackageTooLarge, NotAPackage, or BrokenPackage where the file begins as a package and is cut.
    """
    size = source.seek(0, 2)
    if size > PACKAGE_LIMIT:
        raise PackageTooLarge
    source.seek(0)
    if source.read(4) != b"PK\3\4":
        raise NotAPackage
    source.seek(max(size - END.size, 0))
    end = source.read(END.size)
    if len(end) != END.size or end[:4] != b"PK\5\6":
        raise BrokenPackage
    count, length, start = END.unpack(end)[4:7]
    if not 1 <= count <= COUNT_LIMIT or start + length + END.size != size or length > count * (CENTRAL.size + NAME_LIMIT):
        raise BrokenPackage
    source.seek(start)
    parts = _central_parts(source.read(length), count, start)
    if end_record(parts) != end:
        raise BrokenPackage
    for part in parts:
        header = local_header(part)
        source.seek(part.offset - len(header))
        if source.read(len(header)) != header:
            raise NotAPackage
    return parts


def _central_parts(directory: bytes, count: int, end: int) -> list[Part]:
    """Read the central directory: entries one after the other without gaps from 0 to `end`, each with its one possible header."""
    parts: list[Part] = []
    place, offset = 0, 0
    for _number in range(count):
        fixed = directory[place : place + CENTRAL.size]
        if len(fixed) != CENTRAL.size:
            raise BrokenPackage
        said = CENTRAL.unpack(fixed)
        crc, size, name_size, form = said[7], said[8], said[10], (said[1], said[2])
        name = directory[place + CENTRAL.size : place + CENTRAL.size + name_size]
        if name_size > NAME_LIMIT or not name.isascii():
            raise NotAPackage
        if form not in (OURS, BY_HAND) or said[14] > (form == BY_HAND):
            raise NotAPackage
        part = Part(name.decode(), offset + LOCAL.size + name_size, size, crc, form, said[14])
        header = central_header(part)
        if directory[place : place + len(header)] != header:
            raise NotAPackage
        parts.append(part)
        place, offset = place + len(header), part.offset + size
    if place != len(directory) or offset != end or len({part.name for part in parts}) != count or len({part.form for part in parts}) != 1:
        raise NotAPackage
    return parts


class Window:
    """One entry as a file of its own that can only be read forward, adding up what it reads."""

    def __init__(self, source: Readable, part: Part) -> None:
        self.source, self.place, self.left = source, part.offset, part.size
        self.hash, self.crc = hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes of the entry, none at its end."""
        self.source.seek(self.place)
        block = self.source.read(self.left if size < 0 else min(size, self.left))
        self.place += len(block)
        self.left -= len(block)
        self.hash.update(block)
        self.crc = zlib.crc32(block, self.crc)
        return block


def check_content(source: Readable, part: Part, sha256: str) -> None:
    """Read one entry through. Raises BrokenPackage where it is cut or its sums are not `sha256` and the zip's own."""
    window = Window(source, part)
    while window.read(BLOCK):
        pass
    if window.left or window.crc != part.crc or window.hash.hexdigest() != sha256:
        raise BrokenPackage


def read_content(source: Readable, part: Part, limit: int) -> bytes:
    """Return a small entry. Raises NotAPackage over `limit` bytes, BrokenPackage where it is cut or changed."""
    if part.size > limit:
        raise NotAPackage
    window = Window(source, part)
    content = window.read()
    if window.left or window.crc != part.crc:
        raise BrokenPackage
    return content
