"""`carrier …` and `sync`: the place on the network where packages are exchanged, and one exchange with it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stationdesk.commands.answer import REFUSED, JsonFlag, Run, begin
from stationdesk.commands.session import Desk, ask, open_desk
from stationdesk.errors import DeskError
from stationdesk.i18n import _

if TYPE_CHECKING:
    from stationdesk.sync.reporting import Outcome

SECRET = "STATIONDESK_CARRIER_PASSWORD"  # noqa: S105 (the name of a variable)


class NotStored(DeskError):
    """An address on the network was named that was never set, so nothing opens it."""


class NoSuchFile(DeskError):
    """A key or certificate file cannot be read."""


def set_carrier(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(help=_("sftp://…, https://… or a folder."))],
    user: Annotated[str, typer.Option(help=_("The user that the county gave this station."))] = "",
    key: Annotated[Path | None, typer.Option(help=_("Private key file (SFTP) in place of a password."))] = None,
    ca: Annotated[Path | None, typer.Option(help=_("Certificate file of the county (https)."))] = None,
    every: Annotated[int, typer.Option(help=_("Report by itself every so many hours; 0: not by itself."))] = 0,
    at: Annotated[str, typer.Option(help=_("Report by itself every day at this time, like 18:30."))] = "",
    as_json: JsonFlag = False,
) -> None:
    """Keep the address and what opens it; the password is asked for, or comes in STATIONDESK_CARRIER_PASSWORD."""
    run = begin(ctx, as_json)
    with open_desk(run) as desk:
        from stationdesk.sync.far_address import Kind, read_address
        from stationdesk.sync.far_road import FarRoadDraft, far_road, set_far_road

        with desk.database.reading() as session:
            kept = far_road(session)
        needed = read_address(address).kind is not Kind.FOLDER and key is None and kept is None
        password = ask(SECRET, _("Password of the county's server")) if needed or os.environ.get(SECRET) else ""
        draft = FarRoadDraft(address, user, password, text_of(key), text_of(ca), every, at)
        with desk.database.writing(desk.operator.name, _("How and when to report")) as session:
            road = set_far_road(session, draft)
    run.answer({"address": road.address, "user": road.login}, _("Reports go to {address} from now on.").format(address=road.address))


def text_of(path: Path | None) -> str:
    """Return what stands in a key or certificate file. Raises NoSuchFile."""
    if path is None:
        return ""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeError) as error:
        raise NoSuchFile(_("{file} cannot be read as a key or certificate. Please choose another one.").format(file=path.name)) from error


def show(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Show the address, its timetable and how it went last; never a password."""
    run = begin(ctx, as_json)
    with open_desk(run) as desk:
        from stationdesk.services.far_state import far_state, last_words, timetable_words
        from stationdesk.sync.far_host_key import read_host_key
        from stationdesk.sync.far_road import far_road

        with desk.database.reading() as session:
            state, road = far_state(session), far_road(session)
    if state is None or road is None:
        run.answer({"address": None}, _("No address was set; packages go by stick or folder."))
        return
    key = read_host_key(road.host_key)
    document = {**vars(state), "user": road.login, "host_key": key.fingerprint if key else None, "words": key.words if key else None}
    lines = [_("{address}, user {user}").format(address=state.address, user=road.login or "-"), timetable_words(state)]
    lines.append(last_words(state, desk.database.clock()))
    if key is not None:
        lines.append(_("The host is known by {words} ({fingerprint})").format(words=key.words, fingerprint=key.fingerprint))
    run.answer(document, *lines)


def try_carrier(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Try the address out: what works, and what does not."""
    run = begin(ctx, as_json)
    with open_desk(run) as desk:
        from stationdesk.sync.far_road import FarRoadDraft, must_have_far_road
        from stationdesk.sync.far_testing import key_words, try_out

        with desk.database.reading() as session:
            road = must_have_far_road(session)
        tried = try_out(desk.database, FarRoadDraft(road.address, login=road.login, authority=road.authority))
    lines = [*tried.good, *filter(None, (key_words(tried), tried.trouble))]
    run.answer({"good": tried.good, "trouble": tried.trouble, "other_key": tried.other_key}, *lines)
    if tried.trouble:
        raise typer.Exit(REFUSED)


def forget(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Forget the address, the password and the keys."""
    run = begin(ctx, as_json)
    with open_desk(run) as desk:
        from stationdesk.sync.far_road import forget_far_road

        with desk.database.writing(desk.operator.name, _("How and when to report")) as session:
            forget_far_road(session)
    run.answer({"address": None}, _("The address and what opens it are forgotten."))


def sync(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Exchange with the county over the network, once: read what it has put there, send what is to be reported."""
    run = begin(ctx, as_json)
    with open_desk(run) as desk:
        from stationdesk.sync.far_reporting import report_far

        outcome = report_far(desk.database, desk.operator.name)
        tell(run, desk, outcome)


def tell(run: Run, desk: Desk, outcome: Outcome) -> None:
    """Say what an exchange has done; one that could not send ends with 3."""
    from stationdesk.commands.status import road_lines
    from stationdesk.services.road import summary

    with desk.database.reading() as session:
        road = summary(session)
    made = outcome.written
    document = {
        "read": [{"name": one.name, "outcome": one.outcome, "sentences": one.sentences} for one in outcome.read],
        "package": made.path.name if made else None,
        "changes": made.changes if made else 0,
        "says": outcome.says,
        "road": road,
    }
    sentences = [sentence for one in outcome.read for sentence in one.sentences]
    run.answer(document, *sentences, outcome.says, *road_lines(road))
    if outcome.trouble:
        raise typer.Exit(REFUSED)


def stored(desk: Desk, address: str) -> bool:
    """Tell whether an address is the stored one. Raises NotStored where it is another on the network."""
    from stationdesk.sync.far_address import Kind, read_address
    from stationdesk.sync.far_road import far_road

    place = read_address(address)
    if place.kind is Kind.FOLDER:
        return False
    with desk.database.reading() as session:
        road = far_road(session)
    if road is None or road.address != place.words:
        raise NotStored(_("{address} is not the address that was set. Set it first with «carrier set».").format(address=place.words))
    return True


COMMANDS = (
    ("set", set_carrier, _("Keep the address and what opens it.")),
    ("show", show, _("Show the address, its timetable and how it went last.")),
    ("test", try_carrier, _("Try the address out.")),
    ("forget", forget, _("Forget the address, the password and the keys.")),
)
