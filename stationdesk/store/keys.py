"""The store's random key and the slots that open it: a passphrase for each operator, a printed recovery code (safety.md, c-1)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nacl.bindings
import nacl.exceptions
import nacl.pwhash.argon2id
import nacl.utils

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.record import canonical, new_id
from stationdesk.store.attempts import Attempts
from stationdesk.store.files import replace_file
from stationdesk.store.folder import KEY_FILES

FORMAT, COPIES = "stationdesk.keys/1", KEY_FILES
KEY_BYTES = 48
"""32 bytes of key and 16 of salt: SQLCipher's raw form, which needs no derivation when the file opens."""
MEMORY, PASSES = 64 * 1024 * 1024, 3
MEMORY_BOUNDS, PASSES_BOUNDS = (19 * 1024 * 1024, 256 * 1024 * 1024), (2, 10)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that a printed code is read back right."""
CHECK_PRIME = 1021


class WrongPassphrase(DeskError):
    """No slot opens with what was typed."""


class WrongRecoveryCode(DeskError):
    """The recovery code has a slip, or belongs to another store."""


class KeysUnreadable(DeskError):
    """Neither copy of the key file can be read."""


class WeakPassphrase(DeskError):
    """The passphrase is too short to protect anything."""


@dataclass(frozen=True)
class Slot:
    """One way to open the store: the key, sealed under something an operator has. No name stands here."""

    id: str
    kind: str
    memory: int
    passes: int
    salt: bytes
    nonce: bytes
    sealed: bytes

    def header(self) -> dict[str, Any]:
        """Return the part that the seal is bound to."""
        return {"id": self.id, "kind": self.kind, "memory": self.memory, "passes": self.passes, "salt": encode(self.salt)}

    def opened(self, secret: bytes) -> bytes | None:
        """Return the store's key if `secret` opens this slot."""
        bound_to, opener = canonical(self.header()).encode(), stretched(secret, self)
        try:
            return nacl.bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(self.sealed, bound_to, self.nonce, opener)
        except nacl.exceptions.CryptoError:
            return None


@dataclass
class KeyFile:
    """The slots of one store, kept in two copies beside it and in every backup."""

    store: str
    slots: list[Slot]
    attempts: Attempts = field(default_factory=Attempts)

    def add(self, key: bytes, secret: bytes, kind: str) -> Slot:
        """Add a slot that opens with `secret`."""
        slot = Slot(new_id(), kind, MEMORY, PASSES, nacl.utils.random(16), nacl.utils.random(24), b"")
        bound_to, opener = canonical(slot.header()).encode(), stretched(secret, slot)
        sealed = nacl.bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(key, bound_to, slot.nonce, opener)
        slot = Slot(slot.id, kind, slot.memory, slot.passes, slot.salt, slot.nonce, sealed)
        self.slots.append(slot)
        return slot

    def remove(self, slot_id: str) -> None:
        """Forget a slot; what it opened stays open in backups made before."""
        self.slots = [slot for slot in self.slots if slot.id != slot_id]

    def open_with(self, passphrase: str, chosen: str = "") -> tuple[bytes, Slot] | None:
        """Return the key and the slot that `passphrase` opens: the slot `chosen`, or any operator's if there is none of that id."""
        secret = passphrase.encode()
        operators = [slot for slot in self.slots if slot.kind == "operator"]
        for slot in [slot for slot in operators if slot.id == chosen] or operators:
            key = slot.opened(secret)
            if key is not None:
                return key, slot
        return None

    def open_with_code(self, code: str) -> tuple[bytes, Slot]:
        """Return the key and the slot that the printed recovery code opens.

        Raises WrongRecoveryCode, saying whether the code has a slip or belongs to another store.
        """
        secret = recovery_secret(code)
        for slot in self.slots:
            key = slot.opened(secret) if slot.kind == "recovery" else None
            if key is not None:
                return key, slot
        raise WrongRecoveryCode(
            _("This recovery code is well written but does not open this store. Is it the paper of another station, or an older one?")
        )

    def text(self, key: bytes) -> str:
        """Return the file's text, with a seal that shows a swapped or altered slot once the store is open."""
        slots = [slot.header() | {"nonce": encode(slot.nonce), "sealed": encode(slot.sealed)} for slot in self.slots]
        body = {"format": FORMAT, "store": self.store, "slots": slots}
        return canonical(body | {"seal": tag(key, body), "attempts": self.attempts.as_json()})


