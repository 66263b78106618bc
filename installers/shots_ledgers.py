"""Pictures of ledgers of visits, wishes and pairings being taken in: what is asked, what is told, the person's wishes afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter

from installers.shots_stage import ALL, USUAL, Stage, settle
from installers.shots_village import Village

VISITS = [
    ["桃源村2026年走访慰问记录表"],
    ["序号", "走访时间", "走访对象", "走访人", "方式", "走访内容", "存在问题", "解决情况"],
    [1, "9月13日", "程来福", "叶水英、朱秀英", "上门", "陪老人聊天，打扫卫生", "屋顶漏水", "已转办"],
    [2, "9月14日", "汪桂花", "同上", "打电话", "了解身体情况，叮嘱按时吃药", "无", None],
    [3, "2月30日", "方大山", "盛春花", "视频", "送去慰问金和药品", None, None],
    [4, "9月16日", "全体老党员", "程建国", "上门", "重阳慰问", None, None],
    [5, "9月17日", "方大山", "盛春花", "飞鸽传书", "询问收成", "没有米了", "已送到"],
]
WISHES = [
    ["桃源村微心愿征集认领汇总表（2026年）"],
    ["编号", "心愿人", "性别", "年龄", "微心愿", "预算（元）", "征集时间", "认领单位", "认领时间", "实现情况"],
    ["001", "汪小雨", "女", 9, "想要一套《西游记》", "100元", "2026.5.18", "团县委", "2026.5.27", "已认领"],
    ["002", "欧阳火根", "男", 87, "想要一个电饭锅", "约300元", "2026.6.18", "区执法局", "2026.6.28", "已圆梦"],
    ["003", "占天佑", "男", 8, "想和在外地的爸爸视频", None, "2026.8.11", None, None, "待认领"],
]
PAIRS = [
    ["下溪村“爱心妈妈”结对关爱台账"],
    ["序号", "儿童姓名", "性别", "年龄", "儿童类别", "爱心妈妈", "工作单位", "联系电话", "结对时间"],
    [1, "黄小甄", "男", 13, "孤儿", "黄冬梅", "团县委", "13678180000", "2023.1.3"],
    [2, "刘欣荣", "男", 6, "困境", "洪银花", "区融媒体中心", "13878020000", "2023年3月8日"],
]
RED = (2, 4)
"""Rows of the visits that are marked red, from 0."""


def written(folder: Path) -> list[Path]:
    """Write the ledgers: visits with red rows, wishes, and pairings of another village."""
    found = []
    for name, rows in (("桃源村走访记录.xlsx", VISITS), ("桃源村微心愿.xlsx", WISHES), ("下溪村结对台账.xlsx", PAIRS)):
        book = xlsxwriter.Workbook(str(folder / name))
        sheet, red = book.add_worksheet("Sheet1"), book.add_format({"bg_color": "#FF0000"})
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row, red if rows is VISITS and at in RED else None)
        book.close()
        found.append(folder / name)
    return found


def kinds(stage: Stage, full: Village) -> None:
    """Take the import of each kind, and the questions."""
    files = written(stage.room)
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("import")
            page: Any = window.page("import")
            page.open(files)
            settle(full.desk.jobs)
            for number, name in enumerate(("visits", "wishes", "pairings")):
                page.sheet.go_to_table(number)
                stage.shoot(f"import-{name}", dress, window, full.desk.jobs)
            if page.sheet.head.ask.isVisible():
                page.sheet.to_questions()
                stage.shoot("import-matters", dress, window, full.desk.jobs)


def told(stage: Stage, empty: Village) -> None:
    """Take the end of such an import, and a person with a wish; this changes the village."""
    files = written(stage.room)
    for dress in USUAL:
        with stage.window(empty.desk, dress) as window:
            window.open("import")
            page: Any = window.page("import")
            page.open(files)
            settle(empty.desk.jobs)
            page.work.apply()
            settle(empty.desk.jobs)
            stage.shoot("import-told", dress, window, empty.desk.jobs)
            window.open("residents")
            stage.shoot("person-wishes", dress, window, empty.desk.jobs)
            page.end.undo.emit()
            settle(empty.desk.jobs)
