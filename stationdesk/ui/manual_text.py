"""A page of the manual as it is read: Markdown in our own type, with room between the lines, and pictures as wide as the page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextListFormat

from stationdesk.ui.parts.look import Look

LINE_HEIGHT = 135
"""Per cent of the type's own height: a page is read longer than a form."""
HEADINGS = {1: ("title", 0.0, 0.7), 2: ("strong", 1.5, 0.4), 3: ("body", 1.0, 0.3)}
"""Role, room above and room below, in em of the body, by the level of a heading."""
PARAGRAPH, ENTRY = 0.6, 0.1
"""Room below a paragraph and below an entry of a list, in em."""


def manual_text(look: Look, markdown: str, folder: Path | None, width: int) -> QTextDocument:
    """Return Markdown as a document `width` pixels wide; pictures are looked for in `folder`."""
    document = QTextDocument()
    document.setDefaultFont(look.font("body"))
    document.setDocumentMargin(0)
    document.setIndentWidth(1.5 * look.sizes.body)
    if folder is not None:
        document.setBaseUrl(QUrl.fromLocalFile(f"{folder}/"))
    document.setMarkdown(markdown)
    block = document.begin()
    while block.isValid():
        if not _fit_picture(document, block, folder, width):
            _set_type(look, block)
        block = block.next()
    return document


def _set_type(look: Look, block: QTextBlock) -> None:
    """Give a block its type and its room."""
    em, shape, cursor = look.sizes.body, block.blockFormat(), QTextCursor(block)
    level = shape.headingLevel()
    above, below = 0.0, ENTRY if block.textList() is not None else PARAGRAPH
    if level:
        role, above, below = HEADINGS.get(level, HEADINGS[3])
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        letters = QTextCharFormat()
        letters.setFont(look.font(role, bold=True))
        cursor.setCharFormat(letters)
    elif (entries := block.textList()) is not None:
        form = entries.format()
        form.setStyle(QTextListFormat.Style.ListDisc if form.style() != QTextListFormat.Style.ListDecimal else form.style())
        entries.setFormat(form)
        if block.next().textList() is not entries:
            below = PARAGRAPH
    shape.setTopMargin(round(above * em))
    shape.setBottomMargin(round(below * em))
    if not level:
        shape.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    QTextCursor(block).setBlockFormat(shape)


def _fit_picture(document: QTextDocument, block: QTextBlock, folder: Path | None, width: int) -> bool:
    """Make the picture of a block as wide as the page, never wider than it is; tells whether there is one."""
    pieces = block.begin()
    while not pieces.atEnd():
        piece = pieces.fragment()
        if piece.charFormat().isImageFormat() and folder is not None:
            shape = piece.charFormat().toImageFormat()
            picture = QImage(str(folder / shape.name()))
            if picture.width() > width:
                picture = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            where = document.baseUrl().resolved(QUrl(shape.name()))
            document.addResource(QTextDocument.ResourceType.ImageResource.value, where, picture)
            form = block.blockFormat()
            form.setTopMargin(4)
            form.setBottomMargin(12)
            QTextCursor(block).setBlockFormat(form)
            return True
        pieces += 1
    return False
