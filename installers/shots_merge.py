"""Pictures of merging: two of a village who look like one, a pair that looks like two, nobody left, somebody chosen, taken apart."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from installers.shots_nasty import NAMES
from installers.shots_stage import ALL, LIGHT, LIGHT_XL, USUAL, Stage
from installers.shots_village import SETTLED, TODAY, XU, Village
from stationdesk.registers.card_issue import CardIssue, CardIssueDraft
from stationdesk.registers.care_grade import CareGrade, CareGradeDraft
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.visit import Visit, VisitDraft
from stationdesk.services.merging import Choices, merge
from stationdesk.store.database import author_of
from stationdesk.ui.find_dialog import FindDialog
from stationdesk.ui.merge_apart_list import KeptApartList

NUMBER = "360202195203111314"
ABOUT: dict[str, Any] = {
    "sex": "female",
    "birth_precision": "day",
    "village": "桃源村",
    "village_group": "山背组",
    "current_address": "山背组 9 号",
}


def beside(who: str, *, again: bool) -> list[Any]:
    """Return what is kept of her under one of the two records."""
    tags = [("living_alone", "2024-05-06"), *([("subsistence_allowance", "2025-04-01")] if again else [])]
    drafts = [CategoryTagDraft(resident_id=who, category=code, from_date=day) for code, day in tags]
    made: list[Any] = [CategoryTag.model_validate(draft) for draft in drafts]
    days = ("2026-11-15", "2026-11-03", "2026-10-08", "2026-09-20")[: 2 if again else 4]
    made += [Visit.model_validate(VisitDraft(resident_id=who, visited_on=day)) for day in (days if not again else (days[0], "2026-08-14"))]
    made.append(CardIssue.model_validate(CardIssueDraft(resident_id=who, design="number", issued_on="2026-01-05")))
    if not again:
        made.append(CareGrade.model_validate(CareGradeDraft(resident_id=who, grade="yellow", from_date="2026-05-01")))
        made.append(Pairing.model_validate(PairingDraft(resident_id=who, helper_name="余国平", kind="responsibility")))
    return made


def twice(there: Village, name: str = "徐晓毛", other: str = "徐小毛") -> tuple[str, str]:
    """Enter one woman twice, as two clerks would: once with paper, once as she is called."""
    there.clock.set(SETTLED, 11)
    both: tuple[dict[str, Any], ...] = (
        {"name": name, "birth_date": "1952-03-11", "id_no": NUMBER, "id_state": "ok", "id_type": "id_card", "enrolled_on": "2024-05-06"},
        {"name": other, "birth_date": "1952-02-16", "birth_calendar": "lunar", "enrolled_on": "2026-11-21", "nickname": "老三家的"},
    )
    ids = []
    with there.database.writing(XU, "登记") as session:
        for at, given in enumerate(both):
            about = {
                "sex": "female",
                "birth_precision": "day",
                "village": "桃源村",
                "village_group": "山背组",
                "current_address": "山背组 9 号",
            }
            draft = ResidentDraft(**(about | given), phones=(PhoneNumber(number=f"138000002{71 + 17 * at}"),))
            one = Resident.model_validate(draft, update={"author": author_of(session)})
            session.add(one)
            ids.append(one.id)
            for record in beside(one.id, again=bool(at)):
                record.author = one.author
                session.add(record)
    there.clock.set(TODAY, 9, 20)
    return ids[0], ids[1]


def merging(stage: Stage, full: Village) -> None:
    """Take the pair, a pair that looks like two, and every dialog; last of all they are merged and taken apart."""
    pair = twice(full)
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("merge", pair)
            stage.shoot("merge", dress, window, full.desk.jobs)
    with stage.window(full.desk, LIGHT) as window:
        window.open("merge")
        stage.shoot("merge-list", LIGHT, window, full.desk.jobs)
    holder = QWidget()
    stage.shoot_dialog(
        "dialog-merge-find",
        (LIGHT, LIGHT_XL),
        lambda: found(FindDialog(full.desk, "徐晓毛 和谁合并？", "现在还不合，先比一比。", "比一比这两位")),
    )
    stage.shoot_dialog("dialog-merge-apart", (LIGHT,), lambda: KeptApartList(full.desk, holder))
    with full.database.writing(XU, "合并") as session:
        merge(session, *pair, Choices(), TODAY)
    with stage.window(full.desk, LIGHT) as window:
        page: Any = window.page("residents")
        window.open("residents", pair[0])
        page.person.more.unfold()
        stage.shoot("merge-menu", LIGHT, window, full.desk.jobs)
        page.person.more.unfolded.close()


def found(dialog: FindDialog) -> FindDialog:
    """Type a surname into the dialog."""
    dialog.field.setText("徐")
    return dialog


def merging_other(stage: Stage, name: str, there: Village) -> None:
    """Take the page of a village without pairs, and of one with names that hurt."""
    pair = twice(there, *NAMES[:2]) if name == "nasty" else None
    for dress in USUAL:
        with stage.window(there.desk, dress) as window:
            window.open("merge", pair)
            stage.shoot(f"merge-{name}", dress, window, there.desk.jobs)
