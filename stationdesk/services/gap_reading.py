"""Finds in one pass over the register of whom something is missing or doubtful: each kind of gap with the people it is about."""

# ruff: noqa: S608 - every piece of a question here is our own text; what comes from records is bound

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from datetime import date

from sqlmodel import Session

from stationdesk.registers.code import table
from stationdesk.registers.resident import ADULT, GONE, ResidentDraft
from stationdesk.store.database import author_of

OLD = 60
LEFT_BEHIND_UNDER = 16
"""Years: a child left behind is under 16 by the national form (domain 1.2)."""
OLDEST_FROM = 80
NOT_THERE = ",".join(f"'{status}'" for status in sorted(GONE))
FAMILY_HISTORY = ("bereaved_of_only_child", "only_child_disabled")
"""Categories of elders that begin before sixty."""
TOLD_ELSEWHERE = frozenset({"empty", "missing", "placeholder", "lost_digits", "checksum", "bad_length", "bad_date", "same_as_another"})
"""Doubts of a ledger's row that the register itself shows as long as they last."""

_THERE = f"r.author = :author AND r.removed_at IS NULL AND r.closed_on IS NULL AND ifnull(r.residency_status, '') NOT IN ({NOT_THERE})"


def _born_after(limit: str) -> str:
    """Return the SQL test whether somebody is younger than those born on day `limit`, as `registers.resident.years_old` counts."""
    short = f"length(r.birth_date) < 10 AND r.birth_precision IS NOT 'age' AND r.birth_date = substr({limit}, 1, length(r.birth_date))"
    return f"(r.birth_date > {limit} OR ({short}))"


_CHILD = _born_after(":adult")
_OLD = f"(r.birth_date IS NOT NULL AND NOT {_born_after(':sixty')})"
_SOUND = "r.id_state IN ('ok', 'ok_upgraded_from_15') AND length(r.id_no) = 18"
_IN_NUMBER = "(substr(r.id_no, 7, 4) || '-' || substr(r.id_no, 11, 2) || '-' || substr(r.id_no, 13, 2))"
_TAGS = (
    "SELECT t.resident_id FROM category_tag t WHERE t.removed_at IS NULL AND t.resident_id IS NOT NULL {force} AND t.category IN ({codes})"
)
_FORCE = "AND (t.from_date IS NULL OR t.from_date <= :day) AND (t.to_date IS NULL OR t.to_date >= :day)"
_NOT_ENDED = "AND (t.to_date IS NULL OR t.to_date >= :day)"
_UNANSWERED = """NOT IN (SELECT a.about FROM gap_answer a WHERE a.author = :author AND a.removed_at IS NULL AND a.about IS NOT NULL
  AND a.gap = '{gap}' AND (a.answer <> 'later' OR a.until > :day))"""
_RING = "k.removed_at IS NULL AND k.phones LIKE '%\"number\":\"_%' AND ifnull(k.life_state, '') <> 'deceased'"
_GRADED = """SELECT g.resident_id FROM care_grade g INDEXED BY care_grade_force WHERE g.author = :author AND g.removed_at IS NULL
  AND (g.from_date IS NULL OR g.from_date <= :day) AND (g.to_date IS NULL OR g.to_date >= :day)"""


def codes_below(*above: str) -> list[str]:
    """Return the categories `above` and all below them."""
    known = table("resident_category")
    return [row.code for one in above for row in (known.by_code[one], *known.descendants(one))]


def age_limit(category: str) -> tuple[str, int] | None:
    """Return below or from which age a category does not fit: 留守儿童 from 16, other children from 18, elders below 60, 高龄 below 80."""
    if category == "left_behind_child":
        return "from", LEFT_BEHIND_UNDER
    if category == "oldest_old":
        return "below", OLDEST_FROM
    if category in codes_below("child"):
        return "from", ADULT
    return ("below", OLD) if category in codes_below("elder") and category not in FAMILY_HISTORY else None


def aged_wrong(category: str, resident: ResidentDraft, on: date) -> bool:
    """Tell whether a category contradicts the age: 留守儿童 at 19, 高龄 at 61."""
    limit, age = age_limit(category), resident.age(on.isoformat())
    if limit is None or age is None:
        return False
    return age >= limit[1] if limit[0] == "from" else age < limit[1]


