"""The words of the clerk's page: what lies on the stick, what came of taking and writing, what is to be done about a station."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from stationdesk.county.standings import Copy, State, StationStanding, state_words, words_of
from stationdesk.i18n import _, ngettext
from stationdesk.services.day_words import local, moment_words, narrow_day
from stationdesk.ui.clerk_work import AnswersDone, Brought, TakingDone
from stationdesk.ui.county_words import size_words

TONES = dict.fromkeys(State, "late") | {State.TWO: "soon", State.RENEWED: "soon", State.MISSING: "soon", State.ASIDE: "soon"}
NAMED = 3
"""Files or stations that are named in a line; the list has them all."""


def outcome_words() -> dict[str, str]:
    """Return the words for what came of a package."""
    return {
        "taken": _("taken"),
        "known": _("nothing new"),
        "gap": _("gap"),
        "fork": _("two versions"),
        "retired": _("retired"),
        "refused": _("refused"),
    }


def stick_words(there: Brought | None, *, looked: bool) -> tuple[str, str, str, str]:
    """Return icon, tone, bold words and text for what is plugged in."""
    if not looked:
        return "stick", "ink3", _("Looking for a stick…"), ""
    if there is None:
        return "stick", "ink3", _("Please put a stick in"), _("or choose a folder")
    icon, head = ("stick", _("A stick is in")) if there.is_stick else ("folder", _("A folder|clerk"))
    if there.trouble:
        return icon, "amber", head, there.trouble
    named = _("«{label}»").format(label=there.label) if there.label else "" if there.is_stick else str(there.path)
    if not there.files:
        text = _("there is no station's file on it") if there.is_stick else _("there is no station's file in it")
    else:
        text = ngettext("{files} file of {stations} stations", "{files} files of {stations} stations", there.files)
        text = text.format(files=there.files, stations=there.stations)
        if there.known:
            text += _(", {known} of them taken before").format(known=there.known)
    free = _("room for {size}").format(size=size_words(there.free))
    return icon, "green", head, f"{named} {text} · {free}".strip()


def take_words(there: Brought | None) -> tuple[str, bool]:
    """Return what taking will do, and whether it can be done."""
    if there is None or there.trouble:
        return _("put a stick in first"), False
    if not there.files:
        return _("nothing on it is for the county"), False
    return ngettext("{count} file; a bad one holds up no other", "{count} files; a bad one holds up no other", there.files).format(
        count=there.files
    ), True


def answer_words(there: Brought | None, heard: int, owing: int) -> tuple[str, bool]:
    """Return what writing the answers will do, and whether it can be done."""
    if there is None or there.trouble:
        return _("put a stick in first"), False
    if not there.writable:
        return _("it is locked against writing"), False
    if not heard:
        return _("no station has reported yet"), False
    said = ngettext("{count} station; {owing} still wait for one", "{count} stations; {owing} still wait for one", heard)
    return said.format(count=heard, owing=owing), True


def taking_words(done: TakingDone, names: Mapping[str, str]) -> tuple[str, str, str]:
    """Return tone, bold words and sentence for what came of a stick."""
    good, same = done.count("taken"), done.count("known", "old")
    parts = [_("{count} files taken with {changes} changes").format(count=good, changes=done.changes)] if good or not done.trouble else []
    if same:
        parts.append(_("{count} brought nothing new").format(count=same))
    if done.trouble:
        parts.append(_("{count} not looked at").format(count=done.left))
        return "late", done.trouble, _(", |pause").join(parts)
    if done.left:
        parts.append(_("{count} not looked at: you stopped").format(count=done.left))
    said, bad = _(", |pause").join(parts), done.not_taken
    if not bad:
        return "calm", _("The stick is taken") if not done.left else _("Stopped"), said
    some = _(", ").join(names.get(one.station, one.file) for one in bad[:NAMED])
    more = _(" and others") if len(bad) > NAMED else ""
    head = ngettext("{count} file was not taken: {some}{more}", "{count} files were not taken: {some}{more}", len(bad))
    return "soon", head.format(count=len(bad), some=some, more=more), said


def answers_words(done: AnswersDone, names: Mapping[str, str]) -> tuple[str, str, str]:
    """Return tone, bold words and sentence for what came of writing."""
    count = len(done.written)
    said = ngettext("{count} answer is written and was read back", "{count} answers are written and were read back", count).format(
        count=count
    )
    if done.left:
        said += _("; {count} not written: you stopped").format(count=done.left)
    if not done.not_written:
        return "calm", _("The answers are written") if not done.left else _("Stopped"), said
    some = _(", ").join(names.get(code, code) for code, _why in done.not_written[:NAMED])
    more = _(" and others") if len(done.not_written) > NAMED else ""
    head = ngettext(
        "{count} answer could not be written: {some}{more}", "{count} answers could not be written: {some}{more}", len(done.not_written)
    )
    return "soon", head.format(count=len(done.not_written), some=some, more=more), f"{done.not_written[0][1]} {said}"


def when(at: str, on: date) -> str:
    """Return a kept time as one says it, or that there was none."""
    return moment_words(local(at), on) if at else _("never|heard")


def entered(one: StationStanding, on: date) -> str:
    """Return up to which day the county has what a station entered."""
    return narrow_day(local(one.entered_at).date(), on) if one.entered_at else ""


def how(one: StationStanding) -> str:
    """Return how a station stands, and that its answer is still to be written."""
    return state_words(one) + (_(" · its answer is not written yet") if one.owes_answer else "")


def copy_words(one: Copy, on: date) -> str:
    """Say of one computer when it was heard and how it stands."""
    said = _("computer {number}: heard {moment}, file {count}").format(number=one.copy[:6], moment=when(one.heard_at, on), count=one.number)
    if one.retired:
        return said + _(" · retired")
    parted = "" if one.parted_at is None else _(" · goes its own way after change {seq}").format(seq=one.parted_at)
    return said + (_(" · its changes stand here") if one.leads else "") + parted


def advice(one: StationStanding) -> tuple[str, str]:
    """Return what happened at a station and what to do, for the box beside the list; empty where all is well.

    Where more than one thing is to be done, the rest is named below the first.
    """
    head, text = advice_on(one, one.state)
    rest = _(", |pause").join(words_of(one, state) for state in one.also)
    return head, "\n".join(filter(None, (text, _("Besides: {what}.").format(what=rest) if rest else "")))


def advice_on(one: StationStanding, state: State) -> tuple[str, str]:
    """Return what one trouble of a station is, and what to do about it."""
    match state:
        case State.REVOKED:
            return _("{name}: the computer is trusted no more.").format(name=one.name), revoked_words(one)
        case State.TWO:
            said = _(
                "Ring first and ask which computer is used now. The other one can be retired: what it brings later is not taken and is not "
                "lost either. What the county has goes back with the answer."
            )
            return _("{name}: two computers are reporting, or an older copy was put back.").format(name=one.name), said
        case State.RENEWED:
            said = _(
                "The answer takes back to it what the county has; once it has read that and reported again, this is done. Nothing has to "
                "be stopped."
            )
            return _("{name} has a new computer.").format(name=one.name), said
        case State.MISSING:
            said = _(
                "The station believes that the county has them; the county was probably put back. Bring it the county's answer: once "
                "it has read that, its next file brings everything that is missing."
            )
            first, last = one.missing or (0, 0)
            head = ngettext(
                "{count} change is missing: {first} to {last}.", "{count} changes are missing: {first} to {last}.", last - first + 1
            )
            return head.format(count=last - first + 1, first=first, last=last), said
        case State.REFUSED:
            return _("Its last file could not be taken."), one.refused
        case State.ASIDE:
            said = _("They are not lost. The station is asked by the answer to mend them, and they come back by themselves then.")
            return ngettext("{count} record is set aside.", "{count} records are set aside.", one.held).format(count=one.held), said
        case State.NEVER:
            said = _("Has the station got its enrolment file? It can be written once more; the one before is void then.")
            return _("This station has never reported."), said
        case State.QUIET:
            return _("Nothing has come for {count} days.").format(count=one.quiet_days), _(
                "Please ring and ask. Nothing is lost at the station."
            )
    return "", ""


def revoked_words(one: StationStanding) -> str:
    """Say how a station goes on whose computer is trusted no more, and what the one that is gone can still read."""
    if one.file_waits:
        said = _("A file is written; now the new computer has to report. The file can be written once more, the one before is void then.")
    else:
        said = _("Write a new enrolment file, hand it over, and compare the six words by phone. Then the new computer has to report.")
    reads = _(
        "Until then no answer is written. Whoever has the old computer and its passphrase can read what was in it, and older answers."
    )
    return f"{said} {reads}"
