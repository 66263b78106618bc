"""How and when the station reports: how often a report is due, and the address on the network, tried out before it is kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.desk_settings import REPORT_AHEAD, REPORT_EVERY, change_settings, desk_settings
from stationdesk.services.operators import must_change_settings
from stationdesk.sync.far_address import Kind, read_address
from stationdesk.sync.far_road import HOURS, FarRoadDraft, far_road, forget_far_road, keep, set_far_road
from stationdesk.sync.far_testing import Tried, key_words, try_out
from stationdesk.ui import key_map
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import Dialog, choose_files
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label

LABELS = 6.2
"""Width of the labels, in em."""
DAILY = "day"
LARGEST_FILE = 64_000


class SecretLine(LineField):
    """A password that one may paste, as a county's are long; never shown."""

    def __init__(self, desk: OpenDesk, placeholder: str) -> None:
        super().__init__(desk.look, placeholder)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)

    def value(self) -> str:
        """Return what was typed, as it was typed."""
        return self.text()


class FarDialog(Dialog):
    """Periods and the address; nothing is kept before 保存."""

    def __init__(self, parent: QWidget | None, desk: OpenDesk) -> None:
        said = _("Address, user and password come from the county. They stay on this computer, encrypted, and go nowhere else.")
        super().__init__(parent, desk.look, _("How and when to report"), said, width=720)
        self.desk, self.tried = desk, Tried(())
        self.key_text = self.authority = ""
        with desk.reading() as session:
            self.road, self.settings = far_road(session), desk_settings(session)
        self.grid = FieldGrid(desk.look, label_width=round(LABELS * desk.look.sizes.body))
        self._lay_fields()
        self.body.addWidget(self.grid)
        self.found = Label("", "body", "ink2", wrap=True)
        self.words = Label("", "body_bold", wrap=True)
        self.trouble = Label("", "body", "amber", wrap=True)
        for label in (self.found, self.words, self.trouble):
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            label.hide()
            self.body.addWidget(label)
        self._lay_buttons()
        self._fill()
        self.address.setFocus()

    def _lay_fields(self) -> None:
        look = self.desk.look
        often = {"week": _("every week"), "month": _("every month"), "quarter": _("every quarter"), "none": _("no reminder")}
        self.every = ComboField([(one, often[one]) for one in REPORT_EVERY], look)
        ahead = [(str(days), _("remind {days} days before").format(days=days)) for days in REPORT_AHEAD]
        self.ahead = ComboField(ahead, look)
        self.grid.add(_("A report is due"), beside(self.every, self.ahead))
        self.address = LineField(look, _("sftp://… or https://… or a folder; empty: only by stick"))
        self.grid.add(_("Address"), self.address)
        self.login = LineField(look)
        self.grid.add(_("User"), self.login)
        self.password = SecretLine(self.desk, _("kept; leave empty to keep it") if self.road and self.road.password else "")
        self.grid.add(_("Password"), self.password)
        self.key_button, self.authority_button = Button("", look, small=True), Button("", look, small=True)
        self.key_button.clicked.connect(self._choose_key)
        self.authority_button.clicked.connect(self._choose_authority)
        self.grid.add(_("Files|far"), beside(self.key_button, self.authority_button, wide=False))
        hours = [(str(one), _("every {hours} hours").format(hours=one)) for one in HOURS if one]
        self.itself = ComboField([("0", _("not by itself")), *hours, (DAILY, _("every day at"))], look)
        self.time = LineField(look, "18:30")
        self.time.setAccessibleName(_("Time of the day"))
        self.itself.currentIndexChanged.connect(self._ready)
        self.grid.add(_("By itself"), beside(self.itself, self.time))

    def _lay_buttons(self) -> None:
        self.test = self.add_button(_("Test"), "plain", key_map.shown("far.test"), closes=False)
        self.test.clicked.connect(self.try_it)
        key_map.attach(self, "far.test", self.try_it)
        self.save = self.add_button(_("Save"), "primary", key_map.shown("far.save"), closes=False)
        self.save.clicked.connect(self.keep)
        key_map.attach(self, "far.save", self.keep)
        self.forget = self.add_button(_("Forget the address"), "plain", closes=False)
        self.forget.clicked.connect(self._forget)
        self.forget.setVisible(self.road is not None)
        self.add_button(_("Do not save"), "quiet", "Esc", "")

    def _fill(self) -> None:
        self.every.set_value(self.settings.report_every)
        self.ahead.set_value(str(self.settings.report_ahead))
        if self.road is not None:
            self.address.setText(self.road.address)
            self.login.setText(self.road.login)
            self.authority = self.road.authority
            self.itself.set_value(DAILY if self.road.time_of_day else str(self.road.every_hours))
            self.time.setText(self.road.time_of_day)
        for field in (self.address, self.login, self.password):
            field.textChanged.connect(self._changed)
        self._ready()

    def _ready(self) -> None:
        self.time.setVisible(self.itself.value() == DAILY)
        has_key = bool(self.key_text or (self.road and self.road.key_text))
        self.key_button.setText(_("Key file: there") if has_key else _("Key file (SFTP)…"))
        self.authority_button.setText(_("Certificate file: there") if self.authority else _("Certificate file (https)…"))
        self.login.setEnabled(not self._is_folder())
        self.password.setEnabled(not self._is_folder())

    def _is_folder(self) -> bool:
        try:
            return read_address(self.address.value()).kind is Kind.FOLDER
        except DeskError:
            return False

    def _changed(self) -> None:
        """Forget what was tried: it was another address, or another password."""
        self.tried = Tried(())
        self.show_tried()
        self._ready()

    def _choose_key(self) -> None:
        self.key_text = self._read_file(_("Key file of this station"))
        self._changed()

    def _choose_authority(self) -> None:
        self.authority = self._read_file(_("Certificate file of the county"))
        self._changed()

    def _read_file(self, title: str) -> str:
        path: Path | None = next(iter(choose_files(self, title, _("All files") + " (*)")), None)
        if path is None:
            return ""
        try:
            with path.open("rb") as file:
                return file.read(LARGEST_FILE).decode("utf-8")
        except (OSError, UnicodeError):
            self.trouble.say(_("{file} cannot be read as a key or certificate. Please choose another one.").format(file=path.name), "amber")
            self.trouble.show()
            return ""

    def draft(self) -> FarRoadDraft:
        """Return what was filled in about the address."""
        itself = self.itself.value()
        return FarRoadDraft(
            self.address.value(),
            login=self.login.value(),
            password=self.password.value(),
            key_text=self.key_text,
            authority=self.authority,
            every_hours=int(itself) if itself.isdigit() else 0,
            time_of_day=self.time.value().replace("：", ":") if itself == DAILY else "",
        )

    # -- trying

    def try_it(self) -> None:
        """Try the address out, away from the screen."""
        if not self.test.isEnabled():
            return
        self.test.setEnabled(False)
        self.trouble.hide()
        self.found.say(_("Trying…"), "ink2")
        self.found.show()
        database, draft = self.desk.database, self.draft()
        self.job = self.desk.jobs.start(lambda report: try_out(database, draft, report), self._was_tried, self._failed, self._stopped)
        self.finished.connect(self.job.cancel)

    def _was_tried(self, tried: Tried) -> None:
        self.tried = tried
        self._stopped()

    def _failed(self, error: DeskError) -> None:
        self.tried = Tried((), error.message)
        self._stopped()

    def _stopped(self) -> None:
        self.test.setEnabled(True)
        self.show_tried()

    def show_tried(self) -> None:
        """Say what was found."""
        tried = self.tried
        words = key_words(tried)
        for label, text, tone in (
            (self.found, "\n".join(tried.good), "green"),
            (self.words, words, "amber" if tried.other_key else "ink"),
            (self.trouble, tried.trouble, "amber"),
        ):
            label.say(text, tone)
            label.setVisible(bool(text))
        whole = self.layout()
        if whole is not None:
            whole.activate()
            self.resize(self.width(), max(self.height(), whole.totalHeightForWidth(self.width())))

    # -- keeping

    def keep(self) -> None:
        """Keep everything and close, or say what cannot be kept."""
        draft, host_key = self.draft(), self.tried.host_key

        def work(session: Session) -> None:
            change_settings(session, report_every=self.every.value(), report_ahead=int(self.ahead.value()))
            if draft.address:
                set_far_road(session, draft)
                if host_key:
                    keep(session, host_key=host_key)
            elif self.road is not None:
                forget_far_road(session)

        if saved(self.desk, _("How and when to report"), work, self.trouble):
            self.give("save")
        else:
            self.trouble.show()

    def _forget(self) -> None:
        self.address.clear()
        self.login.clear()
        self.password.clear()
        self.key_text = self.authority = ""
        self.address.setFocus()


def ask_how(parent: QWidget, desk: OpenDesk) -> bool:
    """Ask how and when to report; tells whether an address is set now. Raises NoRight for an operator without the right."""
    must_change_settings(desk.operator)
    FarDialog(parent, desk).ask()
    with desk.reading() as session:
        return far_road(session) is not None


def beside(*widgets: QWidget, wide: bool = True) -> QWidget:
    """Return widgets in one line, as one field; `wide` ones share its whole width."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(10)
    for widget in widgets:
        line.addWidget(widget, int(wide))
    if not wide:
        line.addStretch(1)
    return holder
