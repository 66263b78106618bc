"""How long the histories of the road are: as many in `make test` as the requirement says, and in `make proof` longer ones."""

from __future__ import annotations

from hypothesis import settings

QUICK, LONG = 20, 30
"""Steps of a history at most."""


def steps() -> int:
    """Return how many steps a history has under the profile in use."""
    return LONG if settings().max_examples > 1000 else QUICK
