"""A day's work at a station, by the services that the pages call: people, visits, needs, wishes, what the county asked; and undone.

The registers whose pages are not called here are written all the same, whatever they are (`any_kind`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from pydantic import ValidationError
from sqlalchemy import text
from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.place import PlaceDraft
from stationdesk.registers.service_request import ServiceRequestDraft
from stationdesk.registers.wish import Wish, WishDraft
from stationdesk.registers.wish_claim import WishClaimDraft
from stationdesk.registers.wish_event import WishEvent, WishEventDraft
from stationdesk.services.announcements import note_read
from stationdesk.services.corrections import answer_correction
from stationdesk.services.directory import add_place
from stationdesk.services.person_writing import PersonDraft, add_resident, change_resident
from stationdesk.services.requests import raise_request, settle
from stationdesk.services.residency import StatusDraft, change_status
from stationdesk.services.tasks import report_task
from stationdesk.services.undoing import undo_last
from stationdesk.services.visit_writing import VisitForm, write_visit
from stationdesk.services.wish_claims import deliver, take_claim
from stationdesk.store.database import Database, author_of
from tests.sync.every_kind import REMOVAL, STATION_KINDS, write_any

OPERATOR = "徐丽华"
FAMILY, GIVEN = "汪洪余吴徐程江章𠮷", ("细妹", "水生", "国强", "丽华", "金凤", "·阿依", "冬女", "长根", "桂 英", "婉儿")
WORDS = ("身体一般", "要配老花镜", "屋顶漏雨，已报", "<b>不在家</b>", "=1+1", "说话要大声", "儿子在广东", "一\n二")
CATEGORIES = ("elder_alone", "empty_nest", "disabled", "left_behind_elder")
TOO_LONG = "名" * 80

Act = Callable[[Session, Random, date], None]


class NobodyThere(Exception):
    """There is nobody, or nothing, to do this with."""


def one_of(session: Session, dice: Random, asked: str) -> str:
    """Return one of the ids that a question finds."""
    found = session.connection().execute(text(asked), {"own": author_of(session)}).scalars().all()
    if not found:
        raise NobodyThere
    return str(dice.choice(found))


def somebody(session: Session, dice: Random) -> str:
    """Return one of the people."""
    return one_of(session, dice, "SELECT id FROM resident WHERE removed_at IS NULL ORDER BY key")


def put_down(session: Session, dice: Random, on: date) -> None:
    """Put somebody into the register."""
    fields = {"name": dice.choice(FAMILY) + dice.choice(GIVEN), "phones": ({"number": f"138{dice.randrange(10**8):08d}"},)}
    add_resident(session, PersonDraft(fields, frozenset({dice.choice(CATEGORIES)}), dice.choice(("red", "yellow", None))), on, OPERATOR)


def change(session: Session, dice: Random, on: date) -> None:
    """Change what is known of somebody."""
    fields = dice.choice(
        ({"remark": dice.choice(WORDS)}, {"phones": ({"number": f"139{dice.randrange(10**8):08d}"},)}, {"remark": None, "is_remote": True})
    )
    change_resident(
        session, somebody(session, dice), PersonDraft(fields, grade=dice.choice(("red", "yellow", "green", None))), on, OPERATOR
    )


def visit(session: Session, dice: Random, on: date) -> None:
    """Write a visit down, of these days."""
    day = on - timedelta(days=dice.randrange(6))
    form = VisitForm(somebody(session, dice), day, mode=dice.choice(("home", "phone")), content=dice.choice(WORDS))
    write_visit(session, form, on, OPERATOR)


def need(session: Session, dice: Random, on: date) -> None:
    """Write a need down."""
    raise_request(session, ServiceRequestDraft(resident_id=somebody(session, dice), text=dice.choice(WORDS)), on)


def see_to_it(session: Session, dice: Random, on: date) -> None:
    """Settle a need."""
    asked = "SELECT id FROM service_request WHERE removed_at IS NULL ORDER BY key"
    settle(session, one_of(session, dice, asked), dice.choice(("solved", "dropped", "reopened")), on, by=OPERATOR)


def wish(session: Session, dice: Random, on: date) -> None:
    """Write a wish down, as approved and published."""
    draft = WishDraft(resident_id=somebody(session, dice), content=dice.choice(("一台收音机", "一床棉被", "想见孙子")))
    made = Wish.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    session.flush()
    for kind in ("submitted", "approved", "published"):
        event = WishEventDraft(wish_id=made.id, kind=kind, happened_on=on.isoformat())
        session.add(WishEvent.model_validate(event, update={"author": author_of(session)}))
        session.flush()


def walk_in(session: Session, dice: Random, on: date) -> None:
    """Take a claim of somebody who walked in."""
    wanted = one_of(session, dice, "SELECT id FROM wish WHERE removed_at IS NULL ORDER BY key")
    take_claim(session, WishClaimDraft(wish_id=wanted, claimer=dice.choice(("供电所", "小学老师", "李老板"))), on, OPERATOR)


def hand_over(session: Session, dice: Random, on: date) -> None:
    """Deliver what was claimed."""
    deliver(session, one_of(session, dice, "SELECT id FROM wish_claim WHERE removed_at IS NULL ORDER BY key"), on, by=OPERATOR)


def move(session: Session, dice: Random, on: date) -> None:
    """Note that somebody has moved away, died or come back."""
    draft = StatusDraft(dice.choice(("moved_out", "deceased", "living")), on - timedelta(days=dice.randrange(3)))
    change_status(session, somebody(session, dice), draft, on, operator=OPERATOR, sure=True)


def report(session: Session, dice: Random, on: date) -> None:
    """Report on what the county asked to be done."""
    asked = one_of(session, dice, "SELECT id FROM task WHERE removed_at IS NULL ORDER BY key")
    report_task(session, asked, dice.choice(("done", "partly", "cannot")), on, by=OPERATOR, text="核对过了", figures={"人数": 7})


def correct(session: Session, dice: Random, on: date) -> None:
    """Answer what the county doubts."""
    asked = one_of(session, dice, "SELECT id FROM correction_request WHERE removed_at IS NULL ORDER BY key")
    answer_correction(session, asked, dice.choice(("corrected", "right")), on, by=OPERATOR, reason="看过身份证")


def read_word(session: Session, dice: Random, _on: date) -> None:
    """Note that an announcement was read."""
    note_read(session, one_of(session, dice, "SELECT id FROM announcement WHERE removed_at IS NULL ORDER BY key"), by=OPERATOR)


def own_entry(session: Session, dice: Random, _on: date) -> None:
    """Add an entry of the station's own to the directory."""
    add_place(session, PlaceDraft(name=dice.choice(("理发", "修电", "送药")), phones=(PhoneNumber(number="13800000000"),)))


