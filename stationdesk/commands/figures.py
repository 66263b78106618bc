"""`figures`: what was done in a time, counted from the records, each figure with its unit."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import typer

from stationdesk.commands.answer import JsonFlag, begin
from stationdesk.commands.session import Desk, open_desk
from stationdesk.i18n import _

Day = "YYYY-MM-DD"


def figures(
    ctx: typer.Context,
    since: Annotated[str | None, typer.Option("--since", metavar=Day, help=_("First day; the first of this month, if left out."))] = None,
    on: Annotated[str | None, typer.Option("--on", metavar=Day, help=_("Last day, the cut-off; today, if left out."))] = None,
    as_json: JsonFlag = False,
) -> None:
    """Count contacts, calls, needs, wishes, requests, the hotline, pairings and health of a time."""
    run = begin(ctx, as_json)
    with open_desk(run, side="station") as desk:
        last = day_given(on) or desk.today
        first = day_given(since) or last.replace(day=1)
        if first > last:
            raise typer.BadParameter(_("The first day lies after the last one."))
        found = counted(desk, first, last)
    title = _("{first} to {last}, both days included").format(first=first.isoformat(), last=last.isoformat())
    run.answer({"first": first.isoformat(), "last": last.isoformat(), "figures": found}, title, *lines(found))


def day_given(written: str | None) -> date | None:
    """Return a day as it was given; typer says which option is wrong otherwise."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise typer.BadParameter(_("A day is written like 2026-11-28.")) from None


def counted(desk: Desk, first: date, last: date) -> dict[str, dict[str, Any]]:
    """Return every figure by its group."""
    from stationdesk.services.call_figures import figures as of_calls
    from stationdesk.services.care_figures import care_rates, contact_figures, due_figures, need_figures
    from stationdesk.services.health_figures import health_figures
    from stationdesk.services.pairing_figures import pairing_figures
    from stationdesk.services.request_figures import hotline_figures, request_figures
    from stationdesk.services.wish_figures import wish_figures

    with desk.database.reading() as session:
        due, health = due_figures(session, first, last, desk.today), health_figures(session, first, last)
        wishes, requests = wish_figures(session, first, last), request_figures(session, first, last)
        hotline = hotline_figures(session, first, last, desk.today)
        return {
            "contacts": asdict(contact_figures(session, first, last)),
            "due": {"due": due.due, "done": due.done, "missed": due.missed, "rate": due.rate, "by_grade": dict(due.by_grade)},
            "needs": asdict(need_figures(session, first, last)),
            "wishes": asdict(wishes) | {"rate": wishes.rate},
            "requests": asdict(requests) | {"rate": requests.rate},
            "hotline": asdict(hotline) | {"rate": hotline.rate, "mean": hotline.mean},
            "calls": asdict(of_calls(session, first, last)),
            "pairings": asdict(pairing_figures(session, last)),
            "health": {"households": health.households, "people": health.people, "readings": health.readings, "plans": health.plans},
            "care_rates": {code: {"cared": done, "all": held} for code, (done, held) in care_rates(session, first, last).items()},
        }


def lines(found: dict[str, dict[str, Any]]) -> list[str]:
    """Return the figures as a person reads them, each with what it counts."""
    from stationdesk.registers.code import table

    contacts, due, needs, wishes = (found[name] for name in ("contacts", "due", "needs", "wishes"))
    calls, pairs, health = (found[name] for name in ("calls", "pairings", "health"))
    rate = f"{100 * due['rate']:.1f} %" if due["rate"] is not None else "—"
    said = [
        _(
            "Contacts: {reached} person-times reached of {tries} ({at_door} at the door, {by_phone} by phone, {otherwise} otherwise), "
            "{people} people, {households} households, {helpers} helpers"
        ).format(**contacts),
        _("Handed over: {times} person-times, {people} people, {yuan} yuan").format(
            times=contacts["comfort_times"], people=contacts["comfort_people"], yuan=f"{contacts['comfort_cash'] / 100:.2f}"
        ),
        _("Due: {due} person-days, done {done} = {rate}, missed {missed}").format(
            due=due["due"], done=due["done"], missed=due["missed"], rate=rate
        ),
        _(
            "Needs: {open_before} open before + {raised} raised + {reopened} taken up again "
            "= {solved} solved + {dropped} dropped + {open_after} open"
        ).format(**needs),
        _(
            "Wishes: {before} open before + {new} told + {reopened} open again = {done} come true + {closed} closed + {after} open; "
            "{claimed} claimed, {yuan} yuan"
        ).format(yuan=f"{wishes['spent'] / 100:.2f}", **wishes),
        *of_requests(found["requests"], found["hotline"]),
        _(
            "Family calls: {sessions} calls, {person_times} person-times, {people} people, {households} households, {minutes} minutes"
        ).format(**calls),
        _("Pairings: {helpers} helpers, {subjects} people and households, {pairs} pairs").format(**pairs),
        _("Health: {households} households with a record, {people} people measured, {plans} care plans").format(**health),
    ]
    categories = table("resident_category")
    for code, one in found["care_rates"].items():
        share = f"{100 * one['cared'] / one['all']:.1f} %"
        said.append(
            _("Cared for at least once, {category}: {cared} / {all} = {share}").format(category=categories.label(code), share=share, **one)
        )
    return said


def of_requests(requests: dict[str, Any], hotline: dict[str, Any]) -> list[str]:
    """Return the figures of requests and of the hotline in words."""
    from stationdesk.services.figure_book import shown

    rate, mean = shown(hotline["rate"], "hotline.rate"), shown(hotline["mean"], "hotline.mean")
    return [
        _(
            "Requests: {came} came in, {sent} sent out, {declined} given back, {handed_over} handed over ({receipted} with a receipt), "
            "{solved} problems solved, of them {by_helpers} by helpers and teams"
        ).format(**requests),
        _("Hotline: {calls} calls, {urgent} urgent, {closed} closed = {share} %, {minutes_mean} minutes until somebody is there").format(
            share=rate, minutes_mean=mean, **hotline
        ),
    ]
