"""Help: the manual's page about where one is, the list of pages, and every key there is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QVBoxLayout, QWidget

from stationdesk.i18n import N_, _
from stationdesk.settings import resource
from stationdesk.ui import key_map
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import Label, rule
from stationdesk.ui.parts.look import Look

TOPIC = 0x0100  # Qt.ItemDataRole.UserRole
TOPICS = {
    "start": N_("Beginning"),
    "today": N_("Today"),
    "residents": N_("Residents"),
    "visit": N_("Noting a visit"),
    "import": N_("Taking ledgers in"),
    "cards": N_("Contact cards and printing"),
    "county": N_("Reporting to the county"),
    "settings": N_("Settings"),
    "safety": N_("Passphrase, locking, backup"),
    "trouble": N_("When something goes wrong"),
    "keys": N_("All keys"),
}
"""The manual's pages, in the order one reads them; `keys` is made from the key map."""
PLACES = {
    "everywhere": N_("Everywhere"),
    "search": N_("In the search box"),
    "today": N_("Today"),
    "residents": N_("Residents"),
    "visit": N_("Noting a visit"),
    "resident_form": N_("Filling in a person"),
    "import": N_("Taking ledgers in"),
    "county": N_("Report"),
    "settings": N_("Settings"),
    "print": N_("Preview of a print"),
    "unlock": N_("Unlocking"),
    "first_run": N_("First start"),
}


def manual_page(topic: str) -> Path:
    """Return the file of a page of the manual; the first one where there is no such page. Raises FileNotFoundError without a manual."""
    known = topic if topic in TOPICS and topic != "keys" else "start"
    return resource(f"manual/{known}.md")


def keys_as_text() -> str:
    """Return every shortcut, place by place, as Markdown."""
    lines = [f"# {_(TOPICS['keys'])}", ""]
    for place, title in PLACES.items():
        found: dict[str, list[str]] = {}
        for one in key_map.of_place(place):
            found.setdefault(_(one.words), []).append(key_map.shown(one.name))
        if found:
            lines += [f"## {_(title)}", ""]
            lines += [f"- **{' / '.join(keys)}** {words}" for words, keys in found.items()]
            lines.append("")
    return "\n".join(lines)


class HelpWindow(QDialog):
    """The manual, opened at a page; Esc closes it."""

    def __init__(self, parent: QWidget | None, look: Look, topic: str) -> None:
        super().__init__(parent)
        self.look = look
        self.setWindowTitle(_("Help"))
        self.resize(980, 640)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Pages of the manual"))
        self.list.setFixedWidth(round(14 * look.sizes.body))
        for name, title in TOPICS.items():
            item = QListWidgetItem(_(title))
            item.setData(TOPIC, name)
            self.list.addItem(item)
        middle.addWidget(self.list)
        middle.addWidget(rule(upright=True))
        self.text = QTextBrowser()
        self.text.setAccessibleName(_("Manual"))
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        self.text.setProperty("ground", "surface")
        self.text.setStyleSheet(f"QTextBrowser {{ background: {look.colours.surface}; border: none; padding: 16px 24px; }}")
        middle.addWidget(self.text, 1)
        whole.addLayout(middle, 1)
        whole.addWidget(rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 10, 20, 10)
        foot.addWidget(Label(_("Everything in the pictures is invented."), "small", "ink3"), 1)
        close = Button(_("Close"), look, "plain", "Esc")
        close.clicked.connect(self.reject)
        foot.addWidget(close)
        whole.addLayout(foot)
        self.list.currentRowChanged.connect(self._show)
        known = topic if topic in TOPICS else "start"
        self.list.setCurrentRow(list(TOPICS).index(known))
        self.list.setFocus()

    def topic(self) -> str:
        """Return the name of the page that is open."""
        return str(self.list.currentItem().data(TOPIC))

    def _show(self, _row: int) -> None:
        topic = self.topic()
        document = QTextDocument(self.text)
        document.setDefaultFont(self.look.font("body"))
        if topic == "keys":
            document.setMarkdown(keys_as_text())
        else:
            page = manual_page(topic)
            document.setBaseUrl(QUrl.fromLocalFile(str(page.parent) + "/"))
            document.setMarkdown(page.read_text(encoding="utf-8"))
        self.text.setDocument(document)
        self.text.verticalScrollBar().setValue(0)

    def _follow(self, link: QUrl) -> None:
        name = link.fileName().removesuffix(".md")
        if name in TOPICS:
            self.list.setCurrentRow(list(TOPICS).index(name))
