"""Enrolment: the file that a county gives a new station, and the proof by which the county knows the station's keys."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.store.files import replace_file, spoken_errors
from stationdesk.sync import seal
from stationdesk.sync.digest import hmac_sha256, same, sha256
from stationdesk.sync.manifest import EnrolProof
from stationdesk.sync.manifest_reading import CODE, HEX_64, LINE_TEXT, SIGN_KEY, Fields, Wrong
from stationdesk.sync.seal import RECIPIENT
from stationdesk.sync.strict_json import NotStrict, canonical, parse_object

FORMAT = "stationdesk.enrol/1"
ENDING = ".sdenrol"
FILE_LIMIT = 16 * 1024
FIELDS = ("station", "name", "town", "county", "county_name", "county_sign_key", "county_age_recipient")


class NotAnEnrolment(DeskError):
    """The file is no enrolment file, or was changed or cut."""


class NewerEnrolment(DeskError):
    """The enrolment file was made by a newer program."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a county tells one station, and the one-time secret (32 bytes) by which it will know it."""

    station: str
    name: str
    town: str
    county: str
    county_name: str
    county_sign_key: str
    county_age_recipient: str
    secret: bytes

    def to_bytes(self) -> bytes:
        """Return the `.sdenrol` file."""
        said = _said(self)
        return canonical({**said, "check": _check(said)}) + b"\n"

    @property
    def file_name(self) -> str:
        """The file's name: the station's code."""
        return f"{self.station}{ENDING}"


def new_secret() -> bytes:
    """Return a new one-time secret."""
    return secrets.token_bytes(32)


def write_enrolment(folder: Path, enrolment: Enrolment) -> Path:
    """Write `CODE.sdenrol` into `folder`, whole or not at all, over an older one. Raises NoSpace or NotWritable."""
    read_enrolment_bytes(enrolment.to_bytes())
    path = folder / enrolment.file_name
    replace_file(path, enrolment.to_bytes())
    return path


def read_enrolment(path: Path) -> Enrolment:
    """Read an enrolment file. Raises NotAnEnrolment, NewerEnrolment, or NotWritable where the stick fails."""
    with spoken_errors(path.parent):
        if not path.is_file():
            raise _not_one()
        with path.open("rb") as file:
            data = file.read(FILE_LIMIT + 1)
    return read_enrolment_bytes(data)


def read_enrolment_bytes(data: bytes) -> Enrolment:
    """Return the enrolment that `data` is. Raises NotAnEnrolment or NewerEnrolment."""
    try:
        if len(data) > FILE_LIMIT or not data.endswith(b"\n"):
            raise NotStrict("size")
        values = parse_object(data[:-1], depth=2)
        stated = values.get("format")
        if isinstance(stated, str) and stated.startswith("stationdesk.enrol/") and stated != FORMAT:
            raise NewerEnrolment(
                _("This enrolment file was made by a newer version of the program. Please upgrade this computer's program first.")
            )
        enrolment = _enrolment(Fields(values, "format", *FIELDS, "secret", "check"))
        seal.public_parts(enrolment.county_sign_key)
        seal.check_recipient(enrolment.county_age_recipient)
    except (NotStrict, Wrong, seal.UnusableKey) as error:
        raise _not_one() from error
    if enrolment.to_bytes() != data:
        raise _not_one()
    return enrolment


def _enrolment(fields: Fields) -> Enrolment:
    def words(name: str) -> str:
        found = fields.text(name, LINE_TEXT, 72)
        if found != found.strip():
            raise Wrong(name)
        return found

    return Enrolment(
        station=fields.text("station", CODE),
        name=words("name"),
        town=words("town"),
        county=fields.text("county", CODE),
        county_name=words("county_name"),
        county_sign_key=fields.text("county_sign_key", SIGN_KEY),
        county_age_recipient=fields.text("county_age_recipient", RECIPIENT),
        secret=bytes.fromhex(fields.text("secret", HEX_64)),
    )


def _said(enrolment: Enrolment) -> dict[str, Any]:
    return {"format": FORMAT, **{name: getattr(enrolment, name) for name in FIELDS}, "secret": enrolment.secret.hex()}


def _check(said: dict[str, Any]) -> str:
    return sha256(canonical(said)).hex()


def _not_one() -> NotAnEnrolment:
    return NotAnEnrolment(_("This is not an enrolment file, or it was damaged on its way. Please ask the county for it again."))


def proof_bytes(station: str, copy: str, sign_key: str, age_recipient: str, county_recipient: str) -> bytes:
    """Return the canonical bytes that a proof covers."""
    names = {"station": station, "copy": copy, "sign_key": sign_key, "age_recipient": age_recipient, "county_recipient": county_recipient}
    return canonical(names)


def enrol_proof(enrolment: Enrolment, copy: str, sign_key: str, age_recipient: str) -> EnrolProof:
    """Return the `enrol` block of the station's manifests: its public keys, and that it holds the enrolment's secret."""
    said = proof_bytes(enrolment.station, copy, sign_key, age_recipient, enrolment.county_age_recipient)
    return EnrolProof(sign_key, age_recipient, hmac_sha256(enrolment.secret, said))


def proof_holds(proof: EnrolProof, secret: bytes, station: str, copy: str, county_recipient: str) -> bool:
    """Tell whether `proof`, from a manifest of `station` under `copy`, was made with `secret` for this county's `county_recipient`."""
    said = proof_bytes(station, copy, proof.sign_key, proof.age_recipient, county_recipient)
    return same(proof.hmac, hmac_sha256(secret, said))
