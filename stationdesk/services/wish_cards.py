"""What stands on a card of the board: what is wished for, for whom, who has it, and until when something must be done."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import NamedTuple

from stationdesk.i18n import N_, _
from stationdesk.registers.code import table
from stationdesk.registers.resident import ADULT
from stationdesk.services.day_words import day_words
from stationdesk.services.wish_board import OPEN_COLUMNS, Detail, Row
from stationdesk.services.wish_rivals import FREE
from stationdesk.services.wish_search import called
from stationdesk.services.wish_steps import has_passed

Part = tuple[str, str]
"""Words and their tone: late (red, bold), soon (amber), bold, ink, ink2."""
DOT: Part = ("·", "ink2")
SOON = 2
"""Days from which on a term is amber."""
BANDS = (3, 7, 10, 13, 16, ADULT)
"""Ages at which a band of children's ages begins, and the end of the last."""
WORDS: dict[str, tuple[str, str, str]] = {
    "complete": (N_("to be completed by {day}|card"), N_("to be completed|card"), N_("{days} days late: not completed|card")),
    "check": (N_("look at it by {day}|card"), N_("look at it at home|card"), N_("{days} days late: nobody looked|card")),
    "approve": (N_("approve by {day}|card"), N_("to be approved|card"), N_("{days} days late: not approved|card")),
    "publish": (N_("on the wall by {day}|card"), N_("to be put on the wall|card"), N_("{days} days late: not on the wall|card")),
    "ask": (N_("ask somebody by {day}|card"), N_("ask somebody|card"), N_("{days} days late: nobody was asked|card")),
    "claim": (N_("on the wall until {day}|card"), N_("last day on the wall|card"), N_("{days} days late: nobody took it|card")),
    "answer": (N_("answer by {day}|card"), N_("to be answered|card"), N_("{days} days late: not answered|card")),
    "receive": (N_("brought by {day}|card"), N_("to be brought|card"), N_("{days} days late: not brought|card")),
    "bring": (N_("bring it by {day}|card"), N_("to be brought there|card"), N_("{days} days late: still lies here|card")),
    "confirm": (N_("ask by {day}|card"), N_("ask whether it is right|card"), N_("{days} days late: not asked|card")),
    "review": (N_("ask once more by {day}|card"), N_("ask once more|card"), N_("{days} days late: not asked once more|card")),
    "decide": (N_("decide by {day}|card"), N_("to be decided|card"), N_("{days} days late: not decided|card")),
    "thank": (N_("thank the giver by {day}|card"), N_("thank the giver|card"), N_("{days} days late: the giver was not thanked|card")),
    "tell": (N_("tell the taker by {day}|card"), N_("tell the taker|card"), N_("{days} days late: the taker was not told|card")),
}
"""Step → what is to be done with its last day, on that day, and when it is late."""


class Card(NamedTuple):
    """A card: at most four lines, of a late promise five."""

    id: str
    title: str
    money: str
    who: str
    note: str
    deadline: tuple[Part, ...]
    after: str
    """What happens by itself if nothing is done."""
    late: bool
    child: bool

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return 3 + bool(self.note) + bool(self.after)

    @property
    def sentence(self) -> str:
        """The card in one sentence, as it is read aloud."""
        deadline = "".join(" " if part == DOT else text for part in self.deadline for text in (part[0],))
        return "，".join(part for part in (self.title, self.money, self.who, self.note, deadline, self.after) if part)


def card_of(row: Row, detail: Detail, on: date, *, covered: bool = False) -> Card:
    """Return the card of a wish on day `on`; `covered` where the screen faces visitors: then nobody stands there by name."""
    late = row.late(on)
    return Card(
        row.id,
        " ".join(part for part in (detail.content, detail.spec, detail.quantity) if part),
        money_words(row),
        who_words(detail, on, covered=covered),
        note_words(row, detail, on),
        tuple(deadline_words(row, detail, on)),
        _after(row, on) if late else "",
        late > 0,
        detail.person is not None and detail.person.is_child(on),
    )


def money_words(row: Row) -> str:
    """Return what it costs, or its kind where nothing is said of money."""
    cents = row.cost if row.cost is not None else row.budget
    if cents is not None:
        return _("{yuan} yuan").format(yuan=plain_yuan(cents))
    return table("wish_kind").label(row.kind) if row.kind and row.kind != "goods" else ""


def plain_yuan(cents: int) -> str:
    """Return an amount in yuan without empty decimals."""
    return f"{cents / 100:.2f}".removesuffix(".00")


