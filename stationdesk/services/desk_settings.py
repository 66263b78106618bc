"""The settings of this desk: read whole into one frozen value, changed by name."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.setting import Setting, SettingDraft
from stationdesk.store.database import author_of

TEXT_SIZES = ("standard", "large", "extra_large")
THEMES = ("light", "dark", "system")
IDLE_MINUTES = (3, 5, 10, 15)
DUPLEX_EDGES = ("long", "short", "none")
CARD_DESIGNS = ("number", "person")
TURNS = ("long", "short")
BACK_ORDERS = ("last_first", "first_first")
MISSED_DAYS = (2, 3, 4, 5, 7)
REPORT_EVERY = ("week", "month", "quarter", "none")
REPORT_AHEAD = (1, 2, 3, 5, 7)
SHIFT_LIMIT = 20.0
"""How far calibration may move the paper, in millimetres."""


class UnfitSetting(DeskError):
    """A setting was given a value it does not take."""


@dataclass(frozen=True)
class Appearance:
    """How one operator wants the window."""

    text_size: str = "standard"
    theme: str = "light"


@dataclass(frozen=True)
class Calibration:
    """Where the station's printer puts the page: `dx` to the right and `dy` down, in millimetres, and how it turns the back."""

    dx: float = 0.0
    dy: float = 0.0
    duplex_edge: str = "none"
    """`long` or `short` where the printer turns the sheet itself, `none` where it is turned by hand."""
    turn: str = "long"
    """Over which edge the stack is turned by hand."""
    backs: str = "last_first"
    """Which sheet of the turned stack the printer takes first."""
    measured: bool = False
    """The offset was measured on this printer."""


@dataclass(frozen=True)
class DeskSettings:
    """Everything that is set on this desk and is not a record of the village."""

    idle_minutes: int = 5
    """Minutes without a key or the pointer after which the desk locks."""
    backup_places: tuple[str, ...] = ()
    """Folders, and sticks by their label (`stick:LABEL`), that take a copy of every backup."""
    calibration: Calibration = field(default_factory=Calibration)
    hide_for_visitors: bool = False
    """Children, birthdays and illnesses are covered: the screen faces those who come in. Most screens face the operator only."""
    numbers_at_the_door: bool = True
    """The unlock window shows 120 and the duty numbers."""
    recovery_code_kept: bool = False
    """Somebody has said that the printed recovery code is locked away."""
    printer: str = ""
    card_design: str = "number"
    """Which design of the contact card the station prints: `number` (甲) or `person` (乙)."""
    report_folder: str = ""
    """Where packages for the county go instead of a stick; empty: on a stick."""
    report_over_network: bool = False
    """Packages go to the stored address instead of a stick or folder when the button is pressed."""
    report_every: str = "month"
    """How long a period is after which a report is due: `week`, `month`, `quarter`; `none` reminds of nothing."""
    report_ahead: int = 3
    """Days before the end of the period from which today's page reminds of it."""
    missed_days: int = 3
    """Days one after the other on which somebody was not reached, from which he must be looked in on at the door."""


DEFAULTS = DeskSettings()
CALIBRATED = tuple(one.name for one in fields(Calibration))


def desk_settings(session: Session) -> DeskSettings:
    """Return the settings; what was never set, or cannot be read, has its default."""
    there = _values(session)
    found: dict[str, Any] = {}
    for one in fields(DeskSettings):
        value = there.get(one.name)
        if value is not None and _takes(one.name, value):
            found[one.name] = _read(one.name, value)
    return DeskSettings(**found)


def change_settings(session: Session, **changes: Any) -> DeskSettings:
    """Change settings by name and return them all.

    Raises UnfitSetting for a value that the setting does not take, TypeError for a setting that does not exist.
    """
    wanted = replace(desk_settings(session), **changes)
    for name in changes:
        value = _written(getattr(wanted, name))
        if not _takes(name, value):
            raise UnfitSetting(_("This setting does not take that value. Nothing was changed."))
        _put(session, name, value)
    return wanted


def appearance_of(session: Session, operator_id: str) -> Appearance:
    """Return text size and theme as the operator last chose them."""
    value = _values(session).get(_look_of(operator_id))
    size, theme = (value.get("text_size"), value.get("theme")) if isinstance(value, dict) else (None, None)
    return Appearance(size if size in TEXT_SIZES else "standard", theme if theme in THEMES else "light")


def change_appearance(session: Session, operator_id: str, appearance: Appearance) -> None:
    """Keep how an operator wants the window. Raises UnfitSetting."""
    if appearance.text_size not in TEXT_SIZES or appearance.theme not in THEMES:
        raise UnfitSetting(_("This setting does not take that value. Nothing was changed."))
    _put(session, _look_of(operator_id), asdict(appearance))


def _look_of(operator_id: str) -> str:
    return f"appearance:{operator_id}"


def _values(session: Session) -> dict[str, Any]:
    there = select(Setting).where(Setting.author == author_of(session), col(Setting.removed_at).is_(None)).order_by(col(Setting.key))
    return {one.name: one.read() for one in session.exec(there)}


def value_of(session: Session, name: str) -> Any:
    """Return what is kept under a name that is no field of the settings; None where nothing is."""
    return _values(session).get(name)


def put_value(session: Session, name: str, value: Any) -> None:
    """Keep a JSON value on this desk under a name of its own."""
    _put(session, name, value)


def _put(session: Session, name: str, value: Any) -> None:
    written = json.dumps(value, ensure_ascii=False)
    here = select(Setting).where(Setting.author == author_of(session), Setting.name == name, col(Setting.removed_at).is_(None))
    kept = session.exec(here).first()
    if kept is None:
        session.add(Setting.model_validate(SettingDraft(name=name, value=written), update={"author": author_of(session)}))
    elif kept.value != written:
        kept.value = written
    session.flush()


def _written(value: Any) -> Any:
    if isinstance(value, Calibration):
        return asdict(value)
    return list(value) if isinstance(value, tuple) else value


def _read(name: str, value: Any) -> Any:
    if name == "calibration":
        return Calibration(**{name: value[name] for name in CALIBRATED if name in value})
    return tuple(value) if isinstance(value, list) else value


def _takes(name: str, value: Any) -> bool:
    """Tell whether a value, as JSON has it, is one of setting `name`."""
    if name == "idle_minutes":
        return type(value) is int and value in IDLE_MINUTES
    if name == "missed_days":
        return type(value) is int and value in MISSED_DAYS
    if name == "report_ahead":
        return type(value) is int and value in REPORT_AHEAD
    if name == "report_every":
        return value in REPORT_EVERY
    if name == "backup_places":
        return isinstance(value, list) and len(value) <= 16 and all(isinstance(one, str) and one for one in value)
    if name == "calibration":
        return isinstance(value, dict) and _is_calibration(value)
    if name == "card_design":
        return value in CARD_DESIGNS
    if name in {"printer", "report_folder"}:
        return isinstance(value, str)
    return isinstance(value, bool)


def _is_calibration(value: dict[str, Any]) -> bool:
    shifts = [value.get("dx"), value.get("dy")]
    sound = all(isinstance(one, int | float) and not isinstance(one, bool) and abs(one) <= SHIFT_LIMIT for one in shifts)
    told = isinstance(value.get("measured", False), bool)
    turned = value.get("turn", "long") in TURNS and value.get("backs", "last_first") in BACK_ORDERS
    return sound and told and turned and value.get("duplex_edge") in DUPLEX_EDGES
