"""What a county must make again after a backup was brought back, in lines of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from stationdesk.i18n import _


def lost_lines(lost: Sequence[str], most: int) -> list[str]:
    """Return what must be made again, one line each and `most` at most; the same sentence several times is one with its number."""
    if not lost:
        return []
    counted = Counter(lost)
    told = [one if count == 1 else _("{what} ({count} times)").format(what=one, count=count) for one, count in counted.items()]
    more = [_("and {count} more|restore").format(count=len(told) - most)] if len(told) > most else []
    return [_("These are not in the backup:"), *(f"  {one}" for one in (*told[:most], *more))]
