from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.store import journal
from stationdesk.sync import seal
from stationdesk.sync.digest import chain, chain_all, digest_zero, sha256
from tests.sync.testkit import COUNTY, OTHER, STATION

LARGE = bytes(range(256)) * 1200


def sealed_bytes(content: bytes, *recipients: str) -> bytes:
    target = io.BytesIO()
    seal.seal(io.BytesIO(content), target, recipients)
    return target.getvalue()


def opened_bytes(content: bytes, *identities: str) -> bytes:
    target = io.BytesIO()
    seal.unseal(io.BytesIO(content), target, identities)
    return target.getvalue()


@given(st.binary(max_size=200_000))
def test_what_is_sealed_opens_again(content: bytes) -> None:
    assert opened_bytes(sealed_bytes(content, COUNTY.recipient, OTHER.recipient), OTHER.identity) == content


def test_debians_age_opens_ours_and_we_open_its(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(COUNTY.identity + "\n")
    ours = subprocess.run(
        ["age", "-d", "-i", tmp_path / "key"], input=sealed_bytes(LARGE, COUNTY.recipient), check=True, capture_output=True
    )
    assert ours.stdout == LARGE
    theirs = subprocess.run(["age", "-r", COUNTY.recipient], input=LARGE, check=True, capture_output=True)
    assert opened_bytes(theirs.stdout, COUNTY.identity) == LARGE


def test_another_identity_does_not_open() -> None:
    with pytest.raises(seal.NotForUs):
        opened_bytes(sealed_bytes(b"x", COUNTY.recipient), OTHER.identity)
    with pytest.raises(seal.NotForUs):
        opened_bytes(sealed_bytes(b"x", COUNTY.recipient))


@pytest.mark.parametrize(
    "text", ["", "age1", "AGE-SECRET-KEY-1", COUNTY.identity, COUNTY.recipient.upper(), COUNTY.recipient + "q"], ids=range(6)
)
def test_what_is_no_recipient_is_refused(text: str) -> None:
    with pytest.raises(seal.UnusableKey):
        seal.seal(io.BytesIO(b"x"), io.BytesIO(), [text])


@pytest.mark.parametrize("text", ["", "AGE-SECRET-KEY-1", COUNTY.recipient], ids=range(3))
def test_what_is_no_identity_is_refused(text: str) -> None:
    with pytest.raises(seal.UnusableKey):
        seal.unseal(io.BytesIO(b"x"), io.BytesIO(), [text])


def test_nothing_is_sealed_to_nobody() -> None:
    with pytest.raises(seal.UnusableKey):
        seal.seal(io.BytesIO(b"x"), io.BytesIO(), [])


@pytest.mark.parametrize("cut", [0, 10, 100, 230, 65_000, 70_000, 131_000, -1])
def test_a_cut_file_is_refused_and_leaves_no_plain_text(cut: int, tmp_path: Path) -> None:
    source, target = tmp_path / "sealed", tmp_path / "plain"
    source.write_bytes(sealed_bytes(LARGE, COUNTY.recipient)[:cut])
    with pytest.raises(seal.SealBroken):
        seal.unseal_file(source, target, [COUNTY.identity])
    assert not target.exists()


@pytest.mark.parametrize("place", [5, 40, 150, 220, 300, 70_000, 140_000, -1])
def test_a_flipped_bit_is_refused(place: int) -> None:
    content = bytearray(sealed_bytes(LARGE, COUNTY.recipient))
    content[place] ^= 4
    with pytest.raises((seal.SealBroken, seal.NotForUs)):
        opened_bytes(bytes(content), COUNTY.identity)


def test_bytes_after_the_end_are_refused() -> None:
    with pytest.raises(seal.SealBroken):
        opened_bytes(sealed_bytes(b"x", COUNTY.recipient) + b"\0", COUNTY.identity)


def test_a_file_is_never_sealed_onto_itself(tmp_path: Path) -> None:
    path = tmp_path / "only copy"
    path.write_bytes(b"only copy")
    with pytest.raises(FileExistsError):
        seal.seal_file(path, path, [COUNTY.recipient])
    assert path.read_bytes() == b"only copy"


def test_files_go_there_and_back(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(LARGE)
    seal.seal_file(tmp_path / "plain", tmp_path / "sealed", [COUNTY.recipient])
    seal.unseal_file(tmp_path / "sealed", tmp_path / "back", [COUNTY.identity])
    assert (tmp_path / "back").read_bytes() == LARGE


class Failing(io.BytesIO):
    def write(self, _data: object, /) -> int:
        raise OSError(28, "No space left on device")

    def read(self, _size: int | None = -1, /) -> bytes:
        raise OSError(5, "Input/output error")


def test_our_own_errors_come_through_as_they_were() -> None:
    with pytest.raises(OSError, match="No space") as full:
        seal.seal(io.BytesIO(LARGE), Failing(), [COUNTY.recipient])
    assert full.value.errno == 28
    with pytest.raises(OSError, match="Input/output") as gone:
        seal.unseal(Failing(), io.BytesIO(), [COUNTY.identity])
    assert gone.value.errno == 5


def minisign(folder: Path, public: str) -> subprocess.CompletedProcess[str]:
    (folder / "key.pub").write_bytes(seal.public_file(public))
    return subprocess.run(["minisign", "-V", "-p", folder / "key.pub", "-m", folder / "file"], check=False, capture_output=True, text=True)


def test_debians_minisign_accepts_our_signatures(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(LARGE)
    (tmp_path / "file.minisig").write_bytes(STATION.sign_key.sign(LARGE, "author=360202101209 村"))
    found = minisign(tmp_path, STATION.sign_key.public)
    assert found.returncode == 0, found.stderr
    assert "Trusted comment: author=360202101209 村" in found.stdout
    wrong = minisign(tmp_path, OTHER.sign_key.public)
    assert wrong.returncode != 0
    printed = seal.key_id(STATION.sign_key.public).upper().lstrip("0")  # minisign leaves leading zeros out
    assert printed in wrong.stderr + wrong.stdout
    (tmp_path / "file").write_bytes(LARGE + b"x")
    assert minisign(tmp_path, STATION.sign_key.public).returncode != 0


def test_a_signature_has_one_form_and_every_other_is_refused() -> None:
    signed = STATION.sign_key.sign(b"content", "comment")
    assert seal.verify(STATION.sign_key.public, signed, b"content") == "comment"
    for place in range(len(signed)):
        for bit in (1, 32):
            changed = signed[:place] + bytes([signed[place] ^ bit]) + signed[place + 1 :]
            with pytest.raises(seal.SignatureWrong):
                seal.verify(STATION.sign_key.public, changed, b"content")
    for other in (signed[:-1], signed + b"\n", signed.replace(b"\n", b"\r\n"), b"", b"\xff"):
        with pytest.raises(seal.SignatureWrong):
            seal.verify(STATION.sign_key.public, other, b"content")
    with pytest.raises(seal.SignatureWrong):
        seal.verify(STATION.sign_key.public, signed, b"contenu")
    with pytest.raises(seal.SignatureWrong):
        seal.verify(OTHER.sign_key.public, signed, b"content")


def test_a_sign_key_is_kept_as_bytes() -> None:
    kept = seal.SignKey.from_bytes(STATION.sign_key.to_bytes())
    assert kept == STATION.sign_key
    assert kept.public == STATION.sign_key.public
    assert kept.seed.hex() not in repr(kept)
    with pytest.raises(seal.UnusableKey):
        seal.SignKey.from_bytes(b"short")


@pytest.mark.parametrize(
    "text", ["", "RW", "é", STATION.sign_key.public[:-1], STATION.sign_key.public + "A", "AA" + STATION.sign_key.public[2:]], ids=range(6)
)
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(seal.UnusableKey):
        seal.key_id(text)


@given(st.lists(st.binary(max_size=50), max_size=8))
def test_the_chain_is_the_journals(lines: list[bytes]) -> None:
    ours, stored = digest_zero("360202101209", "360202"), journal.digest_zero("360202101209", "360202")
    assert ours == stored == sha256(b"stationdesk/1\x00360202101209\x00360202")
    for line in lines:
        ours, stored = chain(ours, line), journal.digest_next(stored, line)
    assert ours == stored == chain_all(digest_zero("360202101209", "360202"), lines)


def test_the_chain_depends_on_both_ends_and_on_where_a_line_ends() -> None:
    assert digest_zero("36", "0202") != digest_zero("360", "202")
    assert chain(b"\0" * 32, b"ab") != chain(chain(b"\0" * 32, b"a"), b"b")
