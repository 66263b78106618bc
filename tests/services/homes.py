"""A household in which much hangs on one old man, for the tests of what follows from a move."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import col, select

from stationdesk.registers.card_issue import CardIssue, CardIssueDraft
from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.guardian import Guardian, GuardianDraft
from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.kin import Kin
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.registers.resident import Resident
from stationdesk.registers.status_change import StatusChange
from stationdesk.services.residency import StatusDraft, change_status, preview
from stationdesk.services.residency_parts import Effect
from stationdesk.services.status_correcting import Corrected, correct_change
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, ago, person, put, relative


class Home:
    """A grandfather who is head of the house, looks after a grandchild, has a grade, a helper, a card; wife, son away, grandchild."""

    def __init__(self, desk: Database) -> None:
        self.desk = desk
        self.house = put(desk, Household, HouseholdDraft(village_group="汪家组", household_size=4, resident_size=3)).id
        self.old = person(desk, "方根水", 72, "red", household_id=self.house, relation_to_head="head", sex="male")
        self.wife = person(
            desk, "余水莲", 70, "green", household_id=self.house, relation_to_head="wife", marital_status="married", sex="female"
        )
        self.son = person(desk, "方小军", 41, household_id=self.house, relation_to_head="son", residency_status="away", sex="male")
        self.child = person(
            desk, "方禾", 8, "yellow", alias="小禾", household_id=self.house, relation_to_head="granddaughter", schooling="primary"
        )
        relative(desk, self.wife, "husband", "", name="方根水", kin_resident_id=self.old, is_emergency_contact=True, contact_order=1)
        relative(
            desk, self.child, "paternal_grandfather", "", name="方根水", kin_resident_id=self.old, relation_written="爷爷", contact_order=1
        )
        relative(desk, self.child, "father", "泉州", name="方小军", kin_resident_id=self.son)
        relative(desk, self.son, "father", "", name="方根水")
        put(desk, Guardian, GuardianDraft(resident_id=self.child, guardian_resident_id=self.old, name="方根水", kind="delegated"))
        put(desk, CategoryTag, CategoryTagDraft(resident_id=self.old, category="left_behind_elder", from_date=ago(300)))
        put(desk, CategoryTag, CategoryTagDraft(resident_id=self.child, category="left_behind_child", from_date=ago(300)))
        put(desk, CategoryTag, CategoryTagDraft(household_id=self.house, category="subsistence_allowance", persons_covered=4))
        put(desk, Pairing, PairingDraft(resident_id=self.old, helper_name="程老师", start_date=ago(200)))
        put(desk, Pairing, PairingDraft(resident_id=self.old, helper_name="徐书记", kind="responsibility", level=3))
        put(
            desk, CardIssue, CardIssueDraft(resident_id=self.old, design="number", card_no="汪家组01", issued_on=ago(90), handed_on=ago(80))
        )
        with desk.writing(OPERATOR, "户主") as session:
            house = session.exec(select(Household)).one()
            house.head_id, house.head_name = self.old, "方根水"
            session.add(house)

    def all(self, kind: Any) -> list[Any]:
        with self.desk.reading() as session:
            return list(session.exec(select(kind).where(col(kind.removed_at).is_(None)).order_by(kind.key)))

    def one(self, who: str) -> Resident:
        found: Resident = next(one for one in self.all(Resident) if one.id == who)
        return found

    def see(self, who: str, to: str, on: date = ON, **given: Any) -> dict[str, Effect]:
        with self.desk.reading() as session:
            return {one.code: one for one in preview(session, who, StatusDraft(to, given.pop("happened_on", on), **given), on)}

    def move(self, who: str, to: str, happened: date = ON, on: date = ON, **given: Any) -> StatusChange:
        wanted = {name: given.pop(name) for name in ("choices", "successor", "sure") if name in given}
        with self.desk.writing(OPERATOR, "变动") as session:
            return change_status(session, who, StatusDraft(to, happened, **given), on, operator=OPERATOR, **wanted)

    def correct(self, change: StatusChange, on: date = ON) -> Corrected:
        with self.desk.writing(OPERATOR, "记错了") as session:
            return correct_change(session, change.id, on, operator=OPERATOR)

    def picture(self) -> dict[str, Any]:
        """Return everything but the moves themselves, by id."""
        kinds = (Resident, Household, Kin, Guardian, CategoryTag, CareGrade, Pairing, CardIssue)
        return {one.id: one.model_dump() for kind in kinds for one in self.all(kind)}
