"""The county's first run: which county, who is at the desk, the passphrase with its recovery sheet."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import N_, _
from stationdesk.settings import Settings
from stationdesk.ui.clerk_setting_up import make_county, sound
from stationdesk.ui.first_run import FirstRun, Make
from stationdesk.ui.first_run_step import Course, Step
from stationdesk.ui.first_run_steps import PassphraseStep
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look


class CountyStep(Step):
    """Which county it is."""

    title = N_("Which county is this?")

    def __init__(self, course: Course) -> None:
        super().__init__(course, _("The stations see this name when they compare the six words."))
        grid = FieldGrid(self.look, label_width=round(self.look.sizes.body * 4))
        self.name, self.code = LineField(self.look), LineField(self.look)
        self.name.setText(course.answers.village)
        self.name.setMaxLength(60)
        self.code.setText(course.answers.code)
        self.code.setMaxLength(32)
        grid.add(_("Name of the county"), self.name)
        grid.add(_("County code"), self.code)
        self.box.addWidget(grid)
        said = _("The six figures of the county in the national list. It stands in the name of every file and cannot be changed later.")
        self.box.addWidget(Label(said, tone="ink2", wrap=True))
        told = _("This is the county's desk. For a village station, start the program without «--county».")
        self.box.addWidget(Label(told, "small", "ink3", wrap=True))
        self.box.addStretch(1)

    def begin(self) -> None:
        """Put the caret into the name."""
        self.name.setFocus()

    def fields(self) -> list[QWidget]:
        """Return where Enter goes."""
        return [self.name, self.code]

    def trouble(self) -> tuple[str, QWidget | None]:
        """Say what is missing."""
        if not self.name.value():
            return _("Please type the county's name."), self.name
        if not sound(self.code.value()):
            return _("Please type the county's code: figures or letters, two to 32, without spaces."), self.code
        return "", None

    def collect(self) -> None:
        """Write down which county it is."""
        self.course.answers = replace(self.course.answers, village=self.name.value(), code=self.code.value(), start="")


class ClerkStep(Step):
    """Who is at the county's desk."""

    title = N_("Who are you?")

    def __init__(self, course: Course) -> None:
        super().__init__(course, _("Everything that is noted carries your name."))
        grid = FieldGrid(self.look, label_width=round(self.look.sizes.body * 4))
        self.name, self.post = LineField(self.look), LineField(self.look)
        self.name.setText(course.answers.name)
        self.name.setMaxLength(72)
        self.post.setText(course.answers.post)
        self.post.setMaxLength(80)
        grid.add(_("Name"), self.name)
        grid.add(_("Post"), self.post, _("may be left empty"))
        self.box.addWidget(grid)
        self.box.addStretch(1)

    def begin(self) -> None:
        """Put the caret into the name."""
        self.name.setFocus()

    def fields(self) -> list[QWidget]:
        """Return where Enter goes."""
        return [self.name, self.post]

    def trouble(self) -> tuple[str, QWidget | None]:
        """Only the name must be there."""
        return ("", None) if self.name.value() else (_("Please type your name."), self.name)

    def collect(self) -> None:
        """Write down who it is."""
        self.course.answers = replace(self.course.answers, name=self.name.value(), post=self.post.value())


class CountyFirstRun(FirstRun):
    """Three questions, and the county's desk is made."""

    asks: ClassVar[tuple[type[Step], ...]] = (CountyStep, ClerkStep, PassphraseStep)
    makes: ClassVar[Make] = staticmethod(make_county)
    has_demo: ClassVar[bool] = False


def first_run_of(settings: Settings, look: Look) -> FirstRun:
    """Return the first run of the window's side."""
    return CountyFirstRun(settings, look) if settings.county else FirstRun(settings, look)
