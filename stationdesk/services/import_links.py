"""The helpers and households a ledger names, found among those there are or made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.registers.record import new_id
from stationdesk.services.import_known import Existing, Values
from stationdesk.services.import_people import PersonWanted, helper_type_of, pairing_of
from stationdesk.services.import_writing import Gathered


class Helpers:
    """The helpers there are and the new ones, told apart by name, unit and phone."""

    def __init__(self, work: Gathered, existing: Existing) -> None:
        self.work, self.existing = work, existing
        self.by_name: dict[str, list[Values]] = defaultdict(list)
        for helper in existing.all_of(Helper, "id", "name", "org", "phones", "helper_type"):
            self.by_name[helper["name"]].append(helper)
        for helper in existing.all_of(Helper, "id", "name", "org", "phones", "helper_type", theirs=True):
            self.by_name[helper["name"]].append(helper | {"theirs": True})

    def meet(self, wanted: Iterable[Values]) -> None:
        """Make sure of helpers before anybody is written, so that a visit can name by record whoever came."""
        for one in wanted:
            if one.get("name"):
                self._helper(one)

    def only(self, name: str) -> str | None:
        """Return the id of the one helper of this name; None where there is none, or several."""
        found = self.by_name.get(name, ())
        return str(found[0]["id"]) if len(found) == 1 else None

    def pair(self, wanted: Values, resident: str, more: Values | None = None) -> bool:
        """Stand a helper beside a resident, unless he does already; `more` is what a ledger of pairings says of it.

        Returns whether the pairing is new.
        """
        if not wanted.get("name"):
            return False
        helper = self._helper(wanted)
        pairing = {**pairing_of(wanted.get("title", "")), **(more or {})}
        have = next((one for one in self.existing.pairings[resident] if _same_pairing(one, helper, pairing)), None)
        if have is not None:
            self._complete(have, pairing)
            return False
        values = {"helper_id": helper, "helper_name": wanted["name"], "resident_id": resident, **pairing}
        made = self.work.insert(Pairing, PairingDraft, values)
        self.existing.pairings[resident].append({"state": "active", "end_date": None} | values | {"id": made, "new": True})
        return True

    def _complete(self, have: Values, pairing: Values) -> None:
        """Fill in what the pairing lacked; one that goes on ends where the ledger says so."""
        said = {name: value for name, value in pairing.items() if name not in ("kind", "source", "remark", "state") and value is not None}
        if have.get("new"):
            self.work.complete(Pairing, have, said)
            return
        self.work.fill(Pairing, have, said)
        if pairing.get("state") == "ended" and have.get("state") == "active":
            self.work.fill(Pairing, have | {"state": None}, {"state": "ended"})
            have["state"] = "ended"

    def _helper(self, wanted: Values) -> str:
        org, numbers = (wanted.get("org") or "") + (wanted.get("post") or ""), set(wanted.get("phones", ()))
        for have in self.by_name[wanted["name"]]:
            mine = {p["number"] if isinstance(p, Mapping) else p.number for p in have.get("phones") or ()}
            if numbers & mine or (not (numbers and mine) and (not org or not have.get("org") or have["org"] == org)):
                self._gain(have, org, numbers - mine)
                return str(have["id"])
        said = str(wanted.get("helper_type_said") or "")
        values: Values = {
            "name": wanted["name"],
            "helper_type": (helper_type_of(said) if said else None) or helper_type_of(wanted.get("title", "")),
        }
        if org:
            values["org"] = org[:120]
        if numbers:
            values["phones"] = tuple({"number": number} for number in wanted["phones"])
        made = {"id": new_id(), "new": True, **values}
        self.by_name[wanted["name"]].append(made)
        self.work.insert(Helper, HelperDraft, values, record=str(made["id"]))
        return str(made["id"])

    def _gain(self, have: Values, org: str, numbers: set[str]) -> None:
        """Fill in what the helper lacked; a new one's record is still on the list and is filled there; the county's stays as it is."""
        if have.get("theirs"):
            return
        target = (
            next((row for row in self.work.inserts[Helper] if row["id"] == have["id"]), None)
            if have.get("new") and (numbers or (org and not have.get("org")))
            else None
        )
        if target is not None:
            draft = HelperDraft.model_validate(
                {
                    "name": have["name"],
                    "org": have.get("org") or org[:120] or None,
                    "phones": [*(have.get("phones") or ()), *({"number": n} for n in sorted(numbers))],
                }
            )
            target |= {"org": draft.org, "phones": draft.phones}
            have |= {"org": draft.org, "phones": draft.phones}
        else:
            self.work.fill(
                Helper,
                have,
                ({"org": org[:120]} if org else {}) | ({"phones": tuple({"number": n} for n in sorted(numbers))} if numbers else {}),
            )


def _same_pairing(have: Values, helper: str, one: Values) -> bool:
    """Return whether two tellings are of one pairing: the helper, the kind, and no start that says otherwise."""
    if have["helper_id"] != helper or have["kind"] != one["kind"]:
        return False
    began, start = have.get("start_date"), one.get("start_date")
    if began and start:
        return bool(began == start)
    return have["state"] == "active" or bool(one.get("state") == "ended")


class Households:
    """The households there are and the new ones, told apart by number, or by head and village group."""

    def __init__(self, work: Gathered, existing: Existing) -> None:
        self.work = work
        self.by_number: dict[str, str] = {}
        self.by_head: dict[tuple[str, str | None], str] = {}
        self.latest = ("", "")
        """Head and household of the person before: members below him often leave their group blank."""
        for house in existing.all_of(Household, "id", "household_no", "head_name", "village_group"):
            if house["household_no"]:
                self.by_number[house["household_no"]] = house["id"]
            if house["head_name"]:
                self.by_head[house["head_name"], house["village_group"]] = house["id"]

    def settle(self, person: PersonWanted, resident: str, now: Values | None) -> None:
        """Give a person the household his rows name, if they name one by its head."""
        head = person.head.get("name") or (
            person.values.get("name") if person.values.get("relation_to_head") in ("head", "self") and person.household_no else None
        )
        if not head:
            return
        group = person.values.get("village_group") or (now or {}).get("village_group")
        number = person.household_no
        found = self.by_number.get(number) if number else None
        found = found or self.by_head.get((head, group)) or (self.latest[1] if group is None and self.latest[0] == head else None)
        if found is None:
            values: Values = {
                "head_name": head,
                "village_group": group,
                "household_no": number[:32] if number else None,
                "source": person.rows[0][0].file[:160],
            }
            if head == person.values.get("name"):
                values["head_id"] = resident
            found = self.work.insert(Household, HouseholdDraft, {k: v for k, v in values.items() if v})
        self.by_head[head, group] = found
        self.latest = (head, found)
        if number:
            self.by_number[number] = found
        person.values["household_id"] = found
        person.values.setdefault("head_name", head)
