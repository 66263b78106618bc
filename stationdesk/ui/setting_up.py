"""The work behind the first run, done in a thread: looking for the county's file, and making the desk in one go."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _
from stationdesk.settings import Settings
from stationdesk.store.files import flush_folder, replace_file, spoken_errors
from stationdesk.store.folder import KEY_FILES, LEDGER, STORE, DataFolder
from stationdesk.ui.opening import DEMO_PASSPHRASE, data_folder, open_with_passphrase

if TYPE_CHECKING:
    from stationdesk.store.database import Database
    from stationdesk.store.keys import Slot
    from stationdesk.sync.enrolment import Enrolment

UNFINISHED = ".first-run"
BESIDE = (*KEY_FILES, "journal.mark", LEDGER)
"""What a desk has beside its store; a ledger, where it is a county's."""
KEPT = "first-run.json"
LEDGERS = frozenset({".xlsx", ".xls", ".et", ".csv"})
STICK = "stick:"
NOT_ASKED = "?"
DEMO_RESIDENTS, DEMO_SEED = 200, 1
ROLES = (("village_official", N_("Village official")), ("grid_leader", N_("Grid leader")), ("volunteer", N_("Volunteer")))
"""Codes of `helper_type` and what the first run calls them."""


@dataclass(frozen=True)
class Answers:
    """What was answered so far; the secrets are kept in memory only."""

    village: str = ""
    name: str = ""
    role: str = ROLES[0][0]
    post: str = ""
    phone: str = ""
    backup: str = NOT_ASKED
    """A stick (`stick:LABEL`), a folder, or nothing for this computer only."""
    start: str = "import"
    code: str = ""
    """A county's code."""
    code_shown: bool = False
    """A recovery code was printed in a first run that was not finished: it opens nothing."""


@dataclass(frozen=True)
class Secrets:
    """What is never written down before the desk is made."""

    enrolment: Enrolment | None = None
    passphrase: str = ""
    code: str = ""
    code_kept: bool = False


@dataclass(frozen=True)
class Found:
    """What lies on the sticks and in the usual folders."""

    enrolments: tuple[tuple[Path, Enrolment], ...] = ()
    troubles: tuple[str, ...] = ()
    sticks: tuple[tuple[str, Path, int], ...] = ()
    """Label, place and free bytes of each stick that can be written to."""
    ledgers: int = 0
    """How many ledgers lie on the sticks."""


def kept_answers(settings: Settings) -> Answers:
    """Return what was answered in a first run that was not finished; anything strange is passed over."""
    try:
        found = json.loads((settings.data / KEPT).read_bytes())
    except (OSError, ValueError, RecursionError):
        return Answers()
    if not isinstance(found, dict):
        return Answers()
    known = asdict(Answers())
    return Answers(**{name: value for name, value in found.items() if name in known and type(value) is type(known[name])})


def keep_answers(settings: Settings, answers: Answers) -> None:
    """Keep the answers until the desk is made. Raises NoSpace or NotWritable."""
    with spoken_errors(settings.data):
        settings.data.mkdir(parents=True, exist_ok=True)
    replace_file(settings.data / KEPT, json.dumps(asdict(answers), ensure_ascii=False).encode(), flush=False)


def look_around(folders: tuple[Path, ...]) -> Found:
    """Return what lies on the sticks and in `folders`; one that cannot be read is passed over."""
    from stationdesk.sync.carriers import volumes
    from stationdesk.sync.enrolment import ENDING, read_enrolment

    sticks = volumes()
    enrolments: dict[str, tuple[Path, Enrolment]] = {}
    troubles: list[str] = []
    for path in _files((*(one.path for one in sticks), *folders), ENDING):
        try:
            enrolment = read_enrolment(path)
        except DeskError as error:
            troubles.append(f"{path.name}: {error.message}")
        else:
            enrolments.setdefault(enrolment.station, (path, enrolment))
    writable = tuple((one.label or one.path.name, one.path, one.free) for one in sticks if one.writable)
    ledgers = sum(path.suffix.lower() in LEDGERS for path in _files(tuple(one.path for one in sticks)))
    return Found(tuple(enrolments.values()), tuple(troubles), writable, ledgers)


def _files(folders: tuple[Path, ...], ending: str = "") -> list[Path]:
    """Return the files in `folders` and one level below."""
    found: list[Path] = []
    for folder in folders:
        for pattern in (f"*{ending}", f"*/*{ending}"):
            try:
                found += [path for path in sorted(folder.glob(pattern)) if path.is_file() and not path.name.startswith(("~", "."))]
            except OSError:
                continue
    return found


def make_desk(settings: Settings, answers: Answers, secrets: Secrets) -> tuple[Database, Slot]:
    """Make a station's desk beside its place, put it there in one go, and open it; raises what `made_with` raises."""
    return made_with(_build, settings, answers, secrets)


def made_with(
    build: Callable[[DataFolder, Answers, Secrets], None], settings: Settings, answers: Answers, secrets: Secrets
) -> tuple[Database, Slot]:
    """Build a desk beside its place, put it there in one go, and open it.

    Raises DeskExists, WeakPassphrase, NoSpace, NotWritable; there is no desk then, and the answers are still kept.
    """
    folder = data_folder(settings)
    if folder.store.exists():
        folder.must_be_free()
    aside = DataFolder(folder.path / UNFINISHED, folder.state)
    shutil.rmtree(aside.path, ignore_errors=True)
    try:
        build(aside, answers, secrets)
        _move_in(aside, folder)
    finally:
        shutil.rmtree(aside.path, ignore_errors=True)
    _hang_up(settings)
    (folder.path / KEPT).unlink(missing_ok=True)
    return open_with_passphrase(settings, "", secrets.passphrase)


