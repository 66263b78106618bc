"""What a disability certificate says and what its holder needs (domain 1.5)."""

from __future__ import annotations

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, PartialDay, cents, coded, coded_list, day, listed, words
from stationdesk.registers.record import Value


class DisabilityPart(Value):
    """One of the kinds of a multiple disability."""

    kind: str
    grade: str = ""


class DisabilityFields(Draft):
    """Certificate, kind, grade, cause, allowances, aids, work."""

    disability_no: str | None = words(40, title=N_("Disability certificate number"), index=True)
    disability_no_state: CodeText | None = coded("id_state", title=N_("State of the certificate number"))
    disability_kind: CodeText | None = coded("disability_kind", title=N_("Kind of disability"))
    disability_grade: CodeText | None = coded("disability_grade", title=N_("Grade of disability"))
    disability_parts: tuple[DisabilityPart, ...] = listed(DisabilityPart, title=N_("Kinds of a multiple disability"))
    disability_issued_on: Day | None = day(title=N_("Certificate issued on"))
    disability_valid_to: Day | None = day(title=N_("Certificate valid to"))
    disability_cause: str | None = words(200, title=N_("Cause of disability"))
    disability_since: PartialDay | None = day(title=N_("Disabled since"))
    living_allowance: int | None = cents(title=N_("Living allowance a month"))
    living_allowance_from: Day | None = day(title=N_("Living allowance from"))
    living_allowance_to: Day | None = day(title=N_("Living allowance to"))
    nursing_allowance: int | None = cents(title=N_("Nursing allowance a month"))
    nursing_allowance_from: Day | None = day(title=N_("Nursing allowance from"))
    nursing_allowance_to: Day | None = day(title=N_("Nursing allowance to"))
    aids: tuple[CodeText, ...] = coded_list("aid_device", title=N_("Aids in use"))
    aids_needed: tuple[CodeText, ...] = coded_list("aid_device", title=N_("Aids needed"))
    rehabilitation_needs: tuple[CodeText, ...] = coded_list("rehabilitation_need", title=N_("Rehabilitation and access needs"))
    employment: CodeText | None = coded("employment", title=N_("Employment"))
    employer: str | None = words(120, title=N_("Employer"))
    employed_on: Day | None = day(title=N_("Employed on"))
