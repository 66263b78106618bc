"""What is missing or doubtful in the register (要补的资料): each gap by name, with the people it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from stationdesk.i18n import N_, _
from stationdesk.registers.code import table
from stationdesk.registers.resident import ADULT, GONE, years_old
from stationdesk.store.database import author_of

OLD = 60


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing to mend, and at whom."""

    code: str
    title: str
    ids: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many people it is about."""
        return len(self.ids)


TITLES = {
    "no_phone": N_("No phone number"),
    "lost_digits": N_("Last digits of the ID number lost"),
    "checksum": N_("Check digit of the ID number wrong"),
    "bad_id_no": N_("ID number incomplete or impossible"),
    "no_id_no": N_("No ID number"),
    "no_birth_date": N_("No birth date"),
    "no_children_phone": N_("Elders without a child's phone number"),
    "no_guardian_phone": N_("Children without a guardian's phone number"),
    "no_grade": N_("Elders and children without a care grade"),
    "review_due": N_("Care grade to be reviewed"),
}
"""The gaps in the order shown."""
OF_CHILDREN = frozenset({"no_guardian_phone"})
"""Gaps that are about children only."""

_THERE = "r.author = :author AND r.removed_at IS NULL AND r.closed_on IS NULL AND ifnull(r.residency_status, '') NOT IN ({gone})"
_NO_PHONE = "(r.phones IS NULL OR r.phones = '[]' OR r.phones NOT LIKE '%\"number\":\"_%')"
_RING = "k.removed_at IS NULL AND k.phones LIKE '%\"number\":\"_%' AND ifnull(k.life_state, '') <> 'deceased'"
_TAGGED = (
    "SELECT t.resident_id FROM category_tag t WHERE t.removed_at IS NULL AND (t.to_date IS NULL OR t.to_date >= :day) AND t.category IN"
)
_GRADED = """SELECT g.resident_id FROM care_grade g WHERE g.author = :author AND g.removed_at IS NULL
  AND (g.from_date IS NULL OR g.from_date <= :day) AND (g.to_date IS NULL OR g.to_date >= :day)"""
_ROWS = f"""
SELECT r.id, r.birth_date, r.id_state, r.id_no IS NULL OR r.id_no = '', {_NO_PHONE},
  r.birth_precision, ifnull(r.children_count = 0 OR r.children_whereabouts = 'none', 0)
FROM resident r WHERE {_THERE} ORDER BY r.village_group, r.route_order, r.name, r.id
"""  # noqa: S608 - our own words
_BAD_ID = frozenset({"bad_date", "bad_length", "placeholder"})


def gaps(session: Session, on: date) -> list[Gap]:
    """Return the gaps that somebody has, in the order of `TITLES`; people by group and route."""
    found: dict[str, list[str]] = {code: [] for code in TITLES}
    reach, graded, tagged, childless, review = _sets(session, on)
    gone = ",".join(f"'{status}'" for status in sorted(GONE))
    rows = session.connection().exec_driver_sql(_ROWS.format(gone=gone), {"author": author_of(session)})
    day = on.isoformat()
    for resident, born, state, no_id, no_phone, precision, no_children in rows:
        age = years_old(born, precision, day)
        child = age is not None and age < ADULT
        old = age is not None and age >= OLD
        checks = {
            "no_phone": no_phone and not child,
            "lost_digits": state == "lost_digits",
            "checksum": state == "checksum",
            "bad_id_no": state in _BAD_ID,
            "no_id_no": no_id and state not in _BAD_ID,
            "no_birth_date": born is None,
            "no_children_phone": old and not no_children and resident not in childless and resident not in reach["children"],
            "no_guardian_phone": child and resident not in reach["guardians"],
            "no_grade": resident in tagged and resident not in graded,
            "review_due": resident in review,
        }
        for code, lacks in checks.items():
            if lacks:
                found[code].append(resident)
    return [Gap(code, _(TITLES[code]), tuple(ids)) for code, ids in found.items() if ids]


def total(found: list[Gap]) -> int:
    """Return how many things are to be mended."""
    return sum(gap.count for gap in found)


def _sets(session: Session, on: date) -> tuple[dict[str, set[str]], set[str], set[str], set[str], set[str]]:
    """Return who can be reached through children or guardians, who is graded, tagged, childless, to be reviewed."""
    connection, given = session.connection(), {"author": author_of(session), "day": on.isoformat()}
    same: dict[str, str] = {}
    """One text for each id, however many of the sets it is in: in a large village they would take 20 MB more."""

    def ask(sql: str) -> set[str]:
        return {same.setdefault(one, one) for one in connection.exec_driver_sql(sql, given).scalars()}

    tables, relations = table("resident_category"), table("relation")
    children = [row.code for row in relations.rows if (row.national or "")[:1] in {"2", "3"}]
    tags = [row.code for above in ("elder", "child") for row in (*tables.descendants(above), tables.by_code[above])]
    kin = f"SELECT k.resident_id FROM kin k WHERE {_RING}"  # noqa: S608 - our own words
    guardians = 'SELECT k.resident_id FROM guardian k WHERE k.removed_at IS NULL AND k.phones LIKE \'%"number":"_%\''
    review = f"{_GRADED} AND g.review_due <= :day"
    return (
        {"children": ask(f"{kin} AND k.relation IN ({_list(children)})"), "guardians": ask(f"{kin} UNION {guardians}")},
        ask(_GRADED),
        ask(f"{_TAGGED} ({_list(tags)})"),
        ask(f"{_TAGGED} ('kinless', 'bereaved_of_only_child')"),
        ask(review),
    )


def _list(codes: list[str]) -> str:
    return ",".join(f"'{code}'" for code in codes)
