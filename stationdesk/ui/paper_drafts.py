"""What of a visit sheet's open line is kept while one types, and how it is shown again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from stationdesk.services.sheet_reading import CHECKS, Entry

if TYPE_CHECKING:
    from stationdesk.ui.paper_pane import PaperPane

FORM = "paper"


def typed_of(pane: PaperPane) -> Mapping[str, Any]:
    """Return everything that is typed and not saved, as a draft keeps it."""
    form = pane.form
    entry = form.entry()
    return {
        "code": form.line.code if form.line else "",
        "day": pane.head.day.text(),
        "visitors": list(pane.head.visitors.values),
        "mode": entry.mode,
        "outcome": entry.outcome,
        "checks": list(entry.checks),
        "pressure": [form.pressure.over.text(), form.pressure.under.text()],
        "goods": entry.goods,
        "need": entry.need,
        "request": entry.request,
    }


def entry_from(typed: Mapping[str, Any]) -> Entry:
    """Return a draft's answers; what it does not hold as it should is as it begins."""
    upper, lower, *_more = (*map(str, typed.get("pressure", ())), "", "")
    checks = tuple(map(str, typed.get("checks", ())))
    return Entry(
        mode=str(typed.get("mode") or "home"),
        outcome=str(typed.get("outcome") or "met"),
        checks=checks if len(checks) == len(CHECKS) else Entry().checks,
        pressure=(int(upper), int(lower)) if upper.isdigit() and lower.isdigit() else None,
        goods=str(typed.get("goods", "")),
        need=str(typed.get("need", "")),
        request=bool(typed.get("request", False)),
    )
