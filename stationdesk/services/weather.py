"""Bad weather: while it lasts, people whose grade asks for it are contacted every day."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, or_, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.bad_weather import BadWeather, BadWeatherDraft
from stationdesk.services.day_words import day_words
from stationdesk.store.database import author_of


class WeatherImpossible(DeskError):
    """Bad weather cannot be switched on or off like this."""


class Weather(NamedTuple):
    """Bad weather on a day: since when, and what it is."""

    since: date
    text: str
    until: date | None = None
    record_id: str = ""
    own: bool = True
    """Written by this desk, which alone can end it."""

    def lasts(self, on: date) -> bool:
        """Tell whether it lasts on a day."""
        return self.since <= on and (self.until is None or on <= self.until)


def weathers(session: Session) -> tuple[Weather, ...]:
    """Return every time of bad weather, the earliest first; where two overlap, the earlier counts."""
    asked = select(BadWeather).where(col(BadWeather.removed_at).is_(None)).order_by(col(BadWeather.from_date), col(BadWeather.key))
    return tuple(_read(one, author_of(session)) for one in session.exec(asked))


def weather_on(session: Session, on: date) -> Weather | None:
    """Return the bad weather of a day, or None."""
    day = on.isoformat()
    asked = select(BadWeather).where(
        col(BadWeather.removed_at).is_(None),
        col(BadWeather.from_date) <= day,
        or_(col(BadWeather.to_date).is_(None), col(BadWeather.to_date) >= day),
    )
    found = session.exec(asked.order_by(col(BadWeather.from_date), col(BadWeather.key))).first()
    return _read(found, author_of(session)) if found else None


def _read(one: BadWeather, mine: str) -> Weather:
    until = date.fromisoformat(one.to_date) if one.to_date else None
    return Weather(date.fromisoformat(one.from_date), one.text, until, one.id, own=one.author == mine)


def begin_weather(session: Session, draft: BadWeatherDraft, on: date) -> BadWeather:
    """Switch bad weather on, from today, a day past or a day to come. Raises WeatherImpossible."""
    if draft.to_date is not None and draft.to_date < on.isoformat():
        raise WeatherImpossible(_("This time of bad weather is over already. Nobody would be contacted because of it."))
    asked = select(BadWeather).where(BadWeather.author == author_of(session), col(BadWeather.removed_at).is_(None))
    for one in session.exec(asked):
        if one.from_date <= (draft.to_date or "9999") and draft.from_date <= (one.to_date or "9999"):
            sentence = _("«{text}» is switched on already, since {day}. Please end it first.")
            raise WeatherImpossible(sentence.format(text=one.text, day=day_words(date.fromisoformat(one.from_date), on)))
    made = BadWeather.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    return made


def end_weather(session: Session, weather_id: str, last: date) -> BadWeather:
    """Say that bad weather ends with day `last`; one that had not begun by then is taken back. Raises WeatherImpossible."""
    mine = select(BadWeather).where(
        BadWeather.id == weather_id, BadWeather.author == author_of(session), col(BadWeather.removed_at).is_(None)
    )
    found = session.exec(mine).first()
    if found is None:
        raise WeatherImpossible(_("This bad weather was not switched on at this desk. The county ends what it switched on."))
    if found.from_date > last.isoformat():
        found.removed_at = session.info["at"]
    else:
        found.to_date = last.isoformat()
    return found
