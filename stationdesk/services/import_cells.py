"""What a planned ledger shows on the screen: cells with their numbers covered, and a few characters on what is doubtful."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from stationdesk.i18n import N_, _
from stationdesk.registers.mask import masked_account, masked_id_no, masked_phone
from stationdesk.services.import_doubts import doubt_in_words
from stationdesk.services.import_plan import ColumnPlan, RowPlan, TablePlan

WORDS = {
    "lost_digits": N_("last three lost"),
    "bad_length": N_("wrong length"),
    "checksum": N_("check digit wrong"),
    "bad_date": N_("no such day"),
    "placeholder": N_("nothing there"),
    "empty": N_("nothing there"),
    "missing": N_("nothing there"),
    "bad_kind": N_("kind digit wrong"),
    "bad_grade": N_("grade digit wrong"),
    "more_than_one": N_("more than one"),
    "unreadable": N_("not understood"),
    "phone_unreadable": N_("not understood"),
    "unknown_word": N_("unknown word"),
    "more_words": N_("words beside it"),
    "differs_from_id": N_("not as in the ID"),
    "differs_from_number": N_("not as in the number"),
    "same_as_above": N_("nothing above"),
    "same_as_another": N_("number used twice"),
    "two_ticks": N_("both ticked"),
    "two_candidates": N_("same name"),
    "maybe_known": N_("same name"),
    "sounds_like_another": N_("sounds the same"),
    "two_people": N_("two people"),
    "control_characters": N_("strange characters"),
    "odd_characters": N_("strange characters"),
    "too_short": N_("too short"),
    "formula": N_("like a formula"),
    "future": N_("still to come"),
    "about": N_("about, says the cell"),
    "no_year": N_("no year"),
    "two_digit_year": N_("short year"),
    "month_1_or_10": N_("January or October"),
    "leap_month": N_("no leap month"),
    "cycle_year": N_("cycle year only"),
    "zodiac_only": N_("animal only"),
    "epoch_1904": N_("counted from 1904"),
    "area": N_("area wrong"),
    "no_area_code": N_("no area code"),
    "short": N_("short number"),
    "mobile": N_("no mobile"),
    "birth": N_("birthday wrong"),
    "unusable": N_("out of use"),
    "age_unknown": N_("age unknown"),
    "no_day": N_("no day"),
    "before_start": N_("before the start"),
    "differs_from_claim": N_("claimed already"),
}
"""Doubt → what stands after the cell's text, in about four Chinese characters."""
COLUMNS_OF = {
    "birth_date": ("birth", "age", "id_no"),
    "age": ("age", "birth"),
    "phones": ("phone",),
    "categories": ("category",),
    "village_group": ("village_group", "address"),
    "sex": ("sex", "sex_tick"),
    "name": ("name", "name_more"),
    "id_no": ("id_no", "disability_no"),
    "disability_kind": ("disability_kind", "disability", "disability_no"),
    "disability_grade": ("disability_grade", "disability", "disability_no"),
}
"""Field of a record → the columns it may come from, likeliest first."""
FIELD_OF = {"id_no": "id_no", "phones": "phone"}
"""Field of a record → the column whose numbers are covered like it."""
WANTED = frozenset({"name", "id_no", "phone", "birth", "disability_no"})
"""Columns in which it is worth saying that nothing stands there."""
LENGTHS = {"id_no": (18, "X"), "phone": (11, "")}
_NUMBER = re.compile(r"\d(?:[ .\-–—]?\d){4,}[Xx]?")
_DAY = re.compile(r"(?:19|20)\d\d[-. ]?(?:0?[1-9]|1[0-2])(?:[-. ]?(?:0?[1-9]|[12]\d|3[01]))?")
_EXPONENT = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{2}")


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as it may be shown: its text with numbers covered, its doubt in a few characters and in a sentence."""

    text: str
    doubt: str = ""
    sentence: str = ""
    blank: bool = False


def shown_cells(table: TablePlan, row: RowPlan) -> tuple[ShownCell, ...]:
    """Return a row's cells, one for each column of its table."""
    doubts = dict(doubts_of(table, row))
    found = []
    for column in table.columns:
        raw = row.raw[column.at] if column.at < len(row.raw) else ""
        codes = doubts.get(column.at, ())
        sentence = _("; ").join(_changed(row) if code == "changed" else doubt_in_words(code) for code in codes)
        blank = not raw.strip() and column.field.rpartition(".")[2] in WANTED
        said = _short(codes[0], column, raw) if codes else ""
        found.append(ShownCell(_("left blank") if blank else masked(column.field, raw), said, sentence, blank))
    return tuple(found)


