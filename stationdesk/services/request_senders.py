"""Whether somebody a request may be sent to is who sent it to the station, however he is called there; the words are data."""

from __future__ import annotations

import json
from functools import cache

from stationdesk.registers.code import table
from stationdesk.registers.field import plain_key
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.services.request_reading import body_key
from stationdesk.services.request_state import Receiver
from stationdesk.settings import resource

LEAST = 3
"""Letters of a name by which a body is known although it is called longer elsewhere: 民政局 and 县民政局 are one."""


def is_sender(request: ServiceRequest, to: Receiver) -> bool:
    """Tell whether a receiver is who sent a request: by his name under any kind of body, or as the one town or county there is."""
    if not request.sender_body:
        return False
    sender = plain_key(request.sender or "")
    kind = "town" if is_town(sender) else request.sender_body
    return _is_called(sender, to) or (to.kind == "body" and to.key == body_key(kind, request.sender or ""))


def is_town(sender: str) -> bool:
    """Tell whether a name is the town's, or of one of its offices: 镇上, 花桥镇党政办, 花桥乡人民政府办公室."""
    town = table("request_body").row("town")
    if town is not None and (sender == town.label or sender.endswith((*town.synonyms, *_words("spoken")))):
        return True
    if not sender.endswith(_words("offices")):
        return False
    for word in _words("no_places"):
        sender = sender.replace(word, "")
    nearest = max(_words("places"), key=sender.rfind)
    return nearest in sender and nearest in _words("towns")


def _is_called(sender: str, to: Receiver) -> bool:
    """Tell whether a receiver is called as the sender is, or as the end of it: the station's own teams are not the county's like-named."""
    key = plain_key(to.name)
    short, long = sorted((sender, key), key=len)
    before = long.removesuffix(short)
    if to.kind not in ("unit", "body") or len(short) < LEAST or before == long:
        return sender == key
    return to.kind == "body" or not before or before.endswith(_words("places"))


@cache
def _words(kind: str) -> tuple[str, ...]:
    found: dict[str, list[str]] = json.loads(resource("words/body_words.json").read_text(encoding="utf-8"))
    return tuple(found[kind])