def tag(key: bytes, body: dict[str, Any]) -> str:
    """Return the seal of the slots under a key of its own."""
    return hmac.new(derived(key, "key file"), canonical(body).encode(), hashlib.sha256).hexdigest()


def derived(key: bytes, purpose: str) -> bytes:
    """Return a 32-byte key for `purpose`, made from the store's key (HKDF-SHA256, RFC 5869, one block)."""
    extracted = hmac.new(b"stationdesk", key, hashlib.sha256).digest()
    return hmac.new(extracted, purpose.encode() + b"\x01", hashlib.sha256).digest()


def stretched(secret: bytes, slot: Slot) -> bytes:
    """Return the key that opens a slot: Argon2id for a passphrase, HKDF for a recovery code, which is random itself.

    A passphrase is taken in NFC, so that it opens whatever way the keyboard composes its accents.
    """
    if slot.kind == "recovery":
        return derived(secret + slot.salt, "recovery")
    secret = unicodedata.normalize("NFC", secret.decode()).encode()
    return nacl.pwhash.argon2id.kdf(32, secret, slot.salt, opslimit=slot.passes, memlimit=slot.memory)


def new_key() -> bytes:
    """Return a new random key for a store."""
    return secrets.token_bytes(KEY_BYTES)


def check_passphrase(passphrase: str) -> None:
    """Raise WeakPassphrase if it has fewer than eight characters."""
    if len(passphrase.strip()) < 8:
        raise WeakPassphrase(_("The passphrase is too short: eight characters or more, please. A sentence you know by heart is good."))


