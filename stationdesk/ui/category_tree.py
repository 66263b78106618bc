"""Every category as a tree, gone through with the arrows; what is restricted is there only for those who may see it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeWidget, QTreeWidgetItem, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import CodeRow, table
from stationdesk.ui.parts.labels import shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.record_model import Index

CODE = Qt.ItemDataRole.UserRole


class TallRows(QStyledItemDelegate):
    """Rows as tall as those of every list."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 (Qt's name)
        """Return the height of a row of the rail."""
        return QSize(super().sizeHint(option, index).width(), self.look.sizes.small_button)


class CategoryTree(QTreeWidget):
    """↑ and ↓ go through it, → and ← unfold and fold, a typed character goes to the next word that begins with it."""

    taken = Signal()
    """Enter was pressed on a category."""

    def __init__(self, look: Look, *, may_see: bool, opened: str = "") -> None:
        super().__init__()
        self.look, self.may_see = look, may_see
        self.setHeaderHidden(True)
        self.setAccessibleName(_("Categories"))
        self.setUniformRowHeights(True)
        self.setIndentation(20)
        self.setItemDelegate(TallRows(look, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        for row in table("resident_category").children(None):
            self._add(row, None)
        self.unfold(opened)

    def _add(self, row: CodeRow, above: QTreeWidgetItem | None) -> None:
        known = table("resident_category")
        if not known.is_given(row.code) or (known.is_restricted(row.code) and not self.may_see):
            return
        item = QTreeWidgetItem([shown(row.label)])
        item.setData(0, CODE, row.code)
        if known.is_restricted(row.code):
            item.setIcon(0, self.look.icon("lock", "ink2"))
            item.setText(0, _("{word} (never printed)").format(word=shown(row.label)))
        if above is None:
            self.addTopLevelItem(item)
        else:
            above.addChild(item)
        for child in known.children(row.code):
            self._add(child, item)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Let Enter take the line one stands on, and not press the dialog's button too."""
        item = self.currentItem()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and item is not None:
            if item.childCount():
                item.setExpanded(not item.isExpanded())
            else:
                self.taken.emit()
            return
        super().keyPressEvent(event)

    def unfold(self, code: str) -> None:
        """Unfold a heading and everything above it, and stand on its first line."""
        found = self.item_of(code) or self.topLevelItem(0)
        if found is None:
            return
        step: QTreeWidgetItem | None = found
        while step is not None:
            step.setExpanded(True)
            step = step.parent()
        self.setCurrentItem(found.child(0) if found.childCount() else found)

    def choose(self, code: str) -> None:
        """Stand on a category, if it is there."""
        found = self.item_of(code)
        if found is not None:
            self.setCurrentItem(found)
            self.scrollToItem(found)

    def item_of(self, code: str) -> QTreeWidgetItem | None:
        """Return the line of a category."""
        waiting = [self.topLevelItem(at) for at in range(self.topLevelItemCount())]
        while waiting:
            item = waiting.pop()
            if item is None:
                continue
            if item.data(0, CODE) == code:
                return item
            waiting += [item.child(at) for at in range(item.childCount())]
        return None

    def chosen(self) -> str:
        """Return the category one stands on; empty for none."""
        items = self.selectedItems()
        return str(items[0].data(0, CODE)) if items else ""

    def words(self) -> set[str]:
        """Return every word that can be read in it."""
        found: set[str] = set()
        waiting = [self.topLevelItem(at) for at in range(self.topLevelItemCount())]
        while waiting:
            item = waiting.pop()
            if item is not None:
                found.add(item.text(0))
                waiting += [item.child(at) for at in range(item.childCount())]
        return found
