"""What the screen leaves out while it faces a visitor: children, birthdays, illnesses."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from stationdesk.registers.code import of_codes, table

ILL = frozenset({"illness", "disabled", "disabled_function", "partly_dependent", "dementia", "seriously_ill_child", "only_child_disabled"})
"""Categories that tell of an illness or a disability, with all below them."""
AWAY_ILL = frozenset({"hospital", "institution"})
"""Where somebody is, as far as it tells of his health."""


@of_codes
@cache
def tells_of_illness(category: str) -> bool:
    """Tell whether a category says something of the body or the mind, or may never be printed at all."""
    known = table("resident_category")
    above = {row.code for row in known.ancestors(category)}
    return known.is_restricted(category) or bool(ILL & {category, *above})


def shown_categories(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the categories a visitor may read over the operator's shoulder."""
    return tuple(code for code in codes if not tells_of_illness(code))
