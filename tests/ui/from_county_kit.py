"""What the page of what came from the county shows, for its tests."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from stationdesk.ui.from_county_page import FromCountyPage


def rows(page: FromCountyPage) -> list[tuple[str, str]]:
    """Return what each line is about and how far it is."""
    model = page.table.model()
    return [(str(model.row(at).title), str(model.row(at).state)) for at in range(model.rowCount())]


def words(page: FromCountyPage) -> str:
    """Return everything that stands beside the list."""
    return " ".join(label.text() for label in page.pane.widget().findChildren(QLabel))
