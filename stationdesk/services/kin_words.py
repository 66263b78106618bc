"""What relatives are called in the village: 爷爷, 外婆, 姑姑; where a relation has no such word, the standard's."""

from __future__ import annotations

from collections.abc import Collection
from types import MappingProxyType

from stationdesk.i18n import N_, _
from stationdesk.registers.code import table

_SPOKEN = MappingProxyType(
    {
        "father": N_("Dad|kin"),
        "mother": N_("Mum|kin"),
        "paternal_grandfather": N_("Father's father|kin"),
        "paternal_grandmother": N_("Father's mother|kin"),
        "maternal_grandfather": N_("Mother's father|kin"),
        "maternal_grandmother": N_("Mother's mother|kin"),
        "great_grandfather": N_("Great-grandfather|kin"),
        "great_grandmother": N_("Great-grandmother|kin"),
        "stepfather": N_("Stepfather|kin"),
        "stepmother": N_("Stepmother|kin"),
        "fathers_elder_brother": N_("Father's elder brother|kin"),
        "fathers_younger_brother": N_("Father's younger brother|kin"),
        "fathers_elder_brothers_wife": N_("Wife of father's elder brother|kin"),
        "fathers_younger_brothers_wife": N_("Wife of father's younger brother|kin"),
        "fathers_sister": N_("Father's sister|kin"),
        "fathers_sisters_husband": N_("Husband of father's sister|kin"),
        "mothers_brother": N_("Mother's brother|kin"),
        "mothers_brothers_wife": N_("Wife of mother's brother|kin"),
        "mothers_sister": N_("Mother's sister|kin"),
        "mothers_sisters_husband": N_("Husband of mother's sister|kin"),
        "husband": N_("husband|kin"),
        "wife": N_("wife|kin"),
    }
)
PARENTS = frozenset({"father", "mother", "stepfather", "stepmother"})
GRANDPARENTS = frozenset(
    {"paternal_grandfather", "paternal_grandmother", "maternal_grandfather", "maternal_grandmother"}
    | {"great_grandfather", "great_grandmother", "other_grandparent"}
)
BROTHERS = frozenset({"elder_brother", "younger_brother", "elder_sister", "younger_sister", "other_sibling"})
_NO_FAMILY = frozenset({"self", "not_related"})


def kin_word(relation: str | None, written: str | None = None) -> str:
    """Return what a relative is called: as it was written, else by the village's word, else by the standard's."""
    if written:
        return written
    spoken = _SPOKEN.get(relation or "")
    return _(spoken) if spoken else table("relation").label(relation)


def is_family(relation: str | None, written: str | None = None) -> bool:
    """Tell whether somebody is family, by the code or else by the words; of whom nobody knows what he is, it is not said."""
    known = relation or table("relation").code_for(written or "")
    return known is not None and known not in _NO_FAMILY


def brings_up(relations: Collection[str | None]) -> str:
    """Say who brings the children up: 爷爷奶奶带; empty for nobody."""
    words = dict.fromkeys(kin_word(one) for one in relations if one)
    return _("brought up by {who}").format(who="".join(list(words)[:2])) if words else ""
