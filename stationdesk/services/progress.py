"""How long work tells how far it is, and is told to stop: the caller's report may raise, and everything is left as it was."""

from __future__ import annotations

from collections.abc import Callable

Report = Callable[[str, int, int], None]
"""What is being done, how much of it is done, of how much (0: not known)."""


def silent(sentence: str, done: int, total: int) -> None:
    """Tell nobody."""
