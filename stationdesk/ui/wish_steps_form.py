"""What each step of a wish asks for: the fields of its small dialog and the service that takes what they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlmodel import Session

from stationdesk.i18n import N_
from stationdesk.services import wish_giving, wish_outcome, wishes


@dataclass(frozen=True, slots=True)
class Said:
    """What a dialog was filled with: the wishes, the day it is, who writes, the fields by name, and that it is meant so."""

    ids: Sequence[str]
    on: date
    by: str
    given: Mapping[str, Any]
    sure: bool = False

    def __getitem__(self, name: str) -> Any:
        """Return what a field says; empty where the dialog has none."""
        return self.given.get(name) or ""

    @property
    def when(self) -> dict[str, str]:
        """Who writes, and the day on which it happened; empty for today."""
        return {"by": self.by, "happened_on": self["day"]}

    @property
    def one(self) -> str:
        """The wish, where it is one."""
        return self.ids[0]


@dataclass(frozen=True, slots=True)
class StepForm:
    """A step: its title and what it means, the fields in their order, its button, the key of its sentence, and the service."""

    title: str
    text: str
    fields: tuple[str, ...]
    button: str
    says: str
    write: Callable[[Session, Said], Any]
    several: bool = False
    """May be done for many wishes at once."""
    asks: bool = False
    """May be refused once to be confirmed."""
    alone: tuple[str, ...] = ()
    """Fields that are there for one wish only: what one person says is nobody else's word."""


def _each(session: Session, said: Said, act: Callable[[str], Any]) -> list[Any]:
    return wishes.of_each(session, said.ids, said.on, act)


def _approve(session: Session, said: Said) -> Any:
    made = _each(session, said, lambda one: wishes.approve(session, one, said.on, text=said["text"], sure=said.sure, **said.when))
    return [*made, *_publish(session, said)] if said["wall"] else made


def _publish(session: Session, said: Said) -> Any:
    return _each(session, said, lambda one: wishes.publish(session, one, said.on, until=said["until"], **said.when))


def _extend(session: Session, said: Said) -> Any:
    return _each(session, said, lambda one: wishes.extend(session, one, said["until"], said.on, **said.when))


def _give_back(session: Session, said: Said) -> Any:
    more = {"text": said["text"], **said.when}
    return _each(session, said, lambda one: wish_giving.give_back(session, one, said["end"], said.on, **more))


def _ready(session: Session, said: Said) -> Any:
    return wish_giving.ready(session, said.ids, said.on, text=said["text"], **said.when)


def _deliver(session: Session, said: Said) -> Any:
    return wish_giving.deliver(session, said.ids, said.on, signed_by=said["signed"], text=said["text"], **said.when)


def _fulfil(session: Session, said: Said) -> Any:
    more = {"cost": said.given.get("money"), "satisfaction": said["satisfied"], "text": said["text"], "sure": said.sure, **said.when}
    return _each(session, said, lambda one: wish_outcome.fulfil(session, one, said.on, **more))


def _review(session: Session, said: Said) -> Any:
    return wish_outcome.review(session, said.one, said["satisfied"], said.on, text=said["text"], again_by=said["again"], **said.when)


def _dispute(session: Session, said: Said) -> Any:
    return wish_outcome.dispute(session, said.one, said.on, text=said["text"], again_by=said["again"], **said.when)


def _dissatisfied(session: Session, said: Said) -> Any:
    return wish_outcome.review(session, said.one, "dissatisfied", said.on, text=said["text"], again_by=said["again"], **said.when)


