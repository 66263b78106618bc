"""Help: the manual's page about where one is, the list of pages, and every key there is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from stationdesk.i18n import N_, _
from stationdesk.settings import resource
from stationdesk.ui import key_map
from stationdesk.ui.manual_text import manual_text
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import Label, ground, rule
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tokens import SIZES, TextSize
from stationdesk.ui.parts.word_list import WordList

TOPICS_WIDTH, BESIDE = 13.4, 68
"""Width of the list of pages in em, and what stands between it and the text: a line, margins, the bar one scrolls with."""
TOPICS = {
    "start": N_("Beginning"),
    "today": N_("Today"),
    "residents": N_("Residents"),
    "mending": N_("What is missing"),
    "duties": N_("What is due"),
    "recheck": N_("To be checked"),
    "family": N_("Families"),
    "visits": N_("Visits"),
    "visit": N_("Noting a visit"),
    "paper": N_("Visit sheets on paper"),
    "emergency": N_("Emergency"),
    "wishes": N_("Wishes|page"),
    "calls": N_("Calls"),
    "requests": N_("Requests|page"),
    "shifts": N_("Roster of duty"),
    "pairings": N_("Pairings"),
    "helper_week": N_("Visits of the week"),
    "helpers": N_("Helpers"),
    "teams": N_("Teams"),
    "services": N_("Services offered"),
    "grid": N_("Daily contacts"),
    "health": N_("Health and care plans"),
    "merge": N_("Are these one person?"),
    "import": N_("Taking ledgers in"),
    "lists": N_("Three lists"),
    "forms": N_("Filling forms"),
    "cards": N_("Contact cards and printing"),
    "county": N_("Reporting to the county"),
    "from_county": N_("From the county"),
    "clerk": N_("The county clerk's window"),
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
    "shifts": N_("Roster of duty"),
    "grid": N_("Daily contacts"),
    "residents": N_("Residents"),
    "mending": N_("What is missing"),
    "duties": N_("What is due"),
    "weather": N_("Bad weather"),
    "recheck": N_("To be checked"),
    "assess": N_("Assessing"),
    "scheme": N_("Another grade scheme"),
    "family": N_("Families"),
    "family_form": N_("Filling in a family"),
    "visits": N_("Visits"),
    "pairings": N_("Pairings"),
    "handover": N_("When a helper leaves"),
    "helper_week": N_("Visits of the week"),
    "helpers": N_("Helpers"),
    "teams": N_("Teams"),
    "services": N_("Services offered"),
    "stand_in": N_("A helper is away"),
    "duty": N_("How a helper does"),
    "duty_list": N_("How the helpers do"),
    "visit": N_("Noting a visit"),
    "emergency": N_("Emergency"),
    "emergency_form": N_("An emergency: what is known, the end"),
    "wishes": N_("Wishes|page"),
    "calls": N_("Calls"),
    "call_form": N_("Noting a call"),
    "requests": N_("Requests|page"),
    "request_form": N_("Writing a request down"),
    "resident_form": N_("Filling in a person"),
    "merge": N_("Are these one person?"),
    "tags": N_("Categories"),
    "measure": N_("A reading, a medicine, a measure"),
    "health_book": N_("Medicines and health record"),
    "plan": N_("Care plan"),
    "import": N_("Taking ledgers in"),
    "lists": N_("Three lists"),
    "forms": N_("Filling forms"),
    "county": N_("Report"),
    "far": N_("How and when to report"),
    "from_county": N_("From the county"),
    "clerk_window": N_("The county clerk's window"),
    "clerk": N_("The county's stations"),
    "clerk_came": N_("What came"),
    "clerk_aside": N_("To look into"),
    "clerk_word": N_("What the county says"),
    "clerk_claims": N_("Wishes|claims"),
    "clerk_people": N_("People and teams|clerk"),
    "clerk_photos": N_("Photos|clerk"),
    "clerk_members": N_("Members|team"),
    "clerk_county": N_("The county's keys and folder"),
    "clerk_schemes": N_("Grade schemes"),
    "clerk_codes": N_("Words of the lists"),
    "clerk_days": N_("Rest and work days"),
    "settings": N_("Settings"),
    "paper": N_("Type a visit sheet back"),
    "sheet_print": N_("Printing visit sheets"),
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
        scale = look.sizes.body / SIZES[TextSize.STANDARD].body
        self.resize(min(round(980 * scale), 1280), min(round(640 * scale), 690))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._topics())
        middle.addWidget(rule(upright=True))
        self.text = QTextBrowser()
        self.text.setAccessibleName(_("Manual"))
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        self.text.setStyleSheet(f"QTextBrowser {{ background: {look.colours.surface}; border: none; padding: 20px 20px 12px 28px; }}")
        middle.addWidget(self.text, 1)
        whole.addLayout(middle, 1)
        foot = QFrame()
        foot.setProperty("part", "foot")
        line = QHBoxLayout(foot)
        line.setContentsMargins(24, 10, 24, 10)
        line.addWidget(Label(_("Everything in the pictures is invented."), "small", "ink3"), 1)
        close = Button(_("Close"), look, "plain", "Esc")
        close.clicked.connect(self.reject)
        line.addWidget(close)
        whole.addWidget(foot)
        self.list.currentRowChanged.connect(self._show)
        known = topic if topic in TOPICS else "start"
        self.list.setCurrentRow(list(TOPICS).index(known))
        self.list.setFocus()

    def _topics(self) -> QWidget:
        left = ground(QWidget(), "paper")
        left.setFixedWidth(round(TOPICS_WIDTH * self.look.sizes.body))
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 14, 0, 0)
        title = Label(_("Help"), "title")
        title.setContentsMargins(24, 0, 0, 6)
        box.addWidget(title)
        self.list = WordList(self.look, _("Pages of the manual"))
        self.list.offer((name, _(word)) for name, word in TOPICS.items())
        box.addWidget(self.list, 1)
        return left

    def topic(self) -> str:
        """Return the name of the page that is open."""
        return self.list.chosen()

    def _show(self, _row: int) -> None:
        topic = self.topic()
        page = manual_page(topic) if topic != "keys" else None
        words = page.read_text(encoding="utf-8") if page is not None else keys_as_text()
        width = self.width() - round(TOPICS_WIDTH * self.look.sizes.body) - BESIDE
        document = manual_text(self.look, words, page.parent if page is not None else None, width)
        document.setParent(self.text)
        self.text.setDocument(document)
        self.text.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Fit the pictures into the new width."""
        super().resizeEvent(event)
        if event.oldSize().isValid() and self.list.chosen():
            at = self.text.verticalScrollBar().value()
            self._show(0)
            self.text.verticalScrollBar().setValue(at)

    def _follow(self, link: QUrl) -> None:
        name = link.fileName().removesuffix(".md")
        if name in TOPICS:
            self.list.setCurrentRow(list(TOPICS).index(name))
