"""How a resident is and what he needs: health in a word, needs, likes, consent to care; of any age."""

from __future__ import annotations

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, coded, coded_list, day, listed, words
from stationdesk.registers.record import Value


class Illness(Value):
    """A lasting illness."""

    kind: str
    """A code of the table `illness`."""
    since: str = ""
    """Year, month or day."""
    note: str = ""


class Need(Value):
    """Something a resident is in need of."""

    kind: str
    """A code of the table `need_kind`."""
    note: str = ""
    since: str = ""


class WellbeingFields(Draft):
    """Health, illnesses, needs, hobbies, consent to be cared for, what a journey to the person takes."""

    health_status: CodeText | None = coded("health_status", title=N_("Health"))
    health_kind: CodeText | None = coded("health_kind", title=N_("Healthy, disabled or ill"))
    """The three-way choice of the national children's form."""
    health_note: str | None = words(1000, title=N_("Remark on health"))
    """What the ledger said, in its own words."""
    illness_type: str | None = words(120, title=N_("Serious illness"))
    chronic: tuple[Illness, ...] = listed(Illness, title=N_("Chronic illnesses"))
    mobility: CodeText | None = coded("mobility", title=N_("Mobility"))
    is_remote: bool | None = Field(default=None, title=N_("Lives far out"))
    smartphone_ability: CodeText | None = coded("smartphone_ability", title=N_("Use of a smartphone"))
    has_wechat: bool | None = Field(default=None, title=N_("Has WeChat"))
    wechat: str | None = words(80, title=N_("WeChat"))
    needs: tuple[Need, ...] = listed(Need, title=N_("Needs"))
    difficulties: str | None = words(1000, title=N_("Difficulties"))
    hobbies: tuple[str, ...] = listed(title=N_("Hobbies"))
    income_sources: tuple[CodeText, ...] = coded_list("income_source", title=N_("Sources of income"))
    aid: tuple[CodeText, ...] = coded_list("aid", title=N_("Aid received"))
    care_consent: bool | None = Field(default=None, title=N_("Accepts visits and care"))
    care_consent_on: Day | None = day(title=N_("Said so on"))