def _aged() -> str:
    """Return the SQL test whether a resident has such a tag: the tags of a kind are read once, and only asked of those of that age."""
    elders = [code for code in codes_below("elder") if code not in (*FAMILY_HISTORY, "oldest_old")]
    children = [code for code in codes_below("child") if code != "left_behind_child"]

    def tagged(codes: list[str]) -> str:
        return f"r.id IN ({_TAGS.format(force=_FORCE, codes=_list(codes))} AND t.id {_UNANSWERED.format(gap='category_age')})"

    young, old = _born_after(":sixty"), f"NOT {_born_after(':adult')}"
    return (
        f"CASE WHEN r.birth_date IS NULL THEN 0 WHEN {young} AND {tagged([*elders, 'oldest_old'])} THEN 1 "
        f"WHEN {_born_after(':eighty')} AND {tagged(['oldest_old'])} THEN 1 WHEN {old} AND {tagged(children)} THEN 1 "
        f"WHEN NOT {_born_after(':sixteen')} AND {tagged(['left_behind_child'])} THEN 1 ELSE 0 END"
    )


def _differs() -> str:
    """Return the SQL test whether the birth date written and the one in a sound ID number disagree.

    A lunar date falls two to eight weeks later in the solar year: such a number agrees, and so does one that repeats its figures.
    """
    solar = f"r.birth_date <> substr({_IN_NUMBER}, 1, length(r.birth_date))"
    apart = f"julianday({_IN_NUMBER}) - julianday(r.birth_date)"
    lunar = f"length(r.birth_date) = 10 AND {solar} AND NOT {apart} BETWEEN 15 AND 60"
    return (
        f"{_SOUND} AND r.birth_date IS NOT NULL AND ifnull(r.birth_precision, 'day') <> 'age' "
        f"AND CASE WHEN r.birth_calendar = 'lunar' THEN {lunar} ELSE {solar} END"
    )


def _tests() -> dict[str, str]:
    """Return the SQL test of every kind of gap over a resident `r`; shared numbers and a ledger's doubts are told apart later."""
    return _reach_tests() | _number_tests() | _care_tests() | _home_tests()


def _reach_tests() -> dict[str, str]:
    childless = _TAGS.format(force=_NOT_ENDED, codes="'kinless', 'bereaved_of_only_child'")
    relations = [row.code for row in table("relation").rows if (row.national or "")[:1] in {"2", "3"}]
    no_phone = "(r.phones IS NULL OR r.phones = '[]' OR r.phones NOT LIKE '%\"number\":\"_%')"
    ring = f"SELECT k.resident_id FROM kin k WHERE {_RING}"
    guardians = f'{ring} UNION SELECT k.resident_id FROM guardian k WHERE k.removed_at IS NULL AND k.phones LIKE \'%"number":"_%\''
    alive = "json_extract(p.value, '$.usable') IS NOT 0"
    return {
        "no_guardian_phone": f"{_CHILD} AND r.id NOT IN ({guardians})",
        "no_children_phone": f"{_OLD} AND NOT ifnull(r.children_count = 0 OR r.children_whereabouts = 'none', 0) "
        f"AND r.id NOT IN ({childless}) AND r.id NOT IN ({ring} AND k.relation IN ({_list(relations)}))",
        "no_phone": f"{no_phone} AND NOT ifnull({_CHILD}, 0)",
        "dead_phone": "r.phones LIKE '%\"usable\":false%' "
        f"AND NOT {no_phone} AND NOT EXISTS (SELECT 1 FROM json_each(r.phones) p WHERE {alive})",
    }


def _number_tests() -> dict[str, str]:
    bad = "('bad_date', 'bad_length', 'placeholder')"
    return {
        "lost_digits": "r.id_state = 'lost_digits'",
        "checksum": "r.id_state = 'checksum'",
        "bad_id_no": f"r.id_state IN {bad}",
        "no_id_no": f"(r.id_no IS NULL OR r.id_no = '') AND ifnull(r.id_state, '') NOT IN {bad}",
        "no_birth_date": "r.birth_date IS NULL",
        "birth_differs": _differs(),
        "birth_year_only": f"r.birth_precision IN ('year', 'age') AND NOT ifnull({_SOUND}, 0)",
        "sex_differs": f"{_SOUND} AND r.sex IN ('male', 'female') AND (substr(r.id_no, 17, 1) % 2 = 1) <> (r.sex = 'male')",
    }


