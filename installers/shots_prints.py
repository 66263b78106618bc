"""Every paper of care work as a PDF and its pages as pictures: of full villages, of one that hurts, of one without anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlmodel import Session, col, select

from installers.shots_nasty import NAMES
from installers.shots_stage import Stage
from installers.shots_village import TODAY, XU, Village
from stationdesk.printing.contact_card import Imprint
from stationdesk.printing.list_sheet import ListPaper, list_pages
from stationdesk.printing.route_sheet import route_pages
from stationdesk.registers.helper import Helper
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.resident import GONE, Resident
from stationdesk.services.cards import NoStation, cards_for
from stationdesk.services.clinic import lines_of
from stationdesk.services.demo_pairings import pair_up
from stationdesk.services.duty_list import entries, rows
from stationdesk.services.helper_week import helper_week
from stationdesk.services.pairing_board import board
from stationdesk.services.pairing_world import read_world
from stationdesk.services.plans import plans_in_force
from stationdesk.services.routes import NobodyToVisit, Route, route
from stationdesk.services.stations import station_name
from stationdesk.services.three_lists import baseline_list, need_list, responsibility_list
from stationdesk.services.visit_sheets import Part, plan_sheets
from stationdesk.ui.calls_paper import round_paper, week_paper
from stationdesk.ui.clinic_paper import clinic_paper, slips_job
from stationdesk.ui.duties_paper import duties_paper
from stationdesk.ui.helper_duty_paper import paper as duty_paper
from stationdesk.ui.helper_week_paper import week_job
from stationdesk.ui.lists_paper import paper_of
from stationdesk.ui.pair_cards import cards_job as pairs_job
from stationdesk.ui.pair_cards import cards_of
from stationdesk.ui.pairing_paper import helper_paper, ledger_paper, responsibility_paper
from stationdesk.ui.paper_job import PrintJob, cards_job, type_at_hand
from stationdesk.ui.plan_paper import plans_job
from stationdesk.ui.sheet_paper import sheets_job

MANY = 60
"""People on a paper of many pages."""


def prints(stage: Stage, name: str, there: Village) -> None:
    """Write every paper of a village, and a picture of each page."""
    if name == "nasty":
        with there.database.writing(XU, "结对") as session:
            if session.exec(select(Pairing)).first() is None:
                pair_up(session, TODAY, 5)
                for helper, long in zip(session.exec(select(Helper)), NAMES, strict=False):
                    helper.name, helper.org = long[:72], long[:120]
    imprint = Imprint(XU, there.desk.now().replace(tzinfo=None))
    for what, job in jobs_of(there).items():
        out = job.lay_out(imprint) if isinstance(job, PrintJob) else list_pages(job, imprint, type_at_hand())
        if out.pages:
            stage.paper(f"print-{name}-{what}", out)


def jobs_of(there: Village) -> Mapping[str, PrintJob | ListPaper]:
    """Return the papers by their names."""
    desk, on = there.desk, there.desk.today()
    with desk.reading() as session:
        ids, station, world = people(session), station_name(session), read_world(session, on)
        plans = list(plans_in_force(session, on, ids).values())
        sheets = plan_sheets(session, [Part("全村", tuple(ids), ("占国林",))], on, may_see_children=True) if ids else []
        week, due = helper_week(session, on), entries(session, on)
        duties = list(rows(session, due, on, may_see_children=True).values())
        lists = {kind: read(session, on, may_see_children=True) for kind, read in LISTS.items()}
        lines = lines_of(session, ids, on, may_see_children=True)
    listed, first = [row.id for row in board(world).rows][:MANY], on - timedelta(days=on.weekday())
    span = f"{first:%m-%d}"
    kept = {"day": on.isoformat(), "by": "镇卫生院 胡医生、方护士", "ids": ids, "occasion": "d" * 36, "code": "7F3K", "owner": XU}
    found: dict[str, PrintJob | ListPaper] = {
        "week": week_job([*week.by_helper()], span, station, on),
        "team-week": week_job([*week.by_unit()], span, station, on),
        "clinic-list": clinic_paper(lines, on.isoformat(), "镇卫生院", {}, station, on),
        "calls-week": week_paper(desk, first),
        "calls-round": round_paper(desk, first, today=False),
        "duties": duties_paper(duties, "", station),
        "responsibility": responsibility_paper(desk, listed, ""),
        "ledger": ledger_paper(desk, listed, ""),
        "duty": duty_paper(desk, on.replace(day=1), on),
        **{f"list-{kind}": paper_of(one, "", station) for kind, one in lists.items()},
    }
    if world.hands:
        found["helper"] = helper_paper(desk, max(world.hands, key=world.load))
    if ids:
        found["sheets"] = sheets_job(desk, sheets)
        found["slips"] = slips_job(desk, lines[:9], kept, full=True)
        found["slips-covered"] = slips_job(desk, lines[:9], kept, full=False)
    for whom, visitors in (("home", False), ("visitors", True)):
        if plans:
            found[f"plans-{whom}"] = plans_job(desk, plans, for_visitors=visitors)
    return found | cards(there, ids, listed)


LISTS = {"baseline": baseline_list, "needs": need_list, "responsibility": responsibility_list}


def cards(there: Village, ids: Sequence[str], listed: Sequence[str]) -> dict[str, PrintJob | ListPaper]:
    """Return the cards and the route, where there is a station with a number, and somebody to go to."""
    desk, found = there.desk, dict[str, PrintJob | ListPaper]()
    try:
        with desk.reading() as session:
            found["route"] = route_job(route(session, ids, desk.today(), may_see_children=True))
        found["pair-cards"] = pairs_job(cards_of(desk, listed))
        for design in ("number", "person", "wall"):
            with desk.reading() as session:
                made = cards_for(session, on=desk.today().isoformat(), design=design, residents=ids, may_see_children=True)
            found[f"card-{design}"] = cards_job(desk, made[:12], design)
    except (NoStation, NobodyToVisit) as error:
        print(error)
    return found


def route_job(way: Route) -> PrintJob:
    """Return the job of the plain route."""
    return PrintJob(title="", about="", lay_out=lambda imprint: route_pages(way, imprint, type_at_hand()), document="route")


def people(session: Session) -> list[str]:
    """Return as many people as fill several pages."""
    every = session.exec(select(Resident).where(col(Resident.removed_at).is_(None)).order_by(col(Resident.key)))
    return [one.id for one in every if one.residency_status not in GONE][:MANY]
