"""A resident's card, as the service puts it together, in the words that stand on the paper."""

from __future__ import annotations

from datetime import datetime

from stationdesk.i18n import _
from stationdesk.printing.contact_card import Card, CardLine
from stationdesk.services.cards import CardContent


def card_of(content: CardContent, now: datetime) -> Card:
    """Return what stands on the paper of a card printed at `now`, local time."""
    edition = _("{year}-{month:02}, edition {version}").format(year=now.year, month=now.month, version=content.version)
    leader = CardLine(content.leader.label, content.leader.phone, content.leader.text) if content.leader else None
    return Card(
        number=content.card_no,
        station=content.station,
        duty_phone=content.duty_phone,
        version=edition,
        grid_leader=leader,
        group=content.group,
        address=content.address,
        lines=tuple(CardLine(line.label, line.phone, line.text) for line in (*content.lines, *content.left_out)),
        slogan=content.slogan,
    )
