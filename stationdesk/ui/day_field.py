"""A day typed as one writes it: 今天, 22日, 11月22日, 2026-11-22; a day to come where the field asks for one."""

from __future__ import annotations

from datetime import date

from stationdesk.i18n import _
from stationdesk.services.day_reading import read_coming_day, read_day
from stationdesk.ui.parts.fields import LineField, half_width
from stationdesk.ui.parts.look import Look


class DayField(LineField):
    """One day; `day()` is what was typed, `wrong()` says beside the field why it cannot be read."""

    def __init__(self, look: Look, on: date, *, coming: bool = False) -> None:
        super().__init__(look, on.isoformat() if not coming else "")
        self.on, self.coming = on, coming

    def set_day(self, day: str | None) -> None:
        """Show a day."""
        self.setText(day or "")

    def day(self) -> str | None:
        """Return the day typed, None for none and for what is no day."""
        text = half_width(self.text()).strip()
        found = (read_coming_day if self.coming else read_day)(text, self.on) if text else None
        return found.isoformat() if found is not None else None

    def wrong(self) -> bool:
        """Tell whether something was typed that is no day, and say so beside the field."""
        bad = bool(self.text().strip()) and self.day() is None
        self.say("error" if bad else "plain", _("Please write the day like 2026-11-20.") if bad else "")
        return bad
