"""Empty forms as counties send them: a list with everything below it, and a page for one person."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

THIN = Border(*(Side(style="thin"),) * 4)
HEADS = ("序号", "姓名", "性别", "年龄", "身份证号码", "家庭住址", "姓名", "联系电话", "月补贴（元）", "县里用")


# long: one form, cell after cell
def list_form(path: Path, rows: int = 5) -> Path:
    """Write an empty list: title, furniture, headings on two rows, `rows` blank rows, totals, signatures, rules, a second sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "老人统计表"
    sheet.merge_cells("A1:J1")
    sheet["A1"] = "2026年昌江区空巢老人统计表"
    sheet["A1"].font = Font(name="方正小标宋", size=18, bold=True, color="FF112233")
    sheet.row_dimensions[1].height = 33
    sheet.merge_cells("A2:J2")
    sheet["A2"] = "填报单位（盖章）：_________   填报日期：   年  月  日"
    for column in (1, 2, 3, 4, 5, 6, 9, 10):
        sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    for column, text in enumerate(HEADS, 1):
        sheet.cell(4 if column in (7, 8) else 3, column, text)
    sheet.merge_cells("G3:H3")
    sheet["G3"] = "子女"
    for row in range(3, 5 + rows + 1):
        for column in range(1, 11):
            cell = sheet.cell(row, column)
            cell.border, cell.alignment = THIN, Alignment(wrap_text=True, horizontal="center")
    for row in range(5, 5 + rows):
        sheet.row_dimensions[row].height = 27.5
        sheet.cell(row, 5).number_format = "@"
        sheet.cell(row, 10).fill = PatternFill("solid", fgColor="FFFFEECC")
        sheet.cell(row, 10, f"=IF(I{row}>100,1,0)")
    last = 4 + rows
    sheet.merge_cells(start_row=last + 1, end_row=last + 1, start_column=1, end_column=2)
    sheet.cell(last + 1, 1, "合计")
    sheet.cell(last + 1, 9, f"=SUM(I5:I{last})")
    sheet.cell(last + 1, 9).font = Font(bold=True)
    sheet.row_dimensions[last + 1].height = 40
    sheet.merge_cells(start_row=last + 2, end_row=last + 2, start_column=1, end_column=10)
    sheet.cell(last + 2, 1, "单位负责人（签名）：        复核人（签名）：        填表人：        ")
    sheet.cell(last + 3, 1, "注：本表一式两份。").comment = Comment("县里的话", "县")
    sheet.cell(last + 3, 4, f"=I{last + 1}*2")
    sex = DataValidation(type="list", formula1='"男,女"')
    sex.add(f"C5:C{last}")
    sheet.add_data_validation(sex)
    sheet.conditional_formatting.add(f"I5:I{last}", CellIsRule(operator="greaterThan", formula=["500"], font=Font(color="FFFF0000")))
    sheet.print_area = f"A1:J{last + 3}"
    sheet.print_title_rows = "3:4"
    sheet.page_setup.orientation = "landscape"
    other = book.create_sheet("汇总")
    other["A1"] = "全部"
    other["B1"] = f"=SUM(老人统计表!I5:I{last})"
    other["B2"] = f"=老人统计表!I{last + 1}"
    book.defined_names["补贴"] = DefinedName("补贴", attr_text=f"老人统计表!$I$5:$I${last}")
    book.save(path)
    return path


def page_form(path: Path) -> Path:
    """Write an empty page for one person."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "登记表"
    sheet.merge_cells("A1:F1")
    sheet["A1"] = "留守儿童登记表（{姓名}）"
    sheet["A2"], sheet["E2"] = "填报单位：", "填表人（签名）："
    for row, labels in ((3, ("姓名", "性别", "出生日期")), (4, ("身份证号", "家庭住址", "学校年级"))):
        for at, label in enumerate(labels):
            sheet.cell(row, 1 + at * 2, label).border = THIN
            sheet.cell(row, 2 + at * 2).border = THIN
    sheet.merge_cells("A5:A6")
    sheet["A5"] = "父亲"
    sheet["B5"], sheet["D5"] = "姓名", "务工地点"
    sheet["B6"] = "联系电话"
    sheet.merge_cells("C6:F6")
    sheet["A8"] = "村委会意见："
    sheet.row_dimensions[3].height = 30
    book.save(path)
    return path
