"""Starts the desk; with words after it, a command."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace
from pathlib import Path

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
    if no_command(words):
        gc.disable()  # what a start makes is kept; later only the screen's thread searches (`ui.parts.collecting`)
        from stationdesk.ui.starting import run as open_window

        data = option(words, "--data")
        settings = read_settings(Path(data) if data else None)
        sys.exit(open_window(replace(settings, language=language_in(words), county="--county" in words)))
    from stationdesk.commands.app import run

    sys.exit(run(words))


def no_command(words: list[str]) -> bool:
    """Tell whether the words are only where the desk is, whose, and which language it speaks: then its window is opened."""
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word in {"--data", "--language"} and rest:
            rest.pop(0)
        elif word != "--county" and not word.startswith(("--data=", "--language=")):
            return False
    return True


def option(words: list[str], name: str) -> str:
    """Return the value an option was given, empty if it was not."""
    for at, word in enumerate(words):
        if word == name:
            return "".join(words[at + 1 : at + 2])
        if word.startswith(name + "="):
            return word.partition("=")[2]
    return ""


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
