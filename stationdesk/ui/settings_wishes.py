"""设置 · 心愿期限: within how many days each step of a wish is to be done, and what a wish may cost without being asked once more."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.visit_writing import read_money
from stationdesk.services.wish_cards import plain_yuan
from stationdesk.services.wish_term_effects import STEP_OF, TO_COME, Moved, at_steps, moved_by
from stationdesk.services.wish_terms import DAYS, DEFAULTS, LABELS, NAME, WishTerms, change_terms, takes, wish_terms
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.settings_part import Part

SHORT = 5.2
"""Width of a field of days in em."""
AT_ONCE = tuple(name for name in DAYS if name not in TO_COME)


def says_term(name: str, value: int) -> str:
    """Return the sentence of a change, which an undo repeats."""
    if name == "cap":
        return _("Cost of a wish at most: {yuan} yuan").format(yuan=plain_yuan(value)) if value else _("Cost of a wish: no cap")
    return _("Term of wishes: {step} {days} days").format(step=_(LABELS[name]), days=value)


class WishTermsPart(Part):
    """One line a term; above what open wishes follow at once, below what counts for those to come. A field that is left is kept."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk, _("Terms of wishes"))
        self.fields: dict[str, LineField] = {}
        self.here: dict[str, Label] = {}
        self._group(_("Open wishes follow at once"), _("A last day that was agreed with somebody stays as it is."), AT_ONCE)
        kept = _("What hangs, is claimed or was noted keeps its day and its cost; only a wish given back counts its days on the wall anew.")
        self._group(_("Only for what comes"), kept, TO_COME)
        self.told = Label("", "body", "amber", wrap=True)
        self.trouble = Label("", "body", "red", wrap=True)
        self.ship = Button(_("As it was delivered"), self.look)
        self.ship.clicked.connect(self.as_delivered)
        line = QHBoxLayout()
        line.addWidget(self.ship)
        line.addStretch(1)
        self.body.addLayout(line)
        self.body.addStretch(1)
        for label in (self.told, self.trouble):
            self.above(label)
            label.hide()
        self.begin_at(self.fields[AT_ONCE[0]])

    def _group(self, title: str, under: str, names: Iterable[str]) -> None:
        self.body.addWidget(Label(title, "body_bold"))
        self.body.addWidget(Label(under, "small", "ink2", wrap=True))
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(self.look.sizes.field_gap)
        grid.setColumnStretch(3, 1)
        grid.setColumnMinimumWidth(0, round(13 * self.look.sizes.body))
        for row, name in enumerate(names):
            grid.addWidget(Label(_(LABELS[name])), row, 0)
            grid.addWidget(self._field(name), row, 1)
            grid.addWidget(Label(_("yuan; 0: no cap") if name == "cap" else _("days|unit of a term"), tone="ink2"), row, 2)
            self.here[name] = Label("", "small", "ink2")
            grid.addWidget(self.here[name], row, 3)
        self.body.addWidget(holder)

    def _field(self, name: str) -> LineField:
        field = LineField(self.look)
        field.setMaxLength(10)
        field.setFixedWidth(round(SHORT * self.look.sizes.body))
        field.setAccessibleName(_(LABELS[name]))
        field.editingFinished.connect(lambda: self.set_term(name))
        self.fields[name] = field
        return field

    def refresh(self) -> None:
        """Read the terms again, and how many wishes are at each step."""
        with self.desk.reading() as session:
            terms, here = wish_terms(session), at_steps(session, self.desk.today())
        for name, field in self.fields.items():
            field.setText(_written(name, getattr(terms, name)))
        for name in AT_ONCE:
            found = here.get(STEP_OF[name])
            said = _("now {wishes}, late {late}") if found and found.late else _("now {wishes}") if found else ""
            self.here[name].setText(said.format(**found._asdict()) if found else "")
        allowed = self.may_change()
        for widget in (*self.fields.values(), self.ship):
            widget.setEnabled(allowed)

    def set_term(self, name: str) -> None:
        """Keep one term and say what it does to open wishes; what is none is said and taken back."""
        with self.desk.reading() as session:
            terms = wish_terms(session)
        before, value = getattr(terms, name), _read(name, self.fields[name].value())
        self._say(self.trouble, "")
        if value == before:
            self.fields[name].setText(_written(name, before))
            return
        if not self._keep(terms, {name: value}, says_term(name, value)):
            self.fields[name].setText(_written(name, before))

    def as_delivered(self) -> None:
        """Put every term and the cap back to what they are delivered with."""
        self._say(self.trouble, "")
        with self.desk.reading() as session:
            terms = wish_terms(session)
        changes = {name: getattr(DEFAULTS, name) for name in LABELS if getattr(DEFAULTS, name) != getattr(terms, name)}
        if changes:
            self._keep(terms, changes, _("Terms of wishes as delivered"))

    def _keep(self, terms: WishTerms, changes: dict[str, int], says: str) -> bool:
        found = Moved()

        def work(session: Session) -> None:
            nonlocal found
            if all(takes(name, value) for name, value in changes.items()):
                found = moved_by(session, replace(terms, **changes), self.desk.today())
            change_terms(session, **changes)

        self._say(self.told, "")
        kept = saved(self.desk, says, work, self.trouble, setting=NAME)
        self.trouble.setVisible(not kept)
        if kept:
            self._say(self.told, found.says if found.wishes or changes.keys() & set(AT_ONCE) else "")
            self.refresh()
        return kept

    def _say(self, label: Label, sentence: str) -> None:
        label.setText(sentence)
        label.setVisible(bool(sentence))


def _written(name: str, value: int) -> str:
    return plain_yuan(value) if name == "cap" else str(value)


def _read(name: str, typed: str) -> int:
    """Return what was typed as days, or 分; what cannot be read as a number that no term has."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if name == "cap":
        cents = read_money(plain) if plain else None
        return -1 if cents is None else cents
    plain = plain.removesuffix(_("days|unit of a term")).strip()
    return int(plain) if plain.isascii() and plain.isdigit() else 0
