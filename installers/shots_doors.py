"""Pictures of what stands before the window and over it: unlocking, the first run, dialogs, help."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PySide6.QtWidgets import QWidget

from installers.shots_nasty import NAMES, OPERATOR
from installers.shots_stage import ALL, LIGHT, USUAL, Dress, Stage
from installers.shots_village import TODAY, Village
from stationdesk.services.front_door import AtTheDoor, FrontDoor, PublicNumber, write_front_door
from stationdesk.store.attempts import Attempts, boot
from stationdesk.store.clock import VILLAGE_TIME
from stationdesk.sync.enrolment import Enrolment
from stationdesk.ui import door_frame, door_list
from stationdesk.ui.access_dialog import AccessDialog
from stationdesk.ui.first_run import FirstRun
from stationdesk.ui.help_window import TOPICS, HelpWindow
from stationdesk.ui.operator_dialogs import OperatorDialog, ResetDialog
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.passphrase_dialog import PassphraseDialog
from stationdesk.ui.recovery_dialog import RecoveryDialog
from stationdesk.ui.setting_up import Found, Secrets
from stationdesk.ui.trouble import BugReport
from stationdesk.ui.unlock_window import UnlockWindow

CODE = "K7QM-2XWD-9RTB-HC4N-P6ZF-3JVE-8YGA-T5SL-D2"
SENTENCE = "shan shui tian yuan 92"
NUMBERS = (PublicNumber("村医", "13800090021", "祝文斌"), PublicNumber("镇卫生院", "0990-6120120"))
TWO = (AtTheDoor("1", "徐丽华", "妇联主席", "2026-11-22T09:02:00Z"), AtTheDoor("2", "程建国", "村支书", "2026-11-20T01:30:00Z"))
EIGHT = ("徐丽华", "程建国", "余桂珍", "石小兰", "邱明辉", "汪志强", "胡娇", "方国")
REPORT = """stationdesk 0.1.0 · Python 3.11.2 · Qt 6.9.3 · Linux x86_64
builtins.ZeroDivisionError
  stationdesk/ui/residents_page.py:118 refresh
  stationdesk/services/resident_list.py:64 rows"""


def unlocking(stage: Stage) -> None:
    """Take the unlock window: as usual, after wrong passphrases, waiting, with many operators, with nasty names, with none."""
    many = tuple(AtTheDoor(str(at), name, "网格员") for at, name in enumerate(EIGHT, 1))
    nasty = tuple(AtTheDoor(str(at), name, name) for at, name in enumerate(NAMES[:3], 1))
    doors = {
        "unlock": FrontDoor("桃源村新时代文明实践站", TWO, NUMBERS, last_slot="1"),
        "unlock-many": FrontDoor("桃源村新时代文明实践站", many, NUMBERS, last_slot="3"),
        "unlock-nasty": FrontDoor(NAMES[0] + OPERATOR, nasty, NUMBERS, last_slot="2"),
        "unlock-empty": FrontDoor(),
        "unlock-demo": FrontDoor("桃源村", TWO[:1], NUMBERS, last_slot="1", demo=True),
    }
    for name, door in doors.items():
        dresses = ALL if name == "unlock" else USUAL
        for dress in dresses:
            shoot_door(stage, name, dress, door, None)
    for dress in ALL:
        wrong = Attempts(3, 0.0, time.time(), time.monotonic(), boot())
        shoot_door(stage, "unlock-wrong", dress, doors["unlock"], wrong)
        waiting = Attempts(5, 30.0, time.time() + 1, time.monotonic(), boot())
        shoot_door(stage, "unlock-waiting", dress, doors["unlock"], waiting)


def monday() -> datetime:
    """Return the time that it is at the door."""
    return datetime(TODAY.year, TODAY.month, TODAY.day, 9, 20, tzinfo=VILLAGE_TIME)


def shoot_door(stage: Stage, name: str, dress: Dress, door: FrontDoor, attempts: Attempts | None) -> None:
    """Take the unlock window with what hangs at the door."""
    settings = stage.settings(f"door-{name}-{dress.end}")
    settings.data.mkdir(parents=True)
    write_front_door(settings.data, replace(door, theme=str(dress.theme), text_size=str(dress.size)))
    with patch.object(door_frame, "now", monday), patch.object(door_list, "now", monday):
        window = UnlockWindow(settings, stage.look)
    window.field.caps.on = False
    if attempts is not None:
        window.attempts, window.wrong = attempts, True
    window.tell()
    window.show()
    window.activateWindow()
    stage.shoot(name, dress, window)
    window.hide()
    window.clock.stop()
    window.deleteLater()


def first_run(stage: Stage) -> None:
    """Take the five questions; the first with the county's file and without, the third with its code."""
    for dress in ALL:
        stage.wear(dress)
        settings = stage.settings(f"first-{dress.end}")
        plain = FirstRun(settings, stage.look)
        quiet(plain)
        plain.show()
        stage.shoot("first-run-1-no-file", dress, plain, plain.jobs)
        plain.hide()
        plain.deleteLater()
        window = FirstRun(settings, stage.look)
        quiet(window)
        window.course.found = found(stage.room)
        window.course.secrets = Secrets(code=CODE)
        window.show()
        steps: Any = window.steps
        steps[0].show_found(window.course.found)
        stage.shoot("first-run-1", dress, window, window.jobs)
        answers(stage, dress, window, steps)
        window.hide()
        window.deleteLater()


