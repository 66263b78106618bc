"""Wishes of a ledger as records with their events and claims; a wish that is there already is completed, never doubled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from datetime import date, timedelta
from typing import Any

from stationdesk.registers.claim_answer import ClaimAnswer, ClaimAnswerDraft
from stationdesk.registers.claim_end import ClaimEnd, ClaimEndDraft
from stationdesk.registers.field import plain_key
from stationdesk.registers.wish import Wish, WishDraft
from stationdesk.registers.wish_claim import WishClaim, WishClaimDraft
from stationdesk.registers.wish_event import WishEvent, WishEventDraft
from stationdesk.services.import_known import Existing, Values
from stationdesk.services.import_people import PlannedRow, remainder
from stationdesk.services.import_writing import Gathered
from stationdesk.services.wish_noting import GIVEN
from stationdesk.services.wish_state import draft_events
from stationdesk.services.wish_terms import wish_terms

_BROUGHT = frozenset({"delivered", "fulfilled", "reviewed"})
_HANGING = frozenset({"published", "claimed", "ready"})


class Wishes:
    """Writes wishes beside their residents; `made` counts the new ones.

    A term that runs out by itself counts from the day `on` of the import, not from a day of the ledger: what was written down before
    this desk knew of it is not taken off the wall, or away from its claimer, on the day it comes in.
    """

    def __init__(self, work: Gathered, existing: Existing, made: MutableMapping[str, int], on: str) -> None:
        self.work, self.existing, self.made, self.on = work, existing, made, on
        self.until = (date.fromisoformat(on) + timedelta(days=wish_terms(work.session).wall)).isoformat()

    def take(self, row: PlannedRow, record: Mapping[str, Any], resident: str) -> Iterable[tuple[str, str, str]]:
        """Write the wish a row tells of, who claimed it and how far it is; yields kind, heading and text of what is kept as a note."""
        if not record.get("content"):
            if remainder(row):
                yield "ledger", heading_of(row), remainder(row)
            return
        wish = self.wish(resident, self._wish_values(row, record))
        self._claim(row, record, wish)
        self._events(row, record, wish)

    def wish(self, resident: str, values: Values) -> Values:
        """Return the wish of these words: the one there is, completed, or a new one."""
        same = next((have for have in self.existing.wishes[resident] if _same_wish(have, values)), None)
        if same is None:
            made = self.work.insert(Wish, WishDraft, {"resident_id": resident, **values})
            same = {"id": made, "new": True, **values}
            self.existing.wishes[resident].append(same)
            self.made["wish"] += 1
        elif same.get("new"):
            self.work.complete(Wish, same, values)
        else:
            self.work.fill(Wish, same, {name: value for name, value in values.items() if name not in ("ledger", "remark")})
        same["said_no"] = same.get("said_no") or values.get("wish_no")
        return same

    def _wish_values(self, row: PlannedRow, record: Mapping[str, Any]) -> Values:
        values: Values = {"content": str(record["content"])[:1000], "ledger": row[0].file[:160]}
        values |= texts(
            record, ("wish_no", 40), ("spec", 200), ("quantity", 40), ("reason", 1000), ("collected_by", 72), ("public_name", 40)
        )
        for name, said in (("kind", "wish_kind"), ("source", "source"), ("may_be_public", "public_ok")):
            if record.get(said) is not None:
                values[name] = record[said]
        for name in ("collected_on", "wanted_by"):
            if len(str(record.get(name) or "")) == 10:
                values[name] = record[name]
        if record.get("budget_yuan") is not None:
            values["budget"] = round(float(record["budget_yuan"]) * 100)
        said_more = remainder(row, only_notes=True)
        if said_more:
            values["remark"] = said_more[:1000]
        return values

    def _claim(self, row: PlannedRow, record: Mapping[str, Any], wish: Values) -> None:
        """Write the claim a row tells of with the station's yes, and its end if the gift was brought."""
        claimer = str(record.get("claimer") or "")[:120]
        if not claimer:
            return
        claims = self.existing.claims[wish["id"]]
        claim = next((have for have in claims if plain_key(str(have["claimer"])) == plain_key(claimer)), None)
        values: Values = {"wish_id": wish["id"], "wish_author": self.work.author, "claimer": claimer, "source": row[0].file[:160]}
        for name in ("claimed_on", "promised_on"):
            if len(str(record.get(name) or "")) == 10:
                values[name] = record[name]
        if record.get("claimer_contact"):
            values["contact_name"] = str(record["claimer_contact"])[:72]
        if record.get("claimer_phone"):
            values["phones"] = tuple({"number": number} for number in record["claimer_phone"])
        if record.get("way"):
            values["delivery"] = record["way"]
        if claim is None:
            made = self.work.insert(WishClaim, WishClaimDraft, values)
            claim = {"id": made, "new": True, **values}
            claims.append(claim)
            answered = values.get("claimed_on") if record.get("state") in _BROUGHT else self.on
            answer = {"wish_id": wish["id"], "claim_id": made, "answer": "yes", "answered_on": answered}
            self.work.insert(ClaimAnswer, ClaimAnswerDraft, answer)
        elif not claim.get("new"):
            self.work.fill(WishClaim, claim, values)
        done = record.get("state") in _BROUGHT
        if done and claim["id"] not in self.existing.ended_claims:
            end = {"wish_id": wish["id"], "claim_id": claim["id"], "kind": "delivered", "ended_on": _day_done(record)}
            self.work.insert(ClaimEnd, ClaimEndDraft, end)
            self.existing.ended_claims.add(claim["id"])

    def _events(self, row: PlannedRow, record: Mapping[str, Any], wish: Values) -> None:
        """Write the events that are missing to where the row says the wish has come; a ledger of old takes nothing back."""
        have = self.existing.wish_events[wish["id"]]
        days = {
            "approved": record.get("approved_on"),
            "published": record.get("published_on"),
            "delivered": record.get("delivered_on") or _day_done(record),
            "fulfilled": _day_done(record),
            "reviewed": None,
        }
        state = record.get("state")
        if state == "fulfilled" and (record.get("feedback") or record.get("satisfaction")):
            state = "reviewed"
        for kind, given in draft_events(state, days):
            if kind in have:
                continue
            values: Values = {"wish_id": wish["id"], "kind": kind, "source": row[0].file[:160]}
            if given and len(str(given)) == 10:
                values["happened_on"] = given
            if kind == "published" and state in _HANGING:
                values["until"] = self.until
            if kind == "delivered":
                values |= {name: str(record[name])[:72] for name in ("signed_by",) if record.get(name)}
                if record.get("delivered_by"):
                    values["done_by"] = str(record["delivered_by"])[:72]
            if kind in ("fulfilled", "delivered") and record.get("actual_yuan") is not None and kind == "fulfilled":
                values["cost"] = round(float(record["actual_yuan"]) * 100)
            if kind == "reviewed":
                values |= {"satisfaction": record.get("satisfaction"), "text": str(record.get("feedback") or "")[:1000] or None}
            if kind == "cancelled" and record.get("ended_reason"):
                values["text"] = str(record["ended_reason"])[:1000]
            self.work.insert(WishEvent, WishEventDraft, {name: value for name, value in values.items() if value is not None})
            have.add(kind)