def doubts_of(table: TablePlan, row: RowPlan) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the columns (by place in the sheet) about which a row has doubts, and which; `changed` differs from the register."""
    if not row.problems and not row.changes:
        return
    first = table.columns[0].at if table.columns else 0
    places: dict[str, int] = {}
    for column in table.columns:
        places.setdefault(column.field, column.at)
    found: dict[int, list[str]] = {}
    for problem in row.problems:
        at = row.spots.get(problem, _place(places, problem.partition(":")[0], first))
        found.setdefault(at, []).append(problem)
    for name, now, _said in row.changes:
        if now:
            found.setdefault(_place(places, name, first), []).append("changed")
    for at, codes in found.items():
        yield at, list(dict.fromkeys(codes))


def _place(places: dict[str, int], name: str, first: int) -> int:
    for field in COLUMNS_OF.get(name, (name, f"{name}.name")):
        if field in places:
            return places[field]
    return places.get("name", places.get("name_more", first))


def _changed(row: RowPlan) -> str:
    """Return what the register says of the fields in which the row says something else."""
    was = _(", ").join(masked(FIELD_OF.get(name, ""), now) for name, now, _said in row.changes if now)
    if all(name == "phones" for name, now, _said in row.changes if now):
        return _("The register has {was}; both numbers are kept.").format(was=was)
    return _("The register says {was}; that stays, and what the ledger says is kept as a note.").format(was=was)


def _short(code: str, column: ColumnPlan, raw: str) -> str:
    if code == "changed":
        return _("unlike the register")
    doubt = code.partition(":")[2]
    for start in ("id_no_", "phone_"):
        if doubt.startswith(start) and doubt not in WORDS:
            doubt = doubt.removeprefix(start)
    if doubt == "bad_length":
        return _length(column, raw)
    if doubt.startswith("marked_"):
        return _("words beside it")
    return _(WORDS[doubt]) if doubt in WORDS else _("please look")


def _length(column: ColumnPlan, raw: str) -> str:
    """Return 少一位 or 多一位 where it is that, else 位数不对."""
    wanted, more = LENGTHS.get(column.field.rpartition(".")[2], (0, ""))
    count = len(re.sub(rf"[^0-9{more}]", "", unicodedata.normalize("NFKC", raw).upper()))
    return _("one digit short") if count == wanted - 1 else _("one digit too many") if count == wanted + 1 else _("wrong length")


def masked(field: str, text: str) -> str:
    """Return a cell's text with every ID number, phone and account in it covered; `field` is what its column is taken for."""
    kind = field.rpartition(".")[2]
    plain = unicodedata.normalize("NFKC", text)
    if kind in ("id_no", "disability_no"):
        if _EXPONENT.fullmatch(plain):
            plain = f"{Decimal(plain):.0f}"
        return _covered(plain, 5)
    if not any(character.isdigit() for character in plain):
        return text
    return _covered(plain, 5) if kind == "phone" else _covered(plain, 9)


def _covered(text: str, least: int) -> str:
    """Cover the numbers of at least so many digits; a day is left as it is."""

    def cover(found: re.Match[str]) -> str:
        digits = re.sub(r"[ .\-–—]", "", found[0])
        if len(digits) < least or (least > 5 and _DAY.fullmatch(found[0])):
            return found[0]
        if 15 <= len(digits) <= 18 and not (len(digits) == 15 and digits.startswith("1")):
            return masked_id_no(digits)
        if len(digits) == 20:
            return masked_id_no(digits[:18]) + "**"
        if len(digits) <= 13:
            return masked_phone(found[0].replace(" ", "") if digits.startswith("0") else digits)
        return masked_account(digits)

    return _NUMBER.sub(cover, text)
