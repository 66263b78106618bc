"""Pictures of families: the page full, empty, nasty and without the right, the forms, the dialogs, the papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from installers.shots_nasty import NAMES
from installers.shots_stage import ALL, LIGHT, USUAL, Stage
from installers.shots_village import TODAY, XU, Village
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.services.consents import write_consent
from stationdesk.services.family_data import FamilyData, family_data
from stationdesk.services.family_writing import FamilyDraft, MemberDraft, add_family, says_family
from stationdesk.services.guardianship import fields_of_resident, write_guardians
from stationdesk.services.households import members_of
from stationdesk.ui.consent_dialog import ConsentDialog
from stationdesk.ui.family_paper import family_job, letter_job
from stationdesk.ui.guardian_dialog import GuardianDialog
from stationdesk.ui.head_dialog import HeadDialog
from stationdesk.ui.household_dialog import HouseholdDialog
from stationdesk.ui.household_moves import MovesDialog
from stationdesk.ui.paper_job import type_at_hand
from stationdesk.ui.print_preview import PrintPreview

AWAY = {"residency_status": "away", "migrant_place": "泉州", "migrant_employer": "鞋厂", "migrant_since": "2026-02-19"}
CHILDREN = ("方晓禾", "方晓树")


def born(year: int) -> dict[str, str]:
    """Return a birth date."""
    return {"birth_date": f"{year}-01-02", "birth_precision": "day"}


def phone(number: str) -> dict[str, Any]:
    """Return one number."""
    return {"phones": (PhoneNumber(number=number),)}


def fang() -> FamilyDraft:
    """Return a family both of whose parents are away."""
    school = {"schooling": "primary", "school": "镇小学", "is_boarding": False}
    members = (
        MemberDraft("head", {"name": "方根水", "sex": "male", **born(1954), **phone("13800000117")}),
        MemberDraft("son", {"name": "方小军", **born(1985), **AWAY, **phone("13800000118")}),
        MemberDraft("daughter_in_law", {"name": "周丽萍", **born(1988), **AWAY, "expected_return": "2027-01-28", **phone("13800000119")}),
        MemberDraft("granddaughter", {"name": "方晓禾", **born(2018), **school, "grade_class": "二年级"}),
        MemberDraft("grandson", {"name": "方晓树", **born(2015), **school, "teacher_name": "黄老师", "teacher_phone": "13800000125"}),
    )
    return FamilyDraft({"village": "桃源村", "village_group": "1组", "address": "8 号", "household_no": "0117"}, members)


def settled(village: Village) -> str:
    """Write the family with its letter, its consents and an aunt; return the id of the household."""
    on = TODAY
    with village.database.writing(XU, says_family(fang(), on)) as session:
        home = add_family(session, fang(), on, XU).id
        people = {one.name: one for one in members_of(session, home)}
        aunt = {"relation": "fathers_sister", "name": "方小琴", "place": "走 10 分钟", **phone("13800000122")}
        for name in CHILDREN:
            kin = KinDraft.model_validate({"resident_id": people[name].id, "contact_order": 2, **aunt})
            session.add(Kin.model_validate(kin, update={"author": people[name].author}))
        letter = {"kind": "delegated", "relation": "paternal_grandfather", "from_date": "2026-01-01", "to_date": "2026-12-20"}
        signed = {"letter_signed": True, "letter_on": "2026-01-01"}
        write_guardians(session, [people[name].id for name in CHILDREN], fields_of_resident(people["方根水"]) | letter | signed, on)
        mother = {"given_by": "guardian", "giver_name": "周丽萍", "giver_relation": "mother", "form": "paper", "given_on": "2026-03-02"}
        for name in CHILDREN:
            write_consent(session, people[name].id, {"kind": "enrolment", **mother}, on)
            write_consent(session, people[name].id, {"kind": "photo", "given": False, **mother}, on)
            write_consent(session, people[name].id, {"kind": "public_wish", "child_agrees": True, **mother}, on)
    return home


def families(stage: Stage, full: Village) -> None:
    """Take the page, its form and its dialogs."""
    home = settled(full)
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("family", home)
            page: Any = window.page("family")
            page.pane.show_flag("both_away")
            page.view.members.setFocus()
            stage.shoot("family", dress, window, full.desk.jobs)
            if page.large:
                page.turn_side()
                stage.shoot("family-side", dress, window, full.desk.jobs)
                page.turn_side()
            page.reveal()
            stage.shoot("family-names", dress, window, full.desk.jobs)
            page.cover()
            page.actions_of.do("family.new")
            filled(page.actions_of.form)
            stage.shoot("family-form", dress, window, full.desk.jobs)
            page.actions_of.form.keeper.saved()
            page.actions_of.form.closed.emit("")
    without_the_right(stage, full, home)
    dialogs(stage, full, home)


def filled(form: Any) -> None:
    """Fill the form with three lines, one of them doubtful."""
    form.group.setText("1组")
    form.lines.show_typed(
        [
            {"relation": "head:female", "name": "欧阳秀兰", "born": "110105194912310028", "phone": "13800000130", "where": "living"},
            {"relation": "son", "name": "万建国", "born": "1985", "phone": "", "where": "away"},
            {"relation": "grandson", "name": "万小宝", "born": "2019-05-01", "phone": "", "where": "living"},
        ]
    )
    form.place.setText("广东省东莞市")
    for line in form.lines.lines:
        form.lines.advise(line, TODAY)


def without_the_right(stage: Stage, full: Village, home: str) -> None:
    """Take the page as somebody sees it who has no right to children."""
    full.desk.operator = full.desk.operator.model_copy(update={"may_see_children": False})
    with stage.window(full.desk, LIGHT) as window:
        window.open("family", home)
        stage.shoot("family-no-right", LIGHT, window, full.desk.jobs)
    full.desk.operator = full.desk.operator.model_copy(update={"may_see_children": True})


def dialogs(stage: Stage, full: Village, home: str) -> None:
    """Take every dialog, and the two papers in their preview."""
    with full.desk.reading() as session:
        data: FamilyData = family_data(session, home, TODAY)
    desk = full.desk
    children = [one.id for one in data.children]
    made: dict[str, Callable[[], QWidget]] = {
        "family-head": lambda: HeadDialog(desk, data),
        "family-guardian": lambda: GuardianDialog(desk, data, "方根水家"),
        "family-consents": lambda: ConsentDialog(desk, children),
        "family-household": lambda: HouseholdDialog(desk, data, "方根水家"),
        "family-moves": lambda: MovesDialog(desk, data, "方根水家", data.members[1].id),
    }
    for name, make in made.items():
        stage.shoot_dialog(name, USUAL, make)
    stage.shoot_dialog("family-split", USUAL, made["family-moves"], lambda dialog: getattr(dialog, "what").choose("split"))  # noqa: B009
    type_at_hand()
    for name, job in (("family-letter", letter_job(desk, data)), ("family-table", family_job(desk, data))):
        with_job = job
        stage.wear(LIGHT)
        preview = PrintPreview(desk, with_job)
        preview.show()
        stage.shoot(name, LIGHT, preview, desk.jobs)
        preview.leave()
        preview.deleteLater()


def families_other(stage: Stage, name: str, there: Village) -> None:
    """Take the page of another village; into the nasty one goes a family of the worst names."""
    if name == "nasty":
        head = MemberDraft("head", {"name": NAMES[0], "sex": "male", **born(1950)})
        children = [MemberDraft("grandson", {"name": one, **born(2016)}) for one in NAMES[1:]]
        parents = ((NAMES[0], "son"), (NAMES[7], "daughter_in_law"))
        away = [MemberDraft(relation, {"name": one, **born(1985), **AWAY}) for one, relation in parents]
        draft = FamilyDraft({"village_group": NAMES[0][:40], "address": NAMES[7]}, (head, *children, *away))
        with there.database.writing(XU, says_family(draft, TODAY)) as session:
            home = add_family(session, draft, TODAY, XU).id
    for dress in USUAL:
        with stage.window(there.desk, dress) as window:
            window.open("family", home if name == "nasty" else None)
            stage.shoot(f"family-{name}", dress, window, there.desk.jobs)
