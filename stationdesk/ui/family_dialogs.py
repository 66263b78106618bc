"""The dialogs and prints of the family page; each room is loaded when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationdesk.i18n import _

if TYPE_CHECKING:
    from stationdesk.ui.family_page import FamilyPage


def _title(page: FamilyPage) -> str:
    return page.view.family.title if page.view.family else ""


def head(page: FamilyPage) -> None:
    """Change the head."""
    from stationdesk.ui.head_dialog import HeadDialog

    if page.data is not None:
        HeadDialog(page.desk, page.data, page).ask()


def status(page: FamilyPage) -> None:
    """Say that the member the keyboard is on left, came back, is in hospital, died; without one it is the head."""
    from stationdesk.ui.status_dialog import change_status

    if page.data is None:
        return
    row, members = page.view.current(), {one.id for one in page.data.members}
    wanted = row.id if row is not None and row.id in members else page.data.head.id if page.data.head else ""
    if wanted:
        change_status(page.desk, page.window(), wanted)


def edit(page: FamilyPage) -> None:
    """Change the household's own data."""
    from stationdesk.ui.household_dialog import HouseholdDialog

    if page.data is not None:
        HouseholdDialog(page.desk, page.data, _title(page), page).ask()


def guardian(page: FamilyPage) -> None:
    """Say who looks after the children."""
    from stationdesk.ui.guardian_dialog import GuardianDialog

    if page.data is not None and page.data.children:
        GuardianDialog(page.desk, page.data, _title(page), page).ask()


def consents(page: FamilyPage) -> None:
    """Write consents down: of the member the keyboard is on, else of the children together, else of the head."""
    from stationdesk.ui.consent_dialog import consents_of

    if page.data is None:
        return
    row, data = page.view.current(), page.data
    here = [one.id for one in data.there if row is not None and one.id == row.id and page.view.members.hasFocus()]
    children = [one.id for one in data.children] if page.desk.sees_children else []
    heads = [one.id for one in data.adults if one is data.head] or [one.id for one in data.adults[:1]]
    consents_of(page.desk, here or children or heads, page)


def move(page: FamilyPage) -> None:
    """Take out, move, split, merge."""
    from stationdesk.ui.household_moves import MovesDialog

    if page.data is not None:
        row = page.view.current()
        MovesDialog(page.desk, page.data, _title(page), row.id if row is not None else "", page).ask()


def link(page: FamilyPage) -> None:
    """Say that the relative the keyboard is on is a resident."""
    from stationdesk.ui.kin_link_dialog import KinLinkDialog

    row = page.view.current()
    if page.data is None or row is None or not row.outside:
        page.desk.said(_("Please choose a relative who is not in the register, at the foot of the table."), undo=False)
        return
    kin = next((one for ones in page.data.kin.values() for one in ones if one.id == row.id), None)
    if kin is not None:
        KinLinkDialog(page.desk, page.data, kin, page).ask()


def letter(page: FamilyPage) -> None:
    """Show the preview of the letter of guardianship."""
    from stationdesk.ui.family_paper import print_letter

    if page.data is not None and page.data.children:
        print_letter(page.desk, page.data, page)


def table(page: FamilyPage) -> None:
    """Show the preview of the family table."""
    from stationdesk.ui.family_paper import print_family

    if page.data is not None:
        print_family(page.desk, page.data, page)


BY_NAME = {
    "family.head": head,
    "family.status": status,
    "family.edit": edit,
    "family.guardian": guardian,
    "family.consents": consents,
    "family.move": move,
    "family.link": link,
    "family.letter": letter,
    "family.print": table,
}
"""What each shortcut opens."""
