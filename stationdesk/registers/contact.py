"""How somebody is reached: the values inside a record's phones and emergency contacts."""

from __future__ import annotations

from stationdesk.registers.record import Value


class PhoneNumber(Value):
    """A phone number and whose it is."""

    number: str
    """Digits, as dialled: 13812345678, 0798-8221234, 9-digit and short numbers as they stand."""
    owner: str = ""
    relation: str = ""
    is_wechat: bool | None = None
    usable: bool | None = None
    note: str = ""


class EmergencyContact(Value):
    """Who is called when something happens, in the order of the list."""

    name: str
    relation: str = ""
    """What the contact is to the resident, as written."""
    phones: tuple[PhoneNumber, ...] = ()
    place: str = ""
    kin_id: str = ""
