"""Who may have signed a station's package: its known keys, the ones before a replacement, or the first with the enrolment's secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from stationdesk.county.desk import CountyDesk
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.store.tables import peer
from stationdesk.sync.enrolment import proof_holds
from stationdesk.sync.key_chain import grown_from_revoked, longer, signer, verify_chain
from stationdesk.sync.manifest import Manifest
from stationdesk.sync.own_keys import OwnKeys, own_keys
from stationdesk.sync.peers import Peer, read_peer, set_peer
from stationdesk.sync.refusal import RevokedSigner, UnknownSigner

SPENT = "spent "
"""Stands before a secret that a key was accepted for: no second key is."""


class NeedsNewEnrolment(DeskError):
    """A station's secret was used by another key before."""


@dataclass
class Signers:
    """The stations and their keys as they were when a package was opened."""

    stations: Mapping[str, Peer]
    keys: OwnKeys
    fresh: bool = False
    """The package is the first under a key that proved itself with the enrolment's secret."""
    former: bool = False
    """It is signed by the key that a new enrolment has replaced, and which still counts."""
    found: str = field(default="")

    def who_signs(self, manifest: Manifest) -> str:
        """Return the minisign public key that must have signed the package.

        Raises UnknownSigner, RevokedSigner, BrokenKeyChain or NeedsNewEnrolment.
        """
        station = self.stations.get(manifest.author)
        if station is None:
            raise UnknownSigner(manifest.author)
        announced = {one.sign_key for one in manifest.keys}
        if grown_from_revoked(manifest.keys, station.revoked):
            raise RevokedSigner(manifest.author)
        known = station.keys[0].sign_key if station.keys else station.sign_key
        if station.sign_key and known in announced:
            return signer(manifest.author, manifest.keys, station.keys, station.sign_key, station.revoked)
        if station.old_sign_key and station.old_sign_key in announced:
            verify_chain(manifest.author, manifest.keys, station.old_sign_key)
            self.former = True
            return manifest.keys[-1].sign_key
        if station.secret.startswith(SPENT):
            raise spent(station)
        secret, proof = bytes.fromhex(station.secret), manifest.enrol
        ours = [one.age_recipient for one in self.keys.chain]
        if proof is None or not any(proof_holds(proof, secret, manifest.author, manifest.copy, recipient) for recipient in ours):
            raise UnknownSigner(manifest.author)
        verify_chain(manifest.author, manifest.keys, proof.sign_key)
        if manifest.keys[-1].sign_key != proof.sign_key:
            raise UnknownSigner(manifest.author)
        self.fresh = True
        return proof.sign_key


def spent(station: Peer) -> NeedsNewEnrolment:
    """Return why no other key is accepted for the enrolment that a station has."""
    said = _("{name} is enrolled with another key already. Please enrol the station again.")
    return NeedsNewEnrolment(said.format(name=station.name))


def signers(desk: CountyDesk) -> Signers:
    """Return who may sign at this moment."""
    with desk.database.reading() as session:
        known = {row.code: read_peer(row) for row in session.connection().execute(select(peer))}
        return Signers(known, own_keys(session))


def accept_keys(desk: CountyDesk, operator: str, manifest: Manifest, who: Signers, signed_by: str) -> None:
    """Keep the keys of a station: of a first package whose proof was good, which spends the secret, or announced anew.

    Raises RevokedSigner or NeedsNewEnrolment where the clerk has decided otherwise since the package was opened.
    """
    station = who.stations[manifest.author]
    if who.fresh:
        values: dict[str, object] = {
            "sign_key": signed_by,
            "age_recipient": manifest.keys[-1].age_recipient,
            "secret": SPENT + station.secret,
        }
        former = station.old_sign_key or station.sign_key  # one replaced already goes with its new one's first change
        former = "" if former in station.revoked else former
        values |= {"keys": manifest.keys, "old_sign_key": former}
    elif not who.former and longer(manifest.keys, station.keys) != station.keys:
        values = {"keys": manifest.keys, "age_recipient": manifest.keys[-1].age_recipient}
    else:
        return
    with desk.database.writing(operator, _("Accept the keys of station {code}").format(code=manifest.author)) as session:
        now = read_peer(session.connection().execute(select(peer).where(peer.c.code == manifest.author)).one())
        if now.revoked != station.revoked:
            raise RevokedSigner(manifest.author)
        if who.fresh and now.secret != station.secret:
            if now.sign_key == signed_by:
                return  # another clerk has taken the same package meanwhile
            raise spent(now)
        set_peer(session, manifest.author, **values)


def retire_former_key(desk: CountyDesk, operator: str, manifest: Manifest, who: Signers) -> None:
    """Let the key before a new enrolment go, once the new one has brought its first change."""
    if who.former or not (who.fresh or who.stations[manifest.author].old_sign_key):
        return
    with desk.database.writing(operator, _("Accept the keys of station {code}").format(code=manifest.author)) as session:
        set_peer(session, manifest.author, old_sign_key="")
