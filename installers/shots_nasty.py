"""A village of everything that breaks screens: endless names, marks of HTML, rare characters, signs that turn the line round."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from installers.shots_village import SETTLED, TODAY, XU, Village
from stationdesk.registers.care_grade import CareGrade, CareGradeDraft
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.code import table
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.place import Place, PlaceDraft
from stationdesk.registers.record import Record
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.visit import Issue, Visit, VisitDraft, Visitor
from stationdesk.registers.wellbeing import Illness, Need
from stationdesk.store.database import author_of

NAMES = (
    "欧阳·阿卜杜拉·买买提江·艾合买提·吐尔逊·库尔班江·阿布都热依木·买合木提",
    "<b>张三</b> &amp; <img src=x> 李四",
    "䶮𬱖㑇",
    "\u202e反着写的人\u202c",
    "مُحَمَّد 王小二",
    "A & B 之母 <老三家的>",
    "&nbsp;&lt;空&gt;",
    "字" * 70,
)
GROUP = "上徐村第十三村民小组（原石壁下自然村老屋场）<i>&amp;"
ADDRESS = (
    "云溪县白鹭镇桃源村第十三村民小组原石壁下自然村老屋场大樟树往东三百米第二条巷子进去左手边第七户"
    "（门口有一口井，井边拴着狗，敲门要大声）<br>&"
)
TALK = "<script>alert(1)</script> & 老人说：“腰疼得下不了地，‘药’吃完了。”\n\n第二行\t制表符；\u202e反写\u202c；" + "很长的话没有标点" * 30
OPERATOR = "欧阳·买买提江·艾合买提·吐尔逊<b>&"


def nasty(there: Village) -> None:
    """Write the village down."""
    there.clock.set(SETTLED, 9)
    with there.database.writing(XU, "登记 " + "、".join(NAMES)) as session:
        for number, name in enumerate(NAMES):
            person(session, number, name)
        many(session)


def put(session: Session, kind: type[Record], draft: object) -> Record:
    """Keep a draft."""
    record = kind.model_validate(draft, update={"author": author_of(session)})
    session.add(record)
    return record


def person(session: Session, number: int, name: str) -> None:  # long: one field after another
    """Write one of them down with everything that can be said of anybody."""
    many_phones = tuple(PhoneNumber(number=f"1380009{one:04}", owner=NAMES[one], relation="孙女婿的表姐夫") for one in range(5))
    draft = ResidentDraft(
        name=name,
        former_name="<i>旧名</i>",
        nickname="老三家的老三家的老三家的老三家的",
        sex="female" if number % 2 else "male",
        birth_date=f"{1926 + number}-11-{23 + number % 4:02}",
        birth_precision="day",
        village="桃源村",
        village_group=GROUP if number < 4 else f"{number}组",
        current_address=ADDRESS,
        phones=many_phones,
        chronic=tuple(Illness(kind=row.code, since="2001", note="<u>&") for row in table("illness").rows[:12]),
        needs=tuple(Need(kind=row.code, note="&lt;") for row in table("need_kind").rows[:8]),
        health_note=TALK[:900],
        remark=TALK[:900],
        hobbies=("<b>下棋</b>", "&" * 30, "䶮𬱖㑇"),
    )
    one = put(session, Resident, draft)
    there = table("resident_category")
    codes = [row.code for row in there.rows if not row.group and not there.is_restricted(row.code)]
    for code in codes[:30] if number in (0, 1) else codes[:2]:
        put(session, CategoryTag, CategoryTagDraft(resident_id=one.id, category=code, from_date=SETTLED.isoformat()))
    put(session, CareGrade, CareGradeDraft(resident_id=one.id, grade=("red", "yellow", "green")[number % 3], from_date=SETTLED.isoformat()))
    for at, relation in enumerate(("son", "daughter_in_law", "granddaughter")):
        draft_kin = KinDraft(
            resident_id=one.id,
            name=NAMES[at],
            relation=relation,
            phones=many_phones[:2],
            works_at="新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县某某街道办事处旁边的修理铺",
            is_emergency_contact=not at,
        )
        put(session, Kin, draft_kin)
    for days in (0, 1, 9, 40):
        visit = VisitDraft(
            resident_id=one.id,
            visited_on=date.fromordinal(TODAY.toordinal() - 20 - days).isoformat(),
            content=TALK,
            issues=(Issue(text=TALK[:200]),),
            visitors=tuple(Visitor(name=who) for who in NAMES[:4]),
            recorder=OPERATOR,
            next_plan=TALK[:150],
            follow_up_due=TODAY.isoformat() if not days else None,
        )
        put(session, Visit, visit)


def many(session: Session) -> None:
    """Add services whose names do not end."""
    for number, name in enumerate(NAMES[:6]):
        draft = PlaceDraft(
            kind="repair",
            name=name + "家电维修兼送货上门服务部",
            short_name=name[:6],
            person=name,
            phones=(PhoneNumber(number="0990-6120120 转 8801"[:20]),),
            groups_served=(GROUP, *(f"{one}组" for one in range(12))),
            address=ADDRESS,
            remark=TALK[:80],
            on_card=number < 4,
            card_priority=number + 6,
        )
        put(session, Place, draft)
