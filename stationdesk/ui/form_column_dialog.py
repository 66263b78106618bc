"""One column of a form: which fact, in which writing, under which heading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from stationdesk.i18n import _
from stationdesk.registers.export_profile import FormColumn
from stationdesk.services.form_facts import fact, facts
from stationdesk.services.form_rows import styles_of
from stationdesk.ui import key_map
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.look import Look

LONG = 80
"""Characters of a heading."""


def offered(parts: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return every fact as path and words, the commonest first; `parts` are those of a row that is a visit, a wish, a pairing."""
    shown = {"pairing", "visit", "wish"} - set(parts)
    return [(path, one.title) for path, one in facts().items() if path.partition(".")[0] not in shown or path == "visit.visited_on"]


class FactField(ComboField):
    """One of some hundred facts, found by any part of its words."""

    def __init__(self, choices: Sequence[tuple[str, str]], look: Look) -> None:
        super().__init__(choices, look)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter([words for _path, words in choices], self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(12)
        self.setCompleter(completer)

    def value(self) -> str:
        """Return the path of the fact whose words are written, empty if they are nobody's."""
        at = self.findText(self.currentText().strip(), Qt.MatchFlag.MatchExactly)
        return str(self.itemData(at)) if at >= 0 else ""


class ColumnDialog(Dialog):
    """Asks for a column; `column` is what came of it, None if it was left."""

    def __init__(self, parent: QWidget, look: Look, column: FormColumn | None, parts: Sequence[str], *, headings: bool = True) -> None:
        title = _("A new column") if column is None else _("Change the column")
        super().__init__(parent, look, title, width=620)
        self.before = column or FormColumn(path="resident.name")
        self.column: FormColumn | None = None
        self.fact = FactField(offered(parts), look)
        self.style_field = ComboField([], look)
        self.heading = LineField(look)
        self.group = LineField(look)
        self.words = LineField(look)
        self.grid = FieldGrid(look)
        self.grid.add(_("What stands in it"), self.fact)
        self.grid.add(_("Written how"), self.style_field)
        self.rows = {"words": self.grid.add(_("The text"), self.words)}
        if headings:
            self.grid.add(_("Heading"), self.heading, _("empty: our own word"))
            self.grid.add(_("Heading above it"), self.group, _("for several columns, may be empty"))
        self.body.addWidget(self.grid)
        self.save_button = self.add_button(_("Take it"), "primary", key_map.shown("visit.save"), closes=False)
        self.save_button.clicked.connect(self.save)
        self.add_button(_("Leave it be|button"), "plain", "Esc")
        key_map.attach(self, "visit.save", self.save)
        self.fact.set_value(self.before.path)
        self.fact.setCurrentText(fact(self.before.path).title)
        self.heading.setText(self.before.heading)
        self.group.setText(self.before.group)
        self.words.setText(self.before.text)
        self._styles()
        self.fact.currentTextChanged.connect(self._styles)
        self.fact.setFocus()
        if (typed := self.fact.lineEdit()) is not None:
            typed.selectAll()

    def _styles(self, _text: str = "") -> None:
        """Offer the writings of the fact."""
        path = self.fact.value()
        self.style_field.clear()
        if path:
            for code, words in styles_of(fact(path).kind):
                self.style_field.addItem(words, code)
            if path == self.before.path and self.before.style:
                self.style_field.set_value(self.before.style)
        self.rows["words"].set_visible(path == "text")
        self.fact.say("plain", "")

    def save(self) -> None:
        """Give the column, if a fact was chosen."""
        path = self.fact.value()
        if not path:
            self.fact.say("error", _("Choose one from the list: type a part of the word, then arrow down and Enter."))
            self.fact.setFocus()
            return
        said = self.words.value()[:500] if path == "text" else ""
        self.column = FormColumn(
            path=path, style=self.style_field.value(), heading=self.heading.value()[:LONG], group=self.group.value()[:LONG], text=said
        )
        self.give("ok")
