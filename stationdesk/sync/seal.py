"""Sealing and signing: age through pyrage, minisign through PyNaCl.

The only module of this room that imports cryptography. Files it makes open with Debian's `age` and `minisign`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

import nacl.bindings
import nacl.exceptions
import pyrage

from stationdesk.errors import DeskError
from stationdesk.i18n import _

RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")
DOUBLE = "ED"
"""The prehashed form of a minisign signature, the one minisign itself writes."""


class Source(Protocol):
    """What is read from."""

    def read(self, size: int, /) -> bytes:
        """As a file does."""
        ...


class Target(Protocol):
    """What is written to."""

    def write(self, data: bytes, /) -> int:
        """As a file does."""
        ...

    def flush(self) -> None:
        """As a file does."""
        ...


class SealBroken(DeskError):
    """A sealed file was cut or changed."""


class NotForUs(DeskError):
    """None of our identities opens a sealed file."""


class UnusableKey(DeskError):
    """A key is not one: mistyped, cut or of another kind."""


class SignatureWrong(DeskError):
    """A signature does not fit the content and the key."""


def new_identity() -> str:
    """Return a new age identity (`AGE-SECRET-KEY-1…`); the caller keeps it in the encrypted store."""
    return str(pyrage.x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """Return the age recipient (`age1…`) that `identity` opens. Raises UnusableKey."""
    return str(_identity(identity).to_public())


def check_recipient(recipient: str) -> str:
    """Return `recipient` if it is an age x25519 recipient. Raises UnusableKey."""
    _recipient(recipient)
    return recipient


def recipient_id(recipient: str) -> str:
    """Return the 16 hex digits by which a manifest names an age recipient: the start of its sha256."""
    return hashlib.sha256(recipient.encode()).hexdigest()[:16]


def seal(source: Source, target: Target, recipients: Sequence[str]) -> None:
    """Read `source` to its end and write it to `target` sealed to every one of `recipients`.

    Raises UnusableKey, and whatever reading or writing raises.
    """
    keys = [_recipient(text) for text in recipients]
    if not keys:
        raise UnusableKey(_("There is no key to seal this to. Please enrol first."))
    with_own_errors(lambda reader, writer: pyrage.encrypt_io(reader, writer, keys), source, target)


def unseal(source: Source, target: Target, identities: Sequence[str]) -> None:
    """Read sealed `source` to its end and write the content to `target`.

    Until this returns nothing in `target` may be believed: a cut file fails only at its end. Raises SealBroken, NotForUs,
    UnusableKey, and whatever reading or writing raises.
    """
    keys = [_identity(text) for text in identities]
    if not keys:
        raise NotForUs(_("There is no key here that opens this file."))
    try:
        with_own_errors(lambda reader, writer: pyrage.decrypt_io(reader, writer, keys), source, target)
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise NotForUs(_("There is no key here that opens this file.")) from error
        raise SealBroken(_("The sealed file is incomplete or damaged.")) from error
    except BrokenSeal as error:
        raise SealBroken(_("The sealed file is incomplete or damaged.")) from error


def seal_file(source: Path, target: Path, recipients: Sequence[str]) -> None:
    """Seal the file `source` into the new file `target`, which exists only if that succeeds. Raises as `seal`, and OSError."""
    _file_to_file(source, target, lambda reader, writer: seal(reader, writer, recipients))


def unseal_file(source: Path, target: Path, identities: Sequence[str]) -> None:
    """Open the sealed file `source` into the new file `target`; on any trouble no plain text is left. Raises as `unseal`, and OSError."""
    _file_to_file(source, target, lambda reader, writer: unseal(reader, writer, identities))


def _file_to_file(source: Path, target: Path, work: Callable[[BinaryIO, BinaryIO], None]) -> None:
    # "xb": age would silently destroy a file that is both source and target
    with source.open("rb") as reader, target.open("xb") as writer:
        try:
            work(reader, writer)
        except BaseException:
            target.unlink(missing_ok=True)
            raise


class BrokenSeal(Exception):
    """The age library reports a damaged stream as an OSError without a number; never leaves this module."""


class _Ends:
    """Both ends of a stream, remembering the error of their own that pyrage turns into one without a number."""

    def __init__(self, source: Source, target: Target) -> None:
        self.source, self.target = source, target
        self.error: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            return self.source.read(size)
        except BaseException as error:
            self.error = error
            raise

    def write(self, data: bytes) -> int:
        try:
            return self.target.write(data)
        except BaseException as error:
            self.error = error
            raise

    def flush(self) -> None:
        self.target.flush()


def with_own_errors(work: Callable[[_Ends, _Ends], None], source: Source, target: Target) -> None:
    """Run an age stream and raise the error of our own ends as it was. Raises BrokenSeal for a damaged stream."""
    ends = _Ends(source, target)
    try:
        work(ends, ends)
    except Exception as error:
        if ends.error is not None:
            raise ends.error from None
        if isinstance(error, OSError):
            raise BrokenSeal(str(error)) from error
        raise


def _identity(text: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError as error:
        raise UnusableKey(_("This is not a usable private key.")) from error


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        if RECIPIENT.fullmatch(text):
            return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        pass
    raise UnusableKey(_("This is not a usable public key to seal to."))


@dataclass(frozen=True, repr=False)
class SignKey:
    """A minisign key pair; `seed` is the secret (32 bytes), kept in the encrypted store only."""

    seed: bytes

    @classmethod
    def new(cls) -> SignKey:
        """Make a new key."""
        return cls(secrets.token_bytes(32))

    @classmethod
    def from_bytes(cls, data: bytes) -> SignKey:
        """Read a key kept as bytes. Raises UnusableKey."""
        if len(data) != 32:
            raise UnusableKey(_("This is not a usable private key."))
        return cls(data)

    def to_bytes(self) -> bytes:
        """Return the 32 bytes to keep."""
        return self.seed

    @property
    def public(self) -> str:
        """The public key as minisign writes it: base64 of `Ed`, the key's id (8 bytes) and the key (32 bytes)."""
        point = nacl.bindings.crypto_sign_seed_keypair(self.seed)[0]
        return base64.b64encode(b"Ed" + hashlib.blake2b(point, digest_size=8).digest() + point).decode()

    def sign(self, content: bytes, trusted_comment: str) -> bytes:
        """Return the `.minisig` file of `content` (prehashed form); the signature covers `trusted_comment` too."""
        if not trusted_comment.isprintable():
            raise ValueError("a trusted comment is one line")
        number, _point = public_parts(self.public)
        signature = self.sign_raw(hashlib.blake2b(content).digest())
        return minisig(number, signature, trusted_comment, self.sign_raw(signature + trusted_comment.encode()))

    def sign_raw(self, message: bytes) -> bytes:
        """Return the bare Ed25519 signature (64 bytes) of `message`, which must begin with a word that says what it is."""
        secret = nacl.bindings.crypto_sign_seed_keypair(self.seed)[1]
        return nacl.bindings.crypto_sign(message, secret)[:64]


