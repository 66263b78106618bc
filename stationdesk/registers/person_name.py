"""How a person's name is written: one dot, no padding, every character kept (民委发〔2016〕33号)."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from stationdesk.registers.field import clean_text

DOT = "\u00b7"
NAME_LENGTH = 72
"""Characters a name may have; the national children's form allows 72, the rule asks for 50 at least."""

_DOTS = re.compile(r"\s*[\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65\u0387\u2024\u25cf\u16eb]\s*")
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\ue000-\ufaff\U00020000-\U0003ffff"
_PADDING = re.compile(f"(?<=[{_HAN}])\\s+(?=[{_HAN}])")
_IDENTITY = re.compile(f"[{_HAN}]")


def normal_name(name: str) -> str:
    """Return `name` as it is kept: the dot of a name as U+00B7, no space between Han characters, full-width letters as ASCII.

    Han characters are never exchanged: NFKC would turn compatibility ideographs into others, and a person's name into
    another person's, so only what is not a Han character is normalised.
    """
    text = clean_text(name)
    text = "".join(part if _IDENTITY.match(part) else unicodedata.normalize("NFKC", part) for part in text)
    text = _DOTS.sub(DOT, text)
    text = _PADDING.sub("", text)
    return " ".join(text.split()).strip(DOT + " ")


def _named(name: str) -> str:
    normal = normal_name(name)
    if not normal:
        raise ValueError("empty name")
    return normal


PersonName = Annotated[str, AfterValidator(_named)]
"""A person's name, normalised when it is taken in."""
OtherName = Annotated[str | None, BeforeValidator(lambda name: normal_name(name) or None if isinstance(name, str) else name)]
"""A name that may be missing."""
