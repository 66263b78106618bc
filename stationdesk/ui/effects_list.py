"""What a move brings with it, line by line: what is urgent, what stops, what changes; a tick where one may choose."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.residency_parts import Effect
from stationdesk.ui.parts.fields import ComboField
from stationdesk.ui.parts.labels import Label, ground
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tags import Tag
from stationdesk.ui.person_head import empty

TICK = 1.9
"""Room of a tick, in em."""


def tone_word(tone: str) -> str:
    """Return the one word before a line."""
    return {"urgent": _("urgent|effect"), "stop": _("stops|effect"), "change": _("changes|effect"), "note": _("to know|effect")}[tone]


class EffectsList(QScrollArea):
    """The consequences; `changed` when a tick moved, `successor_changed` when another head was chosen."""

    changed = Signal()
    successor_changed = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.choices: dict[str, bool] = {}
        """What the operator ticked or not, by effect; kept while the list is made anew."""
        self.effects: tuple[Effect, ...] = ()
        self.boxes: dict[str, QCheckBox] = {}
        self.heads: ComboField | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("What follows"))
        self.inner = ground(QWidget(), "surface")
        self.lines = QVBoxLayout(self.inner)
        self.lines.setContentsMargins(0, 4, 12, 4)
        self.lines.setSpacing(8)
        self.setWidget(self.inner)

    def show_effects(self, effects: Sequence[Effect], nothing: str) -> None:
        """Show these; the same ones again leave the keyboard where it is. `nothing` is said where there are none."""
        if tuple(effects) == self.effects and self.lines.count():
            return
        held = next((code for code, box in self.boxes.items() if box.hasFocus()), "")
        on_heads = self.heads is not None and self.heads.hasFocus()
        self._clear()
        self.effects = tuple(effects)
        if not effects:
            self.lines.addWidget(Label(nothing, tone="ink2", wrap=True))
        for one in effects:
            self.lines.addWidget(self._line(one))
        self.lines.addStretch(1)
        if held in self.boxes:
            self.boxes[held].setFocus()
        elif on_heads and self.heads is not None:
            self.heads.setFocus()

    def _clear(self) -> None:
        self.boxes, self.heads = {}, None
        empty(self.lines)

    def chosen(self) -> list[Effect]:
        """Return the effects that will be."""
        return [one for one in self.effects if not one.choice or self.is_ticked(one)]

    def is_ticked(self, one: Effect) -> bool:
        """Tell whether a choice is ticked."""
        return self.choices.get(one.code, one.ticked)

    def _line(self, one: Effect) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        word = Tag(tone_word(one.tone), "amber" if one.tone == "urgent" else "ink2")
        line.addWidget(word, 0, top)
        room = round(TICK * self.look.sizes.body)
        if one.choice:
            box = QCheckBox()
            box.setChecked(self.is_ticked(one))
            box.setAccessibleName(one.says)
            box.setFixedWidth(room)
            box.installEventFilter(self)
            box.toggled.connect(lambda on, code=one.code: self._ticked(code, on=on))
            self.boxes[one.code] = box
            line.addWidget(box, 0, top)
        else:
            line.addSpacing(room + line.spacing())
        words = Label(one.says, wrap=True, tone="ink2" if one.tone == "note" else "ink")
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(words)
        if len(one.options) > 1:
            column.addWidget(self._heads(one))
        line.addLayout(column, 1)
        return row

    def _heads(self, one: Effect) -> QWidget:
        heads = ComboField(one.options, self.look)
        heads.setAccessibleName(_("Who becomes head"))
        heads.setMaximumWidth(220)
        heads.installEventFilter(self)
        heads.activated.connect(lambda _at: self.successor_changed.emit(heads.value()))
        self.heads = heads
        return heads

    def _ticked(self, code: str, *, on: bool) -> None:
        self.choices[code] = on
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Bring a line into sight when the keyboard comes to it."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.ensureWidgetVisible(watched, 0, 40)
        return super().eventFilter(watched, event)
