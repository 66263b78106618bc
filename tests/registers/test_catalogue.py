"""Every register says how it travels, keeps what it is given, and refuses what it must."""
# long: the road of every register there is stands here

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticUndefined
from sqlalchemy import Engine, String, Text
from sqlmodel import Session, SQLModel, create_engine, select

from stationdesk.i18n import _
from stationdesk.registers.catalogue import BY_KIND, REGISTERS, kind_of, register_of
from stationdesk.registers.code import table
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.field import Draft, codes_of
from stationdesk.registers.household import Household
from stationdesk.registers.import_row import ImportRow, ImportRowDraft
from stationdesk.registers.record import JsonList, Record, Road, Value
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.visit import CheckItem, HandedOut, Visit, VisitDraft

ROADS = {
    "org_unit": "travelling",
    "station": "travelling",
    "operator": "local",
    "setting": "local",
    "code": "travelling",
    "grade_scheme": "travelling",
    "day_off": "travelling",
    "bad_weather": "travelling",
    "stand_in": "travelling",
    "incident": "travelling",
    "incident_event": "travelling",
    "duty_shift": "travelling",
    "shift_handover": "travelling",
    "household": "travelling",
    "resident": "travelling",
    "kin": "travelling",
    "guardian": "travelling",
    "status_change": "travelling",
    "category_tag": "travelling",
    "care_grade": "travelling",
    "duty": "travelling",
    "helper": "travelling",
    "team": "travelling",
    "team_member": "travelling",
    "service_item": "travelling",
    "project": "travelling",
    "responsibility_level": "travelling",
    "pairing": "travelling",
    "appraisal": "travelling",
    "check_call": "travelling",
    "visit": "travelling",
    "service_request": "travelling",
    "request_event": "travelling",
    "photo": "travelling",
    "photo_picture": "local",
    "photo_ask": "travelling",
    "photo_offer": "travelling",
    "health_record": "travelling",
    "health_reading": "travelling",
    "medicine": "travelling",
    "care_plan": "travelling",
    "plan_step": "travelling",
    "visit_sheet": "travelling",
    "call_wish": "travelling",
    "family_call": "travelling",
    "call_person": "travelling",
    "wish": "travelling",
    "wish_claim": "travelling",
    "claim_answer": "travelling",
    "claim_end": "travelling",
    "wish_event": "travelling",
    "place": "travelling",
    "consent": "travelling",
    "card_issue": "travelling",
    "export_profile": "travelling",
    "note": "travelling",
    "gap_answer": "travelling",
    "import_batch": "local",
    "import_row": "local",
    "access_entry": "local",
    "form_draft": "local",
    "merge": "travelling",
    "not_same": "travelling",
    "task": "travelling",
    "task_report": "travelling",
    "correction_request": "travelling",
    "correction_answer": "travelling",
    "announcement": "travelling",
    "announcement_read": "travelling",
    "report_template": "travelling",
    "transfer": "travelling",
    "transfer_relay": "travelling",
    "transfer_answer": "travelling",
    "recheck": "travelling",
}
HELD_BACK = {
    "resident": {"father_status", "mother_status", "parents_evidence", "parents_evidence_on", "counselling_note"},
    "category_tag": {"restricted_category", "restricted_exit_reason", "written", "evidence_kind", "evidence", "exit_note"},
    "status_change": {"reason", "told_by", "touched"},
    "duty": {"note", "result", "remark"},
    "visit": {"counselling_note"},
    "health_record": {"remark"},
    "health_reading": {"remark"},
    "medicine": {"remark"},
    "care_plan": {"remark"},
    "note": {"counselling_text"},
    "merge": {"moved_at_home"},
    "wish": {"reason", "remark"},
    "call_wish": {"remark"},
    "family_call": {"said"},
    "recheck": {"kept_here"},
}
RESERVED = {"register", "metadata", "copy", "schema", "json", "registry", "validate", "construct", "dict"}
OWN = set(Record.model_fields)


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine, [register.__table__ for register in REGISTERS])  # type: ignore[attr-defined]
    yield engine
    engine.dispose()


def every_table() -> list[type[Record]]:
    """Find every kept record there is, in the catalogue or not."""
    found, waiting = [], [Record]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("stationdesk.registers.") and hasattr(kind, "__table__"):
                found.append(kind)
    return found


def test_every_register_says_its_road() -> None:
    assert {kind_of(register): register.road.value for register in REGISTERS} == ROADS
    for register in REGISTERS:
        assert "road" in vars(register), f"{register} takes its road from somebody else"
        assert isinstance(register.road, Road)


