"""How the fields of a register are declared: cleaned text, ISO dates, codes, lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, PlainSerializer, StringConstraints, model_validator
from sqlmodel import Field, SQLModel

from stationdesk.registers.record import JsonList, JsonMap, Record

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Return `text` without what cannot be seen (control and direction marks, lone surrogates) and without outer white space."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n")).strip()


def check_day(text: str) -> str:
    """Return `text` if it is a day that exists, YYYY-MM-DD; raises ValueError."""
    date.fromisoformat(text)
    return text


def check_moment(text: str) -> str:
    """Return `text` if its day exists, YYYY-MM-DDTHH:MM; raises ValueError."""
    date.fromisoformat(text[:10])
    return text


def check_partial_day(text: str) -> str:
    """Return `text` if it is a year, a month or a day that can exist (1942, 1942-03, 1942-03-05); raises ValueError.

    A lunar month may have 30 days, so the 30th passes in every month.
    """
    year, *rest = (int(part) for part in text.split("-"))
    month, day = ([*rest, 1, 1])[:2]
    if not year or not 1 <= month <= 12 or not 1 <= day <= 30:
        date(year, month, day)
    return text


Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$"), AfterValidator(check_day)]
"""A local day, YYYY-MM-DD."""
PartialDay = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d\d){0,2}$"), AfterValidator(check_partial_day)]
"""A day known only so far: 1942, 1942-03 or 1942-03-05."""
Stamp = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$")]
"""A moment, UTC."""
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""A time of the day, HH:MM."""
LocalMoment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d$"), AfterValidator(check_moment)]
"""A minute of a day in the village, YYYY-MM-DDTHH:MM."""
MonthDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
"""A birthday without its year, MM-DD."""
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
"""A month, YYYY-MM."""
CodeText = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=40)]
"""A code of a code table."""
RegionCode = Annotated[str, StringConstraints(pattern=r"^\d{2,12}$", max_length=12)]
"""A division code, up to twelve digits (GB/T 2260 and the statistical code below it)."""
TextMap = Annotated[Mapping[str, Any], AfterValidator(MappingProxyType), PlainSerializer(dict)]
"""A read-only JSON object."""


class Draft(SQLModel):
    """What a form fills and a ledger row becomes: validated, text cleaned, blank text taken as unknown, no field unknown."""

    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment]

    @model_validator(mode="before")
    @classmethod
    def _clean(cls, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return given
        return {name: (clean_text(value) or None) if isinstance(value, str) else _cleaned(value) for name, value in given.items()}


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list | tuple):
        return tuple(_cleaned(item) for item in value)
    if isinstance(value, dict):
        return {name: _cleaned(item) for name, item in value.items()}
    return value


def coded(table: str, *, title: str, default: str | None = None, index: bool = False) -> Any:
    """Declare a field that holds a code of `table`."""
    return Field(default=default, max_length=40, title=title, index=index, schema_extra={"json_schema_extra": {"codes": table}})


def coded_list(table: str, *, title: str) -> Any:
    """Declare a field that holds codes of `table`, replaced whole."""
    return Field(default=(), sa_type=JsonList(), title=title, schema_extra={"json_schema_extra": {"codes": table}})


def listed(item: type[Any] = str, *, title: str) -> Any:
    """Declare a field that holds a list of texts or of `item` values, replaced whole."""
    return Field(default=(), sa_type=JsonList(item), title=title)


def mapped(*, title: str) -> Any:
    """Declare a field that holds a JSON object, replaced whole."""
    return Field(default_factory=lambda: MappingProxyType({}), sa_type=JsonMap(), title=title)


def words(limit: int, *, title: str, index: bool = False) -> Any:
    """Declare an optional text of at most `limit` characters."""
    return Field(default=None, max_length=limit, title=title, index=index)


def reference(*, title: str) -> Any:
    """Declare an optional reference to another record's id, which lists are looked up by."""
    return Field(default=None, max_length=36, title=title, index=True)


def pointer(*, title: str) -> Any:
    """Declare an optional reference to another record's id that nothing is looked up by."""
    return Field(default=None, max_length=36, title=title)


def day(*, title: str, index: bool = False) -> Any:
    """Declare an optional date."""
    return Field(default=None, max_length=10, title=title, index=index)


def cents(*, title: str) -> Any:
    """Declare an optional amount of money in 分."""
    return Field(default=None, ge=0, title=title)


def count(*, title: str) -> Any:
    """Declare an optional number of people, things or days."""
    return Field(default=None, ge=0, title=title)


def codes_of(kind: type[Draft | Record], name: str) -> str | None:
    """Return the name of the code table field `name` takes its codes from, or None."""
    extra = kind.model_fields[name].json_schema_extra
    found = extra.get("codes") if isinstance(extra, dict) else None
    return found if isinstance(found, str) else None


def plain_key(text: str) -> str:
    """Return `text` as code tables compare it: NFKC, without any white space, lower case."""
    return "".join(unicodedata.normalize("NFKC", clean_text(text)).split()).casefold()