def _care_tests() -> dict[str, str]:
    own, homes = (
        f"SELECT t.{whose} FROM category_tag t WHERE t.removed_at IS NULL AND t.{whose} IS NOT NULL {_FORCE}"
        for whose in ("resident_id", "household_id")
    )
    tagged = _TAGS.format(force=_NOT_ENDED, codes=_list(codes_below("elder", "child")))
    return {
        "ledger_doubt": "r.id IN (SELECT n.resident_id FROM note n INDEXED BY note_doubt WHERE n.kind = 'doubt' AND n.removed_at IS NULL "
        f"AND n.resident_id IS NOT NULL AND n.id {_UNANSWERED.format(gap='ledger_doubt')})",
        "category_age": _aged(),
        "no_category": f"r.id NOT IN ({own}) AND ifnull(r.household_id, '') NOT IN ({homes})",
        "no_grade": f"r.id IN ({tagged}) AND r.id NOT IN ({_GRADED})",
        "review_due": f"r.id IN ({_GRADED.replace('INDEXED BY care_grade_force ', '')} AND g.review_due <= :day)",
        "no_consent": f"{_CHILD} AND r.id NOT IN (SELECT c.resident_id FROM consent c WHERE c.removed_at IS NULL AND c.kind = 'enrolment' "
        "AND c.given_on <= :day AND (c.valid_to IS NULL OR c.valid_to >= :day))",
        "letter_expired": "r.id IN (SELECT k.resident_id FROM guardian k WHERE k.removed_at IS NULL AND k.to_date < :day "
        f"AND k.end_reason IS NULL AND k.id {_UNANSWERED.format(gap='letter_expired')})",
        "pension_check": "r.pension_check_due < :day AND ifnull(r.pension_check_done, '') < r.pension_check_due",
        "certificate_expired": "r.disability_valid_to < :day",
        "tag_review": f"r.id IN ({own} AND t.review_due <= :day AND t.id {_UNANSWERED.format(gap='tag_review')})",
    }


def _home_tests() -> dict[str, str]:
    headless = "SELECT h.id FROM household h WHERE h.removed_at IS NULL AND h.head_id IS NULL AND ifnull(h.head_name, '') = ''"
    nameless = "k.removed_at IS NULL AND ifnull(k.name, '') = '' AND ifnull(k.life_state, '') <> 'deceased'"
    return {
        "no_group": "ifnull(r.village_group, '') = ''",
        "no_village": "ifnull(r.village, '') = ''",
        "no_household": "r.household_id IS NULL",
        "no_head": f"r.household_id IN ({headless})",
        "nameless_kin": f"r.id IN (SELECT k.resident_id FROM kin k WHERE {nameless} AND k.id {_UNANSWERED.format(gap='nameless_kin')})",
    }


KEPT_AT_ALL = {
    "no_group": ("village_group", "INDEXED BY ix_resident_village_group"),
    "no_household": ("household_id", "INDEXED BY ix_resident_household_id"),
    "no_village": ("village", "NOT INDEXED"),
}
"""Fields of which many a station keeps none at all: then nobody lacks them, and a list of everybody would help no one."""
LOOKED_AT = 500
"""Residents among whom one must have a field for which there is no index, that it counts as kept."""


def found_gaps(session: Session, on: date, wanted: Collection[str]) -> dict[str, list[str]]:
    """Return the people of each kind of `wanted` that somebody has, by group and route, without those who were answered for."""
    given = parameters(session, on)
    unkept = {code for code, (column, index) in KEPT_AT_ALL.items() if code in wanted and not _is_kept(session, column, index)}
    tests = {code: sql for code, sql in _tests().items() if code in wanted and code not in unkept}
    bits = " | ".join(f"CASE WHEN {sql} THEN {1 << place} ELSE 0 END" for place, sql in enumerate(tests.values())) or "0"
    order = "r.village_group, r.route_order, r.name, r.id"
    asked = f"SELECT r.id, {bits} FROM resident r INDEXED BY resident_gaps WHERE {_THERE} ORDER BY {order}"
    rows = session.connection().exec_driver_sql(asked, given)
    people: dict[str, list[str]] = {code: [] for code in wanted}
    lists: dict[int, tuple[list[str], ...]] = {}
    for resident, mask in rows:
        if mask and mask not in lists:
            lists[mask] = tuple(people[code] for place, code in enumerate(tests) if mask >> place & 1)
        for one in lists[mask] if mask else ():
            one.append(resident)
    for code, ask in (("same_id_no", _same_number), ("import_doubt", _import_doubts)):
        if code in people:
            people[code] = ask(session, given)
    settled = answered(session, on)
    return {code: [one for one in ids if (code, one) not in settled] if settled else ids for code, ids in people.items()}


