"""A PostgreSQL of one's own: Debian's server programs, an ordinary user, a socket in a temporary folder, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MISSING = "no PostgreSQL server programs here (Debian: apt-get install postgresql); the county's other store is NOT proven"
CARELESS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
"""For tests: nobody will want this cluster back after a power cut."""


def server_programs() -> Path | None:
    """Find the newest folder with `initdb` and `pg_ctl`."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    folders += [Path(on_path).parent] if on_path else []
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


@contextmanager
def cluster(programs: Path, options: str = CARELESS) -> Iterator[str]:
    """Start a cluster and give the URL of its first database."""
    folder = Path(tempfile.mkdtemp(prefix="sd-pg-"))  # short: a socket's path has at most 107 bytes
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []  # PostgreSQL refuses to run as root
    if as_user:
        shutil.chown(folder, "postgres")

    def run(*command: str) -> None:
        subprocess.run([*as_user, *command], check=True, cwd=folder, stdout=subprocess.DEVNULL)

    data = str(folder / "cluster")
    run(str(programs / "initdb"), "--auth=trust", "--username=desk", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-D", data)
    settings = f"-c listen_addresses='' {options} -k {folder}"
    run(str(programs / "pg_ctl"), "start", "--wait", "-D", data, "-l", str(folder / "log"), "-o", settings)
    try:
        yield f"postgresql+psycopg://desk@/postgres?host={folder}"
    finally:
        run(str(programs / "pg_ctl"), "stop", "--wait", "--mode=immediate", "-D", data)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_database(url: str) -> Iterator[str]:
    """Make an empty database beside the cluster's first one and give its URL; it is dropped afterwards."""
    import psycopg

    name, server = f"t{uuid.uuid4().hex}", url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield url.replace("/postgres?", f"/{name}?")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
