"""Whether a child counts as one nobody in fact looks after (事实无人抚养): a pure answer with its source.

民发〔2019〕62号, 一: both parents severely disabled, seriously ill, in prison, in compulsory drug rehabilitation, otherwise deprived of
liberty, or out of touch; or one parent dead or missing and the other one of these. 民发〔2020〕125号 adds the revoked custody and the
deported. A child both of whose parents are dead or missing is an orphan instead.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from stationdesk.i18n import N_, _
from stationdesk.registers.code import table

SOURCE = N_("Minfa 2019 no. 62, Minfa 2020 no. 125")
UNABLE = frozenset(
    {"severe_disability", "serious_illness", "in_prison", "drug_rehab", "restrained", "out_of_touch", "custody_revoked", "deported"}
)
GONE = frozenset({"deceased", "missing"})
UNDER = 18


class Answer(StrEnum):
    """What the two situations of the parents come to."""

    UNATTENDED = "de_facto_unattended_child"
    ORPHAN = "orphan"
    NO = "no"
    UNKNOWN = "unknown"


class Verdict(NamedTuple):
    """The answer, why, and the rule it rests on."""

    answer: Answer
    why: str
    source: str


def unattended(father: str | None, mother: str | None, age: int | None) -> Verdict:
    """Answer with the rule's name for a child of `age` whose parents are as these codes of parent_status say; None is not known."""
    if age is not None and age >= UNDER:
        return _verdict(Answer.NO, _("18 or older: the rule is for those under 18"))
    known = [one for one in (father, mother) if one not in (None, "unknown")]
    said = _("father: {father}, mother: {mother}").format(father=_label(father), mother=_label(mother))
    if any(one not in UNABLE | GONE for one in known):
        return _verdict(Answer.NO, _("{said}: one of them can look after the child by this rule").format(said=said))
    if len(known) < 2:
        return _verdict(Answer.UNKNOWN, _("{said}: ask and note both parents first").format(said=said))
    if all(one in GONE for one in known):
        return _verdict(Answer.ORPHAN, _("{said}: that is an orphan").format(said=said))
    return _verdict(Answer.UNATTENDED, _("{said}: both cannot look after the child").format(said=said))


def _verdict(answer: Answer, why: str) -> Verdict:
    return Verdict(answer, why, _(SOURCE))


def _label(code: str | None) -> str:
    return table("parent_status").label(code or "unknown")
