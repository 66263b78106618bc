"""`county task`, `announce`, `correct`, `template`, `take-back`, `replies`: what the county says to its stations, and their answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from stationdesk.commands.answer import JsonFlag, Run, begin, table
from stationdesk.commands.session import open_county
from stationdesk.i18n import _

DAY = "YYYY-MM-DD"
To = Annotated[str, typer.Option("--to", help=_("For whom: all, a town, or a station by name or code."))]
Due = Annotated[str | None, typer.Option("--due", metavar=DAY, help=_("Last day."))]
Ask = Annotated[str | None, typer.Option("--contact", help=_("Whom the station rings with questions."))]


def task(  # noqa: PLR0913, PLR0917 - typer's options
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(help=_("What is to be done, in a few words."))],
    text: Annotated[str | None, typer.Option(help=_("The same in full."))] = None,
    kind: Annotated[str, typer.Option(help=_("Kind of task: check, visit, collect… or the Chinese word."))] = "other",
    due: Due = None,
    count: Annotated[list[str] | None, typer.Option(help=_("A figure the station is to report; may be given several times."))] = None,
    to: To = "all",
    contact: Ask = None,
    as_json: JsonFlag = False,
) -> None:
    """Give stations a task; it reaches them with their next answers."""
    from stationdesk.registers.code import table as codes
    from stationdesk.registers.task import TaskDraft

    run = begin(ctx, as_json)
    known = codes("task_kind").code_for(kind)
    if known is None:
        raise typer.BadParameter(_("There are: {kinds}.").format(kinds="、".join(row.label for row in codes("task_kind").rows)))
    fields = {"title": title, "text": text, "kind": known, "due_on": due, "asks_for": tuple(count or ()), "contact": contact}
    said(run, to, lambda on: TaskDraft.model_validate(fields | {"given_on": on}), _("Task for stations: {title}").format(title=title[:80]))


def announce(  # noqa: PLR0913, PLR0917 - typer's options
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(help=_("What it is about, in a few words."))],
    text: Annotated[str, typer.Argument(help=_("The announcement."))],
    since: Annotated[str | None, typer.Option("--from", metavar=DAY, help=_("First day it is shown; today, if left out."))] = None,
    until: Annotated[str | None, typer.Option("--until", metavar=DAY, help=_("Last day it is shown."))] = None,
    must_be_read: Annotated[bool, typer.Option("--must-be-read", help=_("Every station says that it was read."))] = False,
    to: To = "all",
    contact: Ask = None,
    as_json: JsonFlag = False,
) -> None:
    """Let stations know something."""
    from stationdesk.registers.announcement import AnnouncementDraft

    run = begin(ctx, as_json)
    fields = {"title": title, "text": text, "valid_until": until, "must_be_read": must_be_read, "contact": contact}
    says = _("Announcement: {title}").format(title=title[:80])
    said(run, to, lambda on: AnnouncementDraft.model_validate(fields | {"valid_from": since or on}), says)


def correct(  # noqa: PLR0913, PLR0917 - typer's options
    ctx: typer.Context,
    station: Annotated[str, typer.Argument(help=_("The station, by name or code."))],
    who: Annotated[str, typer.Argument(help=_("The resident, by name or the end of the record's number."))],
    question: Annotated[str, typer.Argument(help=_("What the station is asked."))],
    field: Annotated[str | None, typer.Option(help=_("Which field is in doubt; phones, or its Chinese word."))] = None,
    doubt: Annotated[str | None, typer.Option(help=_("What is doubted: what stands there, or what the county knows."))] = None,
    due: Due = None,
    contact: Ask = None,
    as_json: JsonFlag = False,
) -> None:
    """Ask a station to look at something in one of its records; only the station changes it."""
    from stationdesk.county.word import NoSuchAudience, audience_called, field_called, resident_called
    from stationdesk.registers.correction_request import CorrectionRequestDraft

    run = begin(ctx, as_json)
    with open_county(run) as (county, desk):
        with desk.database.reading() as session:
            audience = audience_called(session, station)
        if not audience.startswith("station:"):
            raise NoSuchAudience(_("A question about a record goes to one station. Please give its name or code."))
        record, name = resident_called(county, audience.removeprefix("station:"), who)
        fields = {"record_kind": "resident", "record_id": record, "field": field_called(field) if field else None}
        fields |= {"doubted": doubt, "question": question, "due_on": due, "contact": contact, "asked_on": desk.today.isoformat()}
        draft = CorrectionRequestDraft.model_validate(fields)
        write(run, desk, draft, audience, _("Question about the record of {name}").format(name=name))


def template(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help=_("Name of the report."))],
    figure: Annotated[list[str], typer.Option(help=_("A figure, as «county figures» lists it; may be given several times."))],
    period: Annotated[str, typer.Option(help=_("week, month, quarter or year, or the Chinese word."))] = "month",
    to: To = "all",
    as_json: JsonFlag = False,
) -> None:
    """Say which figures a report of the stations has; each station's desk counts them itself."""
    from stationdesk.registers.code import table as codes
    from stationdesk.registers.report_template import ReportTemplateDraft, TemplateRow
    from stationdesk.services.figure_book import figure_called

    run = begin(ctx, as_json)
    known = codes("report_period").code_for(period)
    if known is None:
        raise typer.BadParameter(_("There are: {kinds}.").format(kinds="、".join(row.label for row in codes("report_period").rows)))
    rows = tuple(TemplateRow(figure=figure_called(one)) for one in figure)
    says = _("Report for stations: {name}").format(name=name[:80])
    said(run, to, lambda on: ReportTemplateDraft(name=name, period=known, rows=rows, valid_from=on), says)


