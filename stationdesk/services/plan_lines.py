"""What stands under a person's tab of the care plan: the version in force, line by line."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.care_plan import CarePlan
from stationdesk.services.day_words import day_words
from stationdesk.services.plan_done import done_days, last_done
from stationdesk.services.plan_due import due_on
from stationdesk.services.plan_words import measure_words
from stationdesk.services.plans import newest
from stationdesk.services.plans_today import names_of
from stationdesk.services.sheet_line import SheetLine


def plan_lines(session: Session, resident_id: str, on: date) -> list[SheetLine]:
    """Return the newest version of somebody's plan in lines; of one that ended only that it did."""
    plan = newest(session, resident_id)
    if plan is None:
        return []
    head = _("version {number}, {day}|plan").format(number=plan.version, day=day_words(date.fromisoformat(plan.made_on), on))
    lines = [SheetLine(_("Care plan"), "，".join(filter(None, (head, plan.made_by))))]
    if not plan.in_force(on.isoformat()):
        ended = day_words(date.fromisoformat(plan.ended_on), on) if plan.ended_on else ""
        return [*lines, SheetLine(_("Ended on"), "，".join(filter(None, (ended, plan.end_reason))), "amber")]
    lines += [SheetLine(_("What is hard") if not at else "", text) for at, text in enumerate(plan.problems)]
    lines += [SheetLine(_("What is aimed at") if not at else "", text) for at, text in enumerate(plan.goals)]
    return [*lines, *_measures(session, plan, on), *_review(plan, on)]


def _measures(session: Session, plan: CarePlan, on: date) -> list[SheetLine]:
    helpers = names_of(session, {one.helper_id for one in plan.measures if one.helper_id})
    done = done_days(session, {plan.resident_id: plan.measures}, on, helpers).get(plan.resident_id, {})
    last, lines = last_done(session, plan.resident_id, plan.id, on), []
    for at, one in enumerate(plan.measures):
        days = done.get(one.key, set()) | last.get(one.key, set())
        due = due_on(one, date.fromisoformat(plan.made_on), days, on)
        late = (on - due).days if due is not None else -1
        words = [measure_words(one, on)]
        if due is not None:
            words.append(_("{days} days late").format(days=late) if late > 0 else _("due now|plan"))
        elif days:
            words.append(_("done on {day}|plan").format(day=day_words(max(days), on)))
        lines.append(SheetLine(_("Who does what") if not at else "", "；".join(words), "red" if late > 0 else ""))
    return lines


def _review(plan: CarePlan, on: date) -> list[SheetLine]:
    if not plan.review_due:
        return []
    day = date.fromisoformat(plan.review_due)
    late = (on - day).days
    said = day_words(day, on) + (_(", or when: {when}|plan").format(when=plan.review_when) if plan.review_when else "")
    behind = "，" + _("{days} days late").format(days=late) if late > 0 else ""
    return [SheetLine(_("Look again on"), said + behind, "red" if late > 0 else "")]
