"""Keys as words: six plain words that two people can compare by phone."""

from __future__ import annotations

from functools import cache

from stationdesk.settings import resource
from stationdesk.sync.digest import sha256

DOMAIN = b"stationdesk.words/1"
COUNT, BITS = 6, 10


@cache
def word_list() -> tuple[str, ...]:
    """Return the 1,024 words; their order is part of the format and never changes."""
    words = tuple(resource("words/words.txt").read_text("utf-8").split())
    if len(words) != 1 << BITS:
        raise ValueError("the word list is not whole")
    return words


def county_words(sign_key: str, age_recipient: str) -> tuple[str, ...]:
    """Return the six words (60 bits) of a county's two public keys, the same on every computer."""
    return six_words(DOMAIN, sign_key.encode(), age_recipient.encode())


def six_words(domain: bytes, *parts: bytes) -> tuple[str, ...]:
    """Return the six words (60 bits) of anything, the same on every computer."""
    number = int.from_bytes(sha256(b"\x00".join((domain, *parts))))
    return tuple(word_list()[number >> 256 - BITS * (place + 1) & (1 << BITS) - 1] for place in range(COUNT))
