"""zstd frames of the payload: one frame with its size and checksum, read by stream with every limit checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

import zstandard

from stationdesk.sync.refusal import Bomb, BrokenPackage

LEVEL = 3
WINDOW_LIMIT = 8 * 1024**2
BLOCK = 256 * 1024
MAGIC = b"\x28\xb5\x2f\xfd"
NO_SIZE, SIZE_8 = 0x04, 0xC4
"""Frame descriptors (RFC 8878 §3.1.1.1.1): checksum without content size, and with one of eight bytes."""


def compress(chunks: Iterable[bytes], target: IO[bytes]) -> int:
    """Write `chunks` to `target` as one zstd frame with content size and checksum; return the plain size.

    The size is known only at the end, so its place is kept free in the frame's header and filled in last.
    """
    engine = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True, write_content_size=False).compressobj()
    start = target.tell()
    size, header = 0, b""

    def put(data: bytes) -> None:
        nonlocal header
        if len(header) >= 6:
            target.write(data)
            return
        header += data
        if len(header) >= 6:
            if header[:4] != MAGIC or header[4] != NO_SIZE:
                raise RuntimeError("zstd wrote a frame of an unexpected form")
            target.write(MAGIC + bytes([SIZE_8, header[5]]) + bytes(8) + header[6:])

    for chunk in chunks:
        size += len(chunk)
        put(engine.compress(chunk))
    put(engine.flush())
    end = target.tell()
    target.seek(start + 6)
    target.write(size.to_bytes(8, "little"))
    target.seek(end)
    return size


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
