"""The manifest of a package: everything about it that may be read without a key, and no personal data."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from stationdesk.sync.strict_json import canonical

FORMAT = "stationdesk.pkg/1"
SUITE = "age-x25519+zstd+minisign-ed25519+sha256"
"""The algorithms of this format by name; a national suite would be another name."""
MANIFEST, SIGNATURE, PAYLOAD, YOURS = "manifest.json", "manifest.json.minisig", "payload.ndjson.zst.age", "yours.ndjson.zst.age"
MANIFEST_LIMIT = 64 * 1024
HELD_LIMIT = 16 * 1024
"""Bytes of `held` up to which it stands in the manifest; a longer list stands in the payload's first line."""
PACKAGE_LIMIT = 2 * 1024**3
KEYS_LIMIT, SEALED_LIMIT = 32, 8
"""Announcements of keys that a manifest holds, and recipients it is sealed to."""
BLOBS, SEALED = "blobs/", ".age"
BLOBS_LIMIT = 128
"""Attachments a package: what fits into the manifest beside everything else."""


@dataclass(frozen=True, slots=True)
class Received:
    """How far the author has applied the recipient's journal, and which of the recipient's packages it read last.

    `copy` is the recipient's copy that was followed, empty as long as nothing was read (then seq 0 and the digest zero).
    """

    copy: str
    seq: int
    digest: bytes
    number: int


@dataclass(frozen=True, slots=True)
class Held:
    """One record of the recipient that the author keeps aside, why, and since which line of the recipient."""

    kind: str
    id: str
    reason: str
    since_seq: int


@dataclass(frozen=True, slots=True)
class HeldElsewhere:
    """The held records are too many for the manifest: their whole list stands in the payload's first line."""

    count: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """One key of the author: signed by the key before it, the first by itself (see `key_chain`)."""

    version: int
    sign_key: str
    age_recipient: str
    note: str
    signature: str


@dataclass(frozen=True, slots=True)
class EnrolProof:
    """Proof that the author's keys belong to whoever holds the enrolment's secret (see `enrolment`)."""

    sign_key: str
    age_recipient: str
    hmac: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the zip as it stands there: sealed."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Payload:
    """The payload when opened: bytes with the first line, their sha256, and lines by kind without it."""

    plain_size: int
    plain_sha256: str
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Yours:
    """The recipient's own lines `first`–`last`, given back as it wrote them; judged by their own chain."""

    copy: str
    first: int
    last: int
    digest_before: bytes
    digest_last: bytes = b""
    plain_size: int = 0
    plain_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a package says of itself. A receipt has `last == first - 1`.

    To write one, leave `entries`, `payload` and the sizes and hashes of `yours` as they are; an empty `digest_last` is filled in,
    one that is given must come out of the lines. `heard` is {copy of the recipient: highest package number read from it}.
    `signed_by` is a minisign key id, `sealed_to` are ids of age recipients (`seal.recipient_id`); writing fills both in.
    """

    author: str
    recipient: str
    copy: str
    number: int
    first: int
    last: int
    digest_before: bytes
    received: Received
    schema: int
    program: str
    made_at: str
    keys: tuple[Announcement, ...]
    digest_last: bytes = b""
    heard: Mapping[str, int] = field(default_factory=dict)
    held: tuple[Held, ...] | HeldElsewhere = ()
    retired: tuple[str, ...] = ()
    signed_by: str = ""
    sealed_to: tuple[str, ...] = ()
    enrol: EnrolProof | None = None
    entries: Mapping[str, Entry] = field(default_factory=dict)
    payload: Payload = Payload(0, "", {})
    yours: Yours | None = None

    @property
    def comment(self) -> str:
        """The trusted comment of the signature."""
        return f"author={self.author} copy={self.copy} first={self.first} last={self.last}"

    def names(self) -> list[str]:
        """Return the zip's entries in their order."""
        return [MANIFEST, SIGNATURE, *sorted(self.entries, key=entry_order)]

    def blobs(self) -> list[str]:
        """Return the checksums of the attachments."""
        return [name.removeprefix(BLOBS).removesuffix(SEALED) for name in self.entries if name.startswith(BLOBS)]

    def to_bytes(self) -> bytes:
        """Return `manifest.json`."""
        return canonical(as_json(self))


def entry_order(name: str) -> tuple[int, str]:
    """Sort entries as they stand in the zip: payload, yours, then attachments by hash."""
    return {PAYLOAD: 0, YOURS: 1}.get(name, 2), name


def blob_entry(sha256: str) -> str:
    """Return the entry's name of the attachment whose content has `sha256`."""
    return f"{BLOBS}{sha256}{SEALED}"


def held_json(held: tuple[Held, ...]) -> list[dict[str, Any]]:
    """Return a list of held records as it stands in a manifest or in a payload's first line."""
    return [{"kind": one.kind, "id": one.id, "reason": one.reason, "since_seq": one.since_seq} for one in held]


def shortened(held: tuple[Held, ...]) -> tuple[Held, ...] | HeldElsewhere:
    """Return what a manifest says of `held`: the list, or its count and sha256 if it is long."""
    data = canonical(held_json(held))
    return held if len(data) <= HELD_LIMIT else HeldElsewhere(len(held), hashlib.sha256(data).hexdigest())


def as_json(manifest: Manifest) -> dict[str, Any]:
    """Return the manifest as JSON values."""
    held, yours, enrol = manifest.held, manifest.yours, manifest.enrol
    return {
        "format": FORMAT,
        "suite": SUITE,
        **{
            name: getattr(manifest, name)
            for name in ("author", "recipient", "copy", "number", "first", "last", "schema", "program", "made_at", "signed_by")
        },
        "heard": dict(manifest.heard),
        "digest_before": manifest.digest_before.hex(),
        "digest_last": manifest.digest_last.hex(),
        "received": {
            "copy": manifest.received.copy,
            "seq": manifest.received.seq,
            "digest": manifest.received.digest.hex(),
            "number": manifest.received.number,
        },
        "held": {"count": held.count, "sha256": held.sha256} if isinstance(held, HeldElsewhere) else held_json(held),
        "retired": list(manifest.retired),
        "sealed_to": list(manifest.sealed_to),
        "keys": [announcement_json(key) for key in manifest.keys],
        "enrol": enrol and {"sign_key": enrol.sign_key, "age_recipient": enrol.age_recipient, "hmac": enrol.hmac},
        "entries": {name: {"sha256": entry.sha256, "size": entry.size} for name, entry in manifest.entries.items()},
        "payload": {
            "plain_size": manifest.payload.plain_size,
            "plain_sha256": manifest.payload.plain_sha256,
            "rows": dict(manifest.payload.rows),
        },
        "yours": yours and yours_json(yours),
    }


def announcement_json(key: Announcement) -> dict[str, Any]:
    """Return a key announcement as it stands in a manifest."""
    return {
        "version": key.version,
        "sign_key": key.sign_key,
        "age_recipient": key.age_recipient,
        "note": key.note,
        "signature": key.signature,
    }


def yours_json(yours: Yours) -> dict[str, Any]:
    """Return what the manifest says of the recipient's own lines."""
    return {
        "copy": yours.copy,
        "first": yours.first,
        "last": yours.last,
        "digest_before": yours.digest_before.hex(),
        "digest_last": yours.digest_last.hex(),
        "plain_size": yours.plain_size,
        "plain_sha256": yours.plain_sha256,
    }
