"""The foot of a visit sheet on the screen: how many are done and left, and the keys that work here."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.sheet_reading import OpenSheet
from stationdesk.ui import key_map
from stationdesk.ui.paper_form import LETTERS
from stationdesk.ui.parts.bars import KeyStrip
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import ElidedLabel, Label
from stationdesk.ui.parts.look import Look


class PaperFoot(QWidget):
    """Counts, the button that ends the sheet, the strip of keys."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.count, self.told = Label("", "body_bold"), ElidedLabel("", "body", "ink2")
        self.kept = Label("", "small", "ink3")
        self.finish_button = Button(_("All of it is entered"), look, "plain", key_map.shown("paper.finish"))
        self.strip = KeyStrip(look, undo_key=key_map.shown("everywhere.undo"))
        foot = QFrame()
        foot.setProperty("part", "foot")
        line = QHBoxLayout(foot)
        line.setContentsMargins(look.sizes.page_margin, 10, look.sizes.page_margin, 10)
        line.setSpacing(14)
        line.addWidget(self.count)
        line.addWidget(self.told, 1)
        line.addWidget(self.kept)
        line.addWidget(self.finish_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(foot)
        box.addWidget(self.strip)
        keys = [("1|2|3", _("How|paper")), ("4|5|6|7|8", _("Met|paper")), ("|".join(LETTERS), _("watch, amiss|key"))]
        keys += [
            ("Tab", _("next field|key")),
            (key_map.shown("paper.next"), _("next person|key")),
            (key_map.shown("paper.pass"), _("not visited|key")),
        ]
        keys += [("↑|↓", _("other line|key")), (key_map.shown("paper.find"), _("find|key")), (key_map.shown("paper.add"), _("add|key"))]
        self.strip.set_keys(keys)

    def show_sheet(self, sheet: OpenSheet) -> None:
        """Say how far the sheet is."""
        done, passed, left = (sheet.count(state) for state in ("done", "passed", "open"))
        parts = [_("{count} entered").format(count=done)]
        if passed:
            parts.append(_("{count} not visited").format(count=passed))
        if left:
            parts.append(_("{count} left").format(count=left))
        self.count.setText(_("{words}.").format(words="，".join(parts)))
        more = _("Each is saved as you go, you may stop at any time. As usual in everything: just press Enter.")
        self.told.setText(more if left else _("The whole sheet is entered. A line can be corrected: go there with the arrows."))
        self.finish_button.set_kind("plain" if left else "primary")
