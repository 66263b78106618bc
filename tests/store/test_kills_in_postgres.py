"""Killed while much goes into a ledger in PostgreSQL: by COPY, and through the staging table."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import psycopg

from tests.postgres_server import fresh_database
from tests.store.kill_work import IN_BULK
from tests.store.test_kills import begun, kill_often

QUICK = 4
"""Kills in `make test`; the proof has fifty."""


def test_killed_while_much_goes_into_postgresql(
    postgres: str, server: subprocess.Popen[str], tmp_path: Path, proof: bool, seed: int
) -> None:
    """The work is killed in the middle of a COPY or of the staging too: the transaction is the server's, and nothing half is left."""
    place, beginning = tmp_path / "place", tmp_path / "beginning"
    with fresh_database(postgres) as url:
        name = url.partition("?")[0].rpartition("/")[2]
        begun(beginning, url)
        administer(postgres, f'CREATE DATABASE "{name}_begun" TEMPLATE "{name}"')

        def fresh() -> None:
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(beginning, place)
            administer(postgres, f'DROP DATABASE "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{name}_begun"')

        kill_often(server, IN_BULK, place, fresh, 50 if proof else QUICK, seed, settle=lambda: left_alone(postgres, name))
        administer(postgres, f'DROP DATABASE "{name}_begun"')


def administer(url: str, *statements: str) -> None:
    """Say something to the PostgreSQL server itself."""
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def left_alone(url: str, name: str) -> None:
    """Wait until the server has noticed that the worker is gone: what it was doing is committed or taken back then."""
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql"), autocommit=True) as connection:
        while connection.execute("SELECT 1 FROM pg_stat_activity WHERE datname = %s", [name]).fetchone():
            time.sleep(0.02)
