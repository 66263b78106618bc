"""An operator of this desk and the two rights there are."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Day, Draft, day, pointer, words
from stationdesk.registers.person_name import PersonName
from stationdesk.registers.record import Record, Road, one_of_a_kind


class OperatorDraft(Draft):
    """What is known of an operator before he is kept."""

    name: PersonName = Field(title=N_("Operator"), max_length=72)
    post: str | None = words(80, title=N_("Post"))
    helper_id: str | None = pointer(title=N_("Same person as helper"))
    may_see_children: bool = Field(default=False, title=N_("May open children's records"))
    may_change_settings: bool = Field(default=False, title=N_("May change settings"))
    slot: str | None = words(36, title=N_("Key slot"))
    """Id of the slot of the key file that the operator's passphrase opens."""
    joined_on: Day | None = day(title=N_("Joined on"))
    left_on: Day | None = day(title=N_("Left on"))
    approved_by: str | None = words(72, title=N_("Rights approved by"))
    """Access to minors' data is approved by a responsible person and recorded (未成年人网络保护条例)."""
    approved_on: Day | None = day(title=N_("Rights approved on"))
    remark: str | None = words(500, title=N_("Remark"))


class Operator(Record, OperatorDraft, table=True):
    """An operator as he is kept; his passphrase lives in the key slots, never here."""

    __tablename__ = "operator"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.LOCAL
