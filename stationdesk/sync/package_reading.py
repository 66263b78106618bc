"""Read a package and fail closed at every step, in the order of exchange.md; what is believed is decided by the caller.

The caller says who may sign (`who_signs`) and judges order and digests between `open_envelope` and `open_payload`.
"""

from __future__ import annotations

import hashlib
import json
import stat
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile, gettempdir
from typing import IO

from stationdesk.store.files import spoken_errors, spoken_reading
from stationdesk.sync import seal
from stationdesk.sync.compression import check_frame, decompress
from stationdesk.sync.digest import chain
from stationdesk.sync.lines import CHANGES, OWN, Line, Tally, parsed, read_inner_header, seq_and_kind, split
from stationdesk.sync.manifest import MANIFEST, MANIFEST_LIMIT, PAYLOAD, SIGNATURE, YOURS, Held, Manifest, blob_entry
from stationdesk.sync.manifest_reading import read_manifest
from stationdesk.sync.refusal import BadSignature, BrokenPackage, DigestDiffers, NotAPackage, PackageTooLarge, WrongRecipient
from stationdesk.sync.zip_shape import Part, Readable, Window, check_content, read_content, read_shape

SPOOL = 16 * 1024**2
"""Bytes of an opened payload (still compressed) kept in memory; more go into a nameless file in the private folder."""
KEPT = 20_000
"""Lines of a package that are kept in memory between checking and applying them, about 60 MB; of more, each is read twice."""
SIGNATURE_LIMIT = 1024
BLOB_LIMIT = 64 * 1024**2

WhoSigns = Callable[[Manifest], str]
"""Given the manifest, as yet unproven, returns the minisign public key that must have signed it; or raises UnknownSigner, RevokedSigner."""


class OpenedEnvelope:
    """A package whose manifest is proven to be its author's; the rest is still sealed.

    `manifest` and `signer` (the minisign public key) may be believed; the payload's content only through `open_payload`.
    """

    def __init__(self, source: Readable, parts: dict[str, Part], manifest: Manifest, signer: str) -> None:
        self.manifest = manifest
        self.signer = signer
        self._source = source
        self._parts = parts
        self._checked = False

    def check_entries(self) -> None:
        """Check sizes and hashes of every sealed entry. Raises BrokenPackage."""
        if self._checked:
            return
        for name, entry in self.manifest.entries.items():
            part = self._parts[name]
            if part.size != entry.size:
                raise BrokenPackage
            check_content(self._source, part, entry.sha256)
        self._checked = True

    @contextmanager
    def open_payload(self, identities: Sequence[str], temp: Path | None = None, *, sliced: bool = False) -> Iterator[OpenedLines]:
        """Open the author's lines with our age `identities`; `sliced` for a county's, whose numbers may have holes.

        `temp` is a private folder for what does not fit into memory; nothing is left there. Raises WrongRecipient,
        BrokenPackage, Bomb, RewrittenHeader, BadLine.
        """
        manifest, payload = self.manifest, self.manifest.payload
        with self._opened(PAYLOAD, identities, temp) as spool:
            opened = OpenedLines(spool, payload.plain_size, payload.plain_sha256, manifest.digest_before, manifest.digest_last)
            opened.first, opened.last, opened.sliced, opened.rows = manifest.first, manifest.last, sliced, dict(payload.rows)
            opened.held = read_inner_header(opened.check_whole(), manifest, CHANGES)
            yield opened

    @contextmanager
    def open_yours(self, identities: Sequence[str], temp: Path | None = None) -> Iterator[OpenedLines]:
        """Open our own lines that the author gives back. Raises as `open_payload`; ValueError if there are none."""
        manifest, yours = self.manifest, self.manifest.yours
        if yours is None:
            raise ValueError("this package has no lines of the recipient")
        with self._opened(YOURS, identities, temp) as spool:
            opened = OpenedLines(spool, yours.plain_size, yours.plain_sha256, yours.digest_before, yours.digest_last)
            opened.first, opened.last = yours.first, yours.last
            read_inner_header(opened.check_whole(), manifest, OWN)
            yield opened

    def open_blob(self, sha256: str, identities: Sequence[str]) -> bytes:
        """Return the attachment with this hash. Raises KeyError if it is not in the package, else as `open_payload`."""
        if blob_entry(sha256) not in self.manifest.entries:
            raise KeyError(sha256)
        if self.manifest.entries[blob_entry(sha256)].size > BLOB_LIMIT:
            raise PackageTooLarge
        with self._opened(blob_entry(sha256), identities, None, BLOB_LIMIT) as spool:
            content = spool.read()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise BrokenPackage
        return content

    @contextmanager
    def _opened(self, name: str, identities: Sequence[str], temp: Path | None, in_memory: int = SPOOL) -> Iterator[IO[bytes]]:
        """Unseal one entry into a spool without a name, which is gone however this ends."""
        self.check_entries()
        folder = temp or Path(gettempdir())
        with SpooledTemporaryFile(max_size=in_memory, dir=str(folder)) as spool:
            try:
                with spoken_errors(folder):
                    seal.unseal(Window(self._source, self._parts[name]), spool, identities)
            except seal.NotForUs as error:
                raise WrongRecipient from error
            except seal.SealBroken as error:
                raise BrokenPackage from error
            spool.seek(0)
            yield spool


