"""A day's work with people who must not be found afterwards: `python -m tests.store.kill_day PLACE KEY killed|closed CANARY…`."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from stationdesk.registers.resident import Resident
from stationdesk.services.undoing import undo_last
from stationdesk.store.backup import back_up
from tests.store.kit import add, data_folder, open_again, resident


def main(place: str, key: str, how: str, *canaries: str) -> None:
    """Save, search, sort, back up, undo, fail; then be killed, or close."""
    name, phone, id_no, note, says = canaries
    with open_again(data_folder(Path(place)), bytes.fromhex(key)) as desk:
        people = [resident(name, phones=[{"number": phone}], id_no=id_no, remark=note * 40, counselling_note=note) for _each in range(300)]
        add(desk, *people, operator=name, says=says)
        with desk.reading() as session:
            session.exec(select(Resident).where(col(Resident.remark).like(f"%{note}%")).order_by(Resident.remark, Resident.name)).all()
        back_up(desk, desk.folder.backups)
        add(desk, resident(name), operator=name, says=says)
        undo_last(desk, name)
        with suppress(DBAPIError), desk.writing(name, says) as session:
            session.add(resident(name, author=id_no))
            session.flush()
        if how == "killed":
            with desk.writing(name, says) as session:
                session.add_all([resident(name, remark=note * 90) for _each in range(3000)])
                session.flush()
                os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
