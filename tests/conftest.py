"""What every test stands on: no screen, no folder of the user's, Chinese texts, profiles of proof, a PostgreSQL of its own."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QCoreApplication, QEvent

from stationdesk import i18n
from stationdesk.settings import resource
from stationdesk.ui.parts.collecting import search
from tests.light import compile_once, stretch_least
from tests.postgres_server import MISSING, cluster, fresh_database, server_programs

QUICK_EXAMPLES = 300
PROOF_EXAMPLES = 10_000
QUICK_SEED = 20261122

_slow = [HealthCheck.too_slow, HealthCheck.data_too_large]  # a history in a real encrypted store takes its time
settings.register_profile("quick", max_examples=QUICK_EXAMPLES, deadline=None, derandomize=True, suppress_health_check=_slow)
settings.register_profile("proof", max_examples=PROOF_EXAMPLES, deadline=None, print_blob=True, suppress_health_check=_slow)

LONGEST = (
    "test_same_states.py",
    "test_put_back.py",
    "test_histories.py",
    "test_real_window.py",
    "test_twins.py",
    "test_shots.py",
    "test_many_packages.py",
)
"""Files that take longest; they begin first, so that no worker is left alone with one at the end."""

IN_MEMORY, ROOM = Path("/dev/shm"), 6 * 2**30  # noqa: S108 - only folders made by mkdtemp inside it are used
"""Where temporary folders are when it has that much room: each desk waits for the disk at every action, thousands of times in a run."""

_folders = pytest.StashKey[Path]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --proof and --seed."""
    parser.addoption("--proof", action="store_true", help="the full proof: tests marked `proof` too, 10,000 histories, 200 kills")
    parser.addoption("--seed", type=int, default=QUICK_SEED, help="where the tests' own randomness starts")


def pytest_configure(config: pytest.Config) -> None:
    """Turn the run away from screen and user before any test module is imported."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if "TMPDIR" not in os.environ and os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free >= ROOM:
        os.environ["TMPDIR"] = str(IN_MEMORY)
        tempfile.tempdir = None  # asked anew
    folder = Path(tempfile.mkdtemp(prefix="stationdesk-tests-"))
    config.stash[_folders] = folder
    os.environ["STATIONDESK_DATA"] = str(folder / "data")
    os.environ["STATIONDESK_STATE"] = str(folder / "state")
    for name in ("STATIONDESK_PASSPHRASE", "STATIONDESK_LANGUAGE"):
        os.environ.pop(name, None)
    i18n.install("zh_CN", resource("translations"))
    settings.load_profile("proof" if config.getoption("--proof") else "quick")
    stretch_least()
    compile_once()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the run's folders."""
    shutil.rmtree(config.stash[_folders], ignore_errors=True)


def pytest_report_header(config: pytest.Config) -> str:
    """Print the seed, so that a failure can be had again."""
    return f"seed: {config.getoption('--seed')}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the tests marked `proof` to `make proof`; mark by its fixture what needs PostgreSQL; begin with what takes longest."""
    proof = config.getoption("--proof")
    left = [item for item in items if item.get_closest_marker("proof") and not proof]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))
    for item in items:
        if {"postgres", "fresh_postgres"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("postgres")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave what was collected, half a million objects that stay to the end, out of every search for circles: a tenth of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _screen(qapp: object) -> None:
    """Start Qt once and whole, before something that only paints starts it by half."""


@pytest.fixture(autouse=True)
def _searched_on_this_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where a window is up, search for circles of objects on its thread only, as the program does (`ui.parts.collecting`)."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    gc.disable()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # else a closed window lives on, without the half that is Python's
    search()
    gc.enable()


@pytest.fixture(scope="session")
def proof(pytestconfig: pytest.Config) -> bool:
    """Tell whether this is `make proof`: 200 kills instead of 20."""
    return bool(pytestconfig.getoption("--proof"))


@pytest.fixture(scope="session")
def seed(pytestconfig: pytest.Config) -> int:
    """Give the number the tests' own randomness starts from; the same in every `make test`."""
    return int(pytestconfig.getoption("--seed"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start a PostgreSQL of this run's own, reached through a socket in a temporary folder; give the URL of its first database.

    Without the server programs a developer's run skips loudly; where CI is set it fails.
    """
    programs = server_programs()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with cluster(programs) as url:
        yield url


@pytest.fixture
def fresh_postgres(postgres: str) -> Iterator[str]:
    """Give the URL of an empty database, dropped afterwards."""
    with fresh_database(postgres) as url:
        yield url
