"""Pictures of what changes in a life: 有变动 with all that follows from it, and the categories of a person."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QWidget
from sqlmodel import Session, col, select

from installers.shots_nasty import NAMES
from installers.shots_stage import ALL, LIGHT, Stage
from installers.shots_village import TODAY, XU, Village
from stationdesk.registers.card_issue import CardIssue, CardIssueDraft
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.guardian import Guardian, GuardianDraft
from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.registers.record import Record
from stationdesk.registers.resident import Resident
from stationdesk.registers.wish import Wish, WishDraft
from stationdesk.services.person_writing import PersonDraft, add_resident, own_resident
from stationdesk.services.residency_around import around
from stationdesk.store.database import author_of
from stationdesk.ui.status_dialog import StatusDialog
from stationdesk.ui.tag_form import TagForm
from stationdesk.ui.tags_dialog import TagsDialog

HERE = {"village": "桃源村", "village_group": "一组"}


def put(session: Session, kind: type[Record], draft: object) -> str:
    """Keep a draft; return its id."""
    record = kind.model_validate(draft, update={"author": author_of(session)})
    session.add(record)
    session.flush()
    return record.id


def family(there: Village) -> tuple[str, str]:
    """Write a house down in which everything hangs on the grandfather; return his id and the grandchild's, the same each time."""
    with there.database.reading() as session:
        known = session.exec(select(Resident.id).where(Resident.name == "方根水", Resident.nickname == "老水")).first()
        child = session.exec(select(Resident.id).where(Resident.name == "方禾")).first()
    if known and child:
        return known, child
    since = TODAY - timedelta(days=200)
    with there.database.writing(XU, "登记 方根水家") as session:
        home = put(session, Household, HouseholdDraft(household_size=4, resident_size=3, village_group="一组"))
        old = person(
            session, home, "方根水", "1954-02-11", "left_behind_elder", grade="red", nickname="老水", sex="male", relation_to_head="head"
        )
        wife = person(
            session, home, "余水莲", "1956-08-02", "left_behind_elder", sex="female", relation_to_head="wife", marital_status="married"
        )
        son = person(session, home, "方小军", "1985", "other", sex="male", relation_to_head="son", residency_status="away")
        kid = {"alias": "小禾", "sex": "female", "relation_to_head": "granddaughter", "schooling": "primary", "school": "镇小学"}
        child = person(session, home, "方禾", "2018-05-01", "left_behind_child", grade="yellow", **kid)
        house = session.exec(select(Household).where(Household.id == home)).one()
        house.head_id, house.head_name = old, "方根水"
        session.add(house)
        for owner, relation, name, who in (
            (wife, "husband", "方根水", old),
            (child, "paternal_grandfather", "方根水", old),
            (child, "father", "方小军", son),
        ):
            put(session, Kin, KinDraft(resident_id=owner, relation=relation, name=name, kin_resident_id=who, contact_order=1))
        guards = GuardianDraft(resident_id=child, guardian_resident_id=old, name="方根水", kind="delegated", from_date=since.isoformat())
        put(session, Guardian, guards)
        put(session, Pairing, PairingDraft(resident_id=old, helper_name="程建国", kind="responsibility", level=3))
        put(session, Pairing, PairingDraft(resident_id=old, helper_name="石小兰"))
        put(
            session,
            CardIssue,
            CardIssueDraft(resident_id=old, design="number", card_no="一组07", issued_on="2026-09-01", handed_on="2026-09-03"),
        )
        put(session, CategoryTag, CategoryTagDraft(household_id=home, category="subsistence_allowance", persons_covered=4))
        put(session, Wish, WishDraft(resident_id=old, content="一台收音机"))
    return old, child


def person(session: Session, home: str, name: str, born: str, category: str, grade: str | None = None, **fields: object) -> str:
    """Write one member of the house down."""
    told = {"name": name, "birth_date": born, "household_id": home} | HERE | fields
    made = PersonDraft(told, frozenset({category}), grade=grade)
    return add_resident(session, made, TODAY - timedelta(days=200), XU).id


