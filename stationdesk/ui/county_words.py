"""The words of the 上报 page: about the stick, the three sentences before, during and after the work, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from stationdesk.i18n import _
from stationdesk.services.waiting import Waiting
from stationdesk.sync.reporting import Outcome
from stationdesk.ui.county_steps import DONE, NOW, PLAIN, TO_COME, Step
from stationdesk.ui.county_watch import Carrier

STICK, FOLDER, FAR = "stick", "folder", "far"
SPARE = 1.3
"""How much more room than the package needs a stick must have: it stands there once whole and once while it is written."""


@dataclass(frozen=True)
class CarrierWords:
    """What is said of the stick: icon and its tone, bold head, text, and why the button cannot be pressed (empty: it can)."""

    icon: str
    tone: str
    head: str
    text: str
    reason: str = ""


def size_words(size: float) -> str:
    """Return a size as one says it: 5.2 GB, 0.4 MB."""
    return f"{size / 1_000_000_000:.1f} GB" if size >= 1_000_000_000 else f"{max(size, 100_000) / 1_000_000:.1f} MB"


def carrier_words(carrier: Carrier | None, waiting: Waiting, *, looked: bool, enrolled: bool) -> CarrierWords:
    """Say what is plugged in, whether it will do, and what to do if not."""
    if not looked:
        return CarrierWords("stick", "ink3", _("Looking for a stick…"), "", _("Looking for a stick…"))
    if not enrolled:
        return enrolment_words(carrier)
    if carrier is None:
        text = _("It is found by itself once it is in")
        return CarrierWords("stick", "ink3", _("Please put a stick in"), text, _("Please put a stick in first"))
    if carrier.is_far:
        return CarrierWords("upload", "green", _("Over the network"), carrier.label)
    icon = "stick" if carrier.is_stick else "folder"
    if carrier.trouble:
        head = _("The stick cannot be read") if carrier.is_stick else _("The folder cannot be reached")
        return CarrierWords(icon, "amber", head, "", carrier.trouble)
    if not carrier.writable:
        head = _("The stick cannot be written to") if carrier.is_stick else _("The folder cannot be written to")
        text = _("Push its write lock aside, or take another one") if carrier.is_stick else _("Please choose another folder")
        return CarrierWords(icon, "amber", head, text, f"{head}{_(', |pause')}{text}")
    if carrier.free < SPARE * waiting.size:
        text = _("{free} are left, {needed} are needed; delete something from it or take another one").format(
            free=size_words(carrier.free), needed=size_words(SPARE * waiting.size)
        )
        return CarrierWords(icon, "amber", _("There is too little room"), text, text)
    room = _("room for {size} · can be written to").format(size=size_words(carrier.free))
    if not carrier.is_stick:
        return CarrierWords(icon, "green", _("Into a folder"), f"{carrier.path}  {room}")
    named = _("«{label}»").format(label=carrier.label) + "  " if carrier.label else ""
    return CarrierWords(icon, "green", _("A stick is in"), named + room + _("; Enter reports"))


def enrolment_words(carrier: Carrier | None) -> CarrierWords:
    """Say, before enrolment, whether the county's file is there."""
    if carrier is not None and carrier.enrolment is not None:
        text = _("{file} lies on the stick; the button reads it").format(file=carrier.enrolment.name)
        return CarrierWords("stick", "green", _("The county's enrolment file is here"), text)
    text = _("Put the county's stick in, or choose the file with the button")
    return CarrierWords("key", "ink3", _("Not enrolled with the county yet"), text)


def plain_steps(carrier: Carrier | None, waiting: Waiting, town: str, *, enrolled: bool) -> list[Step]:
    """Say what the button will do."""
    if not enrolled:
        return [
            Step(((_("Ask the county for this station's enrolment file"), ""), (" (.sdenrol)", "ink2"))),
            Step(((_("Compare six words with the county "), ""), (_("by telephone"), "bold"))),
            Step(((_("From then on the county gets everything, "), ""), (_("from the first entry on"), "bold"))),
        ]
    where = where_of(carrier)
    place = {STICK: _("the stick|where"), FOLDER: _("the folder|where"), FAR: _("the county's address|where")}[where]
    answers = carrier.answers if carrier is not None else 0
    first: list[tuple[str, str]] = [(_("First look for answers of the county on {where}").format(where=place), "")]
    if answers:
        said = _("First read what the county has put on {where}:").format(where=place)
        first = [(said + "  ", ""), (_("{count} answers").format(count=answers), "bold")]
    second: list[tuple[str, str]] = [(_("There are no new entries to write this time"), "")]
    if waiting.entries:
        size = _(" (about {size}, encrypted)").format(size=size_words(waiting.size))
        count = _("{count} entries|bold").format(count=waiting.entries)
        then = _("Then send what is to be reported:") if where == FAR else _("Then write what is to be reported:")
        second = [(then + "  ", ""), (count, "bold"), (size, "ink2")]
    return [Step(tuple(first)), Step(tuple(second)), Step(hand_over(town, where))]


