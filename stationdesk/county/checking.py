"""Whether a county's ledger is whole: its file, and every station's chain in it."""

from __future__ import annotations

from sqlalchemy import select

from stationdesk.county.desk import CountyDesk, ledger_key
from stationdesk.county.ledger import journal, station_state
from stationdesk.i18n import _
from stationdesk.services.checking import Findings
from stationdesk.store.backup import troubles
from stationdesk.sync.digest import chain, digest_zero


def check_ledger(desk: CountyDesk, found: Findings) -> None:
    """Verify the ledger's file, and compute the digests of every station's lines anew."""
    if not desk.url:
        trouble = troubles(desk.database.folder.ledger, ledger_key(desk.database))
        if trouble:
            found.wrong.append(_("The ledger's file is damaged ({trouble}). Please restore the newest backup.").format(trouble=trouble[0]))
            return
    with desk.ledger.connect() as connection:
        for state in connection.execute(select(station_state)).all():
            digest, last = digest_zero(state.station, desk.code), 0
            rows = select(journal.c.seq, journal.c.line, journal.c.digest).where(journal.c.station == state.station).order_by(journal.c.seq)
            for seq, line, kept in connection.execute(rows.execution_options(yield_per=2000)):
                digest, last = chain(digest, bytes(line)), last + 1
                if seq != last or digest != bytes(kept):
                    break
            else:
                if (last, digest) == (state.cursor, bytes(state.digest)):
                    found.looked_at[f"station {state.station}"] = last
                    continue
            found.wrong.append(
                _(
                    "The entries of station {station} in the ledger are not whole near number {seq}. Please restore the newest backup."
                ).format(station=state.station, seq=last)
            )
