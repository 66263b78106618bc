"""What can go wrong on the network, each with its own sentence: what happened, what it means, what to do."""

from __future__ import annotations

from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _

KEPT = N_("Nothing is lost; it is tried again later.")


class FarTrouble(DeskError):
    """The place on the network cannot be used now; nothing was changed, here or there."""

    lasting = False
    """Only somebody's hand mends it: trying again soon is of no use."""


class NotThere(FarTrouble):
    """The host cannot be reached."""


class FarSilent(FarTrouble):
    """The host does not answer, or so slowly that it never ends."""


class CutOff(FarTrouble):
    """The connection broke in the middle."""


class FarFull(FarTrouble):
    """There is no room at the other end."""


class FarLocked(FarTrouble):
    """The folder at the other end cannot be written to, or is not there."""

    lasting = True


class FarRefused(FarTrouble):
    """User, password or key are not accepted."""

    lasting = True


class OtherHost(FarTrouble):
    """The host is another than the one that was seen first, or cannot prove that it is the right one."""

    lasting = True


class FarStrange(FarTrouble):
    """The other end answers what no such server may answer."""


class FarDiffers(FarTrouble):
    """What lies there is not what was sent, or less than was said."""


def not_there(host: str) -> NotThere:
    """Say that the name is not known or nothing listens there."""
    return NotThere(_("{host} cannot be reached. Is this computer on the network, and is the address right?").format(host=host) + _(KEPT))


def silent_host(host: str) -> FarSilent:
    """Say that nothing came for too long."""
    return FarSilent(_("{host} does not answer.").format(host=host) + _(KEPT))


def cut_off(host: str) -> CutOff:
    """Say that the line went dead while it was used."""
    said = _("The connection with {host} broke in the middle. Nothing half counts; next time it goes on from there.")
    return CutOff(said.format(host=host))


def full(host: str) -> FarFull:
    """Say that it takes no more bytes."""
    said = _("{host} takes no more: there is probably no room left. Please tell whoever looks after it.").format(host=host)
    return FarFull(said + _(KEPT))


def locked(host: str) -> FarLocked:
    """Say that it lets nothing be written."""
    return FarLocked(
        _("{host} does not let this station write into that folder. Please tell whoever looks after it.").format(host=host) + _(KEPT)
    )


def no_folder(host: str) -> FarLocked:
    """Say that the folder is not there."""
    return FarLocked(_("That folder is not on {host}. Please look at the address.").format(host=host))


def refused(host: str) -> FarRefused:
    """Say that it does not know us."""
    return FarRefused(_("{host} does not accept this user with this password or key. Please look at them.").format(host=host))


def strange(host: str) -> FarStrange:
    """Say that it talks nonsense."""
    return FarStrange(_("{host} answers something that cannot be understood. Is the address right?").format(host=host) + _(KEPT))


def differs(host: str) -> FarDiffers:
    """Say that the bytes are others."""
    return FarDiffers(
        _("What arrived at {host} is not what was sent, so it does not count. It was taken away and is sent again.").format(host=host)
    )


def other_size(host: str) -> FarDiffers:
    """Say that a file came shorter or longer than it was said to be."""
    said = _("A file came from {host} with another size than it was said to have, so it was not read. It is fetched again.")
    return FarDiffers(said.format(host=host))