def texts(record: Mapping[str, Any], *names: tuple[str, int]) -> Values:
    """Return the texts a record has of some fields, each no longer than it may be."""
    return {name: str(record[name])[:limit] for name, limit in names if record.get(name)}


def heading_of(row: PlannedRow) -> str:
    """Return the heading of the note a whole row becomes."""
    return row[1].sheet[:120] or row[0].file[:120]


def _day_done(record: Mapping[str, Any]) -> str | None:
    found = record.get("fulfilled_on") or record.get("delivered_on")
    return str(found) if found and len(str(found)) == 10 else None


def _same_wish(have: Values, one: Values) -> bool:
    """Return whether two tellings are of one wish: the same words, and no number or day that says otherwise."""
    if plain_key(str(have["content"])) != plain_key(str(one["content"])):
        return False
    days, numbers = (have.get("collected_on"), one.get("collected_on")), (_number_beside(have, one), one.get("wish_no"))
    return all(not (there and said and there != said) for there, said in (days, numbers))


def _number_beside(have: Values, one: Values) -> Any:
    """Return the number that speaks against another one; what came from a ledger without any has its own since, unknown to ledgers."""
    number, said = have.get("wish_no"), one.get("wish_no")
    given = have.get("ledger") and GIVEN.fullmatch(str(number)) and not GIVEN.fullmatch(str(said))
    return have.get("said_no") if given else number
