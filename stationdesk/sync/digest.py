"""Digests of the road: the chain over an author's lines (exchange.md, principle 7), and keyed ones."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from stationdesk.store.journal import digest_next as chain
from stationdesk.store.journal import digest_zero

__all__ = ["chain", "digest_zero", "hmac_sha256", "same", "sha256"]


def hmac_sha256(secret: bytes, message: bytes) -> str:
    """Return HMAC-SHA256 (RFC 2104) as 64 hex digits."""
    return hmac.new(secret, message, hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two texts in a time that tells nothing about them."""
    return hmac.compare_digest(one.encode(), other.encode())


def sha256(data: bytes) -> bytes:
    """Return the sha256 of `data` (32 bytes)."""
    return hashlib.sha256(data).digest()


def chain_all(digest_before: bytes, lines: Iterable[bytes]) -> bytes:
    """Return the digest after all `lines`: `chain` again and again, without the price of a call for each."""
    new = hashlib.sha256
    digest = digest_before
    for line in lines:
        digest = new(digest + new(line).digest()).digest()
    return digest