def test_no_register_is_left_out_of_the_catalogue() -> None:
    assert set(every_table()) == set(REGISTERS)


def test_what_is_held_back_is_told_here_and_exists() -> None:
    assert {kind: set(register.held_back) for kind, register in BY_KIND.items() if register.held_back} == HELD_BACK
    for kind, names in HELD_BACK.items():
        assert names <= set(register_of(kind).model_fields)


def test_registers_are_found_by_name() -> None:
    assert register_of("resident") is Resident
    with pytest.raises(KeyError):
        register_of("residents")


@pytest.mark.parametrize("register", REGISTERS, ids=kind_of)
def test_register_is_as_every_other(register: type[Record]) -> None:
    assert register.__module__ == f"stationdesk.registers.{kind_of(register)}"
    constraints: Any = register.__table__.constraints  # type: ignore[attr-defined]
    unique = [[column.name for column in c.columns] for c in constraints if type(c).__name__ == "UniqueConstraint"]
    assert unique == [["id", "author"]]
    assert not RESERVED & set(register.model_fields)
    for name, column in register.__table__.columns.items():  # type: ignore[attr-defined]
        assert column.server_default is None
        field = register.model_fields[name]
        if name in OWN:
            continue
        assert field.title, f"{name} has no title"
        assert _(field.title) != field.title, f"{field.title} has no Chinese"
        if isinstance(column.type, String) and not isinstance(column.type, Text):
            assert column.type.length, f"{name} may be of any length"
        if isinstance(column.type, JsonList):
            assert get_origin(get_type_hints(register)[name]) is tuple
            assert field.default == ()


def test_codes_of_a_field_are_a_table_that_ships() -> None:
    fields = [(kind, name, codes_of(kind, name)) for kind in REGISTERS for name in kind.model_fields if codes_of(kind, name)]
    assert len(fields) > 60
    for kind, name, codes in fields:
        assert codes is not None
        default = kind.model_fields[name].default
        assert default in (None, (), PydanticUndefined) or default in table(codes).by_code, f"{kind}.{name} starts with an unknown code"


def test_lists_come_back_as_tuples_and_cannot_be_changed(engine: Engine) -> None:
    draft = ResidentDraft.model_validate({"name": "汪厚行", "phones": [{"number": "13812345678", "owner": "女儿"}], "hobbies": ["下棋"]})
    phone = PhoneNumber(number="13812345678", owner="女儿")
    assert draft.phones == (phone,)
    with Session(engine) as session:
        session.add(Resident.model_validate(draft))
        session.commit()
    with Session(engine) as session:
        kept = session.exec(select(Resident)).one()
        assert kept.phones == (phone,)
        assert kept.hobbies == ("下棋",)
        assert kept.emergency_contacts == ()
        for change in ("append", "clear", "extend", "insert", "remove"):
            assert not hasattr(kept.hobbies, change)
            assert not hasattr(kept.phones, change)
        with pytest.raises(TypeError):
            kept.hobbies[0] = "听戏"  # type: ignore[index]
        with pytest.raises(ValidationError, match="frozen"):
            kept.phones[0].number = "110"
        assert ResidentDraft.model_validate(kept, from_attributes=True) == draft


def test_maps_are_read_only(engine: Engine) -> None:
    draft = ImportRowDraft.model_validate({"batch_id": "b", "raw": {"姓名": "汪厚行", "电话": None}})
    with pytest.raises(TypeError):
        draft.raw["姓名"] = "x"  # type: ignore[index]
    with Session(engine) as session:
        session.add(ImportRow.model_validate(draft))
        session.commit()
        kept = session.exec(select(ImportRow)).one()
        assert dict(kept.raw) == {"姓名": "汪厚行", "电话": None}
        with pytest.raises(TypeError):
            kept.raw["姓名"] = "x"  # type: ignore[index]
        assert kept.model_dump()["raw"] == {"姓名": "汪厚行", "电话": None}


def test_what_a_draft_gives_is_kept_whole(engine: Engine) -> None:
    visit = VisitDraft(
        resident_id="r",
        visited_on="2026-11-22",
        check_items=(CheckItem(item="gas", result="watch", note="软管老化"),),
        handed_out=(HandedOut(item="慰问金", amount=30000), HandedOut(item="大米", quantity=2.5, unit="袋", amount=8000)),
    )
    with Session(engine) as session:
        session.add(Visit.model_validate(visit))
        session.commit()
    with Session(engine) as session:
        kept = session.exec(select(Visit)).one()
        assert VisitDraft.model_validate(kept, from_attributes=True) == visit
        assert kept.given_money() == 38000
        assert kept.reached()