def _is_kept(session: Session, column: str, index: str) -> bool:
    """Tell whether the register keeps a field at all."""
    some = f"SELECT {column} AS value FROM resident {index} WHERE " + ("1" if index == "NOT INDEXED" else f"{column} > ''")
    asked = f"SELECT count(*) FROM (SELECT value FROM ({some}) LIMIT {LOOKED_AT}) WHERE value > ''"
    return bool(session.connection().exec_driver_sql(asked).scalar_one())


def parameters(session: Session, on: date) -> dict[str, str]:
    """Return what the questions are asked with: the author, the day, and the last days of birth of those so old by then."""
    ages = {"adult": ADULT, "sixteen": LEFT_BEHIND_UNDER, "sixty": OLD, "eighty": OLDEST_FROM}
    born = {name: f"{on.year - years:04}{on.isoformat()[4:]}" for name, years in ages.items()}
    return {"author": author_of(session), "day": on.isoformat()} | born


def _same_number(session: Session, given: dict[str, str]) -> list[str]:
    """Return those who share their ID number with somebody; the index alone tells who is to be looked at."""
    ask = session.connection().exec_driver_sql
    twice = ask(
        "SELECT id_no FROM resident INDEXED BY ix_resident_id_no WHERE id_no > '' AND length(id_no) > 6 GROUP BY id_no HAVING count(*) > 1"
    ).scalars()
    found: list[tuple[str, str]] = []
    for number in twice.all():
        sql = f"SELECT r.id, r.name FROM resident r INDEXED BY ix_resident_id_no WHERE r.id_no = :number AND {_THERE}"
        people = ask(sql, given | {"number": number}).all()
        found += [(number, one[0]) for one in people] if len(people) > 1 else []
    return [resident for _number, resident in found]


def _import_doubts(session: Session, given: dict[str, str]) -> list[str]:
    """Return those about whom a ledger's row had a doubt that nobody has looked at and the register does not show itself."""
    sql = (
        f"SELECT DISTINCT i.resident_id, i.problems, r.village_group, r.route_order, r.name FROM import_row i INDEXED BY import_row_doubt "
        f"JOIN resident r ON r.id = i.resident_id AND {_THERE} WHERE i.removed_at IS NULL AND i.problems <> '[]' "
        f"AND i.id {_UNANSWERED.format(gap='import_doubt')} ORDER BY r.village_group, r.route_order, r.name, r.id"
    )
    rows = session.connection().exec_driver_sql(sql, given)
    return list(dict.fromkeys(row[0] for row in rows if told_of(json.loads(row[1]))))


def told_of(problems: Iterable[str]) -> list[str]:
    """Return those doubts of a ledger's row that the register does not show itself."""
    return [one for one in problems if one.partition(":")[2] not in TOLD_ELSEWHERE]


SEEN = {
    **dict.fromkeys(("same_id_no", "lost_digits", "checksum", "bad_id_no"), ("id_no",)),
    "birth_differs": ("id_no", "birth_date"),
    "birth_year_only": ("birth_date",),
    "sex_differs": ("id_no", "sex"),
    "dead_phone": ("phones",),
    "letter_expired": (),
    "certificate_expired": ("disability_valid_to",),
    "pension_check": ("pension_check_due",),
}
"""The fields an answer looked at: when one of them changes, it is asked anew."""


def fingerprint(values: Collection[str | None]) -> str:
    """Return the first figures of the SHA-256 of what stands there."""
    return hashlib.sha256("\0".join(one or "" for one in values).encode()).hexdigest()[:16]


def answered(session: Session, on: date) -> set[tuple[str, str]]:
    """Return the gaps (kind, resident) that somebody has answered for, as long as the answer holds."""
    ask = session.connection().exec_driver_sql
    rows = ask(
        "SELECT gap, resident_id, answer, seen FROM gap_answer WHERE author = ? AND removed_at IS NULL AND about IS NULL "
        "AND (answer <> 'later' OR until > ?)",
        (author_of(session), on.isoformat()),
    ).all()
    found = set()
    for gap, resident, answer, seen in rows:
        if answer == "later" or not seen or seen == seen_now(session, gap, resident):
            found.add((gap, resident))
    return found


def seen_now(session: Session, gap: str, resident: str) -> str | None:
    """Return the fingerprint of what an answer to `gap` would look at; None where there is nothing to look at."""
    fields = SEEN.get(gap, ())
    if not fields:
        return None
    sql = f"SELECT {', '.join(fields)} FROM resident WHERE id = ? AND author = ?"
    row = session.connection().exec_driver_sql(sql, (resident, author_of(session))).first()
    return fingerprint(row) if row else None


def _list(codes: Collection[str]) -> str:
    return ",".join(f"'{code}'" for code in codes)