def _move_in(aside: DataFolder, folder: DataFolder) -> None:
    """Put the finished desk into its place; where the disk refuses, nothing of it stays there: keys alone would be taken for a desk."""
    with spoken_errors(folder.path):
        try:
            for name in (*BESIDE, STORE):  # the store last: with it there is a desk
                if (aside.path / name).exists():
                    os.replace(aside.path / name, folder.path / name)
        except OSError:
            for name in BESIDE:
                (folder.path / name).unlink(missing_ok=True)
            raise
        flush_folder(folder.path)


def finish_setting_up(settings: Settings) -> None:
    """Put a desk into its place that was finished when the power went, keys first; anything less is made anew by the first run.

    Raises NoSpace or NotWritable.
    """
    folder = data_folder(settings)
    aside = DataFolder(folder.path / UNFINISHED, folder.state)
    if not folder.store.exists() and aside.store.exists() and all((folder.path / name).exists() for name in KEY_FILES):
        _move_in(aside, folder)
        shutil.rmtree(aside.path, ignore_errors=True)
        (folder.path / KEPT).unlink(missing_ok=True)


def _hang_up(settings: Settings) -> None:
    """Forget what an earlier desk hung at the door."""
    from stationdesk.services.front_door import FILE

    (settings.data / FILE).unlink(missing_ok=True)


def _build(aside: DataFolder, answers: Answers, secrets: Secrets) -> None:
    from stationdesk.services.operators import keep_first
    from stationdesk.store.authorship import provisional_code
    from stationdesk.store.desk import set_up
    from stationdesk.sync.enrolling import enrol

    enrolment = secrets.enrolment
    author = enrolment.station if enrolment else provisional_code()
    made = set_up(aside, secrets.passphrase, side="station", author=author, recovery_code=secrets.code)
    with made.database as database:
        operator = keep_first(database, _operator(answers, database), made.slot.id)
        with database.writing(operator.name, _("Set the station up"), final=True) as session:
            _furnish(session, answers, secrets, author, operator.id)
        if enrolment is not None:
            enrol(database, operator.name, enrolment)


def _operator(answers: Answers, database: Database) -> Any:
    from stationdesk.registers.operator import OperatorDraft
    from stationdesk.store.clock import local_day

    post = answers.post or _(dict(ROLES)[answers.role])
    joined = local_day(database.clock()).isoformat()
    return OperatorDraft(name=answers.name, post=post, may_see_children=True, may_change_settings=True, joined_on=joined)


def _furnish(session: Any, answers: Answers, secrets: Secrets, author: str, operator_id: str) -> None:
    """Write the station, its first helper and the settings."""
    from stationdesk.registers.contact import PhoneNumber
    from stationdesk.registers.helper import Helper, HelperDraft
    from stationdesk.registers.operator import Operator
    from stationdesk.registers.station import StationDraft
    from stationdesk.services.desk_settings import change_settings
    from stationdesk.services.stations import open_station

    enrolment = secrets.enrolment
    name = enrolment.name if enrolment else answers.village
    station = StationDraft(code=author, name=name, village=name)
    if enrolment is not None:
        station = station.model_copy(update={"town": enrolment.town or None, "county": enrolment.county_name or None})
    open_station(session, station)
    phones = (PhoneNumber(number=answers.phone),) if answers.phone else ()
    draft = HelperDraft(name=answers.name, helper_type=answers.role, post=answers.post or None, phones=phones)
    helper = Helper.model_validate(draft, update={"author": author})
    session.add(helper)
    operator = session.get(Operator, _key_of(session, operator_id))
    operator.helper_id = helper.id
    places = (answers.backup,) if answers.backup not in {"", NOT_ASKED} else ()
    change_settings(session, backup_places=places, recovery_code_kept=secrets.code_kept)


def _key_of(session: Any, operator_id: str) -> int:
    from sqlmodel import select

    from stationdesk.registers.operator import Operator

    key: int = session.exec(select(Operator.key).where(Operator.id == operator_id)).one()
    return key


def demo_settings(settings: Settings) -> Settings:
    """Return the settings of the demo village: folders of its own beside the real ones."""
    apart = settings.data.with_name(f"{settings.data.name}-demo")
    return replace(settings, data=apart / "desk", state=apart / "state")


def open_demo(settings: Settings) -> tuple[Database, Slot]:
    """Open the demo village, made now if it is not there yet; everybody in it is invented.

    Raises NoSpace, NotWritable or AlreadyOpen.
    """
    from stationdesk.county.demo_pair import make_village
    from stationdesk.services.front_door import FILE, FrontDoor, write_front_door

    apart = demo_settings(settings)
    if not (apart.data / FILE).exists():  # written last: a demo that was cut off is made anew
        shutil.rmtree(apart.data.parent, ignore_errors=True)
        make_village(apart.data.parent, apart.state, DEMO_PASSPHRASE, DEMO_RESIDENTS, DEMO_SEED)
        write_front_door(apart.data, FrontDoor(demo=True))
    return open_with_passphrase(apart, "", DEMO_PASSPHRASE)
