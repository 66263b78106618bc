"""The figures this desk can count for a report of the county, each under a key that lasts, with what it counts and its unit (domain 4.1).

A template names keys; one that this program does not know has no figure here and says so, it is never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _
from stationdesk.services.call_figures import figures as call_figures
from stationdesk.services.care_figures import contact_figures, due_figures, need_figures
from stationdesk.services.health_figures import health_figures
from stationdesk.services.month_steps import months_later
from stationdesk.services.pairing_figures import pairing_figures
from stationdesk.services.people_then import people_on
from stationdesk.services.request_figures import hotline_figures, request_figures
from stationdesk.services.wish_figures import wish_figures

PERSON_TIMES, PERSONS, HOUSEHOLDS, TIMES = N_("person-times|unit"), N_("persons|unit"), N_("households|unit"), N_("times|unit")
CASES, YUAN, MINUTES, DAYS, PERCENT = N_("cases|unit"), N_("yuan|unit"), N_("minutes|unit"), N_("person-days|unit"), "%"
HOURS, CALLS = N_("hours|unit"), N_("calls|unit")
BOOK: tuple[tuple[str, str, str], ...] = (
    ("residents.people", N_("Residents on the last day"), PERSONS),
    ("contacts.tries", N_("Contacts tried"), PERSON_TIMES),
    ("contacts.reached", N_("Contacts that reached the person"), PERSON_TIMES),
    ("contacts.at_door", N_("Visits at home"), PERSON_TIMES),
    ("contacts.by_phone", N_("Contacts by phone"), PERSON_TIMES),
    ("contacts.otherwise", N_("Contacts otherwise"), PERSON_TIMES),
    ("contacts.occasions", N_("Visits and calls, each once"), TIMES),
    ("contacts.people", N_("People reached, each once"), PERSONS),
    ("contacts.households", N_("Households reached, each once"), HOUSEHOLDS),
    ("contacts.helpers", N_("Visitors, each once"), PERSONS),
    ("contacts.comfort_times", N_("Gifts handed over"), PERSON_TIMES),
    ("contacts.comfort_people", N_("People given to, each once"), PERSONS),
    ("contacts.comfort_cash", N_("Worth handed over"), YUAN),
    ("due.due", N_("Contacts due"), DAYS),
    ("due.done", N_("Contacts due and made"), DAYS),
    ("due.missed", N_("Contacts missed"), DAYS),
    ("due.rate", N_("Contacts made of those due"), PERCENT),
    ("needs.open_before", N_("Needs open before"), CASES),
    ("needs.raised", N_("Needs that came up"), CASES),
    ("needs.solved", N_("Needs solved"), CASES),
    ("needs.dropped", N_("Needs dropped"), CASES),
    ("needs.open_after", N_("Needs open after"), CASES),
    ("wishes.before", N_("Wishes open before"), CASES),
    ("wishes.new", N_("Wishes told"), CASES),
    ("wishes.approved", N_("Wishes approved"), CASES),
    ("wishes.published", N_("Wishes published"), CASES),
    ("wishes.claimed", N_("Wishes claimed"), CASES),
    ("wishes.done", N_("Wishes come true"), CASES),
    ("wishes.closed", N_("Wishes withdrawn, not granted or cancelled"), CASES),
    ("wishes.after", N_("Wishes open after"), CASES),
    ("wishes.unclaimed_after", N_("Public wishes that nobody has after"), CASES),
    ("wishes.spent", N_("Cost of wishes come true"), YUAN),
    ("wishes.rate", N_("Content with their wish, of those asked"), PERCENT),
    ("requests.came", N_("Requests that came in"), CASES),
    ("requests.sent", N_("Requests sent out"), CASES),
    ("requests.declined", N_("Requests given back"), CASES),
    ("requests.handed_over", N_("Requests handed over"), CASES),
    ("requests.receipted", N_("Requests handed over with a receipt"), CASES),
    ("requests.reopened", N_("Requests taken up again"), CASES),
    ("requests.solved", N_("Problems of life solved"), CASES),
    ("requests.by_helpers", N_("Problems of life solved by helpers and teams"), CASES),
    ("requests.rate", N_("Content with their request, of those asked"), PERCENT),
    ("hotline.calls", N_("Calls of the hotline"), CALLS),
    ("hotline.urgent", N_("Urgent calls of the hotline"), CALLS),
    ("hotline.closed", N_("Calls of the hotline that are closed"), CALLS),
    ("hotline.rate", N_("Closed, of the calls of the hotline"), PERCENT),
    ("hotline.mean", N_("Minutes until somebody is there, in the mean"), MINUTES),
    ("hotline.hours_uncovered", N_("Hours of the hotline without anybody on duty"), HOURS),
    ("calls.sessions", N_("Family calls"), TIMES),
    ("calls.person_times", N_("Speakers in family calls"), PERSON_TIMES),
    ("calls.people", N_("Speakers in family calls, each once"), PERSONS),
    ("calls.households", N_("Households in family calls, each once"), HOUSEHOLDS),
    ("calls.minutes", N_("Minutes of family calls"), MINUTES),
    ("calls.at_home", N_("Family calls at home"), TIMES),
    ("pairings.helpers", N_("Helpers paired on the last day"), PERSONS),
    ("pairings.people", N_("People paired on the last day"), PERSONS),
    ("pairings.households", N_("Households paired on the last day"), HOUSEHOLDS),
    ("health.households", N_("Households with a health record"), HOUSEHOLDS),
    ("health.people", N_("People measured"), PERSONS),
    ("health.plans", N_("Care plans"), CASES),
)
MOST_DAYS = 366


class NoSuchFigure(DeskError):
    """No figure is called so."""


@dataclass(frozen=True)
class Figure:
    """A figure a report can have."""

    key: str
    title: str
    unit: str


@dataclass(frozen=True)
class Counted:
    """A line of a report: the figure, or why there is none."""

    key: str
    label: str
    value: str
    """Empty where this program does not know the figure."""
    unit: str


def figures_there() -> list[Figure]:
    """Return every figure, in the order of the reports."""
    return [Figure(key, _(title), _(unit)) for key, title, unit in BOOK]


def figure_called(written: str) -> str:
    """Return the key of a figure given by key or title. Raises NoSuchFigure."""
    word = "".join(written.split())
    for one in figures_there():
        if word in (one.key, "".join(one.title.split())):
            return one.key
    raise NoSuchFigure(_("There is no figure «{name}». «county figures» lists them.").format(name=written))


def count_figures(session: Session, wanted: Iterable[tuple[str, str]], first: date, last: date, on: date) -> list[Counted]:
    """Count the figures of a report from `first` to `last`, both included; `wanted` is each key with its own label, or none."""
    there, groups = {one.key: one for one in figures_there()}, dict[str, Mapping[str, Any]]()
    found = []
    for key, label in wanted:
        known = there.get(key)
        if known is None:
            found.append(Counted(key, label or key, "", ""))
            continue
        group, _dot, name = key.partition(".")
        if group not in groups:
            groups[group] = _GROUPS[group](session, first, last, on)
        found.append(Counted(key, label or known.title, shown(groups[group][name], key), known.unit))
    return found


def shown(value: Any, key: str) -> str:
    """Return a figure as a report says it: money in yuan, a rate in per cent, nothing where there is nothing to divide by."""
    if value is None:
        return "—"
    if key in ("contacts.comfort_cash", "wishes.spent"):
        return f"{value / 100:.2f}"
    if key.endswith(".rate"):
        return f"{100 * value:.1f}"
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def _wishes(session: Session, first: date, last: date, _on: date) -> Mapping[str, Any]:
    found = wish_figures(session, first, last)
    return vars(found) | {"rate": found.rate}


def _requests(session: Session, first: date, last: date, _on: date) -> Mapping[str, Any]:
    found = request_figures(session, first, last)
    return vars(found) | {"rate": found.rate}


def _hotline(session: Session, first: date, last: date, on: date) -> Mapping[str, Any]:
    found = hotline_figures(session, first, last, on)
    return vars(found) | {"rate": found.rate, "mean": found.mean}


def _due(session: Session, first: date, last: date, on: date) -> Mapping[str, Any]:
    found = due_figures(session, first, last, on)
    return {"due": found.due, "done": found.done, "missed": found.missed, "rate": found.rate}


_GROUPS: Mapping[str, Callable[[Session, date, date, date], Mapping[str, Any]]] = {
    "residents": lambda session, _first, last, _on: {"people": len(people_on(session, last).people)},
    "contacts": lambda session, first, last, _on: vars(contact_figures(session, first, last)),
    "due": _due,
    "needs": lambda session, first, last, _on: vars(need_figures(session, first, last)),
    "wishes": _wishes,
    "requests": _requests,
    "hotline": _hotline,
    "calls": lambda session, first, last, _on: vars(call_figures(session, first, last)),
    "pairings": lambda session, _first, last, _on: _fields(pairing_figures(session, last)),
    "health": lambda session, first, last, _on: _fields(health_figures(session, first, last)),
}


def _fields(found: Any) -> Mapping[str, Any]:
    return {name: getattr(found, name) for name in found.__slots__}


def period_of(kind: str, on: date, back: int = 0) -> tuple[date, date]:
    """Return first and last day of the week, month, quarter or year that `on` lies in, or of the one `back` before it."""
    if kind == "week":
        first = on - timedelta(days=on.weekday() + 7 * back)
        return first, first + timedelta(days=6)
    months = {"quarter": 3, "year": 12}.get(kind, 1)
    begin = on.replace(day=1, month=on.month - (on.month - 1) % months)
    first = months_later(begin, -months * back)
    return first, months_later(first, months) - timedelta(days=1)