class OpenedLines:
    """The unsealed lines of a package, in the author's order; `lines` may be walked again and again."""

    def __init__(self, spool: IO[bytes], plain_size: int, plain_sha256: str, digest_before: bytes, digest_last: bytes) -> None:
        self._spool = spool
        self._plain_size, self._plain_sha256 = plain_size, plain_sha256
        self.digest_before, self.digest_last = digest_before, digest_last
        self.first, self.last = 1, 0
        self.sliced = False
        self.rows: dict[str, int] | None = None
        self.held: tuple[Held, ...] = ()
        """What the author keeps aside of the recipient's records: the whole list."""
        self._kept: list[Line] = []
        self.disliked = array("q")
        """Numbers, rising, of lines with values that the reader's rules dislike; filled in by whoever checks them."""

    def check_whole(self) -> bytes:
        """Check frame, size and hash of the content, and return its first line. Raises BrokenPackage, Bomb, BadLine."""
        check_frame(self._spool, self._spool.seek(0, 2), self._plain_size)
        sums = hashlib.sha256()

        def summed() -> Iterator[bytes]:
            for block in decompress(self._spool, self._plain_size):
                sums.update(block)
                yield block

        header = b""
        for number, line in enumerate(split(summed())):
            if number == 0:
                header = line
        if sums.hexdigest() != self._plain_sha256:
            raise BrokenPackage
        return header

    def lines(self) -> Iterator[Line]:
        """Yield every change with its digest. Only when this has come to its end are the lines what the manifest says.

        Raises BadLine for a line that is not strict or out of order, DigestDiffers or BrokenPackage at the end.
        """
        tally = Tally(self.first, self.last, self.digest_before, sliced=self.sliced)
        found = split(decompress(self._spool, self._plain_size))
        next(found)
        for line in found:
            value = parsed(line, tally.number + 1)
            seq, kind = seq_and_kind(value, tally.number + 1)
            yield Line(seq, kind, line, value, tally.take(seq, kind, line))
        tally.finish()
        if self.rows is not None and tally.rows != self.rows:
            raise BrokenPackage
        if tally.digest != self.digest_last:
            raise DigestDiffers

    def keep(self, line: Line) -> None:
        """Remember a line that was checked, for `again`, as long as there are not too many for the memory."""
        if self.last - self.first < KEPT:
            self._kept.append(line)

    def again(self, after: int) -> Iterator[Line]:
        """Yield the changes after line `after` of a station's range once more.

        Only for lines that `lines` has walked to their end: nothing is judged here.
        """
        if self._kept:
            yield from self._kept[max(0, after + 1 - self.first) :]
            return
        found = split(decompress(self._spool, self._plain_size))
        next(found)
        digest = self.digest_before
        for seq, line in enumerate(found, self.first):
            digest = chain(digest, line)
            if seq > after:
                value = json.loads(line)
                yield Line(seq, value["kind"], line, value, digest)

    def check(self) -> None:
        """Walk all lines once without keeping them. Raises as `lines`."""
        for _line in self.lines():
            pass


@contextmanager
def open_envelope(path: Path, who_signs: WhoSigns, recipient: str) -> Iterator[OpenedEnvelope]:
    """Open the package at `path`, addressed to `recipient` (our code), up to its proven manifest.

    Raises a PackageRefused of refusal.py, or NotReadable where the file cannot be read, or the stick fails or is gone.
    """
    with spoken_reading(path, path.parent):
        if not stat.S_ISREG(path.stat().st_mode):
            raise NotAPackage
        file = path.open("rb")
    with file:
        yield proven(SpokenFile(file, path), who_signs, recipient)


class SpokenFile:
    """A file on a stick that may go away at any time: every failing read is a sentence about it."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self.file, self.path = file, path

    def read(self, size: int = -1, /) -> bytes:
        """Read as a file does. Raises NotReadable."""
        with spoken_reading(self.path, self.path.parent):
            return self.file.read(size)

    def seek(self, place: int, whence: int = 0, /) -> int:
        """Seek as a file does. Raises NotReadable."""
        with spoken_reading(self.path, self.path.parent):
            return self.file.seek(place, whence)


def proven(source: Readable, who_signs: WhoSigns, recipient: str) -> OpenedEnvelope:
    """Check shape, manifest, signer, signature and addressee of an open file. Raises a PackageRefused."""
    shape = read_shape(source)
    parts = {part.name: part for part in shape}
    if [part.name for part in shape[:2]] != [MANIFEST, SIGNATURE]:
        raise NotAPackage
    content = read_content(source, parts[MANIFEST], MANIFEST_LIMIT)
    manifest = read_manifest(content)
    if manifest.names() != [part.name for part in shape]:
        raise NotAPackage
    signature = read_content(source, parts[SIGNATURE], SIGNATURE_LIMIT)
    signer = who_signs(manifest)
    try:
        comment = seal.verify(signer, signature, content)
    except seal.SignatureWrong as error:
        raise BadSignature(manifest.author) from error
    if comment != manifest.comment or seal.key_id(signer) != manifest.signed_by:
        raise BadSignature(manifest.author)
    if manifest.recipient != recipient:
        raise WrongRecipient
    return OpenedEnvelope(source, parts, manifest, signer)
