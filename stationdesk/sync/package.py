"""Write a package: whole and verified, or not at all.

Lines flow through once (chained, compressed, sealed) into a nameless temporary file; nothing readable touches the disk
beyond what memory cannot hold.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile, gettempdir
from typing import IO, NamedTuple

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.store.files import flush_folder, spoken_errors
from stationdesk.sync import seal
from stationdesk.sync.compression import Frame
from stationdesk.sync.lines import CHANGES, OWN, Block, Tally, inner_header, written, written_blocks
from stationdesk.sync.manifest import (
    BLOBS_LIMIT,
    MANIFEST,
    MANIFEST_LIMIT,
    PACKAGE_LIMIT,
    PAYLOAD,
    SIGNATURE,
    YOURS,
    Entry,
    Held,
    HeldElsewhere,
    Manifest,
    Payload,
    blob_entry,
    shortened,
)
from stationdesk.sync.manifest_reading import read_manifest
from stationdesk.sync.package_name import PARTIAL, file_name, opening, sweep
from stationdesk.sync.package_reading import SPOOL, proven
from stationdesk.sync.refusal import DigestDiffers, PackageTooLarge
from stationdesk.sync.zip_shape import write_zip

AHEAD = 4
"""Batches of lines that may wait for the thread that compresses them."""


class AlreadyThere(DeskError):
    """A package of this name lies in the folder; it may hold what nobody has received yet."""


class TooMuchToSay(DeskError):
    """Held records, attachments or keys do not fit into one manifest."""


class Written(NamedTuple):
    """A package as it stands in the folder, and what it says."""

    path: Path
    manifest: Manifest


Watch = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What goes into a package beside its manifest.

    `lines` are the bytes of each change, without line ends, in order; `yours` likewise, if the manifest has a `yours`. `blobs` are
    (sha256 in hex, content) of attachments. `proven` says that the draft's digest_last comes from the journal that keeps the lines,
    which saves chaining them again (a third of the time; the reader does it anyway). `sliced` says that the lines are a county's
    slice, whose numbers may have holes. `blocks` come in place of `lines` where the own journal gives thousands at a time; they are
    always proven. `watch` is told how many bytes of how many are on the stick; it may raise, and nothing is left.
    """

    lines: Iterable[bytes]
    recipients: Sequence[str]
    sign_key: seal.SignKey
    yours: Iterable[bytes] = ()
    blobs: Iterable[tuple[str, bytes]] = ()
    sliced: bool = False
    proven: bool = False
    blocks: Iterable[Block] | None = None
    watch: Watch | None = None


def write_package(folder: Path, draft: Manifest, out: Outgoing, temp: Path | None = None) -> Written:
    """Write a package into `folder`; it appears under its name only when it is complete, on the disk and read back.

    `temp` is a private folder for what does not fit into memory. Raises NoSpace or NotWritable (also for `temp`), AlreadyThere,
    PackageTooLarge, TooMuchToSay, BadLine or DigestDiffers where the lines are not what the draft says, and whatever `lines` raises.
    """
    path = folder / file_name(draft, county=out.sliced)
    private = temp or Path(gettempdir())
    with ExitStack() as stack:
        with spoken_errors(private):
            spool = stack.enter_context(SpooledTemporaryFile(max_size=SPOOL, dir=str(private)))
            ready = Sealing(spool, draft, out, private).run()
        signature = out.sign_key.sign(ready.manifest.to_bytes(), ready.manifest.comment)
        with spoken_errors(folder):
            if path.exists():
                raise AlreadyThere(
                    _("{folder} already has a package named {name}. Please export again: the next one has another number.").format(
                        folder=folder, name=path.name
                    )
                )
            sweep(folder, opening(draft, county=out.sliced))
            put_whole(path, ready, signature, out)
    return Written(path, ready.manifest)


class Ready(NamedTuple):
    """A finished manifest and the sealed entries in zip order: (name, file, offset, size, crc)."""

    manifest: Manifest
    contents: list[tuple[str, IO[bytes], int, int, int]]


