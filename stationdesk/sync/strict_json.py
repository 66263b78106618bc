"""JSON without surprises: one way to write it, and a reader that refuses what two programs could understand differently."""

from __future__ import annotations

import json
import math
from typing import Any

LARGEST = (1 << 63) - 1
"""Integers must fit the databases on both sides (64 bits)."""


class NotStrict(ValueError):
    """The bytes are not strict JSON; the text says why, for a log or a line's reason."""


def canonical(value: object) -> bytes:
    """Return the one way this program writes `value`: UTF-8, keys sorted, no spaces, no NaN."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotStrict("duplicate key")
    return found


def _whole(text: str) -> int:
    if len(text) > 20 or not -LARGEST - 1 <= (number := int(text)) <= LARGEST:
        raise NotStrict("number too large")
    return number


def _fraction(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise NotStrict("number too large")
    return number


def _no_constant(_text: str) -> float:
    raise NotStrict("not JSON")


_decoder = json.JSONDecoder(object_pairs_hook=_no_duplicates, parse_int=_whole, parse_float=_fraction, parse_constant=_no_constant)


def parse_object(data: bytes, depth: int = 16) -> dict[str, Any]:
    """Return the JSON object that `data` is, from its first byte to its last.

    Raises NotStrict for anything else: no UTF-8, a byte order mark, spaces or line ends around it, a duplicate key, NaN, a
    number that fits no database, half a surrogate pair, more than `depth` levels.
    """
    if not (data.startswith(b"{") and data.endswith(b"}")):
        raise NotStrict("not one JSON object")
    try:
        value = _decoder.decode(data.decode())
        if b"\\u" in data:
            json.dumps(value, ensure_ascii=False).encode()
    except NotStrict:
        raise
    except UnicodeError as error:
        raise NotStrict("not UTF-8") from error
    except RecursionError as error:
        raise NotStrict("too deep") from error
    except ValueError as error:
        raise NotStrict("not JSON") from error
    if data.count(b"{") + data.count(b"[") > depth:
        _check_depth(value, depth)
    found: dict[str, Any] = value
    return found


def _check_depth(value: object, depth: int) -> None:
    level: list[Any] = [value]
    for _step in range(depth):
        inside = [inner for item in level for inner in (item.values() if isinstance(item, dict) else item)]
        level = [inner for inner in inside if isinstance(inner, (dict, list))]
        if not level:
            return
    raise NotStrict("too deep")
