"""Figures of health and care plans (domain 4.1), each a question to dated records: households, people, plans, reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.store.database import author_of

_THERE = """r.author = ? AND r.removed_at IS NULL
  AND (r.closed_on IS NULL OR r.closed_on > ?)
  AND NOT (ifnull(r.residency_status, '') IN ('deceased', 'moved_out', 'merged') AND ifnull(r.residency_since, '') <= ?)"""
_HOUSEHOLDS = f"""
SELECT count(DISTINCT ifnull(r.household_id, r.id)) FROM resident r WHERE {_THERE} AND r.id IN (
  SELECT resident_id FROM health_record WHERE author = ? AND removed_at IS NULL AND ifnull(opened_on, '') <= ?
  UNION SELECT resident_id FROM health_reading WHERE author = ? AND removed_at IS NULL AND taken_on <= ?)
"""  # noqa: S608 - our own words
_MEASURED = """
SELECT count(DISTINCT resident_id), count(*) FROM health_reading WHERE author = ? AND removed_at IS NULL AND taken_on BETWEEN ? AND ?
"""
_PLANS = f"""
SELECT count(DISTINCT p.resident_id), count(DISTINCT CASE WHEN p.review_due < ? THEN p.resident_id END)
FROM care_plan p JOIN resident r ON r.id = p.resident_id AND {_THERE}
WHERE p.author = ? AND p.removed_at IS NULL AND p.made_on <= ? AND (p.ended_on IS NULL OR p.ended_on > ?)
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class HealthFigures:
    """The figures up to and including a day, readings from a first day on."""

    first: date
    last: date
    households: int
    """Households with a health record: a head of a record or any reading of a member; somebody in no household is one alone."""
    people: int
    """People with a reading in the span, each once."""
    readings: int
    """Readings in the span: person-times."""
    plans: int
    """People with a plan in force on the last day."""
    overdue: int
    """Of these, people whose plan was to be looked at again before the last day."""

    def words(self) -> list[tuple[str, int, str]]:
        """Return each figure with its unit: title, count, unit."""
        return [
            (_("Households with a health record"), self.households, _("households|unit")),
            (_("People measured"), self.people, _("people|unit")),
            (_("Times measured"), self.readings, _("person-times|unit")),
            (_("Care plans in force"), self.plans, _("people|unit")),
            (_("Care plans to be looked at again, late"), self.overdue, _("people|unit")),
        ]


def health_figures(session: Session, first: date, last: date) -> HealthFigures:
    """Count for the span from `first` to `last`, both days included."""
    connection, own = session.connection(), author_of(session)
    begin, end = first.isoformat(), last.isoformat()
    there = (own, end, end)
    households = connection.exec_driver_sql(_HOUSEHOLDS, (*there, own, end, own, end)).scalar_one()
    people, readings = connection.exec_driver_sql(_MEASURED, (own, begin, end)).one()
    plans, overdue = connection.exec_driver_sql(_PLANS, (end, *there, own, end, end)).one()
    return HealthFigures(first, last, int(households), int(people), int(readings), int(plans), int(overdue))
