"""Pictures of 上报 over the network, and of the dialog that asks how and when."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from installers.shots_road import stick_in
from installers.shots_stage import ALL, Stage
from installers.shots_village import Village
from stationdesk.sync.far_testing import Tried
from stationdesk.sync.far_troubles import locked
from stationdesk.ui.county_watch import Carrier
from stationdesk.ui.far_dialog import FarDialog

HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGludmVudGVkLWhvc3Qta2V5LW9mLWEtdmlsbGFnZQ=="


def over_network(stage: Stage, full: Village) -> None:
    """Take 上报 over the network, before and after it went, and the dialog that asks how and when, with endless words in it."""
    far = "sftp://reports.changjiang-district-new-era-civilization.example/stations/999901203208"
    how = f"{far[7:60]}  上次发出 今天 08:00 · 每 4 小时自动报"
    good = ("reports.example 连上了，认这个用户。", "文件夹能打开：312 个文件，其中 2 个是给本站的回信。")
    found = Tried(good, "", HOST_KEY, host="reports.example")
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("county")
            page = stick_in(window, full.road)
            page.watch.carrier = Carrier(Path(far), is_stick=False, label=how, is_far=True)
            page.show_carrier()
            stage.shoot("county-network", dress, window, full.desk.jobs)
    refused = Tried(found.good[:1], locked("reports.example").message)
    for name, tried in (("far", Tried(())), ("far-tried", found), ("far-refused", refused)):
        stage.shoot_dialog(name, ALL, lambda: FarDialog(None, full.desk), partial(filled, far=far, tried=tried))


def filled(dialog: Any, far: str, tried: Tried) -> None:
    """Fill the dialog in as a station does."""
    if tried != Tried(()):
        dialog.address.setText(far)
        dialog.login.setText("shangxu")
        dialog.password.setText("invented")
        dialog.itself.set_value("day")
        dialog.time.setText("18:30")
    dialog.tried = tried
    dialog.show_tried()
