from __future__ import annotations

import json
import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, pinyin

from stationdesk.store.files import NotWritable
from stationdesk.sync import seal
from stationdesk.sync.enrolment import (
    Enrolment,
    NewerEnrolment,
    NotAnEnrolment,
    enrol_proof,
    new_secret,
    proof_holds,
    read_enrolment,
    read_enrolment_bytes,
    write_enrolment,
)
from stationdesk.sync.key_chain import BrokenKeyChain, announce, seal_to, verify_chain
from stationdesk.sync.manifest import Announcement
from stationdesk.sync.refusal import UnknownSigner
from stationdesk.sync.strict_json import canonical
from stationdesk.sync.words import county_words, word_list
from tests.sync.testkit import COUNTY, OTHER, STATION

PAPER = Enrolment(STATION.code, "上徐村", "鲇鱼山镇", COUNTY.code, "昌江区", COUNTY.sign_key.public, COUNTY.recipient, bytes(range(32)))


def test_an_enrolment_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = write_enrolment(tmp_path, PAPER)
    assert path.name == "360202101209.sdenrol"
    assert read_enrolment(path) == PAPER
    write_enrolment(tmp_path, replace(PAPER, secret=new_secret()))
    assert read_enrolment(path) != PAPER
    assert list(tmp_path.iterdir()) == [path]


def test_every_changed_or_missing_byte_is_noticed() -> None:
    data = PAPER.to_bytes()
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1
        with pytest.raises((NotAnEnrolment, NewerEnrolment)):
            read_enrolment_bytes(bytes(changed))
        with pytest.raises(NotAnEnrolment):
            read_enrolment_bytes(data[:place])


@given(st.binary(max_size=200))
def test_junk_is_no_enrolment(junk: bytes) -> None:
    for data in (junk, b"{" + junk + b"}\n", junk * 100):
        with pytest.raises(NotAnEnrolment):
            read_enrolment_bytes(data)


def test_a_newer_or_wrong_enrolment_is_told(tmp_path: Path) -> None:
    said = json.loads(PAPER.to_bytes())
    with pytest.raises(NewerEnrolment, match="升级"):
        read_enrolment_bytes(canonical(said | {"format": "stationdesk.enrol/2", "more": 1}) + b"\n")
    for wrong in (
        replace(PAPER, station="../x"),
        replace(PAPER, name="a\nb"),
        replace(PAPER, county_age_recipient="age1"),
        replace(PAPER, secret=b"short"),
    ):
        with pytest.raises(NotAnEnrolment):
            write_enrolment(tmp_path, wrong)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NotAnEnrolment):
        read_enrolment(tmp_path)
    (tmp_path / "large").write_bytes(b"x" * 10**6)
    with pytest.raises(NotAnEnrolment):
        read_enrolment(tmp_path / "large")
    with pytest.raises((NotAnEnrolment, NotWritable)):
        read_enrolment(tmp_path / "gone" / "x.sdenrol")


def test_the_proof_holds_for_this_secret_station_copy_keys_and_county_only() -> None:
    proof = enrol_proof(PAPER, STATION.copy, STATION.sign_key.public, STATION.recipient)
    right = (PAPER.secret, STATION.code, STATION.copy, COUNTY.recipient)
    assert proof_holds(proof, *right)
    assert not proof_holds(proof, bytes(32), *right[1:])
    assert not proof_holds(proof, PAPER.secret, OTHER.code, *right[2:])
    assert not proof_holds(proof, PAPER.secret, STATION.code, "zzzz2345", COUNTY.recipient)
    assert not proof_holds(proof, PAPER.secret, STATION.code, STATION.copy, OTHER.recipient)
    assert not proof_holds(replace(proof, sign_key=OTHER.sign_key.public), *right)
    assert not proof_holds(replace(proof, age_recipient=OTHER.recipient), *right)
    assert not proof_holds(replace(proof, hmac="0" * 64), *right)


