"""Starts the desk; with words after it, a command."""

from __future__ import annotations

import sys

from stationdesk import i18n
from stationdesk.settings import read_settings, resource


def main() -> None:
    """Run the command in `sys.argv` and leave with its exit code."""
    words = sys.argv[1:]
    if words[:1] == ["--read-a-sheet"]:
        from stationdesk.ledgers.child import main as read_a_sheet

        read_a_sheet()
        return
    if words[:1] == ["--self-test"]:
        words[0] = "self-test"
    i18n.install(language_in(words), resource("translations"))
    from stationdesk.commands.app import run

    sys.exit(run(words))


def language_in(words: list[str]) -> str:
    """Return the language the words before the command ask for, else the settings'; texts are chosen before the commands are read."""
    for at, word in enumerate(words):
        if word == "--language":
            return "".join(words[at + 1 : at + 2])
        if word.startswith("--language="):
            return word.partition("=")[2]
        if not word.startswith("-") and words[at - 1 : at] != ["--data"]:
            break
    return read_settings().language


if __name__ == "__main__":
    main()
