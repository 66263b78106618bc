"""Read a manifest strictly: every field there, nothing else, of exactly the right type and length, in the one byte form."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import Any, TypeVar

from stationdesk.sync.manifest import (
    BLOBS_LIMIT,
    FORMAT,
    KEYS_LIMIT,
    MANIFEST_LIMIT,
    PACKAGE_LIMIT,
    PAYLOAD,
    SEALED_LIMIT,
    SUITE,
    YOURS,
    Announcement,
    EnrolProof,
    Entry,
    Held,
    HeldElsewhere,
    Manifest,
    Payload,
    Received,
    Yours,
)
from stationdesk.sync.refusal import Bomb, BrokenPackage, NewerFormat, NotAPackage
from stationdesk.sync.seal import RECIPIENT
from stationdesk.sync.strict_json import NotStrict, parse_object

CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,31}")
COPY = re.compile(r"[0-9A-Za-z]{8}")
KIND = re.compile(r"[a-z][a-z0-9_]{0,63}")
HEX_16, HEX_64, HEX_128 = re.compile(r"[0-9a-f]{16}"), re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{128}")
SIGN_KEY = re.compile(r"[0-9A-Za-z+/]{56}")
ID = re.compile(r"[0-9A-Za-z_.:-]{1,64}")
LINE_TEXT = re.compile(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff]*")
BLOB = re.compile(r"blobs/[0-9a-f]{64}\.age")
NUMBER_LIMIT = 10**15
HELD_COUNT_LIMIT = 100_000
SMALL_PLAIN, RATIO = 16 * 1024**2, 1000
"""A payload above the first may be at most so many times its sealed size; lines with random ids stay below 60."""


T = TypeVar("T")


class Wrong(ValueError):
    """A field is not what the format says; the text names it."""


class Fields:
    """One JSON object read field by field, each exactly once."""

    def __init__(self, value: object, *names: str) -> None:
        if not isinstance(value, dict) or set(value) != set(names):
            raise Wrong(f"not the fields {names}")
        self.values: dict[str, Any] = value

    def text(self, name: str, form: re.Pattern[str], limit: int = MANIFEST_LIMIT) -> str:
        """Return a text of the form."""
        return text(self.values[name], form, limit)

    def number(self, name: str, least: int = 0) -> int:
        """Return a whole number; a boolean is none."""
        return number(self.values[name], least)

    def digest(self, name: str) -> bytes:
        """Return a digest of 32 bytes."""
        return bytes.fromhex(self.text(name, HEX_64))

    def items(self, name: str, limit: int, read: Callable[[object], T]) -> tuple[T, ...]:
        """Return a list of at most `limit` items."""
        return items(self.values[name], limit, read)

    def mapping(self, name: str, form: re.Pattern[str], limit: int, read: Callable[[object], T]) -> dict[str, T]:
        """Return an object of at most `limit` keys of the form."""
        value = self.values[name]
        if not isinstance(value, dict) or len(value) > limit:
            raise Wrong(name)
        return {text(key, form): read(inner) for key, inner in value.items()}


def text(value: object, form: re.Pattern[str], limit: int = MANIFEST_LIMIT) -> str:
    """Return `value` if it is a text of the form."""
    if not isinstance(value, str) or len(value) > limit or not form.fullmatch(value):
        raise Wrong(form.pattern)
    return value


def number(value: object, least: int = 0) -> int:
    """Return `value` if it is a whole number from `least`; a boolean is none."""
    if type(value) is not int or not least <= value <= NUMBER_LIMIT:
        raise Wrong("number")
    return value


def items(value: object, limit: int, read: Callable[[object], T]) -> tuple[T, ...]:
    """Return `value` if it is a list of at most `limit` items."""
    if not isinstance(value, list) or len(value) > limit:
        raise Wrong("list")
    return tuple(read(item) for item in value)


def read_manifest(data: bytes) -> Manifest:
    """Return the manifest that `data` is.

    Raises NotAPackage, BrokenPackage, NewerFormat, or Bomb where the sizes cannot be true.
    """
    if len(data) > MANIFEST_LIMIT:
        raise NotAPackage
    try:
        values = parse_object(data, depth=8)
    except NotStrict as error:
        raise BrokenPackage from error
    stated, suite = values.get("format"), values.get("suite")
    if not isinstance(stated, str) or not re.fullmatch(r"stationdesk\.pkg/[0-9]{1,4}", stated):
        raise NotAPackage
    if stated != FORMAT or (isinstance(suite, str) and suite != SUITE):
        raise NewerFormat
    try:
        manifest = _manifest(values)
        _check_ranges(manifest)
    except Wrong as error:
        raise BrokenPackage from error
    if manifest.to_bytes() != data:
        raise BrokenPackage
    _check_sizes(manifest)
    return manifest


FIELDS = ("format", "suite", *(field.name for field in dataclasses.fields(Manifest)))


def _manifest(values: dict[str, Any]) -> Manifest:
    fields = Fields(values, *FIELDS)
    return Manifest(
        author=fields.text("author", CODE),
        recipient=fields.text("recipient", CODE),
        copy=fields.text("copy", COPY),
        number=fields.number("number", 1),
        heard=fields.mapping("heard", COPY, 256, lambda value: number(value, 1)),
        first=fields.number("first", 1),
        last=fields.number("last"),
        digest_before=fields.digest("digest_before"),
        digest_last=fields.digest("digest_last"),
        received=_received(values["received"]),
        held=_held_or_count(values["held"]),
        retired=fields.items("retired", 256, lambda value: text(value, COPY)),
        signed_by=fields.text("signed_by", HEX_16),
        sealed_to=fields.items("sealed_to", SEALED_LIMIT, lambda value: text(value, HEX_16)),
        keys=fields.items("keys", KEYS_LIMIT, _announcement),
        schema=fields.number("schema"),
        program=fields.text("program", LINE_TEXT, 32),
        made_at=fields.text("made_at", LINE_TEXT, 40),
        enrol=None if values["enrol"] is None else _enrol(values["enrol"]),
        entries=fields.mapping("entries", re.compile(f"{re.escape(PAYLOAD)}|{re.escape(YOURS)}|{BLOB.pattern}"), BLOBS_LIMIT + 2, _entry),
        payload=_payload(values["payload"]),
        yours=None if values["yours"] is None else _yours(values["yours"]),
    )


def _received(value: object) -> Received:
    fields = Fields(value, "copy", "seq", "digest", "number")
    copy = "" if fields.values["copy"] == "" else fields.text("copy", COPY)
    return Received(copy, fields.number("seq"), fields.digest("digest"), fields.number("number"))


def _held_or_count(value: object) -> tuple[Held, ...] | HeldElsewhere:
    if isinstance(value, list):
        return read_held(value)
    fields = Fields(value, "count", "sha256")
    return HeldElsewhere(fields.number("count", 1), fields.text("sha256", HEX_64))


def read_held(value: object) -> tuple[Held, ...]:
    """Return the list of held records that `value`, as JSON gave it, is. Raises Wrong."""

    def one(value: object) -> Held:
        fields = Fields(value, "kind", "id", "reason", "since_seq")
        return Held(fields.text("kind", KIND), fields.text("id", ID), fields.text("reason", LINE_TEXT, 500), fields.number("since_seq", 1))

    return items(value, HELD_COUNT_LIMIT, one)


def _announcement(value: object) -> Announcement:
    fields = Fields(value, "version", "sign_key", "age_recipient", "note", "signature")
    return Announcement(
        fields.number("version", 1),
        fields.text("sign_key", SIGN_KEY),
        fields.text("age_recipient", RECIPIENT),
        fields.text("note", LINE_TEXT, 200),
        fields.text("signature", HEX_128),
    )


def _enrol(value: object) -> EnrolProof:
    fields = Fields(value, "sign_key", "age_recipient", "hmac")
    return EnrolProof(fields.text("sign_key", SIGN_KEY), fields.text("age_recipient", RECIPIENT), fields.text("hmac", HEX_64))


def _entry(value: object) -> Entry:
    fields = Fields(value, "sha256", "size")
    return Entry(fields.text("sha256", HEX_64), fields.number("size", 1))


def _payload(value: object) -> Payload:
    fields = Fields(value, "plain_size", "plain_sha256", "rows")
    rows = fields.mapping("rows", KIND, 200, lambda value: number(value, 1))
    return Payload(fields.number("plain_size", 1), fields.text("plain_sha256", HEX_64), rows)


def _yours(value: object) -> Yours:
    fields = Fields(value, "copy", "first", "last", "digest_before", "digest_last", "plain_size", "plain_sha256")
    return Yours(
        fields.text("copy", COPY),
        fields.number("first", 1),
        fields.number("last"),
        fields.digest("digest_before"),
        fields.digest("digest_last"),
        fields.number("plain_size", 1),
        fields.text("plain_sha256", HEX_64),
    )


def _check_ranges(manifest: Manifest) -> None:
    """Check what several fields must say together. Raises Wrong."""
    rows, lines = sum(manifest.payload.rows.values()), manifest.last - manifest.first + 1
    if manifest.author == manifest.recipient or not manifest.sealed_to:
        raise Wrong("author, recipient")
    if lines < 0 or rows > lines or (rows == 0 and manifest.digest_before != manifest.digest_last):
        raise Wrong("first, last")
    yours = manifest.yours
    if yours and (yours.last < yours.first - 1 or (yours.last < yours.first and yours.digest_before != yours.digest_last)):
        raise Wrong("yours")
    if PAYLOAD not in manifest.entries or (YOURS in manifest.entries) != (yours is not None):
        raise Wrong("entries")


def _check_sizes(manifest: Manifest) -> None:
    """Check that no size is beyond what an honest author writes. Raises Bomb."""
    if sum(entry.size for entry in manifest.entries.values()) > PACKAGE_LIMIT:
        raise Bomb
    plain = {PAYLOAD: manifest.payload.plain_size}
    if manifest.yours:
        plain[YOURS] = manifest.yours.plain_size
    if any(size > SMALL_PLAIN and size > RATIO * manifest.entries[name].size for name, size in plain.items()):
        raise Bomb