def public_parts(public: str) -> tuple[bytes, bytes]:
    """Return the id (8 bytes) and the key (32 bytes) of a minisign public key. Raises UnusableKey."""
    try:
        data = base64.b64decode(public, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if len(data) != 42 or data[:2] != b"Ed" or base64.b64encode(data).decode() != public:
        raise UnusableKey(_("This is not a usable public key to check signatures with."))
    return data[2:10], data[10:]


def key_id(public: str) -> str:
    """Return the id of a minisign public key as 16 hex digits, in the order in which minisign prints it. Raises UnusableKey."""
    return public_parts(public)[0][::-1].hex()


def public_file(public: str) -> bytes:
    """Return the public key file that `minisign -V -p` takes."""
    return f"untrusted comment: minisign public key {key_id(public).upper()}\n{public}\n".encode()


def minisig(number: bytes, signature: bytes, trusted_comment: str, over_comment: bytes) -> bytes:
    """Return the one form in which this program writes a `.minisig` file."""
    body = base64.b64encode(DOUBLE.encode() + number + signature).decode()
    head = f"untrusted comment: signature from stationdesk key {number[::-1].hex().upper()}"
    return f"{head}\n{body}\ntrusted comment: {trusted_comment}\n{base64.b64encode(over_comment).decode()}\n".encode()


def verify(public: str, signed: bytes, content: bytes) -> str:
    """Return the trusted comment of the `.minisig` file `signed` if it is `public`'s over `content`.

    Only the exact form of `SignKey.sign` is taken, so that a signed file has one byte form. Raises SignatureWrong, UnusableKey.
    """
    number, _point = public_parts(public)
    wrong = SignatureWrong(_("The signature does not fit."))
    try:
        _head, body, comment, over, end = signed.decode().split("\n")
        first, second = base64.b64decode(body, validate=True), base64.b64decode(over, validate=True)
    except ValueError as error:
        raise wrong from error
    trusted = comment.removeprefix("trusted comment: ")
    if len(first) != 74 or len(second) != 64 or end or minisig(number, first[10:], trusted, second) != signed:
        raise wrong
    signature = first[10:]
    if not (verify_raw(public, hashlib.blake2b(content).digest(), signature) and verify_raw(public, signature + trusted.encode(), second)):
        raise wrong
    return trusted


def verify_raw(public: str, message: bytes, signature: bytes) -> bool:
    """Tell whether `signature` is `public`'s over `message`. Raises UnusableKey."""
    try:
        nacl.bindings.crypto_sign_open(signature + message, public_parts(public)[1])
    except (nacl.exceptions.CryptoError, ValueError):
        return False
    return len(signature) == 64