def disliked(session: Session, dice: Random, _on: date) -> None:
    """Write a value that the county's rules do not accept, as an older program may have."""
    session.connection().execute(text("UPDATE resident SET name = :name WHERE id = :id"), {"name": TOO_LONG, "id": somebody(session, dice)})


def mended(session: Session, dice: Random, _on: date) -> None:
    """Mend such a value."""
    asked = "SELECT id FROM resident WHERE removed_at IS NULL AND length(name) > 72 ORDER BY key"
    session.connection().execute(text("UPDATE resident SET name = '汪改正' WHERE id = :id"), {"id": one_of(session, dice, asked)})


def any_kind(session: Session, dice: Random, _on: date) -> None:
    """Write something of any register, as the pages of its own would."""
    write_any(session, dice.choice(STATION_KINDS), dice.randrange(3), dice.randint(0, REMOVAL))


ACTS: Mapping[Act, int] = {
    put_down: 10, change: 14, visit: 24, need: 6, see_to_it: 4, wish: 5, walk_in: 3, hand_over: 2, move: 2,
    report: 4, correct: 3, read_word: 3, own_entry: 1, disliked: 1, mended: 3, any_kind: 20,
}  # fmt: skip


def work(database: Database, dice: Random, on: date, times: int) -> tuple[int, int]:
    """Do so many things; returns how many were done, and how many the services declined with a sentence."""
    done = declined = 0
    for _time in range(times):
        try:
            if dice.random() < 0.04:
                undo_last(database, OPERATOR)
            else:
                act = dice.choices(list(ACTS), list(ACTS.values()))[0]
                with database.writing(OPERATOR, act.__doc__ or "") as session:
                    act(session, dice, on)
            done += 1
        except NobodyThere:
            continue
        except (DeskError, ValidationError):
            declined += 1
    return done, declined
