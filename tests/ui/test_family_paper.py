"""A family on paper: the table names no child and covers every number; the letter is whole, however many children there are."""

from __future__ import annotations

from datetime import UTC, datetime

from stationdesk.printing.contact_card import Imprint, Printout
from stationdesk.printing.page import Text
from stationdesk.services.family_data import FamilyData, family_data
from stationdesk.services.family_writing import FamilyDraft, MemberDraft
from stationdesk.services.guardianship import fields_of_resident, write_guardians
from stationdesk.services.person_writing import own_resident
from stationdesk.ui.family_paper import family_job, letter_job
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import PrintJob
from tests.services.families import AWAY, ON, born, fang, people, phone, write

IMPRINT = Imprint("徐丽华", datetime(2026, 11, 23, 9, 20, tzinfo=UTC), reprint=False)


def laid_out(job: PrintJob) -> Printout:
    found = job.lay_out(IMPRINT)
    assert found.left_out == ()
    return found


def words(printout: Printout) -> str:
    return "\n".join(mark.text for page in printout.pages for mark in page.marks if isinstance(mark, Text))


def data_of(desk: OpenDesk, home: str) -> FamilyData:
    with desk.reading() as session:
        return family_data(session, home, ON)


def test_the_table_names_no_child_and_covers_numbers(empty_desk: OpenDesk) -> None:
    home = write(empty_desk.database, fang())
    text = words(laid_out(family_job(empty_desk, data_of(empty_desk, home))))
    for word in ("方根水家", "小树（化名）", "爷爷 方根水", "138****0117", "泉州", "户号 0117"):
        assert word in text
    for word in ("方晓", "13800000117", "镇小学", "五年级"):
        assert word not in text


def test_the_table_without_the_right_has_no_child_at_all(empty_desk: OpenDesk) -> None:
    home = write(empty_desk.database, fang())
    empty_desk.operator = empty_desk.operator.model_copy(update={"may_see_children": False})
    text = words(laid_out(family_job(empty_desk, data_of(empty_desk, home))))
    for word in ("小树", "小禾", "方晓", "爷爷", "监护"):
        assert word not in text
    assert "另有孩子 2 人，这张纸上不写。" in text


def test_the_letter_is_filled_in_as_far_as_is_known(empty_desk: OpenDesk) -> None:
    home = write(empty_desk.database, fang())
    found = laid_out(letter_job(empty_desk, data_of(empty_desk, home)))
    text = words(found)
    assert len(found.pages) == 1
    people_in_it = ("方小军", "周丽萍", "方根水", "方晓禾", "方晓树", "爷爷", "13800000118")
    for word in (*people_in_it, "委托监护责任确认书", "父亲签字、按手印", "见证人"):
        assert word in text


def test_a_new_letter_does_not_repeat_the_days_of_the_old_one(empty_desk: OpenDesk) -> None:
    home = write(empty_desk.database, fang())
    found = people(empty_desk.database, home)
    with empty_desk.writing("委托") as session:
        fields = fields_of_resident(own_resident(session, found["方根水"].id)) | {"kind": "delegated", "relation": "paternal_grandfather"}
        write_guardians(session, [found["方晓禾"].id], fields | {"from_date": "2026-01-01", "to_date": "2026-12-20"}, ON)
    assert "2026年12月20日" not in words(laid_out(letter_job(empty_desk, data_of(empty_desk, home))))
    with empty_desk.writing("委托") as session:
        write_guardians(session, [found["方晓禾"].id], fields | {"from_date": "2026-11-23", "to_date": "2027-11-22"}, ON)
    text = words(laid_out(letter_job(empty_desk, data_of(empty_desk, home))))
    assert "2026年11月23日" in text
    assert "2027年11月22日" in text
    assert "方晓树" not in text, "the letter names the children it is about"


def test_many_children_go_on_a_second_page_with_all_signatures(empty_desk: OpenDesk) -> None:
    children = [MemberDraft("grandson", {"name": f"方小{one}", **born(8)}) for one in "一二三四五六七八九十"]
    head = MemberDraft("head", {"name": "方根水", "sex": "male", **born(72), **phone("13800000117")})
    away = (("son", "方小军"), ("daughter_in_law", "周丽萍"))
    parents = [MemberDraft(relation, {"name": name, **born(41), **AWAY}) for relation, name in away]
    home = write(empty_desk.database, FamilyDraft({"village_group": "一组"}, (head, *parents, *children)))
    found = laid_out(letter_job(empty_desk, data_of(empty_desk, home)))
    assert len(found.pages) == 2
    last = words(Printout(found.pages[1:], ()))
    for word in ("父亲签字、按手印", "受委托人签字、按手印", "村（居）委会盖章、签字", "第 2 页，共 2 页"):
        assert word in last
    table = laid_out(family_job(empty_desk, data_of(empty_desk, home)))
    assert len(table.pages) >= 1
    for page in (*found.pages, *table.pages):
        assert all(0 < mark.y <= 297 for mark in page.marks if isinstance(mark, Text))
