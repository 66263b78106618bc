"""What the unlock window says under the passphrase: two lines whose place never changes."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from stationdesk.i18n import _
from stationdesk.ui.parts.labels import Label, set_property
from stationdesk.ui.parts.look import Look


def time_words(seconds: int) -> str:
    """Return a time to wait in words: 42 秒, 1 分钟, 3 分 5 秒."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return _("{seconds} s").format(seconds=rest)
    return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest) if rest else _("{minutes} min").format(minutes=minutes)


class DoorWords(QFrame):
    """First line: advice, or what was wrong. Second: that nothing is lost, and Caps Lock where it is on."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.first, self.calming = Label(), Label(_("The records are all there, nothing is lost."))
        self.caps_mark, self.caps = Label(), Label(_("Caps Lock is on: please press Caps Lock once."), tone="amber")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(self.first)
        under = QHBoxLayout()
        under.setSpacing(4)
        for part in (self.calming, self.caps_mark, self.caps):
            under.addWidget(part)
        under.addStretch(1)
        box.addLayout(under)
        box.addStretch(1)
        self.calming.hide()
        self.alarm(on=False)
        self.fit()
        look.changed.connect(self.fit)

    def fit(self) -> None:
        """Take the height of the text size."""
        self.setFixedHeight(round(self.look.sizes.body * 4.6))
        self.caps_mark.setPixmap(self.look.pixmap("warning", "amber", self.look.sizes.icon - 3))

    def advise(self, sentence: str) -> None:
        """Say something quietly."""
        self._say(sentence, "body", "ink2", wrong=False)

    def warn(self, sentence: str) -> None:
        """Say what was wrong, and that nothing is lost."""
        self._say(sentence, "body_bold", "red", wrong=True)

    def _say(self, sentence: str, role: str, tone: str, *, wrong: bool) -> None:
        set_property(self.first, "role", role)
        self.first.say(sentence, tone)
        self.calming.setVisible(wrong)

    def alarm(self, *, on: bool) -> None:
        """Show or hide that Caps Lock is on."""
        self.caps.setVisible(on)
        self.caps_mark.setVisible(on)

    def spoken(self) -> str:
        """Return everything that is said, for the ear."""
        return " ".join(part.text() for part in (self.first, self.calming, self.caps) if not part.isHidden())
