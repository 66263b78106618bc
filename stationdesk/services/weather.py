"""Bad weather: while it lasts, people whose grade asks for it are contacted every day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session, col, or_, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.bad_weather import BadWeather, BadWeatherDraft
from stationdesk.services.day_words import day_words, span_words
from stationdesk.services.grading import scheme_on
from stationdesk.store.database import author_of

BACK = 31
"""Days back that bad weather may still be written down."""
SEEN = 7
"""Days that bad weather which is over can still be mended in the dialog."""


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


def weathers_near(session: Session, on: date) -> list[Weather]:
    """Return the bad weather that lasts, that comes, and that has been over for a few days only."""
    return [one for one in weathers(session) if one.until is None or one.until >= on - timedelta(days=SEEN)]


def begin_weather(session: Session, draft: BadWeatherDraft, on: date) -> BadWeather:
    """Write bad weather down, from today, a day past or a day to come. Raises WeatherImpossible."""
    _check(session, draft, on)
    made = BadWeather.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    return made


def change_weather(session: Session, weather_id: str, draft: BadWeatherDraft, on: date) -> BadWeather:
    """Give bad weather other days or another name: it came later, it lasts longer, it ends early. Raises WeatherImpossible."""
    found = _own(session, weather_id)
    _check(session, draft, on, weather_id, date.fromisoformat(found.from_date))
    found.from_date, found.to_date, found.text = draft.from_date, draft.to_date, draft.text
    return found


def end_weather(session: Session, weather_id: str, last: date) -> BadWeather:
    """Say that bad weather ends with day `last`; one that had not begun by then is taken back. Raises WeatherImpossible."""
    found = _own(session, weather_id)
    if found.from_date > last.isoformat():
        found.removed_at = session.info["at"]
    else:
        found.to_date = last.isoformat()
    return found


def take_weather_back(session: Session, weather_id: str) -> BadWeather:
    """Take back bad weather that never was. Raises WeatherImpossible."""
    found = _own(session, weather_id)
    found.removed_at = session.info["at"]
    return found


def _own(session: Session, weather_id: str) -> BadWeather:
    mine = select(BadWeather).where(
        BadWeather.id == weather_id, BadWeather.author == author_of(session), col(BadWeather.removed_at).is_(None)
    )
    found = session.exec(mine).first()
    if found is None:
        raise WeatherImpossible(_("This bad weather was not switched on at this desk. The county ends what it switched on."))
    return found


def _check(session: Session, draft: BadWeatherDraft, on: date, itself: str = "", before: date | None = None) -> None:
    """Refuse days too long past, unless it began then before, and days that another bad weather of this desk has already."""
    if date.fromisoformat(draft.from_date) < min(before or on, on - timedelta(days=BACK)):
        raise WeatherImpossible(_("Bad weather can be written down for the last {days} days at most.").format(days=BACK))
    asked = select(BadWeather).where(BadWeather.author == author_of(session), col(BadWeather.removed_at).is_(None))
    for one in session.exec(asked):
        if one.id != itself and one.from_date <= (draft.to_date or "9999") and draft.from_date <= (one.to_date or "9999"):
            sentence = _("«{text}» is written down for these days already: {days}. Please change or end it first.")
            raise WeatherImpossible(sentence.format(text=one.text, days=days_said(_read(one, author_of(session)), on)))


def days_said(weather: Weather, on: date) -> str:
    """Return the days of bad weather: 11月29日 — 12月1日, 11月29日起."""
    if weather.until is None:
        return _("from {day} on|weather").format(day=day_words(weather.since, on))
    return span_words(weather.since, weather.until, on)


def asked_every_day(session: Session, on: date) -> Sequence[str]:
    """Return the words of the grades that are contacted every day while bad weather lasts."""
    grades = scheme_on(session, on).grades
    asked = [one for one in grades if one.extra_in_bad_weather or one.contact_every_days == 1]
    return [one.label for one in asked] if any(one.extra_in_bad_weather for one in grades) else []


def weather_said(session: Session, weather: Weather, on: date) -> str:
    """Return the days of bad weather and whom it asks for: 11月29日 — 12月1日：红、黄每天联系."""
    asked = asked_every_day(session, max(on, weather.since))
    asks = _("{grades} contacted every day|weather").format(grades=_(", ").join(asked)) if asked else _("no grade asks for more|weather")
    return _("{days}: {asks}|weather").format(days=days_said(weather, on), asks=asks)