def quiet(window: FirstRun) -> None:
    """Keep the first question from looking at the sticks of this machine."""
    step: Any = window.steps[0]
    step.look_at_sticks = lambda: None


def answers(stage: Stage, dress: Dress, window: FirstRun, steps: Any) -> None:
    """Answer the questions, a picture each."""
    steps[0].tick.setChecked(True)
    window.go_on()
    stage.shoot("first-run-2-empty", dress, window)
    window.go_on()
    steps[1].name.setText("徐丽华")
    steps[1].post.setText("妇联主席")
    steps[1].phone.setText("138 0009 0001")
    stage.shoot("first-run-2", dress, window)
    window.go_on()
    stage.shoot("first-run-3-empty", dress, window)
    steps[2].pair.first.setText(SENTENCE)
    steps[2].pair.again.setText(SENTENCE)
    stage.shoot("first-run-3", dress, window)
    window.go_on()
    stage.shoot("first-run-4", dress, window)
    window.go_on()
    stage.shoot("first-run-5", dress, window)


def found(room: Path) -> Found:
    """Return what lies on a stick: the county's file, whose words are the same every time, and three ledgers."""
    enrolment = Enrolment(
        station="999901203208",
        name="桃源村新时代文明实践站",
        town="白鹭镇",
        county="999901",
        county_name="云溪县",
        county_sign_key="00" * 32,
        county_age_recipient="age1" + "q" * 58,
        secret=bytes(32),
    )
    return Found(((room / "x.sdenrol", enrolment),), (), (("文明实践", room, 5_200_000_000),), 3)


def dialogs(stage: Stage, full: Village) -> None:
    """Take the dialogs: recovery, passphrases, operators, who looked, leaving a form, a bug, a refusal with an endless name."""
    desk, look, holder = full.desk, stage.look, QWidget()
    shoot = stage.shoot_dialog
    shoot("dialog-recovery", ALL, lambda: RecoveryDialog(None, look, desk.settings, "徐丽华"))
    shoot("dialog-recovery-filled", ALL, lambda: RecoveryDialog(None, look, desk.settings, "徐丽华"), recovered)
    shoot("dialog-passphrase", ALL, lambda: PassphraseDialog(None, desk))
    shoot("dialog-passphrase-weak", USUAL, lambda: PassphraseDialog(None, desk), weak)
    shoot("dialog-operator", ALL, lambda: OperatorDialog(None, desk, None))
    shoot("dialog-operator-rights", (LIGHT,), lambda: OperatorDialog(None, desk, desk.operator))
    shoot("dialog-reset", (LIGHT,), lambda: ResetDialog(None, desk, "程建国"))
    shoot("dialog-reset-nasty", USUAL, lambda: ResetDialog(None, desk, OPERATOR))
    shoot("dialog-access", USUAL, lambda: AccessDialog(holder, desk, operator="徐丽华"))
    shoot("dialog-bug", ALL, lambda: BugReport(None, look, REPORT))
    shoot("dialog-leave", ALL, lambda: leaving(look))
    shoot("dialog-nasty", USUAL, lambda: refusal(look))


def recovered(dialog: QWidget) -> None:
    """Type a code with a slip in it, and a passphrase twice."""
    window: Any = dialog
    window.code.setText(CODE)
    window.code.textEdited.emit(CODE)
    window.pair.first.setText(SENTENCE)
    window.pair.again.setText(SENTENCE)


def weak(dialog: QWidget) -> None:
    """Type a passphrase that is too short."""
    window: Any = dialog
    window.present.setText("whatever")
    window.pair.first.setText("12345")
    window.pair.again.setText("1234")


def leaving(look: Any) -> Dialog:
    """Return the question of a half-filled form."""
    dialog = Dialog(None, look, "还没有保存", "什么也不会丢：填了的可以先留着，以后接着填。")
    dialog.add_button("保存", "primary", "Enter", "save")
    dialog.add_button("以后再填", "plain", "", "later")
    dialog.add_button("不要了", "quiet", "", "drop")
    return dialog


def refusal(look: Any) -> Dialog:
    """Return a message whose names have no end."""
    dialog = Dialog(None, look, f"没有登记上 {NAMES[1]}", f"{NAMES[0]}、{NAMES[3]} 和 {NAMES[7]} 的记录没有动。<br>请先看看 &amp; 再试。")
    dialog.add_button("知道了", "primary", "Enter", "ok")
    return dialog


def helping(stage: Stage) -> None:
    """Take every page of the manual as the window shows it, and the keys."""
    for topic in TOPICS:
        dresses = ALL if topic in ("today", "keys") else (LIGHT,)
        stage.shoot_dialog(f"help-{topic}", dresses, lambda topic=topic: HelpWindow(None, stage.look, topic))  # type: ignore[misc]
