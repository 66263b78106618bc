"""What the columns of ledgers of wishes, visits and pairings can be taken for, in words; and what the kinds of ledgers are called."""

from __future__ import annotations

from stationdesk.i18n import N_, _

KINDS = {
    "residents": N_("Residents|ledger"),
    "pairings": N_("Pairings|ledger"),
    "wishes": N_("Wishes|ledger"),
    "visits": N_("Visits|ledger"),
}
WISH = {
    "content": N_("Small wish"),
    "wish_no": N_("Number of the wish"),
    "wish_kind": N_("Kind of wish"),
    "budget_yuan": N_("Estimated cost"),
    "collected_on": N_("Collected on"),
    "collected_by": N_("Collected by"),
    "source": N_("How it was collected"),
    "claimer": N_("Claimed by"),
    "claimer_contact": N_("Contact of the claimer"),
    "claimer_phone": N_("Phone of the claimer"),
    "claimed_on": N_("Claimed on"),
    "promised_on": N_("Promised for"),
    "state": N_("How far it is"),
    "fulfilled_on": N_("Day of fulfilment"),
    "delivered_on": N_("Day of delivery"),
    "actual_yuan": N_("Actual cost"),
    "feedback": N_("What was said of it"),
    "satisfaction": N_("Satisfaction"),
    "spec": N_("Size, colour, model"),
    "quantity": N_("Quantity"),
    "reason": N_("Why it is wished for"),
}
VISIT = {
    "visited_on": N_("Day of the visit"),
    "visitors": N_("Visitors"),
    "mode": N_("How they came"),
    "content": N_("What was done and said"),
    "issue": N_("Problems and needs"),
    "action": N_("What was done about it"),
    "place": N_("Place"),
    "kind": N_("Kind of visit"),
    "outcome": N_("Result"),
    "recorder": N_("Written down by"),
    "money": N_("Money taken along"),
    "goods": N_("Goods taken along"),
    "family_situation": N_("Family situation"),
    "suggestion": N_("Wishes and suggestions"),
    "next_plan": N_("What comes next"),
    "follow_up_due": N_("Follow up by"),
    "minutes": N_("Minutes"),
    "satisfaction": N_("Satisfaction"),
}
PAIRING = {
    "start_date": N_("Start"),
    "end_date": N_("End"),
    "end_reason": N_("Reason of the end"),
    "mode": N_("One to one or many"),
    "kind": N_("Kind of pairing"),
    "project": N_("Project"),
    "frequency": N_("How often, as agreed"),
    "needs": N_("Needs"),
    "measures": N_("Service list"),
    "outcome": N_("Outcome"),
    "state": N_("State"),
}
OF_KIND = {"wishes": WISH, "visits": VISIT, "pairings": PAIRING}


def event_words(field: str, kind: str = "") -> str:
    """Return what a column of an event is called in a ledger of `kind`."""
    tables = [OF_KIND[kind]] if kind in OF_KIND else list(OF_KIND.values())
    found = next((words[field] for words in tables if field in words), None)
    return _(found) if found else _("Remark")


def event_menu(kind: str | None) -> list[tuple[str, str]]:
    """Return what a column of a ledger of `kind` can be taken for beside what is said of people: code and words."""
    return [(f"event.{field}", _(words)) for field, words in OF_KIND.get(kind or "", {}).items()]
