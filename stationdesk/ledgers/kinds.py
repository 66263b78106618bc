"""What kind of ledger a sheet is, by its title, its columns and what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stationdesk.ledgers.labels import Meaning

_PAIRING_TITLE = re.compile(
    r"结对|爱心妈妈|帮扶(?:台账|责任|一览|登记|情况|花名册|对接|安排|名单)|包保(?:责任)?(?:表|台账|名单|一览)|代理家长|联系卡"
)
_WISH_TITLE = re.compile(r"心愿|圆梦")
_VISIT_TITLE = re.compile(r"走访|探访|巡访|家访|慰问|入户记录|日联络|回访|联系记录|访视")
_RESIDENT_TITLE = re.compile(r"花名册|排查|底册|信息|登记|摸底|名册|台账|底数|基本情况|统计表|名单")
_OTHER_TITLE = re.compile(
    r"发放|签收|签到|值班|物资|捐赠|活动(?:登记|记录|台账)|志愿者(?:花名册|名册|名单|信息|台账|登记)|干部(?:花名册|名册|通讯录|名单)|通讯录|经费|积分|培训|党员(?:花名册|名册)|帮扶人(?:花名册|名册)|服务队|村干部"
)
_COUNTING = re.compile(r"[人户](?:数)?[)）]?$|数$|合计|总数|占比|比例")


def kind_of_ledger(title: str, columns: Iterable[Meaning], labels: Iterable[str]) -> str | None:
    """Return residents, pairings, wishes, visits, or None for a sheet that lists none of these.

    `title` is everything said above the header, the sheet's and the file's name; `labels` the header's lowest labels.
    """
    meanings = list(columns)
    about = {(m.person, m.field) for m in meanings}
    fields = {m.field for m in meanings}
    selves = {f for p, f in about if p in ("", "self")}
    if not ({"name", "id_no", "disability_no"} & selves or ("head", "name") in about):
        return None
    counting = sum(bool(_COUNTING.search(label)) for label in labels)
    elsewhere = sum(m.field == "elsewhere" for m in meanings)
    scores = {
        "residents": _resident_score(title, selves, about),
        "pairings": _pairing_score(title, about, fields),
        "wishes": _wish_score(title, meanings, fields),
        "visits": _visit_score(title, fields),
    }
    kind = max(scores, key=lambda name: (scores[name], name == "residents"))
    strange = 3 * elsewhere + (5 if _OTHER_TITLE.search(title) else 0) + (2 * counting if counting > 2 else 0)
    return kind if scores[kind] >= 2 and scores[kind] > strange else None


def _resident_score(title: str, selves: set[str], about: set[tuple[str, str]]) -> float:
    worth = {
        "id_no": 4,
        "disability_no": 5,
        "birth": 3,
        "sex": 1,
        "age": 1,
        "address": 1,
        "village_group": 1,
        "phone": 1,
        "health": 2,
        "relation_to_head": 3,
        "disability_kind": 2,
        "disability": 2,
        "disability_grade": 2,
        "living": 2,
        "self_care": 2,
        "care_grade": 2,
        "school": 2,
        "ethnicity": 2,
        "education": 1,
        "category": 1,
        "flag": 1,
        "works_at": 1,
        "marital": 1,
        "household_no": 1,
        "need": 1,
        "wish": 0.5,
    }
    score: float = sum(worth.get(field, 0) for field in selves)
    score += 1 if any(p in ("guardian", "father", "mother", "parents", "kin") for p, _f in about) else 0
    return score + (1 if _RESIDENT_TITLE.search(title) else 0) + (0.5 if "name" in selves else 0)


def _pairing_score(title: str, about: set[tuple[str, str]], fields: set[str]) -> float:
    helper = {f for p, f in about if p == "helper"}
    if not helper:
        return 0
    score = 1.5 * len(helper) + (4 if "pair_date" in fields else 0) + (5 if _PAIRING_TITLE.search(title) else 0)
    return score + (1 if "org" in fields else 0)


def _wish_score(title: str, meanings: list[Meaning], fields: set[str]) -> float:
    if "wish" not in fields and not (_WISH_TITLE.search(title) and "need" in fields):
        return 0
    more = sum(m.field == "wish_more" for m in meanings)
    return (2 if more else 0) + 3 * more + (6 if _WISH_TITLE.search(title) else 0)


def _visit_score(title: str, fields: set[str]) -> float:
    score = (
        4 * ("visit_text" in fields)
        + 3 * ("visitor" in fields)
        + 3 * ("visit_date" in fields)
        + 2 * ("visit_mode" in fields)
        + ("visit_more" in fields)
    )
    return score + (4 if _VISIT_TITLE.search(title) and score >= 3 else 0)