def where_of(carrier: Carrier | None) -> str:
    """Return what kind of place the report goes to; without any, a stick is waited for."""
    if carrier is None or carrier.is_stick:
        return STICK
    return FAR if carrier.is_far else FOLDER


def hand_over(town: str, where: str) -> tuple[tuple[str, str], ...]:
    """Say to whom the stick goes."""
    if where == FAR:
        return ((_("The county's receipt is fetched by the next report"), ""),)
    said = _("Pull the stick out and hand it to") if where == STICK else _("Send the file in the folder to")
    return ((said + "  ", ""), (town or _("the town"), "bold"))


def running_steps(sentence: str, done: int, total: int, town: str, *, where: str) -> list[Step]:
    """Say how far the work is: what is done, what is being done, what is to come."""
    sending = {_("Sending the package"), _("Reading back what arrived")}
    writing = sentence in sending | {_("Sealing what is to be reported"), _("Writing to the stick")}
    how_far = f"  {done} / {total}" if total else ""
    if total and writing:
        how_far = f"  {min(100, 100 * done // total)}%"
    now = Step(((sentence, "bold"), (how_far, "")), NOW)
    third = Step(hand_over(town, where), TO_COME)
    if writing:
        return [Step(((_("The county's answers are read"), ""),), DONE), now, third]
    return [now, Step(((_("Then write what is to be reported"), ""),), TO_COME), third]


def done_steps(outcome: Outcome, town: str, where: str) -> list[Step]:
    """Say what was done."""
    good = sum(1 for one in outcome.read if one.good)
    bad = len(outcome.read) - good
    said = _("{count} answers of the county were read").format(count=good) if good else _("There was no new answer")
    first: list[tuple[str, str]] = [(said, "")]
    if bad:
        first.append((_("; {count} could not be read").format(count=bad), "amber"))
    if outcome.trouble:
        second = Step(((_("Nothing was written"), "soon"),), PLAIN)
        return [Step(tuple(first), DONE), second, Step(((_("Please press the button again when it is mended"), ""),), PLAIN)]
    second = Step(((outcome.says, ""),), DONE)
    if where == FAR:
        last_words = _("The county's receipt is fetched by the next report") if outcome.written else _("Nothing has to be done")
        return [Step(tuple(first), DONE), second, Step(((last_words, ""),), PLAIN)]
    is_stick = where == STICK
    last = (_("The stick may be pulled out now. Hand it to") if is_stick else _("The file is in the folder. Send it to")) + "  "
    third = Step(((last, ""), (town or _("the town"), "bold")), NOW)
    if outcome.written is None:
        third = Step(((_("The stick may be pulled out now") if is_stick else _("Nothing has to be sent"), ""),), PLAIN)
    return [Step(tuple(first), DONE), second, third]


def did_words(outcome: Outcome) -> str:
    """Return what was done, for the key strip and the status line."""
    if outcome.written is None:
        return outcome.says
    return _("Reported: {count} entries").format(count=outcome.written.changes)


def outcome_words(outcome: Outcome) -> tuple[str, str]:
    """Return what the answers said and what could not be done, and its tone."""
    lines = [sentence for one in outcome.read for sentence in one.sentences if one.outcome == "read"]
    bad = [one for one in outcome.read if not one.good]
    lines += [_("{name}: {why}").format(name=one.name, why="".join(one.sentences)) for one in bad]
    if outcome.trouble:
        lines.append(outcome.says)
    elif outcome.written is not None:
        lines.append(_("The county has it only when its receipt has been read. File: {name}").format(name=outcome.written.path.name))
    return "\n".join(dict.fromkeys(lines)), "amber" if outcome.trouble or bad else "ink2"
