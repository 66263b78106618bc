"""Finding somebody a helper, or a name for a level: candidates by fitness with the reasons, then what was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from PySide6.QtWidgets import QCheckBox, QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.pairing_fitness import Fitness
from stationdesk.services.pairing_words import load_words
from stationdesk.services.pairing_world import ANSWERING, read_world
from stationdesk.services.pairing_writing import SameHouse, TooMany, write_pairing
from stationdesk.services.projects import project_named
from stationdesk.ui import key_map
from stationdesk.ui.candidate_list import CandidateList, Choice
from stationdesk.ui.day_field import DayField
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.tall_dialog import TallDialog


class PairingDialog(TallDialog):
    """Pairs one or several people with a helper, or names who answers for them at a level."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, residents: Sequence[str], level: int = 0, *, helper: str = "") -> None:
        self.desk, self.residents, self.level = desk, tuple(residents), level
        with desk.reading() as session:
            self.world = read_world(session, desk.today())
            self.found = Fitness(session, self.world).candidates(residents[0], level) if residents else []
        self.label = next((one.label for one in self.world.levels if one.number == level), "")
        super().__init__(parent, desk.look, self._heading(), width=640)
        self.sure = False
        self.written = 0
        self.list = CandidateList(self.look, _("Helpers, the one who suits best first"), rows=5)
        self.list.taken.connect(self.save)
        self.list.changed.connect(self._fresh)
        self.inside.addWidget(self.list)
        self._fields()
        self.trouble = Label("", "body", "red", wrap=True)
        self.trouble.hide()
        self.inside.addWidget(self.trouble)
        self.save_button = self.add_button(
            _("Make the pair") if not level else _("Name him"), "primary", key_map.shown("visit.save"), closes=False
        )
        self.save_button.clicked.connect(self.save)
        key_map.attach(self, "visit.save", self.save)
        fresh = self.add_button(_("A new helper"), "plain", key_map.shown("pairings.new"), closes=False)
        fresh.clicked.connect(self.add_helper)
        key_map.attach(self, "pairings.new", self.add_helper)
        self.add_button(_("Put it off|pairing"), "quiet", "Esc")
        self.offer(helper)
        self.list.field.setFocus()

    def _heading(self) -> str:
        who = self.world.shown(self.residents[0]) if self.residents else ""
        if len(self.residents) > 1:
            who = _("{name} and others, {count} people").format(name=who, count=len(self.residents))
        if self.level:
            return _("Who answers for {name}: {level}").format(name=who, level=self.label)
        return _("A helper for {name}").format(name=who)

    def _fields(self) -> None:
        on = self.desk.today()
        self.grid = FieldGrid(self.look, label_width=110)
        self.project = ComboField([("", _("no project")), *((one.name, one.name) for one in self.world.projects)], self.look)
        self.start = DayField(self.look, on, coming=True)
        self.start.setPlaceholderText(on.isoformat())
        self.agreed = Segments([("yes", _("both said yes")), ("ask", _("still to ask"))], self.look)
        self.agreed.setAccessibleName(_("Agreed|pairing"))
        self.agreed.set_value("ask")
        self.agreed.changed.connect(self._say_agreed)
        self.by = LineField(self.look, _("the person himself, or the guardian's name"))
        self.because = LineField(self.look, _("why more than usual"))
        self.home = QCheckBox(_("with the whole household"))
        self.home.setVisible(not self.level and all(self._household(one) for one in self.residents))
        self.project.setVisible(not self.level)
        if not self.level:
            self.project.set_value(self.world.need(self.residents[0]).project if self.residents else "")
            self.project.currentIndexChanged.connect(lambda _at: self._take_project())
            self.grid.add(_("Project"), self.project)
        self.grid.add(_("Begins"), self.start, stretch=False)
        if not self.level:
            self.grid.add(_("Agreed|pairing"), self.agreed, stretch=False)
            self.by_row = self.grid.add(_("Said by whom"), self.by)
            self.by_row.set_visible(False)
            if not self.home.isHidden():
                self.grid.add("", self.home)
        self.because_row = self.grid.add(_("Reason"), self.because)
        self.because_row.set_visible(False)
        self.inside.addWidget(self.grid)

    def _household(self, resident: str) -> str:
        subject = self.world.subjects.get(resident)
        return subject.household if subject else ""

    def offer(self, helper: str = "") -> None:
        """Offer the helpers again; stand on one of them, else on the best."""
        choices = [Choice(one.helper_id, one.name, one.words, one.full or one.same_house) for one in self.found]
        known = {one.id for one in choices}
        if helper and helper not in known and helper in self.world.hands:
            hand = self.world.hands[helper]
            choices.insert(0, Choice(helper, hand.name, load_words(self.world, hand)))
        self.list.offer(choices)
        if helper:
            self.list.go_to(helper)
        self.save_button.setEnabled(bool(choices))
        if not choices:
            self._say(_("There is no helper yet. {key} writes the first down.").format(key=key_map.shown("pairings.new")))

    def _take_project(self) -> None:
        """Weigh the helpers by what the project wants."""
        chosen = self.list.chosen()
        with self.desk.reading() as session:
            self.found = Fitness(session, self.world).candidates(self.residents[0], self.level, project=self.project.value())
        project = project_named(self.world.projects, self.project.value())
        self.home.setChecked(bool(project and project.with_households) and not self.home.isHidden())
        self.offer(chosen.id if chosen else "")

    def _say_agreed(self) -> None:
        self.by_row.set_visible(self.agreed.value() == "yes")
        self.fit()

    def _fresh(self) -> None:
        """Another helper is chosen: what was said of the last one does not hold for him."""
        if hasattr(self, "trouble"):
            self.sure = False
            self._say("")

    def _say(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        self.fit()

    def add_helper(self) -> None:
        """Write a new helper down, and stand on him."""
        from stationdesk.ui.helper_dialog import HelperDialog

        dialog = HelperDialog(self.desk, self)
        if dialog.ask() == "saved":
            with self.desk.reading() as session:
                self.world = read_world(session, self.desk.today())
                self.found = Fitness(session, self.world).candidates(self.residents[0], self.level, project=self.project.value())
            self.offer(dialog.helper_id)
            self.save_button.setEnabled(True)
        self.list.field.setFocus()

    def save(self) -> None:
        """Write the pairs; what speaks against it is said, and nothing typed is lost."""
        chosen = self.list.chosen()
        if chosen is None or self.start.wrong():
            return
        try:
            with self.desk.writing(self.says(chosen.name)) as session:
                for fields in self._drafts(chosen.id):
                    write_pairing(session, fields, self.desk.today(), sure=self.sure, because=self.because.value())
        except SameHouse as error:
            self.sure = True
            self._say(error.message + _("Press {key} once more if it is.").format(key=key_map.shown("visit.save")))
        except TooMany as error:
            self.because_row.set_visible(True)
            self._say(error.message)
            self.because.setFocus()
        except DeskError as error:
            self._say(error.message)
        except ValidationError:
            self._say(_("Something is too long or cannot be read. Please look at the fields again."))
        else:
            self.desk.said(self.says(chosen.name))
            self.give("saved")

    def _drafts(self, helper: str) -> list[dict[str, Any]]:
        on, project = self.desk.today(), project_named(self.world.projects, self.project.value())
        start = self.start.day()
        if self.level:
            fields: dict[str, Any] = {"kind": ANSWERING, "level": self.level, "level_label": self.label, "start_date": start}
        else:
            yes = on.isoformat() if self.agreed.value() == "yes" else None
            fields = {"kind": project.kind if project else "pairing", "mode": project.mode if project else None, "start_date": start}
            fields |= {"project": project.name if project else None, "helper_agreed_on": yes, "resident_agreed_on": yes}
            fields |= {"agreed_by": self.by.value() or None if yes else None}
        if self.home.isChecked() and not self.level:
            homes = dict.fromkeys(self._household(one) for one in self.residents)
            return [fields | {"helper_id": helper, "household_id": home} for home in homes]
        return [fields | {"helper_id": helper, "resident_id": one} for one in self.residents]

    def says(self, helper: str) -> str:
        """Return the sentence of the action; a child goes by alias."""
        name = self.world.shown(self.residents[0])
        if len(self.residents) > 1:
            name = _("{name} and others, {count} people").format(name=name, count=len(self.residents))
        if self.level:
            return _("{level}: {helper} answers for {name}").format(level=self.label, helper=helper, name=name)
        return _("Pair {name} with {helper}").format(name=name, helper=helper)
