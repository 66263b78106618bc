"""Key announcements: an author's keys with rising versions, each signed by the key before it.

Rotated out is not revoked: an older key still opens an envelope; the chain, which stands in every manifest, leads from any
key we trust to the author's newest. From a revoked key it leads nowhere: whoever holds it could announce any key after it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from stationdesk.i18n import _
from stationdesk.sync import seal
from stationdesk.sync.manifest import Announcement, announcement_json
from stationdesk.sync.refusal import PackageRefused, RevokedSigner, UnknownSigner
from stationdesk.sync.strict_json import canonical

DOMAIN = b"stationdesk.key/1\x00"


class BrokenKeyChain(PackageRefused):
    """The announcements of an author's keys do not follow from each other, or lead back behind what we know."""


def signed_bytes(author: str, announcement: Announcement) -> bytes:
    """Return what an announcement's signature covers."""
    said = announcement_json(announcement)
    del said["signature"]
    return DOMAIN + canonical({"author": author, **said})


def announce(
    author: str, sign_key: str, age_recipient: str, note: str, *, signed_by: seal.SignKey, before: Announcement | None = None
) -> Announcement:
    """Return the announcement of a new key pair after `before`.

    `sign_key` (minisign public key) and `age_recipient` are the new ones; `note` says since when, in words. The first announcement is
    signed by the new key itself, a later one by the key of `before`. Raises UnusableKey; ValueError for the wrong signer.
    """
    seal.public_parts(sign_key)
    seal.check_recipient(age_recipient)
    if signed_by.public != (before.sign_key if before else sign_key):
        raise ValueError("an announcement is signed by the key before it")
    fresh = Announcement(before.version + 1 if before else 1, sign_key, age_recipient, note, "")
    return replace(fresh, signature=signed_by.sign_raw(signed_bytes(author, fresh)).hex())


def verify_chain(author: str, chain: Sequence[Announcement], trusted: str, least: int = 1) -> tuple[Announcement, ...]:
    """Return the announcements from the one of `trusted` (a minisign public key we know) to the newest.

    `least` is the highest version seen from this author: an older chain is refused. Raises UnknownSigner where `trusted` is
    not in the chain, BrokenKeyChain where it does not hold.
    """
    before: Announcement | None = None
    for one in chain:
        by = before.sign_key if before else one.sign_key
        rising = one.version > before.version if before else one.version >= 1
        if not rising or not _signed(by, author, one):
            raise _broken(author)
        before = one
    if trusted not in (one.sign_key for one in chain):
        raise UnknownSigner(author)
    if before is None or before.version < least:
        raise _broken(author)
    start = max(place for place, one in enumerate(chain) if one.sign_key == trusted)
    return tuple(chain[start:])


def signer(author: str, chain: Sequence[Announcement], kept: Sequence[Announcement], trusted: str, revoked: Collection[str]) -> str:
    """Return the minisign public key that must have signed a package whose manifest announces `chain`.

    `kept` is the longest chain seen of this author, `trusted` the key we knew him by before any. An older, unrevoked key still opens an
    envelope; a chain that leads elsewhere than the one we know does not, nor does any key that grew out of a revoked one. Raises
    UnknownSigner, BrokenKeyChain, RevokedSigner.
    """
    if not chain:
        raise UnknownSigner(author)
    if grown_from_revoked(chain, revoked):
        raise RevokedSigner(author)
    if list(kept[: len(chain)]) != list(chain):
        if list(chain[: len(kept)]) != list(kept):
            raise _broken(author)
        verify_chain(author, chain, kept[-1].sign_key if kept else trusted)
    return chain[-1].sign_key


def grown_from_revoked(chain: Sequence[Announcement], revoked: Collection[str]) -> bool:
    """Tell whether the newest key of a chain is revoked, or was announced by one that is, however many keys lie between."""
    return any(one.sign_key in revoked for one in chain)


def longer(chain: Sequence[Announcement], kept: Sequence[Announcement]) -> tuple[Announcement, ...]:
    """Return what is to be kept of an author's announcements: the longer of two that lead the same way."""
    return tuple(chain if len(chain) > len(kept) else kept)


def seal_to(chain: Sequence[Announcement], signed_by: str) -> tuple[str, ...]:
    """Return the age recipients to seal an answer to: of the key that signed (its minisign id) and of those announced after it.

    At most the three newest besides; in a chain without that key, the newest alone.
    """
    start = next((place for place, one in enumerate(chain) if seal.key_id(one.sign_key) == signed_by), len(chain) - 1)
    wanted = [chain[start], *chain[start + 1 :][-3:]]
    return tuple(dict.fromkeys(one.age_recipient for one in wanted))


def _signed(by: str, author: str, one: Announcement) -> bool:
    try:
        return seal.verify_raw(by, signed_bytes(author, one), bytes.fromhex(one.signature))
    except seal.UnusableKey:
        return False


def _broken(author: str) -> BrokenKeyChain:
    return BrokenKeyChain(
        _("The keys that {author} announces do not follow from the ones we know. Please check with them by phone.").format(author=author)
    )
