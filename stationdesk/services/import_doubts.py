"""What is doubtful about a ledger's row, in words: the codes of a plan as the operator reads them."""

from __future__ import annotations

from stationdesk.i18n import N_, _

FIELDS = {
    "name": N_("Name"),
    "sex": N_("Sex"),
    "age": N_("Age"),
    "birth_date": N_("Birth date"),
    "id_no": N_("ID card number"),
    "phones": N_("Phones"),
    "village_group": N_("Village group"),
    "categories": N_("Category"),
    "care_grade": N_("Care grade"),
    "disability_no": N_("Disability certificate number"),
    "disability_kind": N_("Kind of disability"),
    "disability_grade": N_("Grade of disability"),
    "kin": N_("Relative"),
    "guardian": N_("Guardian"),
    "helpers": N_("Helper"),
    "father": N_("Father"),
    "helper": N_("Helper"),
    "content": N_("Content"),
    "visited_on": N_("Day of the visit"),
    "collected_on": N_("Collected on"),
    "claimed_on": N_("Claimed on"),
    "promised_on": N_("Promised for"),
    "wanted_by": N_("Wanted by"),
    "fulfilled_on": N_("Day of fulfilment"),
    "delivered_on": N_("Day of delivery"),
    "follow_up_due": N_("Follow up by"),
    "start_date": N_("Start"),
    "end_date": N_("End"),
    "budget_yuan": N_("Estimated cost"),
    "actual_yuan": N_("Actual cost"),
    "handed_out": N_("Taken along"),
    "mode": N_("How"),
    "kind": N_("Kind"),
    "outcome": N_("Result"),
    "satisfaction": N_("Satisfaction"),
    "state": N_("State"),
    "source": N_("How it was collected"),
    "wish_kind": N_("Kind of wish"),
    "end_reason": N_("Reason of the end"),
    "mother": N_("Mother"),
}
DOUBTS = {
    "lost_digits": N_("the last digits were lost when the sheet kept it as a number"),
    "bad_length": N_("has the wrong number of digits"),
    "checksum": N_("the check digit is not right"),
    "bad_date": N_("this day does not exist"),
    "placeholder": N_("not given"),
    "empty": N_("not given"),
    "missing": N_("not given"),
    "bad_kind": N_("the digit of the kind is not right"),
    "bad_grade": N_("the digit of the grade is not right"),
    "more_than_one": N_("the cell has more than one"),
    "unreadable": N_("cannot be read"),
    "unknown_word": N_("a word that no table has"),
    "more_words": N_("other words stand beside it; they are kept"),
    "differs_from_id": N_("does not agree with the ID number"),
    "differs_from_number": N_("does not agree with the certificate number"),
    "same_as_above": N_("said to be the same as above, but there is nothing above"),
    "same_as_another": N_("another person has the same number"),
    "two_ticks": N_("both are ticked"),
    "two_candidates": N_("could be either of two people"),
    "sounds_like_another": N_("sounds like another person's name"),
    "maybe_known": N_("may be somebody who is in the register already"),
    "two_people": N_("the cell names two people"),
    "control_characters": N_("had characters that cannot be seen; they were taken out"),
    "odd_characters": N_("has characters that no name has"),
    "too_short": N_("is too short for a name"),
    "formula": N_("looks like a formula; it was kept as text"),
    "future": N_("lies in the future"),
    "about": N_("only about; please ask"),
    "too_dear": N_("more than any small wish costs; the amount was not taken"),
    "no_year": N_("the year is missing"),
    "two_digit_year": N_("the year has two digits only"),
    "month_1_or_10": N_("January or October: the sheet may have lost a zero"),
    "leap_month": N_("a leap month that this year does not have"),
    "cycle_year": N_("a year of the sixty-year cycle only"),
    "zodiac_only": N_("the animal of the year only"),
    "epoch_1904": N_("kept by a sheet that counts days from 1904"),
    "area": N_("an area code that is not known"),
    "no_area_code": N_("the area code is missing"),
    "short": N_("a short number that works in its own net only"),
    "mobile": N_("not a mobile number"),
    "birth": N_("the birth date in it is not right"),
    "age_unknown": N_("the age is not known, so it is taken for an old person's"),
    "no_day": N_("the day is missing"),
    "before_start": N_("lies before the start"),
    "differs_from_claim": N_("somebody has claimed the wish already"),
    "phone_unreadable": N_("the phone number cannot be read"),
}


def doubt_in_words(code: str) -> str:
    """Return `field:doubt` of a plan as a clerk says it; a relative's number names whose it is."""
    name, _colon, doubt = code.partition(":")
    field = _(FIELDS[name]) if name in FIELDS else name
    for start, what in (("id_no_", _("ID card number")), ("phone_", _("Phones"))):
        if doubt.startswith(start) and doubt not in DOUBTS:
            field, doubt = f"{field} {what}", doubt.removeprefix(start)
    if doubt.startswith("marked_"):
        return _("{field}: something is written beside the name; please look").format(field=field)
    said = _(DOUBTS[doubt]) if doubt in DOUBTS else _("please look at it once more")
    return _("{field}: {doubt}").format(field=field, doubt=said)
