"""What the columns of a ledger can be taken for, in words: the chips over the table, and the menu they open."""

from __future__ import annotations

from stationdesk.i18n import N_, _
from stationdesk.services.event_column_words import event_menu, event_words
from stationdesk.services.import_plan import LEFT_OUT, ColumnPlan

OWN = {
    "name": N_("Name"),
    "sex": N_("Sex"),
    "id_no": N_("ID card number"),
    "birth": N_("Day of birth"),
    "age": N_("Years of age"),
    "phone": N_("Phone"),
    "village_group": N_("Group"),
    "address": N_("Where they live"),
    "category": N_("Kind of person"),
    "care_grade": N_("Grade"),
    "health": N_("State of health"),
    "living": N_("Way of living"),
    "self_care": N_("Looks after self"),
    "need": N_("Troubles and needs"),
    "disability_no": N_("Disability certificate"),
    "disability": N_("Disability, kind and grade"),
    "disability_kind": N_("Kind of disability"),
    "disability_grade": N_("Grade of disability"),
    "school": N_("School"),
    "wish": N_("Small wish"),
    "works_at": N_("Works away at"),
    "relation_to_head": N_("Relation to the head"),
    "household_no": N_("Number of the household"),
    "alias": N_("Called at home"),
    "ethnicity": N_("Nationality"),
    "education": N_("Education"),
    "marital": N_("Marriage"),
    "political": N_("Political standing"),
    "status": N_("Living here or not"),
    "village": N_("Village"),
    "town": N_("Town"),
}
PEOPLE = {
    "guardian": N_("Guardian"),
    "father": N_("Father"),
    "mother": N_("Mother"),
    "kin": N_("Relative"),
    "contact": N_("Emergency contact"),
    "helper": N_("Responsible officer"),
    "head": N_("Householder"),
    "parents": N_("Both parents"),
}
THEIRS = {
    "name": N_("Name"),
    "phone": N_("Phone"),
    "relation": N_("Relation"),
    "works_at": N_("Works away at"),
    "id_no": N_("ID card number"),
    "address": N_("Where they live"),
    "org": N_("Unit"),
    "post": N_("Post"),
}
OFFERED = {
    "guardian": ("name", "relation", "phone", "id_no", "address"),
    "father": ("name", "phone", "works_at"),
    "mother": ("name", "phone", "works_at"),
    "kin": ("name", "relation", "phone", "works_at"),
    "contact": ("name", "relation", "phone"),
    "helper": ("name", "phone", "org", "post"),
    "head": ("name",),
}
TICKED = ("flag", "sex_tick", "health_tick", "self_care_tick", "living_tick", "care_grade_tick")
OWN_MORE = {
    "serial": N_("Number in the list"),
    "name_more": N_("Name and more"),
    "remark": N_("Remark"),
    "": N_("Remark"),
    LEFT_OUT: N_("Leave out"),
}


def column_words(code: str, word: str = "") -> str:
    """Return what a column is taken for, in a few characters: 姓名, 监护人电话, 备注, 不导."""
    if code in TICKED:
        return _("{word}, ticked").format(word=word) if word else _("Ticks")
    person, dot, field = code.rpartition(".")
    if person == "event":
        return event_words(field, word)
    if not dot:
        return _((OWN | OWN_MORE).get(code, N_("Remark")))
    who = word if person == "helper" and word else _(PEOPLE[person]) if person in PEOPLE else person
    if field in ("name", "name_more"):
        return who
    return who + (_(THEIRS[field]) if field in THEIRS else field)


def chip_words(column: ColumnPlan) -> str:
    """Return what stands on a column's chip."""
    return column_words(column.field, column.word)


def menu(kind: str | None = None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return everything a column of a ledger of `kind` can be taken for, by heading: code and words; the first and last have none."""
    own = [(code, _(words)) for code, words in OWN.items()]
    others = [
        (_(PEOPLE[person]), [(f"{person}.{field}", column_words(f"{person}.{field}")) for field in fields])
        for person, fields in OFFERED.items()
    ]
    rest = [("", column_words("")), (LEFT_OUT, column_words(LEFT_OUT))]
    events = [(_("More about this kind of ledger"), more)] if (more := event_menu(kind)) else []
    return [("", own[:9]), *events, (_("More about the person"), own[9:]), *others, ("", rest)]
