"""A package of the county opened and checked, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from stationdesk.store.database import Database
from stationdesk.store.migrations import STEPS
from stationdesk.sync.key_chain import signer
from stationdesk.sync.line_check import Checked, check_frame, check_line
from stationdesk.sync.lines import Line
from stationdesk.sync.manifest import Held, Manifest
from stationdesk.sync.own_keys import own_keys
from stationdesk.sync.package_reading import OpenedLines, open_envelope
from stationdesk.sync.peers import county_of
from stationdesk.sync.refusal import NewerFormat, SealedToAnother, UnknownSigner, WrongRecipient
from stationdesk.sync.repair import Repaired


@dataclass
class Receipt:
    """What a package from the county said, and what came of it."""

    outcome: str = "read"
    """`read`, `old` (changes nothing), `gap` or `refused` (the envelope counted, the changes did not)."""
    number: int = 0
    confirmed: int = 0
    """The last own line that the county has."""
    changes: int = 0
    held: tuple[Held, ...] = ()
    repaired: Repaired | None = None
    """What became of the own changes, where this desk's journal had parted from the county's."""
    sentences: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Incoming:
    """A package of the county, opened and checked, before it is judged."""

    manifest: Manifest
    lines: tuple[tuple[Line, Checked], ...]
    held: tuple[Held, ...]
    yours: OpenedLines | None = None
    """This desk's own lines as the county has them, where the two have parted."""
    pictures: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)
    """The attachments by their checksum; each is opened when it is asked for."""


@contextmanager
def opened(database: Database, path: Path) -> Iterator[Incoming]:
    """Open a package of the county and check every line of it, changing nothing."""
    with database.reading() as session:
        county, keys = county_of(session), own_keys(session)

    def who_signs(manifest: Manifest) -> str:
        if manifest.author != county.code:
            raise UnknownSigner(manifest.author)
        return signer(manifest.author, manifest.keys, county.keys, county.sign_key, county.revoked)

    with open_envelope(path, who_signs, database.about.author) as envelope:
        manifest = envelope.manifest
        if manifest.schema > len(STEPS):
            raise NewerFormat
        with ExitStack() as stack:
            try:
                payload = stack.enter_context(envelope.open_payload(keys.identities, database.folder.path, sliced=True))
            except WrongRecipient as error:
                raise SealedToAnother(too_early=not county.confirmed) from error
            lines, yours = checked_lines(payload), None
            if manifest.yours is not None:
                yours = stack.enter_context(envelope.open_yours(keys.identities, database.folder.path))
                for number, line in enumerate(yours.lines(), 2):
                    check_frame(line.value, number, from_county=False)
            pictures = {one: partial(envelope.open_blob, one, keys.identities) for one in manifest.blobs()}
            yield Incoming(manifest, lines, payload.held, yours, pictures)


def checked_lines(payload: OpenedLines) -> tuple[tuple[Line, Checked], ...]:
    """Return every line of a county's package with its verdict; a county's slice is small enough to keep."""
    return tuple((line, check_line(line.value, number, from_county=True)) for number, line in enumerate(payload.lines(), 2))
