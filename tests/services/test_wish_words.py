"""Which words of a wish tell too much: a table of what may hang and what may not, of a child, of a grandmother, of anybody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.registers.guardian import Guardian, GuardianDraft
from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.wish import WishDraft
from stationdesk.services import wish_noting, wishes
from stationdesk.services.person_writing import AliasTells, PersonDraft, add_resident, change_resident
from stationdesk.services.wish_children import NOBODY, Kids, kid_of
from stationdesk.services.wish_public import Words, tells
from stationdesk.services.wish_words import is_own_name
from stationdesk.settings import resource
from stationdesk.store.database import Database, author_of
from tests.services.wish_kit import BY, ON, child, noted, person, published, thrown_away
from tests.store.kit import quick_desk

BOY = Resident.model_validate(
    ResidentDraft(
        name="汪晨曦",
        alias="小树",
        nickname="曦曦",
        birth_date="2016-03-05",
        birth_precision="day",
        school="葛店镇中心小学",
        village_group="汪家组",
        hamlet="樟树下",
    ),
    update={"author": "x"},
)
OLD = Resident.model_validate(ResidentDraft(name="冯满仓", birth_date="1950", birth_precision="year", sex="male"), update={"author": "x"})
HANGS = {
    "child": (
        *(
            "书包",
            "水彩笔一套",
            "故事书",
            "新华字典",
            "校服",
            "篮球",
            "棉鞋38码黑色",
            "台灯护眼夹子的",
            "抱抱熊",
            "智力拼图",
            "盲盒",
            "自行车",
        ),
        *("小学生字典", "三年级下册语文练习册", "雾都孤儿", "流浪地球画册", "空中风筝", "助听器", "学习机", "想去看大海", "高一点的书桌"),
        *(
            "跳绳和毽子",
            "大年初一穿的红棉袄",
            "奶奶想要的毛线帽",
            "一小袋糖",
            "能视频的手表",
            "羽绒服130码",
            "雨鞋",
            "保温杯",
            "英语点读笔",
        ),
        *("炎热的夏天用的凉席", "夏日炎炎的凉帽", "炎黄子孙的故事书", "小炎的书包", "消炎药膏", "对症下药的成语故事", "症状自查的书"),
        *("医生看病玩具", "给病人看病的玩具", "自行车有毛病，想换一辆", "修改病句练习册", "病毒的科普书", "杀病菌的洗手液", "防病虫害的书"),
        *("障碍跑的鞋", "足球障碍桶", "跨越障碍的玩具车", "克服困难的故事书", "困难生词字典", "彩色盲盒", "一口吃的零食", "嘴唇裂了的唇膏"),
        *("看不见的城市", "天黑了看不见，要台灯", "坐后排看不见黑板，要近视眼镜", "听不见闹钟，要响一点的", "铃声太小听不见"),
        *(
            "妈妈不在家，想要手机视频",
            "爸爸在外打工，想视频",
            "和爸爸妈妈分开了，想要电话手表",
            "妈妈买的书包不在了",
            "书和笔分开了装的袋子",
        ),
    ),
    "old": (
        *("轮椅", "轮椅坐垫", "护理垫", "成人纸尿裤", "拐杖四脚", "老花镜300度", "助听器电池", "高压锅5升", "血压计", "电热毯", "热水袋"),
        *("护膝", "收音机", "修屋顶漏水", "陪去区医院复查", "学用微信和儿子视频", "给去世的老伴扫墓", "老年大学的课本", "早班车的车票"),
        *("想要10斤米", "儿子离婚以后没人修电视", "盲杖", "坐便椅", "防滑拖鞋", "给孙子的书包"),
        *("炎热天用的电风扇", "陪去看病", "给孙子买治感冒的药", "屋后看不见路，装盏灯"),
    ),
}
TELLS = {
    "child": {
        **dict.fromkeys(
            ("汪晨曦的书包", "晨曦的书包", "小晨曦要书包", "曦曦的书包", "Chenxi的书包", "汪 chen xi 要书包", "汪·晨-曦"), "name"
        ),
        **dict.fromkeys(
            ("中心小学校服", "镇中心小学的书包", "葛店镇中心小学校服", "葛店镇中心的校服", "幼儿园的书包", "二年级3班的书包"), "school"
        ),
        **dict.fromkeys(("二年级的书包", "三（2）班要字典", "大班的画本", "初二的练习本", "高二学生的书桌", "镇上初中的校服"), "school"),
        **dict.fromkeys(("汪家组的书包", "汪家的书包", "樟树下送来"), "group"),
        **dict.fromkeys(
            ("留守的孩子想要书包", "单亲家庭", "事实无人抚养", "残疾小孩的轮椅", "智力残疾", "贫困户", "困境", "孤儿院的被子"), "label"
        ),
        **dict.fromkeys(("癫痫药", "精神二级", "自闭症训练卡", "聋哑的娃要画笔", "白血病帽子", "低保"), "label"),
        **dict.fromkeys(("白化病防晒霜", "血友病护膝", "川崎病", "矮小症牛奶", "渐冻症", "脑膜炎后遗症的康复球", "鼻炎洗鼻器"), "label"),
        **dict.fromkeys(("小儿麻痹矫正鞋", "发育迟缓积木", "语言障碍卡片", "说话有障碍", "左眼弱视", "贫血", "口吃矫正", "色盲"), "label"),
        **dict.fromkeys(("眼睛看不见，要收音机", "听不见，想要助听器", "从小听不见的孩子", "困难学生的台灯", "家里很困难"), "label"),
        **dict.fromkeys(("妈妈不在了", "爸爸妈妈都不在了", "奶奶也不在了", "父母已经不在人世", "爸妈分开了", "爸爸和妈妈分开住"), "family"),
        **dict.fromkeys(("爸妈离婚没人管", "爸爸坐牢，要书包", "妈妈改嫁了", "妈妈跑了，要书包", "爸爸死得早"), "family"),
        **dict.fromkeys(("微信wx13800", "加我QQ 123456", "一三八零零零零五六七八", "书包，微信同号", "abc@qq.com"), "contact"),
        **dict.fromkeys(("1380 000 5678", "打13800005678", "138.0000.5678", "１３８-００００-５６７８", "420115201603050012"), "number"),
    },
    "old": {
        **dict.fromkeys(
            ("偏瘫在床要护理垫", "低保户要棉被", "艾滋病的药", "糖尿病人的鞋", "瘫痪老伴的轮椅", "残疾人的拐杖", "五保老人"), "label"
        ),
        **dict.fromkeys(("腿脚不便，要拐杖", "独居，要收音机", "失独，想有人陪", "聋人用的闹钟"), "label"),
        **dict.fromkeys(("冯满仓的锅", "满仓要锅"), "name"),
        **dict.fromkeys(("给上徐小学的孙女买书包", "给孙子买二年级的书包"), "school"),
        **dict.fromkeys(("孙子爸妈离异，要书包", "孙子的妈妈不在了"), "family"),
        **dict.fromkeys(("孙子有白化病，要防晒霜", "给听不见的孙子买助听器，听不见的孩子"), "label"),
        **dict.fromkeys(("锅，加微信fmc1950",), "contact"),
    },
}


def told(content: str, whose: str, kids: Kids = NOBODY, **more: Any) -> dict[str, str]:
    found = tells(Words(content, **more), BOY if whose == "child" else OLD, ("汪春生",), child=whose == "child", kids=kids)
    return {one.what: one.word for one in found}


@pytest.mark.parametrize(("whose", "content"), [(whose, content) for whose, some in HANGS.items() for content in some])
def test_ordinary_wishes_may_hang(whose: str, content: str) -> None:
    assert told(content, whose) == {}


@pytest.mark.parametrize(
    ("whose", "content", "what"), [(whose, content, what) for whose, some in TELLS.items() for content, what in some.items()]
)
def test_words_that_tell_are_found(whose: str, content: str, what: str) -> None:
    assert what in told(content, whose)


def test_the_wishes_of_the_sample_may_hang() -> None:
    for one in json.loads(resource("samples/wishes.json").read_text(encoding="utf-8")):
        found = told(one["content"], one["whose"], spec=one.get("spec"), quantity=one.get("quantity"))
        assert found == {}, one["content"]


def test_every_word_in_the_way_is_named_at_once() -> None:
    assert told("偏瘫在床要护理垫，低保户，艾滋病", "old") == {"label": "低保户，偏瘫，艾滋"}


def test_an_illness_no_list_names_is_named_with_the_others() -> None:
    assert told("低保户，脑膜炎后遗症，发育迟缓", "child") == {"label": "低保户，后遗症，脑膜炎，发育迟缓"}


def test_no_word_is_found_across_two_parts() -> None:
    assert told("风筝，要大", "child", spec="病号服那种蓝") == {}


def test_a_grown_up_may_hang_under_his_given_name_alone() -> None:
    assert told("锅", "old", public_name="满仓") == {}
    assert told("锅", "old", public_name="冯满仓") == {"name": "冯满仓"}


def test_children_around_are_told_by_nobodys_wish() -> None:
    near = Kids((kid_of(BOY),), ("汪晨曦", "徐小芽"))
    for content, what in (("给晨曦买书包", "kid"), ("给曦曦的书包", "kid"), ("chenxi的书包", "kid"), ("徐小芽的书包", "kid")):
        assert what in told(content, "old", near), content
    assert told("小芽的书包", "old", near) == {}, "of children elsewhere the whole name tells"
    assert told("送到中心小学", "old", near) == {"school": "中心小学"}
    assert told("去葛店镇卫生院拿东西", "old", near) == {}
    assert told("汪家组的路灯", "old", near) == {}
    assert told("汪家组的孙子要书包", "old", near) == {"group": "汪家组"}


@pytest.mark.parametrize(
    ("alias", "own"),
    [
        *(("晨曦", True), ("小晨曦", True), ("汪晨曦", True), ("晨 曦", True), ("Chenxi", True), ("小chenxi", True), ("chen xi", True)),
        *(("晨希", True), ("晨·曦", True), ("小曦", False), ("小树", False), ("曦", False), ("小太阳", False), ("Lucky", False)),
    ],
)
def test_an_alias_that_is_the_real_name(alias: str, own: bool) -> None:
    assert is_own_name(alias, "汪晨曦") is own


@pytest.mark.parametrize(("alias", "own"), [("小满", False), ("满", True), ("满满", True), ("汪满", True), ("man", True), ("小树", False)])
def test_of_a_name_of_one_letter_small_and_the_letter_may_stand(alias: str, own: bool) -> None:
    assert is_own_name(alias, "汪满") is own


# -- at a desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with quick_desk(tmp_path_factory.mktemp("words")) as found:
        yield found


@pytest.fixture
def session(desk: Database) -> Iterator[Session]:
    with thrown_away(desk) as found:
        yield found


def put_on_wall(session: Session, content: str, who: str, **more: Any) -> str:
    made = noted(session, content, who, **more)
    wishes.approve(session, made.id, ON, by=BY, sure=True)
    wishes.publish(session, made.id, ON, by=BY)
    return made.id


def kept(session: Session, record: Any) -> str:
    record.author = author_of(session)
    session.add(record)
    session.flush()
    return str(record.id)


def home(session: Session, **more: Any) -> str:
    return kept(session, Household.model_validate(HouseholdDraft(**more), update={"author": author_of(session)}))


@pytest.mark.parametrize("tie", ["household", "kin", "kin of the child", "guardian", "none"])
def test_a_grandmothers_wish_tells_nothing_of_the_child(session: Session, tie: str) -> None:
    house = home(session, head_name="汪大伯") if tie == "household" else None
    boy = child(session, agreed=False, household_id=house)
    old = person(session, "徐桂香", 70, sex="female", household_id=house)
    author = {"author": author_of(session)}
    if tie.startswith("kin"):
        whose, other = (old, boy) if tie == "kin" else (boy, old)
        kept(session, Kin.model_validate(KinDraft(resident_id=whose, kin_resident_id=other, relation="grandson"), update=author))
    if tie == "guardian":
        drafted = GuardianDraft(resident_id=boy, guardian_resident_id=old, name="徐桂香")
        kept(session, Guardian.model_validate(drafted, update=author))
    with pytest.raises(DeskError, match="汪小满"):
        put_on_wall(session, "给汪小满买书包", old)
    for content in ("小满要的书包", "送到上徐小学"):
        if tie != "none":
            with pytest.raises(DeskError):
                put_on_wall(session, content, old)
    put_on_wall(session, "给孙子的书包", old)


def test_a_households_wish_tells_nothing_of_child_or_head(session: Session) -> None:
    first, second = home(session, head_name="汪大伯"), home(session, head_name="汪大伯")
    child(session, agreed=False, household_id=second)
    session.get_one(Household, session.exec(_key(first)).one()).merged_into = second
    session.flush()
    for content, word in (("给小满买书包", "小满"), ("上徐小学的书包", "上徐小学"), ("汪大伯要锅", "汪大伯"), ("低保户要锅", "低保户")):
        made = wish_noting.note(session, WishDraft(household_id=first, content=content), ON, by=BY)
        wishes.approve(session, made.id, ON, by=BY, sure=True)
        with pytest.raises(DeskError, match=word):
            wishes.publish(session, made.id, ON, by=BY)
    made = wish_noting.note(session, WishDraft(household_id=first, content="锅"), ON, by=BY)
    wishes.approve(session, made.id, ON, by=BY, sure=True)
    wishes.publish(session, made.id, ON, by=BY)


def _key(household: str) -> Any:
    from sqlmodel import select

    return select(Household.key).where(Household.id == household)


def test_the_real_name_is_refused_where_an_alias_is_typed(session: Session) -> None:
    fields = {"name": "汪晨曦", "birth_date": "2016-03-05", "birth_precision": "day", "alias": "晨曦"}
    with pytest.raises(AliasTells, match="晨曦"):
        add_resident(session, PersonDraft(fields, frozenset({"child_in_need"})), ON)
    made = add_resident(session, PersonDraft(fields | {"alias": "小树"}, frozenset({"child_in_need"})), ON)
    with pytest.raises(AliasTells):
        change_resident(session, made.id, PersonDraft({"alias": "Chenxi"}), ON)
    with pytest.raises(DeskError, match="真名"):
        noted(session, "画笔", made.id, public_name="晨曦")
    wish = noted(session, "画笔", made.id)
    with pytest.raises(DeskError, match="真名"):
        wish_noting.change(session, wish.id, {"public_name": "小晨曦"}, ON)
    grown = PersonDraft(
        {"name": "冯满仓", "birth_date": "1950-03-05", "birth_precision": "day", "alias": "满仓"}, frozenset({"living_alone"})
    )
    add_resident(session, grown, ON)


def test_an_alias_of_old_that_is_the_real_name_keeps_a_wish_off_the_wall(session: Session) -> None:
    boy = child(session, alias="小满")
    with pytest.raises(DeskError, match="真名"):
        put_on_wall(session, "画笔", boy)
    wish = noted(session, "彩笔", boy)
    wish_noting.change(session, wish.id, {"spec": "24色"}, ON)
    published(session, "跳绳", boy, public_name="小树")
