"""Names: one dot, no padding, no character lost or exchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.registers.person_name import normal_name
from stationdesk.registers.resident import ResidentDraft


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张  三", "张三"),
        ("张\u3000三", "张三"),
        ("\u200b张三\ufeff", "张三"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉・买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉 · 买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉‧买买提", "阿卜杜拉·买买提"),
        ("𠅤林生", "𠅤林生"),
        ("𠅤 林 生", "𠅤林生"),
        ("王\U0002f800", "王\U0002f800"),
        ("\uf900明", "\uf900明"),
        ("Ｊｏｈｎ  Smith", "John Smith"),
        ("张㑇", "张㑇"),
        ("张\ue863", "张\ue863"),
        ("·张三·", "张三"),
        ("〇一", "〇一"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_normal_name(written: str, name: str) -> None:
    assert normal_name(written) == name
    if name:
        assert ResidentDraft(name=written).name == name


@given(st.text(max_size=30))
def test_normal_name_is_settled(written: str) -> None:
    once = normal_name(written)
    assert normal_name(once) == once


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.sampled_from("𠅤𠮷\uf900"), min_size=1, max_size=6))
def test_han_characters_are_never_exchanged(name: str) -> None:
    assert normal_name(" ".join(name)) == name