class Sealing:
    """Seals the entries of one package into `spool`, one after the other."""

    def __init__(self, spool: IO[bytes], draft: Manifest, out: Outgoing, temp: Path) -> None:
        self.spool, self.draft, self.out, self.temp = spool, draft, out, temp
        self.entries: dict[str, Entry] = {}
        self.contents: dict[str, tuple[str, IO[bytes], int, int, int]] = {}

    def run(self) -> Ready:
        """Seal payload, yours and attachments, and complete the manifest."""
        held: tuple[Held, ...] = () if isinstance(self.draft.held, HeldElsewhere) else self.draft.held
        named = replace(
            self.draft,
            held=shortened(held),
            signed_by=seal.key_id(self.out.sign_key.public),
            sealed_to=tuple(seal.recipient_id(recipient) for recipient in self.out.recipients),
        )
        proven = named.digest_last if self.out.proven else b""
        tally = Tally(named.first, named.last, named.digest_before, sliced=self.out.sliced, proven=proven)
        header, blocks = inner_header(named, CHANGES, held), self.out.blocks
        flow = written(header, self.out.lines, tally) if blocks is None else written_blocks(header, blocks, tally)
        payload = self._seal_lines(PAYLOAD, flow)
        if named.digest_last not in (b"", tally.digest):
            raise DigestDiffers
        named = replace(named, digest_last=tally.digest, payload=replace(payload, rows=tally.rows))
        if named.yours:
            named = self._with_yours(named)
        for sha256, content in self.out.blobs:
            self._seal_blob(sha256, content)
        return self._checked(replace(named, entries=self.entries))

    def _with_yours(self, named: Manifest) -> Manifest:
        yours = named.yours
        if yours is None:
            return named
        tally = Tally(yours.first, yours.last, yours.digest_before, sliced=False)
        payload = self._seal_lines(YOURS, written(inner_header(named, OWN), self.out.yours, tally))
        if yours.digest_last not in (b"", tally.digest):
            raise DigestDiffers
        return replace(
            named, yours=replace(yours, digest_last=tally.digest, plain_size=payload.plain_size, plain_sha256=payload.plain_sha256)
        )

    def _seal_lines(self, name: str, batches: Iterator[bytes]) -> Payload:
        """Compress and seal one stream of lines; return its plain size and hash."""
        with SpooledTemporaryFile(max_size=SPOOL, dir=str(self.temp)) as plain, ThreadPoolExecutor(max_workers=1) as worker:
            frame = Frame(plain)
            ahead: deque[Future[None]] = deque()
            for batch in batches:
                ahead.append(worker.submit(frame.add, batch))
                if len(ahead) > AHEAD:
                    ahead.popleft().result()
            for waiting in ahead:
                waiting.result()
            frame.finish()
            self._seal(name, plain)
        return Payload(frame.size, frame.hash.hexdigest(), {})

    def _seal_blob(self, sha256: str, content: bytes) -> None:
        if hashlib.sha256(content).hexdigest() != sha256:
            raise DigestDiffers
        if blob_entry(sha256) not in self.entries:
            self._seal(blob_entry(sha256), BytesIO(content))
        if len(self.entries.keys() - {PAYLOAD, YOURS}) > BLOBS_LIMIT:
            raise TooMuchToSay(_("There are too many attachments for one package. Please export fewer changes at a time."))

    def _seal(self, name: str, plain: seal.Source) -> None:
        offset = self.spool.seek(0, 2)
        target = Summing(self.spool)
        seal.seal(plain, target, self.out.recipients)
        if offset + target.size > PACKAGE_LIMIT:
            raise PackageTooLarge
        self.entries[name] = Entry(target.hash.hexdigest(), target.size)
        self.contents[name] = (name, self.spool, offset, target.size, target.crc)

    def _checked(self, manifest: Manifest) -> Ready:
        if len(manifest.to_bytes()) > MANIFEST_LIMIT:
            raise TooMuchToSay(_("There is too much to say in one package. Please export fewer attachments at a time."))
        read_manifest(manifest.to_bytes())
        return Ready(manifest, [self.contents[name] for name in manifest.names()[2:]])


class Summing:
    """A target that passes everything on and adds it up."""

    def __init__(self, target: IO[bytes]) -> None:
        self.target, self.size, self.crc, self.hash = target, 0, 0, hashlib.sha256()

    def write(self, data: bytes, /) -> int:
        """Write and count."""
        self.size += len(data)
        self.crc = zlib.crc32(data, self.crc)
        self.hash.update(data)
        return self.target.write(data)

    def flush(self) -> None:
        """Nothing is flushed before the package is whole."""


class Watched:
    """A file on a stick that tells how far writing has come."""

    def __init__(self, file: IO[bytes], total: int, watch: Watch) -> None:
        self.file, self.total, self.watch, self.tell = file, total, watch, file.tell

    def write(self, data: bytes, /) -> int:
        """Write, and tell. Raises what the watcher raises."""
        self.watch(self.tell(), self.total)
        return self.file.write(data)


def put_whole(path: Path, ready: Ready, signature: bytes, out: Outgoing) -> None:
    """Write the zip as `.partial`, flush it, read it back and give it its name. Raises OSError; then nothing is left."""
    partial = path.with_name(path.name + PARTIAL)
    manifest = ready.manifest
    small = [(MANIFEST, manifest.to_bytes()), (SIGNATURE, signature)]
    heads: list[tuple[str, IO[bytes], int, int, int]] = [(name, BytesIO(data), 0, len(data), zlib.crc32(data)) for name, data in small]
    try:
        with partial.open("wb") as target:
            total = sum(size for _name, _file, _offset, size, _crc in ready.contents)
            write_zip(Watched(target, total, out.watch) if out.watch else target, heads + ready.contents)
            target.flush()
            os.fsync(target.fileno())
        with partial.open("rb") as source:
            forget_cache(source)
            proven(source, lambda _manifest: out.sign_key.public, manifest.recipient).check_entries()
        os.replace(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    try:
        flush_folder(path.parent)
    except BaseException:
        path.unlink(missing_ok=True)  # it has its name and may yet not be on the stick for good: nobody counts on it
        raise


def forget_cache(source: IO[bytes]) -> None:
    """Ask the system to read `source` from the stick itself, not from memory, where it can be asked."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(source.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
