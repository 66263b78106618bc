"""Care plans on paper: one page a person, for one or for all of a list; covered where visitors will read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.printing.plan_sheet import PlanPaper, plan_pages
from stationdesk.registers.care_plan import CarePlan
from stationdesk.services.doubles import is_child
from stationdesk.services.person_writing import own_resident
from stationdesk.services.plan_paper_facts import covered_numbers, plan_facts, tells_of_body
from stationdesk.services.plan_words import every_words, when_words
from stationdesk.services.plans import plans_in_force
from stationdesk.services.stations import station_name
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import PrintJob, type_at_hand
from stationdesk.ui.parts.dialogs import Dialog, tell
from stationdesk.ui.print_preview import preview


def print_plans(desk: OpenDesk, ids: Sequence[str], parent: QWidget) -> int:
    """Show the preview of the plans in force of some people; those without one are counted and left out."""
    on = desk.today()
    with desk.reading() as session:
        plans = plans_in_force(session, on, ids)
        kept = [plans[one] for one in ids if one in plans]
        kept = [one for one in kept if desk.sees_children or not is_child(own_resident(session, one.resident_id), on)]
    if not kept:
        title = _("No care plan to print")
        text = _("None of them has a care plan yet. Open the person and press {key}.")
        from stationdesk.ui import key_map

        tell(parent, desk.look, title, text.format(key=key_map.shown("residents.plan")), _("Good"))
        return 0
    how = _whom_for(desk, len(kept), len(set(ids)) - len(kept), parent)
    return preview(desk, plans_job(desk, kept, for_visitors=how == "visitors"), parent) if how else 0


def _whom_for(desk: OpenDesk, count: int, without: int, parent: QWidget) -> str:
    said = [_("{count} plans, one page each.").format(count=count)]
    if without:
        said.append(_("{count} people have none and are left out.").format(count=without))
    dialog = Dialog(parent, desk.look, _("Who will read it?"), " ".join(said))
    dialog.add_button(_("Home and station"), "primary", "Enter", "home")
    dialog.add_button(_("Visitors: no illness, no numbers"), "plain", "", "visitors")
    dialog.add_button(_("Do not print"), "quiet", "Esc")
    return dialog.ask()


def plans_job(desk: OpenDesk, plans: Sequence[CarePlan], *, for_visitors: bool = False) -> PrintJob:
    """Return the job of some plans."""
    on = desk.today()
    with desk.reading() as session:
        papers = [plan_paper(session, one, on, for_visitors=for_visitors) for one in plans]
    return PrintJob(
        title=_("Care plan"),
        about=_("Care plan"),
        lay_out=lambda imprint: plan_pages(papers, imprint, type_at_hand()),
        document="care-plan",
        people=len(papers),
        resident_id=plans[0].resident_id if len(plans) == 1 else "",
    )


def plan_paper(session: Session, plan: CarePlan, on: date, *, for_visitors: bool = False) -> PlanPaper:
    """Return one plan as it is printed; for visitors without what tells of an illness, and with the numbers covered."""
    facts = plan_facts(session, plan, on, for_visitors=for_visitors)
    problems = tuple(text for text in plan.problems if not (for_visitors and tells_of_body(text)))
    hidden = _("a matter of health|plan")
    measures = []
    for one in plan.measures:
        what = hidden if for_visitors and tells_of_body(one.what) else one.what
        measures.append((what, one.who, every_words(one), when_words(one, on)))
    goals = tuple(text for text in plan.goals if not (for_visitors and tells_of_body(text)))
    return PlanPaper(
        facts.name,
        facts.facts,
        facts.grade,
        facts.grade_words,
        facts.situation,
        _("version {number}|plan").format(number=plan.version),
        _long(plan.made_on),
        facts.before,
        problems,
        goals,
        tuple(measures),
        covered_numbers(facts.charge) if for_visitors else facts.charge,
        _long(plan.review_due) if plan.review_due else "",
        plan.review_when or "",
        station_name(session),
    )


def _long(day: str) -> str:
    found = date.fromisoformat(day)
    return _("{year}/{month}/{day}|day").format(year=found.year, month=found.month, day=found.day)
