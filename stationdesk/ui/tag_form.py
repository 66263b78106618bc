"""One stay in a category: which, since when, on what evidence, and what matters only for its kind; by keys alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.code import table
from stationdesk.services.categories import true_code
from stationdesk.services.day_reading import read_coming_day, read_day
from stationdesk.ui import key_map
from stationdesk.ui.category_tree import CategoryTree
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField, Row
from stationdesk.ui.parts.labels import Label, ground
from stationdesk.ui.parts.segments import Segments

DAYS = ("from_date", "to_date", "evidence_on", "notice_from", "notice_to")
CODES = {"evidence_kind": "evidence_kind", "exit_reason": "exit_reason", "aid_class": "aid_class"}
ALWAYS = ("from_date", "evidence_kind", "evidence", "evidence_on", "source", "review_due")
ENDING = ("to_date", "exit_reason", "exit_note")
AID = ("certificate_no", "aid_class", "persons_covered", "monthly_amount", "notice_from", "notice_to", "cause")
ONLY_FOR: dict[str, tuple[str, ...]] = {
    "aid_household": AID,
    "destitute_support": ("carer_name", "carer_phone"),
    "monitored_household": ("risk_kind", "measures", "responsible_name", "responsible_phone"),
    "child_in_need": ("monthly_amount", "last_paid_month", "assessor"),
    "disabled": ("certificate_no",),
    "special": ("certificate_no",),
}
"""Fields that are asked only for a category, or one below it."""
MONTH_FIRST = 7
TALL = 430
"""Pixels of height the fields have at most; the rest is scrolled to."""


def fields_for(code: str) -> tuple[str, ...]:
    """Return which fields are asked for a category, in their order."""
    known = table("resident_category")
    more = [name for above, names in ONLY_FOR.items() if known.row(code) and known.is_within(code, above) for name in names]
    return tuple(dict.fromkeys((*ALWAYS, *more)))


class TagForm(Dialog):
    """A new stay, or one that is there already; `fields` is what came of it, None if it was left."""

    def __init__(
        self,
        desk: OpenDesk,
        parent: QWidget | None,
        tag: CategoryTag | None,
        opened: str = "",
        *,
        ends: bool = False,
        household: bool = False,
    ) -> None:
        may_see = desk.sees_children
        title = _("Another category") if tag is None else _("End this category") if ends else _("Change this category")
        super().__init__(parent, desk.look, title, width=980 if tag is None else 620)
        self.desk, self.tag, self.ends, self.household = desk, tag, ends, household
        self.fields: dict[str, Any] | None = None
        self.code = true_code(tag, may_see=may_see) if tag is not None else ""
        self.lines: dict[str, LineField] = {}
        self.combos: dict[str, ComboField] = {}
        self.rows: dict[str, Row] = {}
        self.tree = CategoryTree(desk.look, may_see=may_see, opened=opened)
        self.tree.setVisible(tag is None)
        self._build()
        if tag is not None:
            self.text.setText(table("resident_category").label(self.code))
            self.text.show()
            self._fill(tag)
        else:
            self.lines["from_date"].setText(_("today|typed"))
        self.tree.itemSelectionChanged.connect(self._ask_only_what_matters)
        self.tree.taken.connect(self.lines["from_date"].setFocus)
        self._ask_only_what_matters()
        (self.tree if tag is None else self.lines["to_date"] if ends else self.lines["from_date"]).setFocus()

    def _build(self) -> None:
        look = self.desk.look
        self.grid = FieldGrid(look, label_width=round(6 * look.sizes.body))
        self.whose = Segments([("person", _("This person")), ("household", _("The whole household"))], look)
        self.whose.set_value("person")
        self.whose_row = self.grid.add(_("Whose"), self.whose, stretch=False)
        names = dict.fromkeys((*ENDING, *ALWAYS, *(name for group in ONLY_FOR.values() for name in group)))
        for name in names:
            label = _(str(CategoryTagDraft.model_fields[name].title))
            if name in CODES:
                rows = [("", "—"), *((row.code, row.label) for row in table(CODES[name]).given if self._may(name, row.code))]
                self.combos[name] = ComboField(rows, look, word=table(CODES[name]).label)
                self.rows[name] = self.grid.add(label, self.combos[name])
            else:
                self.lines[name] = LineField(look, _hint(name))
                self.rows[name] = self.grid.add(label, self.lines[name])
        holder = QScrollArea()
        holder.setWidgetResizable(True)
        holder.setFocusPolicy(holder.focusPolicy().NoFocus)
        inner = ground(QWidget(), "surface")
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 4, 12, 4)
        box.addWidget(self.grid)
        box.addStretch(1)
        holder.setWidget(inner)
        holder.setFixedHeight(min(11 * look.sizes.row, TALL))
        self.holder = holder
        for field in (*self.lines.values(), *self.combos.values()):
            field.installEventFilter(self)
        halves = QHBoxLayout()
        halves.setSpacing(20)
        halves.addWidget(self.tree, 2)
        halves.addWidget(holder, 3)
        self.body.addLayout(halves)
        self.trouble = Label("", "small", "red", wrap=True)
        self.body.addWidget(self.trouble)
        self.save_button = self.add_button(_("End it") if self.ends else _("Save"), "primary", key_map.shown("visit.save"), closes=False)
        self.save_button.clicked.connect(self.save)
        self.add_button(_("Do not save"), "plain", "Esc")
        key_map.attach(self, "visit.save", self.save)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Bring a field into sight when the keyboard comes to it."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.holder.ensureWidgetVisible(watched, 0, 60)
        return super().eventFilter(watched, event)

    def _may(self, name: str, code: str) -> bool:
        """Tell whether a code may be offered: a restricted reason only to those who may see it."""
        return self.desk.sees_children or not table(CODES[name]).is_restricted(code)

    def _ask_only_what_matters(self) -> None:
        code = self.code or self.tree.chosen()
        asked = ENDING if self.ends else fields_for(code) if self.tag is None else (*fields_for(code), *self._ended())
        for name, row in self.rows.items():
            row.set_visible(name in asked)
        known = table("resident_category")
        self.whose_row.set_visible(self.household and self.tag is None and bool(code) and known.is_within(code, "aid_household"))

    def _ended(self) -> tuple[str, ...]:
        return ENDING if self.tag is not None and self.tag.to_date else ()

    @property
    def of_household(self) -> bool:
        """Whether the category is to be the whole household's."""
        return not self.whose_row.label.isHidden() and self.whose.value() == "household"

    def _fill(self, tag: CategoryTag) -> None:
        for name, line in self.lines.items():
            value = getattr(tag, name)
            line.setText("" if value is None else _yuan(value) if name == "monthly_amount" else str(value))
        for name, combo in self.combos.items():
            combo.set_value(getattr(tag, name))
        if self.desk.sees_children and tag.restricted_exit_reason:
            self.combos["exit_reason"].set_value(tag.restricted_exit_reason)
        if self.ends and not tag.to_date:
            self.lines["to_date"].setText(_("today|typed"))

    # -- what was typed

    def save(self) -> None:
        """Read every field that is asked; what cannot be read is said beside it."""
        read: dict[str, Any] = {}
        wrong: list[LineField] = []
        on = self.desk.today()
        for name, line in self.lines.items():
            if not self.rows[name].label.isHidden():
                value, sentence = _read(name, line.value(), on)
                line.say("error" if sentence else "plain", sentence)
                wrong += [line] if sentence else []
                read[name] = value
        read |= {name: combo.value() or None for name, combo in self.combos.items() if not self.rows[name].label.isHidden()}
        code = self.code or self.tree.chosen()
        row = table("resident_category").row(code)
        heading = self.tag is None and (row is None or row.group)
        self.trouble.setText(_("This is a heading. Please choose one below it: → unfolds.") if heading else "")
        if heading:
            self.tree.setFocus()
        elif wrong:
            wrong[0].setFocus()
        else:
            self.fields = read | ({"category": code} if self.tag is None else {})
            self.give("saved")