FORMS: Mapping[str, StepForm] = MappingProxyType(
    {
        "submit": StepForm(
            N_("Hand it in|wish"),
            N_("It then waits to be looked at and approved."),
            ("day",),
            N_("Hand it in|wish"),
            "submitted",
            lambda session, said: _each(session, said, lambda one: wishes.submit(session, one, said.on, **said.when)),
            several=True,
        ),
        "check": StepForm(
            N_("Looked at it at home|wish"),
            N_("What was found there, and whether it is as told."),
            ("text", "day"),
            N_("It was looked at|wish"),
            "checked",
            lambda session, said: wishes.check(session, said.one, said.on, text=said["text"], **said.when),
        ),
        "approve": StepForm(
            N_("Approve it|wish"),
            N_("With a tick it goes on the wall in the same step."),
            ("wall", "until", "text", "day"),
            N_("Approve it|wish"),
            "approved",
            _approve,
            several=True,
            asks=True,
        ),
        "publish": StepForm(
            N_("Put it on the wall|wish"),
            N_("Everybody may read it then: under another name for a child, and without address or phone."),
            ("until", "day"),
            N_("Put it on the wall|wish"),
            "published",
            _publish,
            several=True,
        ),
        "send_back": StepForm(
            N_("Send it back|wish"),
            N_("It waits to be completed. Please say what is missing."),
            ("text", "day"),
            N_("Send it back|wish"),
            "returned",
            lambda session, said: wishes.send_back(session, said.one, said.on, text=said["text"], **said.when),
        ),
        "reject": StepForm(
            N_("Say no to it|wish"),
            N_("The reason is kept, so that it can be told to those who ask."),
            ("reason", "text", "day"),
            N_("Say no|wish"),
            "rejected",
            lambda session, said: wishes.reject(session, said.one, said.on, text=said["text"], reason=said["reason"], **said.when),
        ),
        "extend": StepForm(
            N_("Longer on the wall|wish"),
            N_("Until which day may somebody take it?"),
            ("until", "day"),
            N_("Leave it there longer|wish"),
            "extended",
            _extend,
            several=True,
        ),
        "take_down": StepForm(
            N_("Take it off the wall|wish"),
            N_("What becomes of it is decided next: somebody is asked, or it ends."),
            ("text", "day"),
            N_("Take it off|wish"),
            "expired",
            lambda session, said: wishes.take_down(session, said.one, said.on, text=said["text"], **said.when),
        ),
        "withdraw": StepForm(
            N_("Not wanted any more|wish"),
            N_("The person takes the wish back. Whoever took it has to be told."),
            ("text", "day"),
            N_("Take it back|wish"),
            "withdrawn",
            lambda session, said: wishes.withdraw(session, said.one, said.on, text=said["text"], **said.when),
        ),
        "cancel": StepForm(
            N_("Close it|wish"),
            N_("It will not come true here. Whoever took it has to be told."),
            ("reason", "text", "day"),
            N_("Close it|wish"),
            "cancelled",
            lambda session, said: wishes.cancel(session, said.one, said["reason"], said.on, text=said["text"], **said.when),
        ),
        "put_off": StepForm(
            N_("More time|wish"),
            N_("Until which day does the taker bring it? Then it does not go back before."),
            ("until", "text", "day"),
            N_("Give more time|wish"),
            "put_off",
            lambda session, said: wish_giving.put_off(session, said.one, said["until"], said.on, text=said["text"], **said.when),
        ),
        "give_back": StepForm(
            N_("Give it back|wish"),
            N_("The claim ends and others may take the wish. The county reads the reason."),
            ("end", "text", "day"),
            N_("Give it back|wish"),
            "given_back",
            _give_back,
            several=True,
        ),
        "ready": StepForm(
            N_("It lies at the station|wish"),
            N_("What was claimed has come; it is brought next."),
            ("text", "day"),
            N_("It lies here|wish"),
            "ready",
            _ready,
            several=True,
        ),
        "deliver": StepForm(
            N_("It was brought|wish"),
            N_("Whether it is right is asked next."),
            ("signed", "text", "day"),
            N_("It was brought|wish"),
            "delivered",
            _deliver,
            several=True,
        ),
        "dispute": StepForm(
            N_("It is not right, or broken|wish"),
            N_("With a day the same taker brings another one; without a day others may take the wish."),
            ("text", "again", "day"),
            N_("It is not right|wish"),
            "disputed",
            _dispute,
        ),
        "fulfil": StepForm(
            N_("It has come true|wish"),
            N_("What it cost, and what the person says. Not content: then it goes back to be claimed."),
            ("money", "satisfied", "text", "day"),
            N_("It has come true|wish"),
            "fulfilled",
            _fulfil,
            several=True,
            asks=True,
            alone=("text",),
        ),
        "review": StepForm(
            N_("Asked once more|wish"),
            N_("What the person says some days later."),
            ("satisfied", "text", "day"),
            N_("Write it down"),
            "reviewed",
            _review,
        ),
        "dissatisfied": StepForm(
            N_("Not content|wish"),
            N_("With a day the same taker makes it good; without a day others may take the wish."),
            ("text", "again", "day"),
            N_("Not content|wish"),
            "dissatisfied",
            _dissatisfied,
        ),
        "exchange": StepForm(
            N_("Another thing in its place|wish"),
            N_("What is given in place of what was wished for: a pressure cooker for a rice cooker."),
            ("what", "day"),
            N_("Write it down"),
            "exchanged",
            lambda session, said: wish_giving.exchange(session, said.one, said["what"], said.on, **said.when),
        ),
        "extra": StepForm(
            N_("A gift beside the wish|wish"),
            N_("What was given beside what was wished for, and by whom if it was somebody else."),
            ("what", "giver", "day"),
            N_("Write it down"),
            "extra",
            lambda session, said: wish_giving.add_gift(session, said.one, said["what"], said.on, giver=said["giver"], **said.when),
        ),
        "thank": StepForm(
            N_("The giver was thanked|wish"),
            N_("By letter, by phone, with a photo. The letter is printed with «Thank-you sheets»."),
            ("text", "day"),
            N_("Thanked|wish"),
            "thanked",
            lambda session, said: wish_outcome.thank(session, said.ids, said.on, text=said["text"], **said.when),
            several=True,
        ),
        "tell": StepForm(
            N_("The taker was told|wish"),
            N_("Whoever took this wish knows now that nothing is to be brought."),
            ("day",),
            N_("Told|wish"),
            "told",
            lambda session, said: wish_giving.tell(session, said.one, said.on, **said.when),
        ),
    }
)
"""Action → what its dialog asks for. Claims, answers and corrections have dialogs of their own."""
