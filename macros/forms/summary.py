"""What one run of the intake says on the console: short, and without anybody's name or number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from macros.forms.fault import Fault
from macros.forms.intake import Options, Taken
from macros.forms.lists import degree
from macros.records.refused import named

_SHOWN = 12
"""So many faults of one file are said; the list in the folder has all."""


def lines(found: Taken, options: Options) -> Iterator[str]:
    """Every file with what is wrong with it, and what changes."""
    for file in found.gathered.files:
        faults = [*file.faults, *(fault for each in file.returned for fault in each.faults)]
        titles = "、".join(dict.fromkeys(each.form.title for each in file.returned))
        yield f"{file.name}{f'（{titles}）' if titles else ''}：{_state(file.returned, faults)}"
        for fault in faults[:_SHOWN]:
            yield f"  {degree(fault)}　{fault.says}"
        if len(faults) > _SHOWN:
            yield f"  另有 {len(faults) - _SHOWN} 处，见问题清单"
    for name in found.gathered.skipped:
        yield f"{name}：表格软件的临时文件，没有读取"
    for name in found.kept:
        place = named(options.outbox / name, options.root)
        yield f"{place}：上一次退回的表有人改过，没有丢，换了这个名称；要交的放进收表的文件夹"
    if found.preview:
        yield ""
        yield from found.preview.rstrip("\n").split("\n")
        yield ""


def _state(returned: Sequence[object], faults: Sequence[Fault]) -> str:
    blocked = [fault for fault in faults if fault.blocks]
    asked = [fault for fault in faults if fault.asks]
    if blocked:
        return f"有 {len(blocked)} 处要先改正或核对，退回"
    if not returned:
        return "没有读到填报的内容"
    return f"可以登记，有 {len(asked)} 处请核对" if asked else "没有问题"


def last_line(found: Taken, options: Options) -> str:
    """The whole in one line."""
    files = len(found.gathered.files)
    if files == 0:
        return f"{named(options.inbox, options.root)} 里没有文件：把收到的填报表放进去，再运行一次。"
    wrote = "会登记" if options.dry else "登记"
    said = f"收到 {files} 个文件：{wrote} {found.records} 条记录"
    if found.faulty:
        said += (
            f"；{found.faulty} 个文件要改，见 {named(options.outbox, options.root)}"
            if not options.dry
            else f"；{found.faulty} 个文件要改"
        )
    else:
        said += "，没有要改的"
    said += f"；还有 {found.missing} 个单位没有报齐" if found.missing else "；各单位都报齐了"
    return f"{said}。{'（试运行，什么也没有写）' if options.dry else ''}"
