"""A grade scheme: which grades there are and how often each is contacted; data, because counties differ (domain 1.16)."""

from __future__ import annotations

import json
from functools import cache
from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, coded, count, day, listed, words
from stationdesk.registers.record import Record, Road, Value, one_of_a_kind
from stationdesk.settings import resource

DEFAULT_SCHEME = "red_yellow_green"
MARKS = ("red", "orange", "yellow", "blue", "green")
"""The codes of grades: each is a mark of its own shape and colour, the most urgent first; the word beside it is the scheme's."""


class Grade(Value):
    """One grade of a scheme; `None` days mean that the scheme asks for none."""

    code: str
    """Which of the marks it has; the same mark in another scheme is taken for the same grade."""
    label: str
    """The word that always stands beside the colour."""
    colour: str = ""
    """#RRGGBB."""
    synonyms: tuple[str, ...] = ()
    contact_every_days: int | None = None
    home_visit_every_days: int | None = None
    after_major_change_hours: int | None = None
    extra_in_bad_weather: bool = False
    extra_at_festivals: bool = False
    note: str = ""
    lowest_score: int | None = None
    """The lowest and the highest total that proposes this grade; both none: the scheme does not score."""
    highest_score: int | None = None
    takes_over: tuple[str, ...] = ()
    """Codes of grades of an earlier scheme that count as this one."""

    def covers(self, total: int) -> bool:
        """Tell whether a total proposes this grade."""
        return self.lowest_score is not None and self.highest_score is not None and self.lowest_score <= total <= self.highest_score


class ScoreStep(Value):
    """One answer to an item: what it scores, and when it is the right one."""

    score: int
    words: str


class ScoreItem(Value):
    """Something the assessor scores: health and self-care, support, safety at home."""

    code: str
    label: str
    highest: int = 0
    explanation: str = ""
    """What to look at, in plain words."""
    steps: tuple[ScoreStep, ...] = ()
    """The answers to choose from, the lightest first; none: any number up to the highest."""


class GradeSchemeDraft(Draft):
    """A scheme before it is kept."""

    code: CodeText = Field(max_length=40, title=N_("Scheme code"), index=True)
    name: str = Field(max_length=80, title=N_("Scheme name"))
    applies_to: str | None = words(40, title=N_("For which category"))
    """A code of the table resident_category; none: for everybody."""
    grades: tuple[Grade, ...] = listed(Grade, title=N_("Grades"))
    score_items: tuple[ScoreItem, ...] = listed(ScoreItem, title=N_("Items scored"))
    first_visit_workdays: int | None = count(title=N_("Working days to the first visit"))
    review_months: int | None = count(title=N_("Months between reviews"))
    on_rest_days: CodeText | None = coded("rest_day_rule", title=N_("On rest days"))
    """Whether what falls on a rest day stays there (`keep`, or nothing) or waits for the next working day; a daily contact never waits."""
    valid_from: Day | None = day(title=N_("Valid from"))
    valid_to: Day | None = day(title=N_("Valid to"))
    remark: str | None = words(1000, title=N_("Remark"))

    def grade(self, code: str) -> Grade | None:
        """Return the grade `code`, or None."""
        return next((grade for grade in self.grades if grade.code == code), None)

    def code_for(self, written: str) -> str | None:
        """Return the code of the grade that `written` names by code, label or synonym, or None."""
        wanted = "".join(written.split()).casefold()
        return next((g.code for g in self.grades if wanted in {g.code, g.label.casefold(), *(s.casefold() for s in g.synonyms)}), None)

    def counted_as(self, code: str) -> Grade | None:
        """Return the grade that somebody with the grade `code` of any scheme has here: the same mark, or the one that took it over."""
        return self.grade(code) or next((one for one in self.grades if code in one.takes_over), None)

    def highest_total(self) -> int:
        """Return the most that can be scored."""
        return sum(item.highest for item in self.score_items)

    def proposed(self, total: int) -> Grade | None:
        """Return the grade that a total proposes, None where the scheme draws no lines."""
        return next((one for one in self.grades if one.covers(total)), None)


class GradeScheme(Record, GradeSchemeDraft, table=True):
    """A scheme as it is kept."""

    __tablename__ = "grade_scheme"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING


@cache
def default_scheme() -> GradeSchemeDraft:
    """Return the scheme that ships: red daily, yellow weekly, green monthly (图木舒克 爱心色码, domain 1.16)."""
    return GradeSchemeDraft.model_validate(json.loads(resource("codes/grade_scheme.json").read_text(encoding="utf-8")))


@cache
def ready_made() -> tuple[GradeSchemeDraft, ...]:
    """Return the schemes to choose from, the one that ships in use first (domain 1.16); a county's own may differ from them."""
    files = sorted(resource("grade_schemes").glob("*.json"))
    return (default_scheme(), *(GradeSchemeDraft.model_validate(json.loads(one.read_text(encoding="utf-8"))) for one in files))
