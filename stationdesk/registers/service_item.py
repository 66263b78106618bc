"""A service the station offers (服务项目): what it covers, how long it usually takes, and who does it (F0-2)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, coded, coded_list, count, day, listed, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class ServiceItemDraft(Draft):
    """A service before it is kept. It is offered from one day until another; without days, always."""

    name: str = Field(min_length=1, max_length=80, title=N_("Service offered"))
    kind: CodeText | None = coded("need_kind", title=N_("Kind of need"))
    covers: str | None = words(500, title=N_("What it covers"))
    serves: tuple[CodeText, ...] = coded_list("resident_category", title=N_("For whom"))
    term_hours: int | None = Field(default=None, ge=1, le=2160, title=N_("Done within hours"))
    """Hours within which it is usually done once it is asked for."""
    usual_minutes: int | None = Field(default=None, ge=1, le=1440, title=N_("Takes minutes"))
    team_ids: tuple[str, ...] = listed(title=N_("Teams that do it"))
    helper_ids: tuple[str, ...] = listed(title=N_("Helpers who do it"))
    """In the order in which they are asked."""
    hours: str | None = words(120, title=N_("Hours"))
    price: str | None = words(120, title=N_("Price"))
    offered_from: Day | None = day(title=N_("Offered from"))
    offered_until: Day | None = day(title=N_("Offered until"))
    """The first day without it."""
    sort_order: int | None = count(title=N_("Order in lists"))
    source: str | None = words(160, title=N_("Source"))
    remark: str | None = words(1000, title=N_("Remark"))

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> ServiceItemDraft:
        if self.offered_from and self.offered_until and self.offered_until < self.offered_from:
            raise ValueError("an offer ends after it began")
        return self

    def offered(self, on: str) -> bool:
        """Tell whether it is offered on day `on`."""
        return (self.offered_from is None or self.offered_from <= on) and (self.offered_until is None or on < self.offered_until)


class ServiceItem(Record, ServiceItemDraft, table=True):
    """A service as it is kept."""

    __tablename__ = "service_item"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
