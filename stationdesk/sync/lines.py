"""The lines of a payload: the inner header first, then one change a line, counted and chained while they pass."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import Any, NamedTuple

from stationdesk.sync.digest import chain, chain_all, sha256
from stationdesk.sync.manifest import Held, HeldElsewhere, Manifest, held_json
from stationdesk.sync.manifest_reading import KIND, Wrong, read_held
from stationdesk.sync.refusal import BadLine, RewrittenHeader
from stationdesk.sync.strict_json import NotStrict, canonical, parse_object

LINE_LIMIT = 1024 * 1024
HEADER_LIMIT = 32 * 1024**2
"""Bytes of the first line, which may carry all held records."""
CHANGES, OWN = "changes", "yours"
BATCH = 5000
"""Lines handed on together, about 1.5 MB: so many that the thread which compresses them seldom waits for Python's lock."""
PLAIN_START = re.compile(rb'\{"seq":([1-9][0-9]{0,14}),"kind":"([a-z][a-z0-9_]{0,63})"')
"""How our own journal begins its lines; any other order of keys is read as JSON, which takes longer."""


class Line(NamedTuple):
    """One change: its bytes as they stand (no line end), what they say, and the digest after them."""

    seq: int
    kind: str
    line: bytes
    value: dict[str, Any]
    digest: bytes


class Block(NamedTuple):
    """Lines of one's own journal as one value, line ends between them; the journal's columns say how many of which kind they are."""

    joined: bytes
    first: int
    last: int
    rows: Mapping[str, int]


class Tally:
    """Counts and chains the lines of one range.

    A station's range has every number from `first` to `last`; a county's slice (`sliced`) has rising numbers within it.
    `proven` is the digest after `last` as the caller's own journal has it; then the lines are not chained once more.
    """

    def __init__(self, first: int, last: int, digest_before: bytes, *, sliced: bool, proven: bytes = b"") -> None:
        self.seq, self.last, self.sliced, self.proven = first - 1, last, sliced, proven
        self.digest = proven or digest_before
        self.rows: dict[str, int] = {}
        self.number = 1

    def take(self, seq: int, kind: str, line: bytes) -> bytes:
        """Count the next line and return the digest after it. Raises BadLine where its number does not fit."""
        self.number += 1
        if not self.seq < seq <= self.last or (seq != self.seq + 1 and not self.sliced):
            raise BadLine(self.number, "number out of order")
        self.seq = seq
        self.rows[kind] = self.rows.get(kind, 0) + 1
        if not self.proven:
            self.digest = chain(self.digest, line)
        return self.digest

    def take_all(self, lines: Sequence[bytes], joined: bytes) -> None:
        """Count the next lines, `joined` with their line ends. Raises BadLine."""
        starts = [start for start in map(PLAIN_START.match, lines) if start]
        seqs = [int(start[1]) for start in starts]
        plain = len(starts) == joined.count(b"\n") == len(lines) and max(map(len, lines)) <= LINE_LIMIT
        if not (plain and self._in_order(seqs)):
            for line in lines:
                self.take(*seq_and_kind(parsed(line, self.number + 1), self.number + 1), line)
            return
        for kind, count in Counter([start[2] for start in starts]).items():
            self.rows[kind.decode()] = self.rows.get(kind.decode(), 0) + count
        if not self.proven:
            self.digest = chain_all(self.digest, lines)
        self.seq = seqs[-1]
        self.number += len(lines)

    def take_block(self, block: Block) -> None:
        """Count a block that follows, of a journal whose last digest is known (`proven`). Raises BadLine."""
        if block.first != self.seq + 1 or block.last > self.last or sum(block.rows.values()) != block.last - self.seq or not self.proven:
            raise BadLine(self.number + 1, "number out of order")
        for kind, count in block.rows.items():
            self.rows[kind] = self.rows.get(kind, 0) + count
        self.seq = block.last
        self.number += block.last - block.first + 1

    def _in_order(self, seqs: list[int]) -> bool:
        if seqs[-1] > self.last:
            return False
        if not self.sliced:
            return seqs == list(range(self.seq + 1, self.seq + 1 + len(seqs)))
        return all(before < after for before, after in pairwise([self.seq, *seqs]))

    def finish(self) -> None:
        """Check that the range is complete. Raises BadLine."""
        if not self.sliced and self.seq != self.last:
            raise BadLine(self.number + 1, "number out of order")


