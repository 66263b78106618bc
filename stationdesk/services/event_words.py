"""How a record reads as one line of a person's history: kind, words with their tone, and who was there."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from stationdesk.i18n import _
from stationdesk.registers.card_issue import CardIssue
from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.code import table
from stationdesk.registers.consent import Consent
from stationdesk.registers.duty import Duty
from stationdesk.registers.family_call import FamilyCall
from stationdesk.registers.import_batch import ImportBatch
from stationdesk.registers.note import Note
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.request_event import RequestEvent
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.registers.status_change import StatusChange
from stationdesk.registers.transfer import Transfer
from stationdesk.registers.transfer_answer import TransferAnswer
from stationdesk.registers.visit import HandedOut, Visit, VisitDraft
from stationdesk.registers.wish import Wish
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.registers.wish_event import WishEvent
from stationdesk.services.day_words import day_words


class Part(NamedTuple):
    """A piece of a sentence; `tone` is empty, bold, red, amber, ink2 or dot (the dot between two pieces)."""

    text: str
    tone: str = ""


DOT = Part(" · ", "dot")
Line = tuple[str, tuple[Part, ...], str]
_SILENT = frozenset({"nobody", "no_answer", "wrong_number", "refused"})
_KINDS = {"home": "home", "phone": "phone", "video": "video", "wechat": "video", "station": "station"}
LONGEST = 400
"""Characters of a remark that stand in a line; the line is cut to its room anyway."""


def dotted(*groups: tuple[Part, ...] | None) -> tuple[Part, ...]:
    """Return the groups that say something, with a dot between each two."""
    found: list[Part] = []
    for group in groups:
        if group:
            found += [DOT, *group] if found else group
    return tuple(found)


def plain(text: str | None) -> tuple[Part, ...]:
    """Return a text as parts; none for nothing."""
    return (Part(" ".join(text.split())[:LONGEST]),) if text and text.strip() else ()


def of_visit(visit: Visit) -> Line:
    """Say how somebody was seen or spoken to, what was found, said and given."""
    head = (Part(table("contact_mode").label(visit.mode or "other")), *_outcome(visit))
    found = _found(visit)
    needs = tuple(Part(_("to do: {what}").format(what=issue.text)) for issue in visit.issues[:1])
    given = plain(_("given: {what}").format(what=_(", ").join(map(handed, visit.handed_out)))) if visit.handed_out else ()
    parts = dotted(head, found, plain(visit.content), needs, given)
    visitors = "、".join(visitor.name for visitor in visit.visitors) or (visit.recorder or "")
    return _KINDS.get(visit.mode or "", "visit"), parts, visitors


def _outcome(visit: VisitDraft) -> tuple[Part, ...]:
    if visit.outcome in (None, "met"):
        return (Part(" " + _("answered|call")),) if visit.mode in ("phone", "video", "wechat") else ()
    word = table("visit_outcome").label(visit.outcome)
    if visit.outcome == "no_answer":
        word = _("nobody answered|call")
    return (Part(" " + word, "red" if visit.outcome in _SILENT else "amber" if visit.outcome == "hospital" else ""),)


def _found(visit: Visit) -> tuple[Part, ...]:
    said: list[Part] = []
    for item in visit.check_items:
        odd = item.result in ("watch", "abnormal")
        if not odd and not item.note:
            continue
        text = _("{item} {result}").format(item=item_word(item.item), result=result_word(item.result)) if odd else ""
        text = "，".join(filter(None, (text, item.note)))
        said += (
            [Part("；"), Part(text, "red" if item.result == "abnormal" else "amber" if odd else "")]
            if said
            else [Part(text, "red" if item.result == "abnormal" else "amber" if odd else "")]
        )
    return tuple(said)


def item_word(code: str) -> str:
    """Return what was looked at as the visit form calls it: 身体, 精神, 安全, 居住."""
    short = {"health": _("Body"), "spirit": _("Spirits"), "safety": _("Safety"), "living": _("Living|check")}
    return short.get(code) or table("check_item").label(code)


def result_word(code: str) -> str:
    """Return how it was found as the visit form calls it."""
    short = {"normal": _("normal|check"), "watch": _("take note|check"), "abnormal": _("abnormal|check")}
    return short.get(code) or table("check_result").label(code)


def handed(thing: HandedOut) -> str:
    """Say what was taken along: 慰问金 200 元, 大米 10 斤."""
    if thing.amount is not None and thing.quantity is None:
        return _("{item} {yuan} yuan").format(item=thing.item, yuan=f"{thing.amount / 100:.2f}".removesuffix(".00"))
    if thing.quantity is None:
        return thing.item
    return f"{thing.item} {thing.quantity:g} {thing.unit}".rstrip()


def of_call(call: FamilyCall) -> Line:
    """Say that somebody spoke with the family, or that nobody answered, and what was said and asked for."""
    head = (Part(_("Family call|event") + " "), Part(table("call_state").label(call.state), "red" if call.state == "no_answer" else ""))
    minutes = plain(_("{minutes} minutes|event").format(minutes=call.minutes)) if call.minutes else ()
    mood = (Part(_("mood: take note"), "amber"),) if call.mood == "watch" else ()
    need = plain(_("to do: {what}").format(what=call.need)) if call.need else ()
    helpers = "、".join(one.name for one in call.helpers) or (call.recorded_by or "")
    return "video", dotted(head, minutes, mood, plain(call.said), need), helpers


def of_grade(grade: CareGrade, word: str) -> Line:
    """Say which grade a person was given, on what occasion and why; `word` is what it was called then."""
    head = (Part(_("Care grade") + " "), Part(word, "bold"))
    scored = plain(_("{total} points").format(total=grade.total_score)) if grade.total_score is not None else ()
    cause = plain(table("grade_cause").label(grade.cause))
    return "grade", dotted(head, scored, cause, plain(grade.reason)), grade.assessor or ""


def of_duty(duty: Duty) -> Line:
    """Say what was done that was due once or every year, and what came of it."""
    head = (Part(_("Done: {what}").format(what=table("duty_kind").label(duty.kind))),)
    return "duty", dotted(head, plain(duty.note), plain(duty.result)), duty.done_by or ""


def of_duty_ended(duty: Duty) -> Line:
    """Say what need not be done any more, and why."""
    head = (Part(_("Not due any more: {what}").format(what=table("duty_kind").label(duty.kind))),)
    return "duty", dotted(head, plain(table("duty_end").label(duty.end_reason))), ""


def of_category(tag: CategoryTag) -> Line:
    """Say which category a person came into; a restricted one is not named."""
    head = (Part(_("Category|event") + " "), Part(table("resident_category").label(tag.category), "bold"))
    return "category", dotted(head, plain(None if tag.restricted_category else tag.remark)), tag.assessor or ""


def of_category_ended(tag: CategoryTag) -> Line:
    """Say which category a person left; why he left a restricted one is not said."""
    name = table("resident_category").label(tag.category)
    return (
        "category",
        dotted(
            (Part(_("No longer {category}").format(category=name)),),
            plain(None if tag.restricted_category or tag.restricted_exit_reason else tag.exit_note),
        ),
        "",
    )


def of_pairing(pairing: Pairing, who: str) -> Line:
    """Say who began to stand by a person."""
    kind = table("pairing_kind").label(pairing.kind or "pairing")
    return "pairing", dotted((Part(f"{kind} {who}".rstrip()),), plain(pairing.level_label)), ""


def of_pairing_ended(pairing: Pairing, who: str) -> Line:
    """Say who stands by a person no longer."""
    kind = table("pairing_kind").label(pairing.kind or "pairing")
    ended = _("{kind} {who} has ended").format(kind=kind, who=who)
    reason = table("pairing_end_reason").label(pairing.end_reason) or pairing.end_note
    return "pairing", dotted((Part(" ".join(ended.split())),), plain(reason)), ""


def of_wish(wish: Wish) -> Line:
    """Say what somebody wished for."""
    cost = _("about {yuan} yuan").format(yuan=f"{wish.budget / 100:.2f}".removesuffix(".00")) if wish.budget is not None else ""
    head = (Part(_("Wish|event") + " "), Part(" ".join(wish.content.split())[:LONGEST], "bold"))
    return "wish", dotted(head, plain(wish.spec), plain(cost)), wish.collected_by or ""


def of_wish_claim(claim: WishClaim) -> Line:
    """Say who took a wish upon himself."""
    return "wish", dotted((Part(_("Wish claimed: {claimer}").format(claimer=claim.claimer)),), plain(claim.remark)), claim.taken_by or ""


def of_wish_event(event: WishEvent) -> Line:
    """Say what the station did with a wish, or learnt of it."""
    what = table("wish_event").label(event.kind)
    if event.kind == "extended" and event.claim_id and event.until:
        until = day_words(date.fromisoformat(event.until), date.fromisoformat(event.happened_on or event.until))
        what = _("to be brought by {day}|event").format(day=until)
    head = (Part(_("Wish: {what}").format(what=what)),)
    satisfied = table("satisfaction").label(event.satisfaction)
    return "wish", dotted(head, plain(satisfied), plain(event.text)), event.done_by or ""


def of_request(request: ServiceRequest) -> Line:
    """Say what was to be done for somebody."""
    head = (Part(_("To be done|event") + " "), Part(" ".join(request.text.split())[:LONGEST], "bold"))
    return "request", dotted(head, plain(table("request_source").label(request.source))), request.raised_by or ""


def of_request_event(event: RequestEvent) -> Line:
    """Say what became of it."""
    head = (Part(_("A need: {what}").format(what=table("request_event").label(event.kind))),)
    rated = plain(table("satisfaction").label(event.satisfaction))
    receipt = plain(_("receipt {number}").format(number=event.receipt_no)) if event.receipt_no else ()
    return "request", dotted(head, plain(event.receiver), rated, receipt, plain(event.text)), event.done_by or ""


def of_consent(consent: Consent) -> Line:
    """Say what was agreed to, or refused."""
    kind = table("consent_kind").label(consent.kind)
    parts = (Part(_("Agreed: {what}").format(what=kind)),) if consent.given else (Part(_("Refused: {what}").format(what=kind), "amber"),)
    return "consent", dotted(parts, plain(consent.giver_name)), consent.taken_by or ""


def of_consent_withdrawn(consent: Consent) -> Line:
    """Say which consent was taken back."""
    kind = table("consent_kind").label(consent.kind)
    return "consent", dotted((Part(_("Consent taken back: {what}").format(what=kind), "amber"),), plain(consent.withdrawn_reason)), ""


def of_status_change(change: StatusChange) -> Line:
    """Say where somebody went or that he died, why, and who said so; what was found wrong says that too."""
    head = (Part(table("residency_status").label(change.to_status), "bold"),)
    back = plain(_("expected back {day}").format(day=_day(change.expected_back))) if change.expected_back else ()
    told = plain(_("told by {who}").format(who=change.told_by)) if change.told_by else ()
    wrong = (Part(_("was wrong, taken back on {day}").format(day=_day(change.wrong_on)), "amber"),) if change.wrong_on else ()
    return "status", dotted(head, plain(change.place), plain(change.reason), back, told, wrong), change.recorded_by or ""


def of_transfer(transfer: Transfer, outcome: str) -> Line:
    """Say to which station somebody was handed over, and what became of it as far as the county has said."""
    head = Part(_("Handed over to {village}").format(village=transfer.to_name or transfer.to_station), "bold")
    return "status", dotted((head,), plain(outcome or _("On the way|transfer"))), transfer.sent_by or ""


def of_arrival(answer: TransferAnswer, village: str) -> Line:
    """Say from which station somebody was taken in."""
    said = _("Taken in from {village}").format(village=village) if village else _("Taken in from another station")
    return "status", (Part(said, "bold"),), answer.answered_by or ""


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return day_words(day, day)


def of_card(card: CardIssue) -> Line:
    """Say which contact card was printed, and whether it was handed over."""
    state = _("void|card") if card.void else _("handed over|card") if card.handed_on else _("printed|card")
    return "card", (Part(_("Contact card version {number} {state}").format(number=card.version or 1, state=state)),), card.issued_by or ""


def of_note(note: Note) -> Line:
    """Say what was noted, and where it comes from; what a child confided is not shown here."""
    head = (Part(note.heading),) if note.heading else ()
    source = _("from {ledger}").format(ledger=note.source_file) if note.source_file else ""
    return "note", dotted(head, plain(note.text or _("Counselling note")), ((Part(source, "ink2"),) if source else ())), note.noted_by or ""


def of_import(batch: ImportBatch) -> Line:
    """Say which ledger the person stood in."""
    return "import", (Part(_("Taken from the ledger {ledger}").format(ledger=batch.source_name)),), batch.operator or ""
