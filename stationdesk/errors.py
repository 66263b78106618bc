"""DeskError: a finished sentence the operator can act on."""

from __future__ import annotations


class DeskError(Exception):
    """A trouble the operator can understand and do something about.

    The message is a whole, already translated sentence without personal data that the reader may not see.
    Subclasses are defined beside their cause, one for each trouble; anything else that is raised is a bug.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return self.message