def moves(stage: Stage, there: Village, nasty: Village) -> None:
    """Take 有变动: a death with much that follows, a stay in hospital, what cannot be, names that hurt."""
    old, _child = family(there)
    stage.shoot_dialog("move-death", ALL, lambda: dialog(there, old), lambda shown: chosen(shown, "deceased"))
    stage.shoot_dialog("move-hospital", (LIGHT,), lambda: dialog(there, old), lambda shown: chosen(shown, "hospital"))
    stage.shoot_dialog("move-first", (LIGHT,), lambda: dialog(there, old))
    stage.shoot_dialog("move-refused", (LIGHT,), lambda: dialog(there, old), lambda shown: chosen(shown, "deceased", "1950-1-1"))
    with nasty.database.reading() as session:
        hurt = session.exec(select(Resident.id).where(Resident.name == NAMES[0]).order_by(col(Resident.key))).all()[0]
    stage.shoot_dialog("move-nasty", ALL, lambda: dialog(nasty, hurt), lambda shown: chosen(shown, "moved_out"))


def tags(stage: Stage, there: Village, nasty: Village) -> None:
    """Take 类别: an elder with four questions and what contradicts itself, a child, the tree, what only matters for a kind."""
    old, child = family(there)
    restricted(there, child)
    stage.shoot_dialog("tags-elder", ALL, lambda: categories(there, old), contradict)
    stage.shoot_dialog("tags-child", (LIGHT,), lambda: categories(there, child))
    stage.shoot_dialog("tag-add", ALL, lambda: TagForm(there.desk, None, None, "child", household=True))
    stage.shoot_dialog("tag-aid", (LIGHT,), lambda: TagForm(there.desk, None, None, "aid_household", household=True), aid)
    with nasty.database.reading() as session:
        hurt = session.exec(select(Resident.id).where(Resident.name == NAMES[0]).order_by(col(Resident.key))).all()[0]
    stage.shoot_dialog("tags-nasty", ALL, lambda: categories(nasty, hurt))


def restricted(there: Village, child: str) -> None:
    """Give a child a category that is never printed, once."""
    with there.database.reading() as session:
        known = session.exec(select(CategoryTag.restricted_category).where(CategoryTag.resident_id == child)).all()
    if not any(known):
        held = CategoryTagDraft(resident_id=child, category="child_of_prisoner", from_date="2026-05-01")
        ended = CategoryTagDraft(resident_id=child, category="single_parent", from_date="2024-03-01", to_date="2026-04-30")
        with there.database.writing(XU, "类别 小禾") as session:
            put(session, CategoryTag, held)
            put(session, CategoryTag, ended)


def categories(there: Village, who: str) -> TagsDialog:
    """Return the categories of somebody."""
    with there.database.reading() as session:
        return TagsDialog(there.desk, own_resident(session, who))


def contradict(shown: QWidget) -> None:
    """Answer the questions so that some answers do not go together."""
    if isinstance(shown, TagsDialog) and shown.axes is not None:
        shown.axes.ticks["living_alone"].setChecked(True)
        shown.axes.combos["living"].set_value("with_children")
        shown.axes.combos["children"].set_value("same_village")


def aid(shown: QWidget) -> None:
    """Stand on a household in watch."""
    if isinstance(shown, TagForm):
        shown.tree.choose("monitored_household")


def dialog(there: Village, who: str) -> StatusDialog:
    """Return the dialog for somebody."""
    with there.database.reading() as session:
        found = around(session, who, there.desk.today())
    return StatusDialog(there.desk, found)


def chosen(shown: QWidget, code: str, day: str = "") -> None:
    """Choose what has happened, and when."""
    if isinstance(shown, StatusDialog):
        shown.kind.choose(code)
        if day:
            shown.day.setText(day)
            shown.look_again()
