"""What is refused of a county's code and why: a word that means two things, a code below nothing, a heading taken from its children.

The county's desk refuses with these sentences; a station passes over what would not hold, and says so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from stationdesk.i18n import _
from stationdesk.registers.code import CodeDraft, CodeRow, CodeTable, shipped, table_names
from stationdesk.registers.field import plain_key

LONGEST = 30
"""Letters of a word or spelling at most: it stands on buttons and in narrow columns."""
PARTING = "、，,；;|\t\n"
"""Characters that part several words of one cell, so that no word may hold one."""
COMPUTED = "=+@-＝＋＠－"
"""What a spreadsheet takes for the beginning of a formula."""
ALWAYS = frozenset({"other", "none"})
"""Codes every list needs: what fits nowhere, and nothing."""
NEEDS_PLACE = frozenset({"resident_category"})
"""Tables in which every new code stands below a heading: who is a child, who an old person, hangs on it."""


def troubles(said: Sequence[CodeDraft], on: str) -> Iterator[tuple[CodeDraft, str]]:
    """Give each code that cannot hold as of day `on` beside the others, with the sentence why not."""
    there = set(table_names())
    for name in dict.fromkeys(one.table_name for one in said):
        of_it = [one for one in said if one.table_name == name]
        if name not in there:
            yield from ((one, _("there is no list of words called «{name}»").format(name=name)) for one in of_it)
            continue
        before = shipped(name)
        for at, one in enumerate(of_it):
            if why := _alone(before, one) or _beside(before, of_it, at):
                yield one, why
        yield from _in_tree(before.extended(of_it, on), of_it)


def _alone(before: CodeTable, one: CodeDraft) -> str:
    """Return why a code cannot be as it is written, or nothing."""
    known = before.row(one.code)
    shipping = (known.label, *known.synonyms) if known else ()
    for word in (one.label, *one.synonyms):
        if word not in shipping and (why := unfit_word(word)):
            return why
    if known is None and not before.open:
        return _("«{table}» belongs to the program: words in it may be called otherwise, new ones cannot be added").format(
            table=before.title
        )
    if not before.open and (one.valid_from or one.valid_to):
        return _("«{table}» belongs to the program: its words cannot be retired").format(table=before.title)
    if one.code in ALWAYS and (one.valid_from or one.valid_to):
        return _("«{word}» cannot be retired: it takes what fits nowhere else").format(word=one.label)
    if one.valid_from and one.valid_to and one.valid_to < one.valid_from:
        return _("it would end before it begins")
    if known is not None and one.parent and one.parent != known.parent:
        return _("«{word}» keeps its place: only a code of the county's own can be put below another").format(word=one.label)
    return ""


def unfit_word(word: str) -> str:
    """Return why something cannot be a word of a list, or nothing."""
    if not any(unicodedata.category(one)[0] == "L" for one in word):
        return _("«{word}» is no word: it has no letter").format(word=word[:LONGEST])
    if len(word) > LONGEST:
        return _("«{word}…» is too long: {most} letters at most").format(word=word[:LONGEST], most=LONGEST)
    if word[0] in COMPUTED:
        return _("«{word}» begins like a formula").format(word=word)
    if any(one in PARTING for one in word):
        return _("«{word}» holds a comma or a line break, which part several words of one cell").format(word=word.replace("\n", " "))
    return ""


def _beside(before: CodeTable, of_it: Sequence[CodeDraft], at: int) -> str:
    """Return why a code does not go with the others of its table, or nothing."""
    one = of_it[at]
    if any(other.code == one.code for other in of_it[:at]):
        return _("the code {code} stands twice").format(code=one.code)
    others = {row.code: row for row in before.rows} | {other.code: other.as_row() for other in of_it}
    for word in (one.label, *one.synonyms):
        for other in others.values():
            if other.code != one.code and plain_key(word) in _spelled(other, before):
                return _("«{word}» is already a word for «{other}»").format(word=word, other=other.label)
    return ""


def _spelled(row: CodeRow, before: CodeTable) -> frozenset[str]:
    """Return every spelling of a code, those it ships with included."""
    known = before.row(row.code)
    rows = (row,) if known is None else (row, known)
    return frozenset(plain_key(word) for one in rows for word in (one.code, one.label, *one.synonyms))


def _in_tree(after: CodeTable, of_it: Sequence[CodeDraft]) -> Iterator[tuple[CodeDraft, str]]:
    """Give each code that would hang nowhere, or that leaves others hanging."""
    shipped_codes = shipped(after.name).by_code
    for one in of_it:
        if one.code not in shipped_codes:
            if one.parent and one.parent not in after.by_code:
                yield one, _("there is nothing called «{above}» to put it below").format(above=one.parent)
            elif not one.parent and after.name in NEEDS_PLACE:
                yield one, _("it needs the heading or category it stands below: who is a child and who is old hangs on it")
            elif one.parent and _rings(after, one.code):
                yield one, _("it would stand below itself")
        if not after.is_given(one.code) and (left := [row.label for row in after.children(one.code) if after.is_given(row.code)]):
            yield one, _("below it stand words that hold: {words}. Retire those first").format(words="、".join(left[:5]))


def _rings(after: CodeTable, code: str) -> bool:
    seen: set[str] = set()
    at: str | None = code
    while at is not None and at not in seen:
        seen.add(at)
        row = after.row(at)
        at = row.parent if row else None
    return at is not None
