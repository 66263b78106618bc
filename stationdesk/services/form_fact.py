"""What a row of a form is made of: the facts of one person as the store has them, and what one fact is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from stationdesk.i18n import N_, _

Row = Mapping[str, Any]
Rows = list[Row]
KIN = {
    "father": (N_("Father"), ("father", "step_father")),
    "mother": (N_("Mother"), ("mother", "step_mother")),
    "spouse": (N_("Spouse"), ("spouse", "husband", "wife")),
    "grandfather": (N_("Father's father"), ("grandfather",)),
    "grandmother": (N_("Father's mother"), ("grandmother",)),
    "mothers_father": (N_("Mother's father"), ("maternal_grandfather",)),
    "mothers_mother": (N_("Mother's mother"), ("maternal_grandmother",)),
    "child_1": (N_("First child"), ()),
    "child_2": (N_("Second child"), ()),
    "child_3": (N_("Third child"), ()),
    "contact_1": (N_("First to call"), ()),
    "contact_2": (N_("Second to call"), ()),
}
"""Role in a path → its words and the relations that are it; children and contacts are found by their order."""


@dataclass(slots=True)
class Facts:
    """What is known of one row of a form, as the store has it: plain values by their column."""

    person: Row = field(default_factory=dict)
    """The resident; empty where a household has no head in the register."""
    home: Row = field(default_factory=dict)
    kin: Rows = field(default_factory=list)
    guardian: Row = field(default_factory=dict)
    last_guardian: Row = field(default_factory=dict)
    """The one written down last, where there are several."""
    tags: Rows = field(default_factory=list)
    helper: Row = field(default_factory=dict)
    officer: Row = field(default_factory=dict)
    pairing: Row = field(default_factory=dict)
    visit: Row = field(default_factory=dict)
    wish: Row = field(default_factory=dict)
    """With `state` and the claim that counts: claimer, claimed_on, done_on, cost."""
    wishes: Rows = field(default_factory=list)
    grade: Row = field(default_factory=dict)
    notes: Rows = field(default_factory=list)
    members: int = 0
    changed: str = ""
    child: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact: `kind` is one of `form_style.STYLES`, `cover` how it is covered for others, `needs` what must be read for it."""

    path: str
    words: tuple[str, ...]
    kind: str
    read: Callable[[Facts], Any]
    needs: str
    codes: str = ""
    cover: str = ""

    @property
    def title(self) -> str:
        """What the fact is called: 父亲 · 姓名."""
        return " · ".join(_(word) for word in self.words)
