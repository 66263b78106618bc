"""The weather over the day's list: what it is, how long it lasts and whom it asks for, while it lasts; and the way to its dialog."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.services.weather import weather_on, weather_said
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import AttentionBar
from stationdesk.ui.parts.buttons import Button, LinkButton


class WeatherBar(AttentionBar):
    """大雪 11月29日 — 12月1日：红、黄每天联系; `button` stands in the head of the page."""

    def __init__(self, desk: OpenDesk, page: QWidget) -> None:
        super().__init__(desk.look)
        self.desk, self.page = desk, page
        self.button = Button(_("Bad weather"), desk.look)
        self.button.setToolTip(key_map.shown("today.weather"))
        self.button.clicked.connect(self.ask)
        key_map.attach(page, "today.weather", self.ask)

    def read(self, day: date) -> None:
        """Show the bad weather of a day, or nothing."""
        with self.desk.reading() as session:
            weather = weather_on(session, day)
            said = weather_said(session, weather, day) if weather else ""
        self.setVisible(weather is not None)
        if weather is not None:
            change = LinkButton(_("End or change|weather"), self.look)
            change.clicked.connect(self.ask)
            self.show_sentence("soon", weather.text, said, (change,))

    def ask(self) -> None:
        """Open the dialog of the weather."""
        from stationdesk.ui.weather_dialog import WeatherDialog

        WeatherDialog(self.desk, self.page.window()).ask()