def seq_and_kind(value: dict[str, Any], number: int) -> tuple[int, str]:
    """Return the two fields that every line has. Raises BadLine."""
    seq, kind = value.get("seq"), value.get("kind")
    if type(seq) is not int or not isinstance(kind, str) or not KIND.fullmatch(kind):
        raise BadLine(number, "no number or no kind")
    return seq, kind


def written(header: bytes, lines: Iterable[bytes], tally: Tally) -> Iterator[bytes]:
    """Yield header and lines, each with its line end, `BATCH` lines at a time. Raises BadLine."""
    yield header + b"\n"
    flow = iter(lines)
    while batch := list(islice(flow, BATCH)):
        yield _joined(batch, tally)
    tally.finish()


def written_blocks(header: bytes, blocks: Iterable[Block], tally: Tally) -> Iterator[bytes]:
    """Yield header and blocks, each line with its end. Raises BadLine."""
    yield header + b"\n"
    for block in blocks:
        tally.take_block(block)
        yield block.joined
        yield b"\n"
    tally.finish()


def _joined(batch: list[bytes], tally: Tally) -> bytes:
    joined = b"\n".join((*batch, b""))
    tally.take_all(batch, joined)
    return joined


def split(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines of a payload without their ends, the inner header first. Raises BadLine."""
    rest, number = b"", 0
    for block in blocks:
        pieces = (rest + block).split(b"\n")
        rest = pieces.pop()
        for piece in pieces:
            number += 1
            yield piece
        if len(rest) > (LINE_LIMIT if number else HEADER_LIMIT):
            raise BadLine(number + 1, "too long")
    if rest or not number:
        raise BadLine(number + 1, "no line end")


def parsed(line: bytes, number: int) -> dict[str, Any]:
    """Return the strict JSON object of a line. Raises BadLine."""
    if len(line) > LINE_LIMIT:
        raise BadLine(number, "too long")
    if b"\n" in line or b"\r" in line:
        raise BadLine(number, "line end")
    try:
        return parse_object(line)
    except NotStrict as error:
        raise BadLine(number, str(error)) from error


def inner_header(manifest: Manifest, part: str, held: tuple[Held, ...] = ()) -> bytes:
    """Return the first line of a payload: it repeats the manifest, so that nobody can sign what another has sealed.

    `held` stands in it only where the manifest had no room.
    """
    said: dict[str, Any] = {name: getattr(manifest, name) for name in ("author", "recipient", "copy", "first", "last")}
    if part == OWN and manifest.yours:
        said["yours"] = {"copy": manifest.yours.copy, "first": manifest.yours.first, "last": manifest.yours.last}
    if part == CHANGES and isinstance(manifest.held, HeldElsewhere):
        said["held"] = held_json(held)
    return canonical({"part": part, **said})


def read_inner_header(line: bytes, manifest: Manifest, part: str) -> tuple[Held, ...]:
    """Return the held records of the package, from its first line or its manifest. Raises RewrittenHeader, BadLine."""
    held = () if isinstance(manifest.held, HeldElsewhere) else manifest.held
    try:
        value = parse_object(line)
        if part == CHANGES and isinstance(manifest.held, HeldElsewhere):
            held = read_held(value.get("held"))
    except NotStrict as error:
        raise BadLine(1, str(error)) from error
    except Wrong as error:
        raise BadLine(1, "list of held records") from error
    if inner_header(manifest, part, held) != line:
        raise RewrittenHeader(manifest.author)
    if isinstance(manifest.held, HeldElsewhere) and part == CHANGES:
        _check_held(held, manifest)
    return held


def _check_held(held: tuple[Held, ...], manifest: Manifest) -> None:
    stated = manifest.held
    if isinstance(stated, HeldElsewhere) and (len(held), sha256(canonical(held_json(held))).hex()) != (stated.count, stated.sha256):
        raise RewrittenHeader(manifest.author)