def who_words(detail: Detail, on: date, *, covered: bool = False) -> str:
    """Return whose wish it is: of a child the alias and an age band, of a grown-up name and age, else the household.

    Nobody by name where it is `covered`, as on a screen that visitors see: not the head of a household either.
    """
    person = detail.person
    name = called(person, detail.public_name, "" if covered else detail.home, on)
    if person is None:
        return name
    age = person.age(on)
    if person.child_of(age):
        return _(" · ").join(filter(None, (name, age_band(age))))
    if covered:
        name = an_adult(person.name)
    return _(" · ").join(filter(None, (name, _("{years} years").format(years=age) if age is not None else "")))


def an_adult(name: str) -> str:
    """Return what stands for a grown-up's name on a screen that visitors see."""
    return _("{surname}, an adult").format(surname=name[:1])


def age_band(age: int | None) -> str:
    """Return the band of a child's age, which tells less than the age does."""
    if age is None:
        return ""
    if age < BANDS[0]:
        return _("under {age} years|band").format(age=BANDS[0])
    for first, after in pairwise(BANDS):
        if age < after:
            return _("{first} to {last} years|band").format(first=first, last=after - 1)
    return ""


def note_words(row: Row, detail: Detail, on: date) -> str:
    """Return who has it or what hinders it; nothing where the card says enough."""
    state, claim = row.state, detail.claim
    if state in ("draft", "pending"):
        day = day_words(date.fromisoformat(row.collected_on), on)
        by = detail.collected_by or _("told|wish")
        return _("{by} on {day}|card").format(by=by, day=day)
    if state in FREE and detail.wanted:
        return _("{claimer} would take it|card").format(claimer=detail.wanted)
    if row.step == "ask":
        return _("approved, not for the wall|card")
    if state == "approved":
        return _("approved, not yet on the wall|card")
    if state == "waiting":
        return _("{count} want to take it|card").format(count=detail.waiting)
    if state == "expired":
        return _("nobody took it in time|card")
    if claim is None:
        return ""
    if state == "ready":
        return _("{claimer}, it lies at the station|card").format(claimer=claim.claimer)
    if state == "claimed":
        if claim.promised_on:
            day = day_words(date.fromisoformat(row.due or claim.promised_on), on)  # it may have been put off since
            return _("{claimer} promised it for {day}|card").format(claimer=claim.claimer, day=day)
        return claim.claimer
    return _("{claimer} brought it|card").format(claimer=claim.claimer) if state == "delivered" else claim.claimer


def deadline_words(row: Row, detail: Detail, on: date) -> list[Part]:
    """Return the last line: until when what must be done; of a wish that is over, what came of it."""
    if row.column == "off":
        said = table("wish_state").label(row.state)
        return [(said, "ink2"), *_step(row, on, dotted=True)]
    if row.column == "true":
        day = day_words(date.fromisoformat(row.true_on), on) if row.true_on else ""
        satisfied = table("satisfaction").label(detail.satisfaction) if detail.satisfaction else ""
        first = _("{day} came true|card").format(day=day) if day else table("wish_state").label(row.state)
        if satisfied:
            return [(first, "ink"), DOT, (satisfied, "red" if detail.satisfaction == "dissatisfied" else "ink")]
        return [(first, "ink"), *_step(row, on, dotted=True)]
    return _step(row, on)


def _step(row: Row, on: date, *, dotted: bool = False) -> list[Part]:
    """Return the words of the next step with its term."""
    if not row.step or has_passed(row.step, row.lapses_on, on):
        return []
    due = date.fromisoformat(row.due)
    left, before = (due - on).days, [DOT] if dotted else []
    by, at, late = WORDS[row.step]
    if left < 0:
        return [*before, (_(late).format(days=-left), "late" if row.column in OPEN_COLUMNS else "soon")]
    if left == 0:
        return [*before, (_("today"), "soon"), (" " + _(at), "ink")]
    day = day_words(due, on)
    if left <= SOON:
        return [*before, (_("{days} days left|card").format(days=left), "soon"), DOT, (_(by).format(day=day), "ink")]
    return [*before, (_(by).format(day=day), "ink")]


def _after(row: Row, on: date) -> str:
    """Return what the desk does by itself, and when."""
    if not row.lapses_on or row.step != "receive":
        return ""
    day = date.fromisoformat(row.lapses_on)
    match (day - on).days:
        case left if left <= 0:
            return _("goes back to be claimed now|card")
        case 1:
            return _("goes back to be claimed tomorrow|card")
    return _("goes back to be claimed on {day}|card").format(day=day_words(day, on))
