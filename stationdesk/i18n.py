"""The one way text is translated: gettext, without Qt."""

from __future__ import annotations

import gettext
from pathlib import Path

DOMAIN = "stationdesk"
LANGUAGES = ("zh_CN", "en")

_translation: gettext.NullTranslations = gettext.NullTranslations()
_said: dict[str, str] = {}
"""What each text was translated to since a language was chosen: a long list says the same few thousands of times."""


def install(language: str, translations: Path) -> None:
    """Choose the language of everything `_` says from now on; an unknown one leaves the English of the code."""
    global _translation  # noqa: PLW0603 - one language a process, as gettext itself has it
    _translation = gettext.translation(DOMAIN, translations, [language], fallback=True)
    _said.clear()


def _(text: str) -> str:
    """Translate `text`, which is English and stands in the code.

    What follows a bar (`Count|of copies`) tells the translator which of two meanings it is; it is never shown.
    """
    found = _said.get(text)
    if found is None:
        said = _translation.gettext(text)
        found = _said[text] = said.partition("|")[0] if said == text else said
    return found


def N_(text: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark `text` for translation where it is written (class bodies); `_` translates it when it is shown."""
    return text


def ngettext(one: str, many: str, count: int) -> str:
    """Translate a sentence that depends on `count`."""
    return _translation.ngettext(one, many, count)
