"""设置 in the county clerk's window: the county's keys and folder first, then what every desk has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from stationdesk.i18n import N_
from stationdesk.ui.settings_page import PARTS, SettingsPage

CLERK_PARTS = {
    "county": (N_("The county"), "stationdesk.ui.clerk_county", "CountyPart"),
    "schemes": (N_("Grade schemes"), "stationdesk.ui.clerk_rules", "SchemesPart"),
    "codes": (N_("Words of the lists"), "stationdesk.ui.clerk_rules", "CodesPart"),
    "days": (N_("Rest and work days"), "stationdesk.ui.clerk_days", "DaysPart"),
} | {name: PARTS[name] for name in ("operators", "backup", "looks", "about")}


class ClerkSettings(SettingsPage):
    """The subjects of the county's settings."""

    parts_of: ClassVar[Mapping[str, tuple[str, str, str]]] = CLERK_PARTS
    reads: ClassVar[frozenset[str]] = frozenset({"operator", "setting", "grade_scheme", "code", "day_off"})

    def topic(self) -> str:
        """Return the manual's page: the clerk's tells of all of it."""
        return "clerk"
