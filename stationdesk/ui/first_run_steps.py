"""The questions after the first: who you are, the passphrase, the backup, where to begin."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import N_, _
from stationdesk.ui.first_run_step import Choices, Course, Radio, Step
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import choose_folder
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.passphrase_pair import PassphrasePair
from stationdesk.ui.setting_up import NOT_ASKED, ROLES, STICK

PHONE = 5
"""Figures that a telephone number has at least."""


def label_width(look: Look) -> int:
    """Return the width of the labels at the left."""
    return round(look.sizes.body * 3)


class PersonStep(Step):
    """Who is at the desk."""

    title = N_("Who are you?")

    def __init__(self, course: Course) -> None:
        super().__init__(course, _("Everything that is noted carries your name."))
        answers, look = course.answers, self.look
        grid = FieldGrid(look, label_width=label_width(look))
        self.name, self.post, self.phone = LineField(look), LineField(look), LineField(look)
        self.role = Segments([(code, _(words)) for code, words in ROLES], look)
        self.name.setText(answers.name)
        self.name.setMaxLength(72)
        self.role.set_value(answers.role)
        self.post.setText(answers.post)
        self.post.setMaxLength(80)
        self.phone.setText(answers.phone)
        self.phone.setMaxLength(24)
        grid.add(_("Name"), self.name)
        grid.add(_("Position"), self.role, stretch=False)
        grid.add(_("Post"), self.post)
        grid.add(_("Phone"), self.phone, _("may be left empty"))
        self.box.addWidget(grid)
        self.box.addWidget(Label(_("Others are added later, in the settings."), tone="ink2"))
        self.box.addStretch(1)

    def begin(self) -> None:
        """Put the caret into the name."""
        self.name.setFocus()

    def fields(self) -> list[QWidget]:
        """Return where Enter goes."""
        return [self.name, self.role, self.post, self.phone]

    def trouble(self) -> tuple[str, QWidget | None]:
        """Tell what is missing: only the name must be there, and a telephone number must be one."""
        if not self.name.value():
            return _("Please type your name."), self.name
        phone = self.phone.value()
        figures = sum(sign.isdigit() for sign in phone)
        if phone and (figures < PHONE or any(sign.isalpha() for sign in phone)):
            return _("This is no telephone number. Mend it, or leave it empty."), self.phone
        return "", None

    def collect(self) -> None:
        """Write down who it is."""
        role = self.role.value() or ROLES[0][0]
        self.course.answers = replace(
            self.course.answers, name=self.name.value(), role=role, post=self.post.value(), phone=self.phone.value()
        )


class PassphraseStep(Step):
    """The passphrase, and the code on paper for the day it is forgotten."""

    title = N_("Set a passphrase")

    def __init__(self, course: Course) -> None:
        super().__init__(course, _("A sentence you know is best, four or five words that do not belong together."))
        self.pair = PassphrasePair(self.look, label_width=label_width(self.look))
        self.pair.changed.connect(self.changed)
        self.box.addWidget(self.pair)
        again = course.answers.code_shown and not course.secrets.code
        words = _("When it is forgotten, this paper opens the desk:")
        if again:
            words = _("The code printed last time is void; this one counts:")
        self.box.addWidget(Label(words, tone="amber" if again else "ink", wrap=True))
        self.code = Label("", "strong")
        self.code.setAccessibleName(_("Recovery code"))
        card = QFrame()
        card.setProperty("part", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self.code)
        self.box.addWidget(card)
        line = QHBoxLayout()
        line.setSpacing(10)
        self.print = Button(_("Print the recovery code"), self.look, icon="printer", small=True)
        self.print.clicked.connect(self._print)
        self.kept = QCheckBox(_("Printed or copied, in the red envelope"))
        self.kept.toggled.connect(self._ticked)
        line.addWidget(self.print)
        line.addWidget(self.kept)
        line.addStretch(1)
        self.box.addLayout(line)
        self.words = Label("", "small", "ink3", wrap=True)
        self.box.addWidget(self.words)
        self.box.addStretch(1)

    def begin(self) -> None:
        """Show the code, made now if there is none yet."""
        if not self.course.secrets.code:
            from stationdesk.store.keys import new_recovery_code

            self.course.secrets = replace(self.course.secrets, code=new_recovery_code())
            self.course.answers = replace(self.course.answers, code_shown=True)
        groups = self.course.secrets.code.split("-")
        self.code.setText("-".join(groups[:5]) + "\n" + "-".join(groups[5:]))
        self.code.setAccessibleDescription(" ".join(groups))
        self._advise()
        self.pair.first.setFocus()

    def _ticked(self, _on: bool) -> None:
        self.changed.emit()

    def _advise(self, trouble: str = "") -> None:
        self.words.setText(trouble or _("Without a printer copy it by hand. Whoever does not tick is reminded."))
        self.words.set_tone("amber" if trouble else "ink3")

    def _print(self) -> None:
        from stationdesk.ui.first_run_printing import print_code

        answers = self.course.answers
        trouble = print_code(self, self.look, self.course.secrets.code, answers.village, answers.name)
        if trouble is None:
            self.kept.setFocus()
        self._advise(trouble or "")

    def fields(self) -> list[QWidget]:
        """Return where Enter goes."""
        return [self.pair.first, self.pair.again]

    def trouble(self) -> tuple[str, QWidget | None]:
        """Tell why the passphrase cannot be taken."""
        words = self.pair.trouble()
        return words, (self.pair.again if self.pair.first.text() and self.pair.again.text() != self.pair.first.text() else self.pair.first)

    def collect(self) -> None:
        """Keep the passphrase in memory."""
        self.course.secrets = replace(self.course.secrets, passphrase=self.pair.value(), code_kept=self.kept.isChecked())


class BackupStep(Step):
    """Where a second copy goes every day."""

    title = N_("Where do backups go?")

    def __init__(self, course: Course) -> None:
        super().__init__(course, _("Made by itself once a day, when the desk is first opened; encrypted."))
        self.group = QButtonGroup(self)
        self.group.idToggled.connect(self._chosen)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(9)
        self.box.addLayout(self.rows)
        calming = _("A day without the stick is told in one sentence and stops nothing.\nBackups and reports may be on one stick.")
        self.box.addWidget(Label(calming, tone="ink2"))
        self.box.addStretch(1)
        self.places: list[str] = []
        self.folder = ""

    def begin(self) -> None:
        """Offer the sticks that are plugged in, a folder, this computer, nothing."""
        self._clear()
        wanted, here = self.course.answers.backup, _("This computer only")
        for label, _path, free in self.course.found.sticks:
            self._offer(STICK + label, _("Stick «{label}»").format(label=label), _("{room} free").format(room=_room(free)), "ink2")
        self._offer("", here, _("gone if the computer breaks"), "amber")
        self.folder = wanted if wanted not in {"", NOT_ASKED} and not wanted.startswith(STICK) else ""
        self._offer("folder", self._folder_words(), "", "ink2")
        chosen = "folder" if self.folder else wanted if wanted in self.places else self.places[0]
        button = self.group.button(self.places.index(chosen))
        button.setChecked(True)
        button.setFocus()

    def _clear(self) -> None:
        self.places.clear()
        for button in self.group.buttons():
            self.group.removeButton(button)
        while (item := self.rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _offer(self, place: str, words: str, note: str, tone: str) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        radio = Radio(words)
        radio.setAccessibleName(f"{words} {note}".strip())
        line.addWidget(radio)
        line.addWidget(Label(note, "small" if tone == "amber" else "body", tone))
        line.addStretch(1)
        self.rows.addWidget(row)
        self.group.addButton(radio, len(self.places))
        self.places.append(place)

    def _folder_words(self) -> str:
        return _("Folder {folder}").format(folder=self.folder) if self.folder else _("Choose a folder…")

    def _chosen(self, button: int, on: bool) -> None:
        if on and self.places[button] == "folder" and not self.folder and self.isVisible():
            self.pick_folder()

    def pick_folder(self) -> None:
        """Let the operator choose a folder."""
        folder = choose_folder(self, _("Choose a folder for the backups"))
        if folder is not None:
            self.folder = str(folder)
            self.group.button(self.places.index("folder")).setText(self._folder_words())

    def fields(self) -> list[QWidget]:
        """Return where Enter goes."""
        return list(self.group.buttons())

    def trouble(self) -> tuple[str, QWidget | None]:
        """Tell that a folder must be chosen and be there."""
        if self.places[self.group.checkedId()] == "folder" and not (self.folder and Path(self.folder).is_dir()):
            return _("Please choose a folder, or another place."), self.group.button(self.places.index("folder"))
        return "", None

    def collect(self) -> None:
        """Write down the place."""
        place = self.places[self.group.checkedId()]
        self.course.answers = replace(self.course.answers, backup=self.folder if place == "folder" else place)


class StartStep(Step):
    """Not a setting but a beginning, so that nobody lands on an empty list."""

    title = N_("Where shall we begin?")

    def __init__(self, course: Course) -> None:
        super().__init__(course, _("Any will do; it can be changed at any time."))
        self.choices = Choices(
            self.look,
            (
                ("import", _("Take the Excel ledgers in"), _("everything is shown before it is taken in")),
                ("residents", _("Add people one by one"), _("name, category, village: three are enough")),
                ("blank", _("Print blank visit sheets first"), _("go round the village, type it in when you are back")),
            ),
        )
        self.choices.setAccessibleName(_(self.title))
        self.choices.setMinimumWidth(0)
        self.box.addWidget(self.choices)
        self.box.addStretch(1)

    def begin(self) -> None:
        """Say how many ledgers were seen."""
        count = self.course.found.ledgers
        if count:
            self.choices.tell("import", _("{count} ledgers seen on the stick, shown before they are taken in").format(count=count))
        self.choices.choose(self.course.answers.start)
        self.choices.setFocus(Qt.FocusReason.OtherFocusReason)

    def fields(self) -> list[QWidget]:
        """Return where Enter goes."""
        return [self.choices]

    def collect(self) -> None:
        """Write down where to begin."""
        self.course.answers = replace(self.course.answers, start=self.choices.value())


def _room(free: int) -> str:
    """Return free bytes as people say them: 5.2 GB."""
    return f"{free / 1e9:.1f} GB" if free >= 1e9 else f"{free / 1e6:.0f} MB"
