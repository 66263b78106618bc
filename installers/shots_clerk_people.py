"""Pictures of the people the county sends and the photos it asks for, in the clerk's window: lists, forms, previews; empty, full, nasty."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

from installers.shots_clerk import PASSPHRASE, desk_of, window
from installers.shots_stage import ALL, USUAL, Dress, Stage
from stationdesk.county.demo_county import make_county
from stationdesk.county.demo_pair import keep_demo_operator
from stationdesk.county.desk import set_up_county
from stationdesk.county.ledger import STATION_TABLES, station_picture, transaction
from stationdesk.county.people_sent import send_helper, send_team
from stationdesk.county.pictures_out import asked_for
from stationdesk.store.desk import unlock_desk
from stationdesk.store.folder import DataFolder
from stationdesk.ui.clerk_desk import ClerkDesk
from stationdesk.ui.clerk_helper import CountyHelperDialog
from stationdesk.ui.clerk_helpers_in import HelpersInDialog, read_sheet
from stationdesk.ui.clerk_photo_dialogs import AskDialog, ExportDialog
from stationdesk.ui.clerk_rename import RenameDialog
from stationdesk.ui.clerk_team import CountyTeamDialog, JoinDialog, MembersDialog
from stationdesk.ui.clerk_whom import ChooseDialog

LONG = "<b>某某某某土家族苗族自治乡</b>&amp;第一新时代文明实践社区爱心妈妈志愿服务队（暂名）"

CAPTION = "春节前上门，老人家和爱心妈妈、村医、网格长一起在堂屋里包饺子，外面下着雪，孙子在旁边写作业（背影）"


def clerk_people(stage: Stage) -> None:
    """Take everything."""
    folder = DataFolder(stage.room / "nobody" / "county", stage.room / "nobody" / "state")
    made = set_up_county(folder, PASSPHRASE, code="999901", name="云溪县")
    keep_demo_operator(made.database, "黎春梅", made.slot.id)
    with desk_of(stage, made.database) as desk:
        for dress in USUAL:
            pages(stage, desk, dress, "clerk-empty")
    there = stage.room / "clerk-people"
    make_county(there, there / "state", PASSPHRASE)
    database, _slot = unlock_desk(DataFolder(there / "county", there / "state"), PASSPHRASE)
    with desk_of(stage, database) as desk:
        for dress in ALL:
            pages(stage, desk, dress, "clerk")
        hold_pictures(desk)
        for dress in ALL:
            photos(stage, desk, dress)
        for dress in USUAL:
            dialogs(stage, desk, dress)
            sheets(stage, desk, dress, there)
        nasty(desk)
        for dress in USUAL:
            pages(stage, desk, dress, "clerk-nasty")


def pages(stage: Stage, desk: ClerkDesk, dress: Dress, name: str) -> None:
    """Take the lists."""
    with window(stage, desk, dress) as there:
        for which in ("helper", "team", "otherwise"):
            there.open("people", which)
            stage.shoot(f"{name}-people-{which}", dress, there, desk.jobs)
        if name == "clerk-empty":
            for which in ("asks", "held"):
                there.open("photos", which)
                stage.shoot(f"{name}-photos-{which}", dress, there, desk.jobs)


def photos(stage: Stage, desk: ClerkDesk, dress: Dress) -> None:
    """Take the photos that are asked for and those that came."""
    with window(stage, desk, dress) as there:
        page: Any = there.page("photos")
        for which in ("asks", "held"):
            there.open("photos", which)
            stage.shoot(f"clerk-photos-{which}", dress, there, desk.jobs)
        if dress in USUAL:
            ask = AskDialog(there, desk)
            for name, dialog in (("ask", ask), ("export", ExportDialog(there, desk, page.found)), ("rename", RenameDialog(there, desk))):
                dialog.show()
                if dialog is ask:
                    ask.purpose.setText("冬季走访")
                    ask.last.setText("2020-01-01")
                    ask.save()
                stage.shoot(f"clerk-photos-{name}", dress, dialog)
                dialog.hide()


def hold_pictures(desk: ClerkDesk) -> None:
    """Let the county hold pictures, as an intake leaves them; this changes the ledger."""
    county, on = desk.room.desk(), desk.today()
    (asked,) = asked_for(county)
    rows = (("999901203307", "送棉被到家"), ("999901203307", "在院子里晒太阳"), ("999901203308", ""), ("999901203312", CAPTION))
    with transaction(county.ledger) as connection:
        for at, (code, caption) in enumerate(rows):
            content = bytes([at]) * (380_000 + 31_000 * at)
            sum_of = hashlib.sha256(content).hexdigest()
            day = (on - timedelta(days=at)).isoformat()
            photo = {"station": code, "id": f"photo-{at}", "taken_on": day, "caption": caption, "sha256": sum_of}
            connection.execute(STATION_TABLES["photo"].insert().values(**photo))
            offer = {"station": code, "id": f"offer-{at}", "photo_id": f"photo-{at}", "sha256": sum_of, "bytes": len(content)}
            connection.execute(STATION_TABLES["photo_offer"].insert().values(**offer, ask_id=asked.id))
            connection.execute(station_picture.insert().values(station=code, sha256=sum_of, content=content))


def sheets(stage: Stage, desk: ClerkDesk, dress: Dress, folder: Path) -> None:
    """Take what a sheet of helpers would become."""
    path = folder / "县卫健委下村人员.csv"
    rows = (
        "姓名,人员类别,工作单位,职务,联系电话,发给谁,身份证号",
        "祝小兰,医生,县医院,主任医师,0990-6110410,,",
        "余建华,医生,县医院,骨科医生,0990-6110433,,",
        "吴小妹,护工头,县医院,护士,打总机,南山镇,999901198803050021",
        "邱爱民,医生,县中医院,理疗师,0990-6110422,,",
        "余建华,医生,县医院,,,,",
        "石大夫,村医,柳溪村卫生室,,,没有的村,",
        f"{'周' * 80},,,,0990-6110499,,",
    )
    path.write_text("\n".join(rows), encoding="utf-8")
    with window(stage, desk, dress) as there:
        dialog = HelpersInDialog(there, desk, read_sheet(path, lambda *_said: None))
        dialog.show()
        stage.shoot("clerk-people-sheet", dress, dialog)
        dialog.hide()


def dialogs(stage: Stage, desk: ClerkDesk, dress: Dress) -> None:
    """Take the forms."""
    with window(stage, desk, dress) as there:
        page: Any = there.page("people")
        there.open("people", "helper")
        stage.shoot("clerk-people", dress, there, desk.jobs)
        found = page.found
        new = CountyHelperDialog(there, desk)
        team = CountyTeamDialog(there, desk)
        members = MembersDialog(there, desk, found.teams[0])
        for name, dialog in (
            ("helper-new", new),
            ("helper-change", CountyHelperDialog(there, desk, found.helpers[0].id)),
            ("helper-from-station", CountyHelperDialog(there, desk, found.otherwise[-1].helper, found.otherwise[-1].there)),
            ("team-new", team),
            ("team-change", CountyTeamDialog(there, desk, found.teams[1].id)),
            ("members", members),
            ("join", JoinDialog(there, desk, found.teams[0])),
            ("whom", ChooseDialog(there, stage.look, new.to.title, new.to.choices, "town:城北镇")),
        ):
            dialog.show()
            stage.shoot(f"clerk-people-{name}", dress, dialog)
            if isinstance(dialog, CountyHelperDialog | CountyTeamDialog) and dialog.one is None:
                dialog.save()
                stage.shoot(f"clerk-people-{name}-refused", dress, dialog)
            dialog.hide()


def nasty(desk: ClerkDesk) -> None:
    """Send somebody and a team with names that are long or look like something else; this changes the county."""
    with desk.writing("发") as session:
        who = send_helper(
            session, {"name": "阿卜杜热西提·阿卜杜外力·买买提明", "org": LONG, "post": LONG[:80]}, "town:南山镇", desk.today()
        )
        send_helper(session, {"name": "=1+1", "org": "一"}, "station:999901203312", desk.today())
        above = None
        for name in (LONG, "分队的分队的分队的分队的分队", "第三层"):
            above = send_team(session, {"name": name, "parent_id": above, "leader_id": who.id}, "town:南山镇", desk.today()).id