def test_the_words_are_the_same_everywhere_and_differ_with_each_key() -> None:
    fixed = county_words(
        "RWQssIHZnCoJiwKbR1XKQZznUxRLzYr4nzahMqGE4aYePTghQfCplXbX", "age1gvxhkmxmn23jkrhvrfh4d7js8gque6t552aa9u426ncluj5zueqqusj0rl"
    )
    assert fixed == ("风景", "压力", "空调", "木头", "电灯", "士兵")
    one = county_words(COUNTY.sign_key.public, COUNTY.recipient)
    assert one == county_words(COUNTY.sign_key.public, COUNTY.recipient)
    assert one != county_words(OTHER.sign_key.public, COUNTY.recipient)
    assert one != county_words(COUNTY.sign_key.public, OTHER.recipient)
    assert set(one) <= set(word_list())


def as_spoken(word: str) -> str:
    """Return how a word sounds to someone who tells neither tones nor zh/z, n/l/r, hu/f nor -n/-ng apart."""
    heard = []
    for (syllable,) in pinyin(word, style=Style.NORMAL):
        plain = syllable
        for sharp, flat in (("zh", "z"), ("ch", "c"), ("sh", "s")):
            plain = flat + plain[2:] if plain.startswith(sharp) else plain
        plain = "l" + plain[1:] if plain[0] in "nlr" else plain
        plain = "f" + (plain[2:] or "u") if plain.startswith("hu") else plain
        heard.append(plain.removesuffix("g") if plain.endswith("ng") else plain)
    return "-".join(heard)


def test_no_two_words_can_be_confused_by_phone() -> None:
    words = word_list()
    assert len(words) == len(set(words)) == 1024
    assert all(len(word) == 2 and all("\u4e00" <= sign <= "\u9fff" for sign in word) for word in words)
    spoken = sorted((as_spoken(word), word) for word in words)
    assert [pair for pair in pairwise(spoken) if pair[0][0] == pair[1][0]] == []


def keys(count: int) -> tuple[list[seal.SignKey], list[Announcement]]:
    made, chain = [seal.SignKey.new() for _key in range(count)], list[Announcement]()
    for place, key in enumerate(made):
        recipient = seal.recipient_of(seal.new_identity())
        before = chain[-1] if chain else None
        signer = made[place - 1] if place else key
        chain.append(announce(COUNTY.code, key.public, recipient, "2026-11-22", signed_by=signer, before=before))
    return made, chain


def test_a_chain_leads_from_every_key_we_know_to_the_newest() -> None:
    made, chain = keys(4)
    for place, key in enumerate(made):
        assert verify_chain(COUNTY.code, chain, key.public) == tuple(chain[place:])
    assert [one.version for one in chain] == [1, 2, 3, 4]
    assert seal_to(chain, seal.key_id(made[2].public)) == (chain[2].age_recipient, chain[3].age_recipient)
    assert seal_to(chain, seal.key_id(made[3].public)) == (chain[3].age_recipient,)


def test_a_chain_that_does_not_hold_is_refused() -> None:
    made, chain = keys(3)
    stranger = announce(COUNTY.code, OTHER.sign_key.public, OTHER.recipient, "", signed_by=OTHER.sign_key)
    own = replace(chain[2], sign_key=OTHER.sign_key.public)
    for broken in (
        chain[1:],
        [chain[0], chain[2]],
        [chain[0], chain[1], chain[1]],
        [chain[0], replace(chain[1], note="x"), chain[2]],
        [chain[0], replace(chain[1], version=7), chain[2]],
        [*chain[:2], own],
        [*chain, replace(stranger, version=4)],
        [replace(chain[0], sign_key="x" * 56), *chain[1:]],
    ):
        with pytest.raises(BrokenKeyChain):
            verify_chain(COUNTY.code, broken, made[1].public)
    with pytest.raises(BrokenKeyChain):
        verify_chain(OTHER.code, chain, made[0].public)
    with pytest.raises(BrokenKeyChain):
        verify_chain(COUNTY.code, chain[:2], made[0].public, least=3)
    with pytest.raises(UnknownSigner):
        verify_chain(COUNTY.code, chain, OTHER.sign_key.public)
    with pytest.raises(UnknownSigner):
        verify_chain(COUNTY.code, [], made[0].public)
    with pytest.raises(ValueError, match="signed by the key before"):
        announce(COUNTY.code, OTHER.sign_key.public, OTHER.recipient, "", signed_by=OTHER.sign_key, before=chain[-1])


def test_words_of_random_keys_use_the_whole_list() -> None:
    seeded = random.Random(1)
    found = {word for _try in range(2000) for word in county_words(str(seeded.random()), "age1")}
    assert len(found) > 1000
