"""zstd frames of the payload: one frame with its size and checksum, read by stream with every limit checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import IO

import zstandard

from stationdesk.sync.refusal import Bomb, BrokenPackage

LEVEL = 3
WINDOW_LIMIT = 8 * 1024**2
BLOCK = 256 * 1024
MAGIC = b"\x28\xb5\x2f\xfd"
NO_SIZE, SIZE_8 = 0x04, 0xC4
"""Frame descriptors (RFC 8878 §3.1.1.1.1): checksum without content size, and with one of eight bytes."""


class Frame:
    """One zstd frame with content size and checksum, written to `target` as its content comes.

    The size is known only at the end, so its place is kept free in the frame's header and filled in last.
    """

    def __init__(self, target: IO[bytes]) -> None:
        self._engine = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True, write_content_size=False).compressobj()
        self._target = target
        self._header = b""
        self.size = 0
        self.hash = hashlib.sha256()

    def add(self, chunk: bytes) -> None:
        """Compress the next part of the content."""
        self.size += len(chunk)
        self.hash.update(chunk)
        self._put(self._engine.compress(chunk))

    def finish(self) -> None:
        """End the frame, fill in its size and leave the target at its beginning."""
        self._put(self._engine.flush())
        self._target.seek(6)
        self._target.write(self.size.to_bytes(8, "little"))
        self._target.seek(0)

    def _put(self, data: bytes) -> None:
        if len(self._header) >= 6:
            self._target.write(data)
            return
        self._header += data
        if len(self._header) >= 6:
            if self._header[:4] != MAGIC or self._header[4] != NO_SIZE:
                raise RuntimeError("zstd wrote a frame of an unexpected form")
            self._target.write(MAGIC + bytes([SIZE_8, self._header[5]]) + bytes(8) + self._header[6:])


def check_frame(source: IO[bytes], size: int, plain_size: int) -> None:
    """Check, without unpacking, that the `size` bytes of `source` are exactly one frame that says `plain_size`.

    Raises BrokenPackage, or Bomb for another size and for a window over 8 MB.
    """
    source.seek(0)
    start = source.read(18)
    try:
        frame = zstandard.get_frame_parameters(start)
        place = zstandard.frame_header_size(start)
    except zstandard.ZstdError as error:
        raise BrokenPackage from error
    if frame.content_size != plain_size or frame.window_size > WINDOW_LIMIT:
        raise Bomb
    if not frame.has_checksum or frame.dict_id:
        raise BrokenPackage
    last = False
    while not last:
        source.seek(place)
        head = int.from_bytes(source.read(3), "little")
        last, kind, length = bool(head & 1), head >> 1 & 3, head >> 3
        place += 3 + (1 if kind == 1 else length)
        if kind == 3 or place > size:
            raise BrokenPackage
    if place + 4 != size:
        raise BrokenPackage


def decompress(source: IO[bytes], plain_size: int) -> Iterator[bytes]:
    """Yield the content of the frame in blocks of at most 256 KB. Raises BrokenPackage, or Bomb beyond `plain_size`."""
    source.seek(0)
    engine = zstandard.ZstdDecompressor(max_window_size=WINDOW_LIMIT)
    found = 0
    try:
        with engine.stream_reader(source, closefd=False) as reader:
            while block := reader.read(BLOCK):
                found += len(block)
                if found > plain_size:
                    raise Bomb
                yield block
    except zstandard.ZstdError as error:
        raise BrokenPackage from error
    if found != plain_size:
        raise BrokenPackage
