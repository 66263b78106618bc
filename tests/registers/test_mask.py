"""Masks: what is covered, and that nothing covered can be read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.registers.mask import (
    masked_account,
    masked_address,
    masked_birth,
    masked_child,
    masked_id_no,
    masked_name,
    masked_phone,
    public_name,
)
from stationdesk.registers.resident import ResidentDraft

ON = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张明", "张*"),
        ("张小明", "张*明"),
        ("张王小明", "张**明"),
        ("欧阳明", "欧阳*"),
        ("欧阳菊英", "欧阳*英"),
        ("诸葛福生", "诸葛*生"),
        ("欧阳", "欧*"),
        ("阿卜杜拉·买买提", "阿卜杜拉·*"),
        ("𠅤林生", "𠅤*生"),
        ("John Smith", "J*"),
        ("张", "*"),
        ("", ""),
    ],
)
def test_name(name: str, masked: str) -> None:
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    ("name", "alias", "called"),
    [
        ("黄小甄", None, "小甄"),
        ("黄小甄", "小宝", "小宝"),
        ("张明", None, "小明"),
        ("王小", None, "小朋友"),
        ("买买提·艾力", None, "小朋友"),
        ("张", None, "小朋友"),
    ],
)
def test_child(name: str, alias: str | None, called: str) -> None:
    assert masked_child(name, alias) == called


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("34052419800101001X", "340524********001X"),
        ("340524800101001", "340524*****1001"),
        ("36020219521002664", "360202*******2664"),
        ("3405241980", "**********"),
        ("无", "*"),
        ("", ""),
        ("34052419800101001X43", "********************"),
    ],
)
def test_id_no(number: str, masked: str) -> None:
    assert masked_id_no(number) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13812345678", "138****5678"),
        ("0936-5521221", "0936-****21"),
        ("09365521221", "0936-****21"),
        ("010-12345678", "010-****78"),
        ("8221234", "*****34"),
        ("61234", "*****"),
        ("138123456789", "**********89"),
        ("0798-8221234转5", "************转5"),
        ("", ""),
    ],
)
def test_phone(number: str, masked: str) -> None:
    assert masked_phone(number) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("上徐村3组12号", "上徐村3组"),
        ("江西省景德镇市昌江区上徐村第三村民小组王家屋12号", "江西省景德镇市昌江区上徐村第三村民小组"),
        ("上徐村王家屋12号", "上徐村"),
        ("幸福社区5栋2单元301", "幸福社区"),
        ("上徐村委会隔壁", "上徐村委会"),
        ("石家庄市长安区光明村8号", "石家庄市长安区光明村"),
        ("三组", "三组"),
        ("人民路12号", "*"),
    ],
)
def test_address(address: str, masked: str) -> None:
    assert masked_address(address) == masked


def test_account_and_birth() -> None:
    assert masked_account("6228480402564890018") == "***************0018"
    assert masked_account("62284804") == "********"
    assert masked_birth("1942-03-05") == "1942"


@given(st.from_regex(r"[1-9]\d{5}(19|20)\d{9}[\dX]", fullmatch=True))
def test_birth_date_cannot_be_read_in_a_masked_number(number: str) -> None:
    masked = masked_id_no(number)
    assert len(masked) == 18
    assert masked[6:14] == "*" * 8


@given(st.from_regex(r"\d{1,24}[\dX]?", fullmatch=True))
def test_no_masked_number_shows_more_than_ten_characters(number: str) -> None:
    assert sum(c != "*" for c in masked_id_no(number)) <= 10


def test_public_name_knows_children() -> None:
    assert public_name(ResidentDraft(name="黄小甄", birth_date="2015-04"), ON) == "小甄"
    assert public_name(ResidentDraft(name="黄小甄", alias="小宝", birth_date="2015-04"), ON) == "小宝"
    assert public_name(ResidentDraft(name="黄小甄", school="联村小学"), ON) == "小甄"
    assert public_name(ResidentDraft(name="汪厚行", birth_date="1942"), ON) == "汪*行"
    assert public_name(ResidentDraft(name="汪厚行"), ON) == "汪*行"
