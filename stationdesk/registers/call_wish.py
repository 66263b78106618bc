"""A family call somebody would like again and again: with whom, how often, where, and when the other end has time (domain 1.11)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Clock, CodeText, Day, Draft, coded, day, listed, pointer, reference, words
from stationdesk.registers.record import Record, Road, Value, one_of_a_kind


class OtherEnd(Value):
    """Who speaks at the other end, and from where: a town, a country, an army unit."""

    name: str = ""
    relation: str = ""
    """What he is to the resident, in the village's word: 爸爸, 孙女."""
    place: str = ""
    kin_id: str = ""
    """His entry among the resident's relatives, where there is one."""

    @property
    def title(self) -> str:
        """Relation and name: 儿子 方建平."""
        return " ".join(filter(None, (self.relation, self.name)))


class FreeHours(Value):
    """When the other end has time: on which days of the week, between which times."""

    days: tuple[int, ...] = ()
    """1 is Monday; none means every day."""
    begin: str = ""
    end: str = ""
    """HH:MM; empty is the beginning or the end of the day."""

    def holds(self, weekday: int, clock: str) -> bool:
        """Tell whether the other end has time on a day of the week (1 Monday … 7 Sunday) at HH:MM."""
        return (not self.days or weekday in self.days) and (self.begin or "00:00") <= clock and (not self.end or clock < self.end)


class CallWishDraft(Draft):
    """A lasting wish for calls before it is kept.

    Several residents who call together have a wish each, sharing `occasion_id`. Without `every_days` it only says with whom and when.
    """

    resident_id: str | None = reference(title=N_("Resident"))
    household_id: str | None = reference(title=N_("Household"))
    occasion_id: str | None = pointer(title=N_("Occasion"))
    others: tuple[OtherEnd, ...] = listed(OtherEnd, title=N_("With whom"))
    every_days: int | None = Field(default=None, ge=1, le=366, title=N_("Every … days"))
    at: Clock | None = Field(default=None, max_length=5, title=N_("Usual time"))
    place: CodeText | None = coded("call_place", title=N_("Where|call"), default="station")
    mode: CodeText | None = coded("call_mode", title=N_("By what|call"), default="wechat")
    device: str | None = words(60, title=N_("Device"))
    free_words: str | None = words(200, title=N_("When the other end has time"))
    free_hours: tuple[FreeHours, ...] = listed(FreeHours, title=N_("Free hours, by day and time"))
    from_date: Day | None = day(title=N_("From"))
    to_date: Day | None = day(title=N_("To"))
    end_reason: CodeText | None = coded("call_cancel_reason", title=N_("Reason of the end"))
    noted_by: str | None = words(72, title=N_("Written down by"))
    source: str | None = words(160, title=N_("Source"))
    remark: str | None = words(1000, title=N_("Remark"))

    @model_validator(mode="after")
    def _is_somebodys(self) -> CallWishDraft:
        if not (self.resident_id or self.household_id):
            raise ValueError("a wish for calls is a resident's or a household's")
        return self

    def in_force(self, on: str) -> bool:
        """Tell whether the wish holds on day `on`; its last day is `to_date`."""
        return (self.from_date is None or self.from_date <= on) and (self.to_date is None or on <= self.to_date)


class CallWish(Record, CallWishDraft, table=True):
    """A lasting wish for calls as it is kept."""

    __tablename__ = "call_wish"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
    held_back: ClassVar[frozenset[str]] = frozenset({"remark"})
