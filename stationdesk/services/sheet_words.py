"""The words of a visit sheet's boxes, as the paper prints them and the screen repeats them."""

from __future__ import annotations

from collections.abc import Mapping

from stationdesk.i18n import _


def labels() -> Mapping[str, Mapping[str, str]]:
    """Return the words of a line as the paper prints them: by field and code."""
    return {
        "mode": {"home": _("at home|paper"), "phone": _("by phone|paper"), "video": _("by video|paper")},
        "outcome": {
            "met": _("the person|paper"),
            "kin_answered": _("family|paper"),
            "nobody": _("nobody|paper"),
            "no_answer": _("nobody|paper"),
            "away": _("away|paper"),
            "hospital": _("hospital|paper"),
        },
        "check": {"normal": _("all right|paper"), "watch": _("watch|paper"), "abnormal": _("amiss|paper")},
    }
