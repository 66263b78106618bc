"""The store's own tables, beside the registers: the journal, its actions, the road's cursors."""

from __future__ import annotations

from sqlalchemy import BLOB, Boolean, Column, Index, Integer, MetaData, Table, Text

metadata = MetaData()

about = Table("about", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))
"""What this file is: store, side, author, recipient, copy."""

migration = Table(
    "migration",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("applied_at", Text, nullable=False),
    Column("program", Text, nullable=False),
)

change = Table(
    "change",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("audience", Text),
    Column("line", BLOB, nullable=False),
    Column("digest", BLOB, nullable=False),
)
Index("change_record", change.c.record, change.c.seq)

action = Table(
    "action",
    metadata,
    Column("id", Text, primary_key=True),
    Column("operator", Text, nullable=False),
    Column("says", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("undoes", Text),
    Column("undone_by", Text),
)
Index("action_operator", action.c.operator, action.c.last)
Index("action_last", action.c.last, action.c.at)

peer = Table(
    "peer",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("town", Text, nullable=False, default=""),
    Column("sign_key", Text, nullable=False, default=""),
    Column("age_recipient", Text, nullable=False, default=""),
    Column("secret", Text, nullable=False, default=""),
    Column("number", Integer, nullable=False, default=0),
    Column("exported", Integer, nullable=False, default=0),
    Column("confirmed", Integer, nullable=False, default=0),
    Column("confirmed_at", Text, nullable=False, default=""),
    Column("following", Text, nullable=False, default=""),
    Column("followed_number", Integer, nullable=False, default=0),
    Column("followed_heard", Integer, nullable=False, default=0),
    Column("since", Integer, nullable=False, default=1),
    Column("left", Text, nullable=False, default="[]"),
    Column("cursor", Integer, nullable=False, default=0),
    Column("held", Text, nullable=False, default="[]"),
    Column("retired", Boolean, nullable=False, default=False),
    Column("forked", Boolean, nullable=False, default=False),
    Column("keys", Text),
    Column("old_sign_key", Text),
    Column("revoked", Text),
)
"""The other side of the road: who they are, how far each has the other's journal (exchange.md, principles 7 to 9).

`keys` is the longest chain of key announcements seen (JSON), `old_sign_key` the key before an enrolment anew, still good for reading
until the new one reports, `revoked` the signing keys nothing is read from any more (JSON)."""

station_town = Table(
    "station_town",
    metadata,
    Column("station", Text, primary_key=True),
    Column("since_seq", Integer, primary_key=True, autoincrement=False),
    Column("town", Text, nullable=False),
)
"""At a county: the town a station belonged to from line `since_seq` of the county's journal on; what is addressed to a town follows it."""

retiring = Table(
    "retiring",
    metadata,
    Column("station", Text, primary_key=True),
    Column("copy", Text, primary_key=True),
    Column("asked_at", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
)
"""At a county: copies of a station that the clerk has retired; each is, from the first change that another copy of the station brings."""

came_package = Table(
    "came_package",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("station", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("changes", Integer, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("says", Text, nullable=False),
)
Index("came_package_station", came_package.c.station, came_package.c.number)
"""At a county: what came of each package that was looked at; `first` to `last` are the changes that were missing before it, or 0. It
tells the clerk, decides nothing, and never travels."""

received_line = Table(
    "received_line",
    metadata,
    Column("peer", Text, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("line", BLOB, nullable=False),
    Column("digest", BLOB, nullable=False),
)
"""The other side's lines as they came: its records here are always rebuilt from these."""

package = Table(
    "package",
    metadata,
    Column("peer", Text, primary_key=True),
    Column("direction", Text, primary_key=True),
    Column("copy", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("digest", BLOB),
    Column("confirmed", Integer),
)
"""What was written and read. A county keeps here the digest of a station's slice at the last line of each package; a station, of a
package of the county that counted, the last own line it confirmed."""
Index("package_at", package.c.peer, package.c.direction, package.c.at)
Index("package_last", package.c.peer, package.c.direction, package.c.last, package.c.copy)
Index("package_confirmed", package.c.peer, package.c.direction, package.c.confirmed)

refused_file = Table(
    "refused_file",
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("says", Text, nullable=False),
)
"""Files of the county that could not be read: the trouble's name and its sentence; forgotten when a newer one was read."""

own_key = Table(
    "own_key",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("sign_key", BLOB, nullable=False),
    Column("age_identity", Text, nullable=False),
    Column("announcement", Text, nullable=False),
    Column("made_at", Text, nullable=False),
)
"""This desk's own keys, newest version last; old age identities are kept for late sticks."""

carrier = Table(
    "carrier",
    metadata,
    Column("name", Text, primary_key=True),
    Column("address", Text, nullable=False, default=""),
    Column("login", Text, nullable=False, default=""),
    Column("password", Text, nullable=False, default=""),
    Column("key_text", Text, nullable=False, default=""),
    Column("host_key", Text, nullable=False, default=""),
    Column("authority", Text, nullable=False, default=""),
    Column("every_hours", Integer, nullable=False, default=0),
    Column("time_of_day", Text, nullable=False, default=""),
    Column("tried_at", Text, nullable=False, default=""),
    Column("done_at", Text, nullable=False, default=""),
    Column("next_at", Text, nullable=False, default=""),
    Column("failures", Integer, nullable=False, default=0),
    Column("says", Text, nullable=False, default=""),
    Column("sending", Text, nullable=False, default="{}"),
    Column("fetched", Text, nullable=False, default="[]"),
)
"""The place on the network where packages are exchanged, with what opens it; it never travels, nor does any log tell of it."""

last_contact = Table(
    "last_contact",
    metadata,
    Column("resident_id", Text, primary_key=True),
    Column("reached", Text),
    Column("mode", Text),
    Column("home", Text),
    Column("tried", Text),
    Column("outcome", Text),
    sqlite_with_rowid=False,
)
"""The last contacts of everybody who ever had one, worked out from the visits and kept by `store/last_contact.py`; it never travels."""

last_call = Table("last_call", metadata, Column("resident_id", Text, primary_key=True), Column("called_on", Text), sqlite_with_rowid=False)
"""The day of everybody's last family call, worked out from the calls and kept by `store/last_call.py`; it never travels."""

wish_now = Table(
    "wish_now",
    metadata,
    Column("wish_id", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("due", Text, nullable=False),
    Column("lapses_on", Text, nullable=False),
    Column("claim", Text, nullable=False),
    Column("waiting", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""How wishes stand, of those of which it is known; kept right by `store/wish_now.py`, it never travels."""

plan_measure = Table(
    "plan_measure",
    metadata,
    Column("resident_id", Text, primary_key=True),
    Column("plan_id", Text, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("measure", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("helper_id", Text, nullable=False),
    Column("begin", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("every", Integer, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("done", Text),
    Column("wakes", Text),
    sqlite_with_rowid=False,
)
"""The measures of care plans in force, when each was done last and from when it may be due, kept by `store/plan_measures.py`; it never
travels."""
