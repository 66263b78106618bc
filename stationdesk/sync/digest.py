"""Digests of the road: the chain over an author's lines (exchange.md, principle 7), and keyed ones."""

from __future__ import annotations

import hashlib
import hmac

ROAD = b"stationdesk/1"


def hmac_sha256(secret: bytes, message: bytes) -> str:
    """Return HMAC-SHA256 (RFC 2104) as 64 hex digits."""
    return hmac.new(secret, message, hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two texts in a time that tells nothing about them."""
    return hmac.compare_digest(one.encode(), other.encode())


def sha256(data: bytes) -> bytes:
    """Return the sha256 of `data` (32 bytes)."""
    return hashlib.sha256(data).digest()


def digest_zero(author: str, recipient: str) -> bytes:
    """Return the digest before the first line: sha256 of `stationdesk/1`, author and recipient in UTF-8, a zero byte between them."""
    return sha256(b"\x00".join((ROAD, author.encode(), recipient.encode())))


def chain(digest_before: bytes, line: bytes) -> bytes:
    """Return the digest after `line` (its bytes without the line end): sha256(digest_before ‖ sha256(line))."""
    return sha256(digest_before + sha256(line))
