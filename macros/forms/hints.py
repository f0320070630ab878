"""What the program says and refuses while somebody types. A pasted cell passes it by: all is checked on return."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from macros.judged.asked import Request
from macros.judged.cells import Cell

_SAYS = {
    "as_of": ("截至日期", "写成 2025-12-31 这样；与已写上的日子不同的，改成实际的日子"),
    "evidence": ("佐证材料", "名称、文号或者网址；没有依据的数不登"),
    "why": ("原因", "没有数的、改已报的、检查时请核对而无误的，在这里写原因或依据"),
}


def hint(sheet: Worksheet, row: int, column: int, key: str, cell: Cell, request: Request) -> None:
    """Put a drop-down, a rule for numbers or a hint on one cell; words and lists within what .xls can hold."""
    if cell.options:
        sheet.data_validation(
            row,
            column,
            row,
            column,
            {
                "validate": "list",
                "source": list(cell.options),
                "error_title": "从下拉里选",
                "error_message": f"只能选：{'、'.join(cell.options)}",
            },
        )
    elif cell.digits:
        unit = "%" if request.target is None else request.target.unit or ""
        told = {
            "input_title": "只写数字",
            "input_message": f"单位：{unit}。不写单位、逗号、“约”，15% 写 15；结果是零写 0",
        }
        wrong = {"error_title": "只写数字", "error_message": "写成 1200 或 12.5 这样；没有数的，改选“有没有数”"}
        rule = {"validate": "decimal", "criteria": ">=", "value": 0}
        sheet.data_validation(row, column, row, column, rule | told | wrong)
    elif key in _SAYS:
        title, words = _SAYS[key]
        told = {"validate": "any", "input_title": title, "input_message": words}
        sheet.data_validation(row, column, row, column, told)
