"""Whether a line from the other side may be applied: known register and fields, right types, its author may write it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from pydantic.fields import FieldInfo

from stationdesk.i18n import N_, _
from stationdesk.registers.catalogue import REGISTERS, kind_of
from stationdesk.registers.field import Stamp
from stationdesk.registers.record import JsonList, JsonMap, Record, Road
from stationdesk.store.journal import OWN_COLUMNS
from stationdesk.sync.refusal import BadLine

TRAVELLING: Mapping[str, type[Record]] = {kind_of(register): register for register in REGISTERS if register.road is Road.TRAVELLING}
COUNTY_WRITES = frozenset(
    {
        "org_unit",
        "place",
        "helper",
        "team",
        "team_member",
        "code",
        "grade_scheme",
        "day_off",
        "task",
        "correction_request",
        "announcement",
        "report_template",
        "wish_claim",
        "claim_end",
        "transfer_relay",
        "photo_ask",
    }
)
ONLY_COUNTY = frozenset({"task", "correction_request", "announcement", "report_template", "transfer_relay", "photo_ask"})
"""Of these, the ones no station ever writes."""
RECORD_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
KEYS = {"seq", "kind", "id", "fields", "operator", "at", "copy", "action"}
MORE_KEYS = {"says", "audience"}
TEXTS = ("operator", "at", "copy", "action", "says", "audience")
TEXT_LIMIT = 2000
PLAIN_START = re.compile(rb'\{"seq":[0-9]+,"kind":"[a-z0-9_]+","id":"[0-9a-f-]{36}","fields":(?=\{)')
PLAIN_END = b'},"operator":'
"""What stands before and after the fields in a line as our own journal writes it."""
DISLIKED = frozenset(
    {
        "string_too_long",
        "string_pattern_mismatch",
        "value_error",
        "assertion_error",
        "greater_than_equal",
        "greater_than",
        "less_than_equal",
        "less_than",
    }
)
"""Kinds of trouble with a value that is of the right type: newer rules, so the record is set aside and the rest goes on."""


@dataclass(frozen=True)
class Checked:
    """A line that may be applied; `reason` is empty, or says why its record is to be set aside."""

    kind: str
    id: str
    values: Mapping[str, Any]
    gone: bool
    audience: str | None
    reason: str


def check_line(value: Mapping[str, Any], number: int, *, from_county: bool, line: bytes = b"") -> Checked:
    """Judge one parsed line, the `number`-th of its package; its own bytes `line` save writing the fields once more.

    Raises BadLine for anything that no version of this program writes; a value that only our rules dislike gives a reason.
    """
    check_frame(value, number, from_county=from_county)
    kind, record, fields, audience = value["kind"], value["id"], value["fields"], value.get("audience")
    if from_county and fields == {"gone": True}:
        return Checked(kind, record, {}, True, audience, "")
    reason = "" if line and liked(kind, fields, line) else disliked(kind, fields, number)
    return Checked(kind, record, {} if reason else fields, False, audience, reason)


def check_frame(value: Mapping[str, Any], number: int, *, from_county: bool) -> None:
    """Check everything about a line but the values of its fields. Raises BadLine."""
    if value.keys() != KEYS and (not value.keys() >= KEYS or value.keys() - KEYS - MORE_KEYS):
        raise BadLine(number, N_("what a line is made of"))
    kind, record = value["kind"], value["id"]
    if kind not in TRAVELLING or (kind not in COUNTY_WRITES if from_county else kind in ONLY_COUNTY):
        raise BadLine(number, str(kind)[:40])
    if not isinstance(record, str) or not RECORD_ID.fullmatch(record) or not isinstance(value["fields"], dict):
        raise BadLine(number, N_("the record's number"))
    for name in TEXTS:
        said = value.get(name, "")
        if not isinstance(said, str) or len(said) > TEXT_LIMIT:
            raise BadLine(number, name)
    if from_county != ("audience" in value):
        raise BadLine(number, N_("for whom it is"))


def liked(kind: str, fields: Mapping[str, Any], line: bytes) -> bool:
    """Tell whether the fields are surely as our rules want them, read straight from the line as our own journal writes it.

    No is no verdict: `disliked` says why, or that it was another order of keys. A part of the fields cannot pass for the whole:
    only the whole is a JSON object.
    """
    start = PLAIN_START.match(line)
    if start is None or b"\\u0000" in line or not required_of(kind).isdisjoint(name for name, given in fields.items() if given is None):
        return False
    try:
        partial_of(kind).__pydantic_validator__.validate_json(line[start.end() : line.find(PLAIN_END) + 1], strict=True)
    except ValidationError:
        return False
    return True


def disliked(kind: str, fields: Mapping[str, Any], number: int) -> str:
    """Return why our rules do not accept these values, or nothing. Raises BadLine for unknown fields and wrong types."""
    written = json.dumps(fields, ensure_ascii=False)
    try:
        partial_of(kind).model_validate_json(written, strict=True)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        worst = [one for one in found if one["type"] not in DISLIKED]
        if worst:
            raise BadLine(number, ".".join(str(part) for part in worst[0]["loc"])[:80]) from None
        return _("the value of «{field}» is not accepted here").format(field=title_of(kind, str(found[0]["loc"][0])))
    if "\\u0000" in written:
        return _("a text has a character that cannot be kept")
    empty = [name for name, given in fields.items() if given is None and name in required_of(kind)]
    return _("«{field}» is empty").format(field=title_of(kind, empty[0])) if empty else ""


def title_of(kind: str, name: str) -> str:
    """Return how the operator calls a field."""
    found = TRAVELLING[kind].model_fields[name].title
    return _(found) if found else name


@cache
def required_of(kind: str) -> frozenset[str]:
    """Return the fields that a record of this register always has."""
    return frozenset(name for name, declared in TRAVELLING[kind].model_fields.items() if declared.is_required() and name not in OWN_COLUMNS)


def missing_in(kind: str, values: Mapping[str, Any]) -> str:
    """Return why `values` cannot be a new record, or nothing."""
    lacking = sorted(required_of(kind) - set(values))
    return _("«{field}» is empty").format(field=title_of(kind, lacking[0])) if lacking else ""


def row_values(kind: str, fields: Mapping[str, Any], *, whole: bool = False) -> dict[str, Any]:
    """Return the column values of a line's fields; with `whole` those of every column, as a new record has them."""
    table: Any = TRAVELLING[kind].__table__  # type: ignore[attr-defined]
    names = [column.name for column in table.columns if column.name not in OWN_COLUMNS] if whole else fields
    return {name: nothing(table.c[name]) if fields.get(name) is None else fields[name] for name in names}


def nothing(column: Any) -> Any:
    """Return what a column holds when nothing is known."""
    return () if isinstance(column.type, JsonList) else {} if isinstance(column.type, JsonMap) else None


@cache
def partial_of(kind: str) -> type[BaseModel]:
    """Return a model of one register in which every field may be missing or null, and no other field may be there."""
    fields: dict[str, Any] = {}
    for name, declared in TRAVELLING[kind].model_fields.items():
        if name in OWN_COLUMNS:
            continue
        annotation: Any = Stamp if name == "removed_at" else declared.annotation
        info = FieldInfo(annotation=annotation, default=None)
        info.metadata = [] if name == "removed_at" else list(declared.metadata)
        fields[name] = (annotation_with(annotation, info), None)
    model: type[BaseModel] = create_model(f"Partial_{kind}", __config__=ConfigDict(extra="forbid"), **fields)
    return model


def annotation_with(annotation: Any, info: FieldInfo) -> Any:
    """Return the field's type with its limits, or None."""
    from typing import Annotated

    limits = [limit for limit in info.metadata if type(limit).__name__ != "FieldInfoMetadata"]
    limited = annotation
    for limit in limits:
        limited = Annotated[limited, limit]
    return limited | None
