"""Why a package is refused: one class and one sentence for each trouble."""

from __future__ import annotations

from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _

REASONS = (
    N_("duplicate key"),
    N_("number too large"),
    N_("not one JSON object"),
    N_("not UTF-8"),
    N_("not JSON"),
    N_("too deep"),
    N_("too long"),
    N_("line end"),
    N_("no line end"),
    N_("number out of order"),
    N_("no number or no kind"),
    N_("list of held records"),
)
"""What can be wrong with a line, as BadLine says it."""


class PackageRefused(DeskError):
    """A package was not accepted; nothing of it was applied."""


class NotAPackage(PackageRefused):
    """The file is something else, or its outer shape was changed by another program."""

    def __init__(self) -> None:
        super().__init__(
            _("This file is not a package of the station desk, or another program has changed it. Please copy the original file again.")
        )


class BrokenPackage(PackageRefused):
    """The file was cut or changed on its way."""

    def __init__(self) -> None:
        super().__init__(_("The file is incomplete or damaged. Please copy it again; if that does not help, please export it again."))


class PackageTooLarge(PackageRefused):
    """The file is over the limit of the format (2 GB)."""

    def __init__(self) -> None:
        super().__init__(_("The package is larger than 2 GB, which is not allowed. Please export again with fewer attachments."))


class NewerFormat(PackageRefused):
    """The package was written by a newer program, in a format or with algorithms this one does not know."""

    def __init__(self) -> None:
        super().__init__(
            _("This package was made by a newer version of the program. Please upgrade this computer's program, then read it again.")
        )


class UnknownSigner(PackageRefused):
    """Nobody we know signed this."""

    def __init__(self, author: str) -> None:
        super().__init__(
            _("The package says it is from {author}, which is not registered here with this key. Please check with them by phone.").format(
                author=author
            )
        )


class RevokedSigner(PackageRefused):
    """The key that signed this has been revoked."""

    def __init__(self, author: str) -> None:
        super().__init__(
            _("The key that signed this package of {author} has been revoked. Nothing was read from it.").format(author=author)
        )


class BadSignature(PackageRefused):
    """The signature does not fit the manifest and the signer."""

    def __init__(self, author: str) -> None:
        super().__init__(
            _(
                "The signature of this package of {author} is not right: it was changed on its way or is not theirs. It was not read."
            ).format(author=author)
        )


class WrongRecipient(PackageRefused):
    """The package is for somebody else."""

    def __init__(self) -> None:
        super().__init__(_("This package is not addressed to us, so it cannot be opened here."))


class SealedToAnother(PackageRefused):
    """The package is for this station, and for none of the keys this computer has: another one was put in its place, or it was revoked.

    Or, where the county has not answered this computer yet, it was written `too_early`: for the one before.
    """

    def __init__(self, *, too_early: bool = False) -> None:
        early = _(
            "This answer was written for the computer or the keys before, and this one has not been answered yet. Report to the county "
            "first, then take the new answer. If that cannot be opened either, please ring the county."
        )
        late = _(
            "This answer is for this station, but not for this computer. If another computer has taken its place, use that one. "
            "If not, please ring the county: it may trust this computer no more, and a new enrolment file is needed to go on reporting."
        )
        super().__init__(early if too_early else late)


class RewrittenHeader(PackageRefused):
    """What is sealed inside says another author, copy or range than the signed manifest."""

    def __init__(self, author: str) -> None:
        super().__init__(
            _("What is inside this package does not belong to {author}, who signed it. It was not read; please tell the county.").format(
                author=author
            )
        )


class Bomb(PackageRefused):
    """The content is far larger than it says, or is made to exhaust the memory."""

    def __init__(self) -> None:
        super().__init__(
            _("The content of this package is not what it says and could overwhelm this computer. It was not read; please tell the county.")
        )


class StrayPicture(PackageRefused):
    """An attachment that no entry of the package names."""

    def __init__(self) -> None:
        super().__init__(_("There is a picture in this package that none of its entries names. Nothing was read; please export again."))


class PictureTooLarge(PackageRefused):
    """An attachment above the limit of a picture."""

    def __init__(self) -> None:
        super().__init__(
            _("A picture in this package is larger than 8 MB, which no desk writes. Nothing was read; please tell the county.")
        )


class DigestDiffers(PackageRefused):
    """The lines do not lead to the digest that the manifest says."""

    def __init__(self) -> None:
        super().__init__(_("The changes in this package do not fit its own check sums. Nothing was read; please ask for a new export."))


class BadLine(PackageRefused):
    """One line of the content breaks the rules of the format; `number` counts from 1, the inner header included."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(
            _("Line {number} of this package cannot be read ({reason}). Nothing was read; please ask for a new export.").format(
                number=number, reason=_(reason)
            )
        )
        self.number = number
        self.reason = reason