@pytest.mark.parametrize(
    ("kind", "given", "field"),
    [
        (ResidentDraft, {}, "name"),
        (ResidentDraft, {"name": " \u3000 "}, "name"),
        (ResidentDraft, {"name": "张" * 73}, "name"),
        (ResidentDraft, {"name": "张明", "colour": "red"}, "colour"),
        (ResidentDraft, {"name": "张明", "sex": "男"}, "sex"),
        (ResidentDraft, {"name": "张明", "birth_date": "1942-13"}, "birth_date"),
        (ResidentDraft, {"name": "张明", "birth_date": "1942-04-31"}, "birth_date"),
        (ResidentDraft, {"name": "张明", "birth_date": "1942.3.5"}, "birth_date"),
        (ResidentDraft, {"name": "张明", "birthday": "13-01"}, "birthday"),
        (ResidentDraft, {"name": "张明", "residency_since": "2025-02-29"}, "residency_since"),
        (ResidentDraft, {"name": "张明", "pension_monthly": -1}, "pension_monthly"),
        (ResidentDraft, {"name": "张明", "phones": [{"number": "1", "colour": "red"}]}, "phones"),
        (ResidentDraft, {"name": "张明", "phones": "13812345678"}, "phones"),
        (ResidentDraft, {"name": "张明", "region_code": "36020A"}, "region_code"),
        (ResidentDraft, {"name": "张明", "remark": "长" * 2001}, "remark"),
        (VisitDraft, {"resident_id": "r"}, "visited_on"),
        (VisitDraft, {"resident_id": "r", "visited_on": "2026-11-22", "start_time": "25:00"}, "start_time"),
        (VisitDraft, {"visited_on": "2026-11-22"}, "a resident or a household"),
    ],
)
def test_drafts_refuse(kind: type[Draft], given: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError, match=field):
        kind.model_validate(given)


def test_every_code_field_refuses_what_is_no_code() -> None:
    for kind in REGISTERS:
        for name in kind.model_fields:
            if not codes_of(kind, name):
                continue
            good, bad = (
                ("some_code", "不是 代码") if get_origin(get_type_hints(kind)[name]) is not tuple else (["some_code"], ["不是 代码"])
            )
            assert name not in errors_of(kind, name, good), f"{kind.__name__}.{name} refuses a code"
            assert name in errors_of(kind, name, bad), f"{kind.__name__}.{name} takes what is no code"


def errors_of(kind: type[Record], name: str, value: object) -> set[Any]:
    """Tell at which fields `kind` refuses a record of which only `name` is given."""
    try:
        kind.model_validate({name: value})
    except ValidationError as refusal:
        return {error["loc"][0] for error in refusal.errors() if error["loc"]}
    return set()


def test_records_refuse_what_drafts_refuse() -> None:
    with pytest.raises(ValidationError):
        Resident.model_validate({"name": "张明", "birth_date": "1942-13"})
    with pytest.raises(ValidationError):
        Resident.model_validate({"name": "张明", "colour": "red"})


def test_text_is_cleaned_and_blank_is_unknown() -> None:
    draft = ResidentDraft.model_validate(
        {"name": "\ufeff张  明 ", "nickname": "  ", "remark": "一\x00二\r\n三\u202e", "phones": [{"number": "138", "owner": "女\x07儿 "}]}
    )
    assert (draft.name, draft.nickname, draft.remark) == ("张明", None, "一二\n三")
    assert draft.phones[0].owner == "女儿"
    assert ResidentDraft.model_validate({"name": "<b>张明</b>"}).name == "<b>张明</b>"
    assert ResidentDraft.model_validate({"name": "张明", "remark": "\ud800a"}).remark == "a"


def test_lunar_months_have_a_thirtieth_day() -> None:
    assert ResidentDraft.model_validate({"name": "张明", "birth_date": "1942-02-30", "birth_calendar": "lunar"}).birth_date == "1942-02-30"
    with pytest.raises(ValidationError):
        ResidentDraft.model_validate({"name": "张明", "birth_date": "1942-02-30", "birth_calendar": "solar"})


def test_lists_are_made_of_values() -> None:
    for kind in REGISTERS:
        for name, column in kind.__table__.columns.items():  # type: ignore[attr-defined]
            if isinstance(column.type, JsonList) and column.type.item is not str:
                item = column.type.item
                assert issubclass(item, Value)
                assert get_args(get_type_hints(kind)[name])[0] is item, f"{kind.__name__}.{name} is read back as something else"


def test_names_of_fields_tell_what_they_hold() -> None:
    for kind in REGISTERS:
        for name in set(kind.model_fields) - OWN:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
    assert "head_id" in Household.model_fields
