"""Settings of this desk: typed, defaulted, each operator's own look, nothing strange taken."""

from __future__ import annotations

from typing import Any

import pytest

from stationdesk.registers.setting import Setting, SettingDraft
from stationdesk.services.desk_settings import (
    Appearance,
    Calibration,
    DeskSettings,
    UnfitSetting,
    appearance_of,
    change_appearance,
    change_settings,
    desk_settings,
)
from stationdesk.store.database import Database
from tests.store.kit import STATION, journal

CHANGED = DeskSettings(
    idle_minutes=10,
    backup_places=("stick:文明实践", "/mnt/旧盘"),
    calibration=Calibration(-1.5, 0.5, "long"),
    hide_for_visitors=False,
    numbers_at_the_door=False,
    recovery_code_kept=True,
    printer="HP_LaserJet",
)


def test_a_new_desk_has_the_defaults(desk: Database) -> None:
    with desk.reading() as session:
        assert desk_settings(session) == DeskSettings()
        assert appearance_of(session, "o1") == Appearance("standard", "light")


def test_what_is_changed_is_read_back(desk: Database) -> None:
    with desk.writing("徐丽华", "") as session:
        assert change_settings(session, **vars(CHANGED)) == CHANGED
    with desk.writing("徐丽华", "") as session:
        change_settings(session, idle_minutes=3)
    with desk.reading() as session:
        assert (desk_settings(session).idle_minutes, desk_settings(session).calibration) == (3, CHANGED.calibration)
    assert journal(desk) == []


def test_each_operator_has_his_own_look(desk: Database) -> None:
    with desk.writing("徐丽华", "") as session:
        change_appearance(session, "o1", Appearance("extra_large", "dark"))
        change_appearance(session, "o2", Appearance("large", "system"))
    with desk.reading() as session:
        assert appearance_of(session, "o1") == Appearance("extra_large", "dark")
        assert appearance_of(session, "o2") == Appearance("large", "system")


@pytest.mark.parametrize(
    "change",
    [
        {"idle_minutes": 0},
        {"idle_minutes": 60},
        {"idle_minutes": True},
        {"backup_places": ("",)},
        {"calibration": Calibration(99.0, 0.0)},
        {"calibration": Calibration(0.0, 0.0, "sideways")},
        {"hide_for_visitors": "yes"},
    ],
)
def test_what_a_setting_does_not_take_changes_nothing(desk: Database, change: dict[str, Any]) -> None:
    with pytest.raises(UnfitSetting), desk.writing("徐丽华", "") as session:
        change_settings(session, **change)
    with desk.reading() as session:
        assert desk_settings(session) == DeskSettings()


def test_an_unknown_setting_is_a_bug(desk: Database) -> None:
    with pytest.raises(TypeError), desk.writing("徐丽华", "") as session:
        change_settings(session, colour="red")


def test_what_was_kept_strangely_falls_back_to_the_default(desk: Database) -> None:
    strange = {"idle_minutes": '"five"', "calibration": '{"dx": "left"}', "backup_places": "7", "appearance:o1": '"dark"', "future": "1"}
    with desk.writing("徐丽华", "") as session:
        for name, value in strange.items():
            session.add(Setting.model_validate(SettingDraft(name=name, value=value), update={"author": STATION}))
    with desk.reading() as session:
        assert desk_settings(session) == DeskSettings()
        assert appearance_of(session, "o1") == Appearance()