def figure_list(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """List the figures a report can have."""
    from stationdesk.services.figure_book import figures_there

    run = begin(ctx, as_json)
    there = figures_there()
    run.answer({"figures": there}, *table([[one.key, one.title, one.unit] for one in there]))


def said(run: Run, to: str, draft: Any, says: str) -> None:
    """Open the county's desk and write down what it says; `draft` makes it, given the day."""
    from stationdesk.county.word import audience_called

    with open_county(run) as (_county, desk):
        with desk.database.reading() as session:
            audience = audience_called(session, to)
        write(run, desk, draft(desk.today.isoformat()), audience, says)


def write(run: Run, desk: Any, draft: Any, audience: str, says: str) -> None:
    """Write down what the county says, and answer with its number."""
    from stationdesk.county.word import audience_words, say
    from stationdesk.services.operators import must_change_settings

    must_change_settings(desk.operator)
    with desk.database.writing(desk.operator.name, says) as session:
        made = say(session, draft, audience, desk.today)
        number, whom = made.id, audience_words(session, audience)
    line = _("{says}. For {whom}; it goes with the next answers. Number {number}.")
    run.answer({"id": number, "audience": audience}, line.format(says=says, whom=whom, number=number[-8:]))


def take_back(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=_("Its number, as «county replies» shows it."))],
    as_json: JsonFlag = False,
) -> None:
    """Take back a task, a question, an announcement or a report."""
    run = begin(ctx, as_json)
    with open_county(run) as (_county, desk):
        from stationdesk.county.word import take_back as take
        from stationdesk.services.operators import must_change_settings

        must_change_settings(desk.operator)
        with desk.database.writing(desk.operator.name, _("Take back {number}").format(number=number)) as session:
            made = take(session, number)
            values = made.model_dump()
            names = ("title", "question", "name", "purpose", "helper_name")
            title = str(next((values[name] for name in names if values.get(name)), ""))
    run.answer({"id": made.id, "title": title}, _("Taken back: {title}. The stations see it with their next answers.").format(title=title))


def replies(
    ctx: typer.Context,
    station: Annotated[str | None, typer.Option(help=_("Only this station, by name or code."))] = None,
    open_only: Annotated[bool, typer.Option("--open", help=_("Only what waits for a station."))] = False,
    as_json: JsonFlag = False,
) -> None:
    """Show what each station said to tasks, questions and announcements, and what it would have otherwise in the directory."""
    run = begin(ctx, as_json)
    with open_county(run) as (county, desk):
        from stationdesk.county.replies import replies as told
        from stationdesk.county.replies import state_words, suggestions

        found = [one for one in told(county, desk.today) if station in (None, one.station, one.name)]
        found = [one for one in found if not open_only or one.state in ("open", "partly", "overdue", "unread")]
        other = [one for one in suggestions(county) if station in (None, one.station, one.name)]
    words = state_words()
    head = [_("Number"), _("What|replies"), _("Station"), _("Due on"), _("State"), _("Answer"), _("By, on")]
    rows = [
        [
            one.id[-8:],
            " ".join(part for part in (one.title, one.about) if part)[:40],
            one.name,
            one.due_on or "",
            words[one.kind, one.state],
            " ".join([one.said, *(f"{name} {value}" for name, value in one.figures.items())]).strip()[:40],
            " ".join(part for part in (one.by, one.day) if part),
        ]
        for one in found
    ]
    lines = table([head, *rows]) if rows else [_("Nothing is asked of the stations.")]
    for one in other:
        moved = _("; ").join(f"{here or '—'} → {there or '—'}" for here, there in one.fields.values())
        said_so = _("{station} has its own entry instead of «{place}»: {moved}")
        lines.append(said_so.format(station=one.name, place=one.place or one.place_id[-8:], moved=moved))
    run.answer({"replies": found, "suggestions": other}, *lines)


def days_off(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help=_("A sheet of days (.xlsx, .csv) or a JSON list: day, kind, name."))],
    as_json: JsonFlag = False,
) -> None:
    """Say which days are rest, work or festivals at every station; a station's own word still counts before it."""
    run = begin(ctx, as_json)
    with open_county(run) as (_county, desk):
        from stationdesk.county.days import read_days, say_days
        from stationdesk.services.operators import must_change_settings

        must_change_settings(desk.operator)
        days = read_days(file, desk.today)
        with desk.database.writing(desk.operator.name, _("Days of rest from {file}").format(file=file.name)) as session:
            say_days(session, days)
    run.answer({"days": len(days)}, _("{count} days are said; they go with the next answers.").format(count=len(days)))


COMMANDS = (
    ("task", task, _("Give stations a task.")),
    ("announce", announce, _("Let stations know something.")),
    ("correct", correct, _("Ask a station to look at one of its records.")),
    ("template", template, _("Say which figures a report of the stations has.")),
    ("figures", figure_list, _("List the figures a report can have.")),
    ("take-back", take_back, _("Take back a task, a question, an announcement or a report.")),
    ("daysoff", days_off, _("Say which days are rest, work or festivals.")),
    ("replies", replies, _("Show what the stations answered.")),
)
