"""设置 in the county clerk's window: the county's keys and folder first, then what every desk has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from stationdesk.i18n import N_
from stationdesk.ui.settings_page import PARTS, SettingsPage

CLERK_PARTS = {"county": (N_("The county"), "stationdesk.ui.clerk_county", "CountyPart")} | {
    name: PARTS[name] for name in ("operators", "backup", "looks", "about")
}


class ClerkSettings(SettingsPage):
    """The subjects of the county's settings."""

    parts_of: ClassVar[Mapping[str, tuple[str, str, str]]] = CLERK_PARTS
    reads: ClassVar[frozenset[str]] = frozenset({"operator", "setting"})

    def topic(self) -> str:
        """Return the manual's page: the clerk's tells of all of it."""
        return "clerk"

    def take(self, argument: Any) -> None:
        """Open a subject by its name."""
        super().take(argument)