def new_recovery_code() -> str:
    """Return a random 160-bit recovery code as printed: eight groups of four and a check group of two."""
    digits = [secrets.randbelow(32) for _ in range(32)]
    letters = "".join(ALPHABET[d] for d in [*digits, *check_digits(digits)])
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def check_digits(digits: list[int]) -> list[int]:
    """Return two check digits that show any single wrong character and any two that changed places."""
    value = sum(place * digit for place, digit in enumerate(digits, 1)) % CHECK_PRIME
    return [value // 32, value % 32]


def recovery_secret(code: str) -> bytes:
    """Return the secret in a typed recovery code; case, spaces, dashes, O for 0 and I or L for 1 do not matter.

    Raises WrongRecoveryCode if it has the wrong length, a strange character or a slip.
    """
    typed = "".join(code.upper().split()).replace("-", "").translate(str.maketrans("OIL", "011"))
    if len(typed) != 34:
        raise WrongRecoveryCode(_("The recovery code has 34 letters and figures; {count} were typed.").format(count=len(typed)))
    if any(letter not in ALPHABET for letter in typed):
        raise WrongRecoveryCode(_("The recovery code has only figures and letters without I, L, O and U."))
    digits = [ALPHABET.index(letter) for letter in typed]
    if check_digits(digits[:32]) != digits[32:]:
        raise WrongRecoveryCode(
            _("The recovery code has a slip: a letter is wrong or two have changed places. Please compare it with the paper.")
        )
    return typed[:32].encode()


def write_keys(folder: Path, keys: KeyFile, key: bytes) -> None:
    """Write both copies of the key file, each whole or not at all."""
    for name in COPIES:
        replace_file(folder / name, keys.text(key).encode())


def read_keys(folder: Path) -> KeyFile:
    """Read the key file, or its copy where the first cannot be read.

    Raises KeysUnreadable if neither can.
    """
    for name in COPIES:
        try:
            return parsed(json.loads((folder / name).read_bytes()))
        except (OSError, ValueError, RecursionError):
            continue
    raise KeysUnreadable(
        _("The key file of this store is missing or damaged, and so is its copy. Please restore a backup: it has its own.")
    )


def parsed(data: Any) -> KeyFile:
    """Return the key file in `data`; raises ValueError for anything but a sound one."""
    try:
        if data["format"] != FORMAT or not isinstance(data["slots"], list) or not 0 < len(data["slots"]) <= 64:
            raise ValueError("not a key file")
        return KeyFile(str(data["store"]), [parsed_slot(slot) for slot in data["slots"]], Attempts.from_json(data.get("attempts")))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a key file") from error


def parsed_slot(data: Any) -> Slot:
    """Return the slot in `data`; raises ValueError where its work would be too cheap to protect or too dear to bear."""
    slot = Slot(
        data["id"], data["kind"], data["memory"], data["passes"], decode(data["salt"]), decode(data["nonce"]), decode(data["sealed"])
    )
    whole = type(slot.memory) is int and type(slot.passes) is int
    if not (whole and MEMORY_BOUNDS[0] <= slot.memory <= MEMORY_BOUNDS[1] and PASSES_BOUNDS[0] <= slot.passes <= PASSES_BOUNDS[1]):
        raise ValueError("a slot is out of bounds")
    if len(slot.salt) != 16 or len(slot.nonce) != 24 or len(slot.sealed) != KEY_BYTES + 16:
        raise ValueError("a slot is cut")
    return slot


def sealed_right(path: Path, key: bytes) -> bool | None:
    """Tell whether a copy of the key file holds the slots that were written with the store open; None if it cannot be read."""
    try:
        data = json.loads(path.read_bytes())
        parsed(data)
    except (OSError, ValueError, RecursionError):
        return None
    body = {part: data[part] for part in ("format", "store", "slots")}
    return hmac.compare_digest(str(data.get("seal", "")), tag(key, body))


def mend_copies(folder: Path, key: bytes) -> bool:
    """Write a lost copy of the key file anew from the other; tells whether the slots are those written with the store open.

    Raises NoSpace or NotWritable.
    """
    paths = [folder / name for name in COPIES]
    sealed = [sealed_right(path, key) for path in paths]
    for path, found, other, right in zip(paths, sealed, reversed(paths), reversed(sealed), strict=True):
        if found is None and right:
            replace_file(path, other.read_bytes())
    return False not in sealed


def note_attempts(folder: Path, attempts: Attempts) -> None:
    """Keep the count of wrong tries in every copy that can be read, without the store's key."""
    for name in COPIES:
        path = folder / name
        try:
            data = json.loads(path.read_bytes())
            parsed(data)
        except (OSError, ValueError, RecursionError):
            continue
        replace_file(path, canonical(data | {"attempts": attempts.as_json()}).encode(), flush=False)


def unlock(folder: Path, passphrase: str, chosen: str = "") -> tuple[bytes, Slot]:
    """Return the store's key and the slot that `passphrase` opens; only the slot `chosen` is tried where there is one of that id.

    Raises TooManyTries while a delay runs, WrongPassphrase otherwise. The try is counted before it is made, so that a killed
    process does not get one for nothing.
    """
    keys = read_keys(folder)
    before = keys.attempts.checked()
    note_attempts(folder, before.after_failure())
    opened = keys.open_with(passphrase, chosen)
    if opened is None:
        left = before.after_failure().free_tries()
        if left:
            raise WrongPassphrase(_("The passphrase is not right. {left} more tries before a pause.").format(left=left))
        raise WrongPassphrase(_("The passphrase is not right. Please wait a while before the next try, or use the printed recovery code."))
    note_attempts(folder, Attempts())
    return opened


def encode(data: bytes) -> str:
    """Return bytes as base64 text."""
    return base64.b64encode(data).decode()


def decode(text: str) -> bytes:
    """Return the bytes of base64 text; raises ValueError for anything else."""
    return base64.b64decode(text, validate=True)
