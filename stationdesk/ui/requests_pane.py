"""One request beside the list: what was said, how far it is, what can be done next, and everything that happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.mask import masked_phone
from stationdesk.services.dispatching import allowed
from stationdesk.services.request_list import Row
from stationdesk.services.request_receivers import Offered
from stationdesk.services.request_state import END_OF_DAY, FORMAT
from stationdesk.services.request_terms import Terms
from stationdesk.services.request_ties import Tie
from stationdesk.services.request_words import by_words, step_words, time_words, when_words
from stationdesk.ui import key_map
from stationdesk.ui.parts.bars import clear
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.more_button import MoreButton
from stationdesk.ui.parts.tags import FlowLayout
from stationdesk.ui.requests_actions import KINDS
from stationdesk.ui.requests_panel import SendPanel

BESIDE = 3
"""Buttons that stand side by side; the rest are under the last one."""
WAY = ("raised", "judged", "dispatched", "accepted", "done", "rated")
_AT = {"raised": 1, "judged": 2, "declined": 2, "dispatched": 3, "accepted": 4, "serving": 4, "transferred": 3, "receipted": 4, "done": 5}
"""How many steps of the way lie behind a state."""


def words_of(name: str) -> str:
    """Return what the button of a step says."""
    return {
        "red": _("Red|button"),
        "yellow": _("Yellow|button"),
        "blue": _("Blue|button"),
        "send": _("Send out|button"),
        "myself": _("I go myself|button"),
        "accept": _("They took it|button"),
        "arrive": _("There|button"),
        "done": _("Done|request button"),
        "rate": _("Ask back|button"),
        "decline": _("Given back|button"),
        "transfer": _("Hand over|button"),
        "receipt": _("Receipt|button"),
        "extend": _("Later term|button"),
        "refuse": _("Not ours|button"),
        "tell": _("Told|button"),
        "solved": _("Done and settled|button"),
        "drop": _("Not wanted|button"),
        "reopen": _("Once more|button"),
    }[name]


class RequestPane(QWidget):
    """Shows one request; `wanted` names the step a button asks for."""

    wanted = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look, self.shown = look, ""
        self.open_numbers = False
        ground(self, "surface")
        self.scrolled = QScrollArea()
        self.scrolled.setWidgetResizable(True)
        self.scrolled.setFrameShape(QFrame.Shape.NoFrame)
        self.scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = ground(QWidget(), "surface")
        box = QVBoxLayout(whole)
        box.setContentsMargins(20, 14, 20, 12)
        box.setSpacing(8)
        self.facts, self.history = QVBoxLayout(), QVBoxLayout()
        self.facts.setSpacing(5)
        self.history.setSpacing(4)
        self.panel = SendPanel(look)
        self.trouble = Label("", "body", "red", wrap=True)
        box.addLayout(self.facts)
        box.addWidget(self.panel)
        box.addWidget(self.trouble)
        box.addLayout(self.history)
        box.addStretch(1)
        self.scrolled.setWidget(whole)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.scrolled, 1)
        lines.addWidget(self._foot())

    def show_row(
        self, row: Row, now: datetime, offers: Sequence[Offered], hours: Terms, *, sending: bool, covered: bool, tie: Tie | None = None
    ) -> None:
        """Show a request; `sending` opens the fields by which it is sent out, `tie` is what it came from."""
        at, again = f"{now:{FORMAT}}", self.shown == row.id
        if not again:
            self.open_numbers = False
        self.trouble.setText("")
        self.trouble.hide()
        clear(self.facts)
        clear(self.history)
        self._facts(row, at, now.date(), covered=covered)
        if tie is not None:
            key = f"  {key_map.shown('requests.origin')}" if tie.page else ""
            self._say((tie.sentence if not covered else _("Came from elsewhere")) + key, "small", tie.tone)
        if sending and again and self.panel.isVisibleTo(self):
            self.panel.follow(row, hours, at)
        elif sending:
            self.panel.begin(row, offers, hours, at)
        self.panel.setVisible(sending)
        self._buttons(row, sending=sending)
        self._history(row, now.date(), covered=covered or row.locked)
        self.shown = row.id
        self.setAccessibleName(row.sentence)

    def say(self, text: str) -> None:
        """Say what was refused."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))
        self.scrolled.ensureWidgetVisible(self.trouble)

    def _say(self, text: str, role: str = "body", tone: str = "ink", *, into: QVBoxLayout | None = None) -> None:
        if text:
            label = Label(text, role, tone, wrap=True)
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            (self.facts if into is None else into).addWidget(label)

    def _facts(self, row: Row, at: str, on: date, *, covered: bool) -> None:
        request, standing = row.held.request, row.held.standing
        holder = QWidget()
        head = QHBoxLayout(holder)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(10)
        kind = table("need_kind").label(request.kind) or _("Request")
        head.addWidget(Label(kind, "title"))
        head.addWidget(ElidedLabel(" · ".join(part for part in (row.whom, row.place) if part), "body", "ink2"), 1)
        self.facts.addWidget(holder)
        self._say(f"「{row.what}」", "strong")
        when = f"{request.raised_on or on.isoformat()}T{request.raised_at or END_OF_DAY}"
        came = [request.raised_by or "", when_words(when, on), table("request_source").label(request.source), request.number or ""]
        if request.sender and not covered:
            came.append(_("from {who}|request").format(who=request.sender))
        if request.asker_phone and not covered and not row.locked:
            number = request.asker_phone if self.open_numbers else masked_phone(request.asker_phone)
            came.append(_("called from {number}").format(number=number))
        self._say(" · ".join(part for part in came if part), "small", "ink2")
        self._way(row)
        if standing.is_open:
            time, tone = time_words(standing, at)
            step = _("Next: {step}").format(step=step_words(standing))
            told = " · ".join(part for part in (step, time, by_words(standing.next_by, on) if time and tone == "red" else "") if part)
            self._say(told, "body_bold", "red" if row.late else tone)
            if row.late and standing.holder is not None and standing.step != "dispatch":
                self._say(_("Its term is over, so it is back at the desk: send it out again, or note what happened."), "small", "ink2")
        else:
            said = table("satisfaction").label(standing.satisfaction) if standing.satisfaction else ""
            self._say(
                " · ".join(part for part in (row.state, row.when, said) if part),
                "body_bold",
                "green" if row.held.state == "solved" else "ink2",
            )

    def _way(self, row: Row) -> None:
        """Show the steps of the way: behind, now, to come."""
        standing = row.held.standing
        behind = _AT.get(standing.state, len(WAY) if standing.state == "solved" else 1)
        words = (_("Noted|way"), _("Taken in|way"), _("Sent out|way"), _("Taken on|way"), _("Done|way"), _("Asked back|way"))
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        for at, word in enumerate(words):
            if at:
                line.addWidget(Label("—", "small", "ink3"))
            now = at == behind and standing.is_open
            line.addWidget(Label(word, "body_bold" if now else "body", "teal" if now else "ink" if at < behind else "ink3"))
        line.addStretch(1)
        self.facts.addWidget(holder)

    def names(self, row: Row) -> list[str]:
        """Return the steps that are offered as buttons, the likeliest first."""
        fits = allowed(row.held.standing)
        names = [name for name, kind in KINDS.items() if kind in fits]
        if row.held.standing.state != "raised":
            names = [name for name in names if name not in ("red", "yellow", "blue")]
        first = {"dispatched": "accept", "accepted": "done", "serving": "done", "transferred": "receipt", "receipted": "done"}
        likely = first.get(row.held.standing.state, "")
        return sorted(names, key=lambda name: name != likely)

    def _foot(self) -> QFrame:
        """Make every button once: which of them are seen, and which is the likeliest, changes with the request."""
        foot = QFrame()
        foot.setProperty("part", "foot")
        line = QVBoxLayout(foot)
        line.setContentsMargins(20, 8, 20, 8)
        self.acts = QWidget()
        self.flow = FlowLayout(self.acts, 8)
        line.addWidget(self.acts)
        self.send_button = Button(_("Send out|button"), self.look, "primary", key_map.shown("requests.save"), small=True, parent=self.acts)
        self.send_button.clicked.connect(lambda: self.wanted.emit("save"))
        self.buttons = {
            name: Button(words_of(name), self.look, "plain", key_map.shown(f"requests.{name}"), small=True, parent=self.acts)
            for name in KINDS
        }
        self.more = MoreButton(_("More|request"), self.look, key_map.shown("requests.more"), parent=self.acts)
        self.rest = {}
        for name, button in self.buttons.items():
            press = partial(self.wanted.emit, name)
            button.clicked.connect(lambda _on=False, press=press: press())
            self.rest[name] = self.more.offer(words_of(name), key_map.shown(f"requests.{name}"), press)
        return foot

    def _buttons(self, row: Row, *, sending: bool) -> None:
        names = [name for name in self.names(row) if not (sending and name == "send")]
        first = [self.send_button] if sending else []
        near = names[: BESIDE - 2 * len(first)]
        shown: list[Button] = [*first, *(self.buttons[name] for name in near)]
        every = (self.send_button, *self.buttons.values(), self.more)
        if any(button.hasFocus() for button in every) and shown:
            shown[0].show()
            shown[0].setFocus(Qt.FocusReason.OtherFocusReason)
        while self.flow.takeAt(0) is not None:
            pass
        for name, action in self.rest.items():
            action.setVisible(name in names and name not in near)
        if len(names) > len(near):
            shown.append(self.more)
        for button in every:
            button.setVisible(button in shown)
        for at, button in enumerate(shown):
            button.set_kind("primary" if at == 0 else "plain")
            self.flow.addWidget(button)
        self.acts.updateGeometry()

    def first_button(self) -> QWidget:
        """Return what gets the keyboard when the request is opened."""
        there = (self.send_button, *self.buttons.values())
        return next((one for one in there if not one.isHidden() and one.kind == "primary"), self)

    def _send_words(self) -> str:
        chosen = self.panel.chosen()
        return _("Send it to {name}").format(name=chosen.receiver.name[:12]) if chosen is not None else _("Send out|button")

    def follow_chosen(self) -> None:
        """Let the button say to whom it sends."""
        if self.panel.isVisibleTo(self):
            self.send_button.setText(self._send_words())
            self.send_button.setEnabled(self.panel.chosen() is not None)

    def _history(self, row: Row, on: date, *, covered: bool) -> None:
        events = row.held.events
        if events:
            self._say(_("What happened|requests"), "strong", into=self.history)
        ignored = set(row.held.standing.ignored)
        for event in reversed(events):
            moment = f"{event.happened_on or on.isoformat()}T{event.happened_at or END_OF_DAY}"
            rated = table("satisfaction").label(event.satisfaction) if event.satisfaction else ""
            receipt = _("receipt {number}").format(number=event.receipt_no) if event.receipt_no else ""
            text = "" if covered else event.text or ""
            parts = (
                when_words(moment, on),
                table("request_event").label(event.kind),
                event.receiver or "",
                rated,
                receipt,
                text,
                event.done_by or "",
            )
            said = " · ".join(part for part in parts if part)
            said += _(" (did not count)") if event.id in ignored else ""
            self._say(said, "small", "ink2", into=self.history)
