"""Texts as they are shown: in Chinese, and in English where Chinese is not wanted."""

from __future__ import annotations

from stationdesk import i18n
from stationdesk.settings import resource


def test_the_word_for_the_translator_is_never_shown() -> None:
    i18n.install("en", resource("translations"))
    try:
        assert i18n._("Category|paper") == "Category"
        assert i18n._("a sentence") == "a sentence"
    finally:
        i18n.install("zh_CN", resource("translations"))
    assert "|" not in i18n._("Category|paper")