def _hint(name: str) -> str:
    if name in DAYS or name == "review_due":
        return _("like 22, 11-22, 2025-3-1")
    return {"monthly_amount": _("yuan"), "last_paid_month": _("like 2026-10")}.get(name, "")


def _yuan(cents: int) -> str:
    return f"{Decimal(cents) / 100:f}".rstrip("0").rstrip(".") if cents % 100 else str(cents // 100)


def _read(name: str, typed: str, on: date) -> tuple[Any, str]:
    """Return a field's value and, where it cannot be read, what to do."""
    if not typed:
        return None, ""
    if name in DAYS or name == "review_due":
        day = read_coming_day(typed, on) if name in ("review_due", "notice_to") else read_day(typed, on) or read_coming_day(typed, on)
        return (day.isoformat(), "") if day else (None, _("Please write a day: 22, 11-22, 2026-11-22."))
    if name == "persons_covered":
        return (int(typed), "") if typed.isascii() and typed.isdigit() and len(typed) < 4 else (None, _("Please write a number of people."))
    if name == "monthly_amount":
        try:
            cents = (Decimal(typed.removesuffix(_("yuan"))) * 100).quantize(Decimal(1))
        except InvalidOperation:
            cents = Decimal(-1)
        return (int(cents), "") if 0 <= cents < 10**9 else (None, _("Please write an amount in yuan, like 620 or 620.50."))
    if name == "last_paid_month":
        day = read_day(f"{typed}-01", on) if len(typed) <= MONTH_FIRST else None
        return (f"{day:%Y-%m}", "") if day else (None, _("Please write a month like 2026-10."))
    limit = next((one.max_length for one in CategoryTagDraft.model_fields[name].metadata if hasattr(one, "max_length")), None)
    return (typed, "") if limit is None or len(typed) <= limit else (None, _("Too long: at most {count} characters.").format(count=limit))
