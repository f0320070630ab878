"""What is wrong with a returned workbook: where a person sees it, what it is, and what to write."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to mend, or to look at, in a returned file.

    Attributes:
        file: its path below the folder of returns.
        sheet: the name on the tab; "" where the whole file is meant.
        cell: as the spreadsheet names it, as in D7; "" where the whole sheet or file is meant.
        wrong: what is wrong, in Chinese.
        remedy: what to do; followed to the letter it works.
        kind: one word for the kind, for counts and tests.
        asks: it is no mistake but can hardly be true: 请核对.
        blocks: until it is mended or answered the return waits; a mere question does not block.
        write: exactly what to write into the cell, where there is one thing to write; "" where only its
            writer can know.
        about, key: the request and the column that it speaks of, to find its cell in a fresh copy; "" where it
            speaks of no one cell.
    """

    file: str
    sheet: str
    cell: str
    wrong: str
    remedy: str
    kind: str
    asks: bool = False
    blocks: bool = True
    write: str = ""
    about: str = ""
    key: str = ""

    @property
    def where(self) -> str:
        """The place in words; "" for the whole file."""
        if not self.sheet:
            return ""
        return f"工作表“{self.sheet}”第 {self.cell} 格" if self.cell else f"工作表“{self.sheet}”"

    @property
    def says(self) -> str:
        """Place, fault and remedy in one line."""
        place = f"{self.where}：" if self.sheet else ""
        asked = "请核对：" if self.asks else ""
        return f"{place}{asked}{self.wrong}（{self.remedy}）"

    def __str__(self) -> str:
        return f"{self.file}：{self.says}"


def fault(kind: str, wrong: str, remedy: str) -> Fault:
    """A fault of a whole file whose name the caller gives later."""
    return Fault("", "", "", wrong, remedy, kind)
