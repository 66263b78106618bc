"""Pictures of the page of wishes: the board, one wish open, its dialogs, its papers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from installers.shots_nasty import TALK
from installers.shots_stage import ALL, USUAL, Stage
from installers.shots_village import XU, Village
from stationdesk.printing.contact_card import Imprint
from stationdesk.registers.resident import Resident
from stationdesk.registers.wish import Wish, WishDraft
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.services.demo_wishes import tell_wishes
from stationdesk.services.wish_claims import answer_claims
from stationdesk.services.wish_giving import claim
from stationdesk.services.wish_noting import note
from stationdesk.services.wish_story import meant
from stationdesk.services.wish_walls import next_edition
from stationdesk.store.clock import local_day
from stationdesk.ui.paper_job import PrintJob
from stationdesk.ui.wish_claim_dialog import ClaimDialog, DecideDialog
from stationdesk.ui.wish_dialog import WishDialog
from stationdesk.ui.wish_step_dialog import WishStepDialog
from stationdesk.ui.wishes_paper import WallDialog, cards_job, form_job, read_faces, route_job, thanks_job, wall_job

STEPS = ("check", "approve", "cancel", "give_back", "deliver", "fulfil", "exchange", "dispute")


def arrange(there: Village) -> None:
    """Write the demo village's wishes down, on the day of the pictures."""
    there.clock.set(local_day(there.clock()).replace(month=11, day=23), 9, 20)
    with there.database.writing(XU, "微心愿") as session:
        tell_wishes(session, local_day(there.clock()), XU)


def _wish(there: Village, content: str) -> str:
    with there.desk.reading() as session:
        return session.exec(select(Wish.id).where(Wish.content == content)).one()


def wishes(stage: Stage, full: Village) -> None:
    """Take the board, everything, what is late, a wish open, and the dialogs."""
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("wishes")
            stage.shoot("wishes", dress, window, full.desk.jobs)
            window.open("wishes", _wish(full, "抱抱熊"))
            stage.shoot("wishes-open", dress, window, full.desk.jobs)
    for dress in USUAL:
        with stage.window(full.desk, dress) as window:
            window.open("wishes", "late")
            stage.shoot("wishes-late", dress, window, full.desk.jobs)
            page: Any = window.page("wishes")
            page.pane.typed.setText("没有这样的")
            stage.shoot("wishes-nothing", dress, window, full.desk.jobs)
    dialogs(stage, full)
    terms(stage, full)


def terms(stage: Stage, full: Village) -> None:
    """Take the settings of wishes: a change that sends a claim back, and numbers that are none."""
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("settings", "wishes")
            settings: Any = window.page("settings")
            part = settings.part("wishes")
            part.fields["grace"].setText("1" if dress == ALL[0] else "900")
            part.set_term("grace")
            stage.shoot("wishes-terms", dress, window, full.desk.jobs)


def dialogs(stage: Stage, full: Village) -> None:
    """Take writing down, claiming, deciding, and the steps."""
    desk, on = full.desk, full.desk.today()
    with desk.reading() as session:
        person = session.exec(select(Resident.id).limit(1)).one()
        child = session.exec(select(Wish.resident_id).where(Wish.content == "棉鞋")).one()
        one = meant(session, [_wish(full, "高压锅")], on)
        edition = next_edition(session, on)
    shoes = read_one(full, "棉鞋")
    stage.shoot_dialog("wish-new", ALL, lambda: WishDialog(desk, None, person))
    stage.shoot_dialog("wish-new-child", USUAL, lambda: WishDialog(desk, None, str(child)))
    stage.shoot_dialog("wish-change", USUAL, lambda: WishDialog(desk, None, one=one.wishes[0]))
    stage.shoot_dialog("wish-claim", ALL, lambda: ClaimDialog(desk, None, shoes))
    stage.shoot_dialog("wish-assign", USUAL, lambda: ClaimDialog(desk, None, shoes, assigned=True))
    stage.shoot_dialog("wish-wall", USUAL, lambda: WallDialog(desk, None, edition, 10))
    for action in STEPS:
        make = lambda action=action: WishStepDialog(desk, None, action, one)  # noqa: E731
        stage.shoot_dialog(f"wish-{action}", USUAL if action in ("fulfil", "approve") else USUAL[:1], make)
    wanted_by_three(full, _wish(full, "棉鞋"))
    shoes = read_one(full, "棉鞋")
    stage.shoot_dialog("wish-decide", USUAL, lambda: DecideDialog(desk, None, shoes.wishes[0], shoes.who))


def wanted_by_three(there: Village, wish: str) -> None:
    """Let a team take a wish at the station, and two departments at the county after it."""
    on = there.desk.today()
    with there.database.writing(XU, "认领") as session:
        claim(session, [wish], {"claimer": "瓷厂社区志愿队", "claimer_kind": "organisation"}, on, by=XU)
        session.info["pen"].receiving = True
        for who, days in (("区税务局", 9), ("区医保局", -2)):
            promised = (on + timedelta(days=days)).isoformat()
            session.add(WishClaim(wish_id=wish, claimer=who, claimer_kind="unit", author="360202", promised_on=promised))
        session.flush()
        session.info["pen"].receiving = False
        answer_claims(session, on, XU)


def read_one(full: Village, content: str) -> Any:
    """Return a wish as the dialogs are given it."""
    with full.desk.reading() as session:
        return meant(session, [_wish(full, content)], full.desk.today())


def papers(stage: Stage, there: Village) -> None:
    """Write every paper of wishes and make pictures of its pages."""
    desk, on = there.desk, there.desk.today()
    with desk.reading() as session:
        ids = list(session.exec(select(Wish.id)))
        edition = next_edition(session, on)
    found, station = read_faces(desk, ids)
    jobs: dict[str, PrintJob | None] = {
        "cards": cards_job(desk, found, station),
        "wall": wall_job(desk, found, station, edition),
        "form": form_job(desk, [face.card.wish_id for face in found.shown][:5]),
        "form-blank": form_job(desk, []),
        "route": route_job(desk, ids),
        "thanks": thanks_job(desk, ids),
    }
    imprint = Imprint(XU, datetime(on.year, on.month, on.day, 9, 52))  # noqa: DTZ001 - the time on the wall, as printed
    for name, job in jobs.items():
        if job is not None:
            stage.paper(f"wish-paper-{name}", job.lay_out(imprint))


def wishes_other(stage: Stage, name: str, there: Village) -> None:
    """Take the page of another village: empty, or with everything that breaks screens."""
    if name == "nasty":
        with there.database.writing(XU, "微心愿") as session:
            _nasty(session, there)
    for dress in ALL if name == "nasty" else USUAL:
        with stage.window(there.desk, dress) as window:
            window.open("wishes")
            stage.shoot(f"wishes-{name}", dress, window, there.desk.jobs)
            page: Any = window.page("wishes")
            row = page.pane.board.current()
            if row is not None:
                page.open_wish(row.id)
                stage.shoot(f"wishes-{name}-open", dress, window, there.desk.jobs)


def _nasty(session: Session, there: Village) -> None:
    on = local_day(there.clock())
    for at, person in enumerate(session.exec(select(Resident).limit(9)).all()):
        content = ("<b>棉鞋</b> &amp; " + "很长的心愿没有标点" * 8)[: 20 + at * 12]
        draft = WishDraft(resident_id=person.id, content=content, spec="字" * 60, budget=99_999_99, reason=TALK[:400], kind="goods")
        note(session, draft, on, by=XU, sure=True)
