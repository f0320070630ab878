"""What came back and is not for the public: who signed, telephones, pictures. Into a folder that no build opens.

One file a round and recipient, and the pictures beside it. Nothing of it goes into data/, into a log or a
message.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence

from macros.forms.gather import Gathered
from macros.forms.pictures import Picture

OTHERS = "其他"


def _safe(name: str) -> str:
    """A part's name as a file's name."""
    return re.sub(r"[^0-9A-Za-z._\u4e00-\u9fff-]", "_", name)[-60:].lstrip(".") or "file"


def _kept(place: str, found: Sequence[Picture]) -> Iterator[tuple[str, Picture]]:
    for picture in found:
        digest = hashlib.sha256(picture.content).hexdigest()[:8]
        yield f"{place}/{digest}-{_safe(picture.name)}", picture


def internal_files(gathered: Gathered, round_id: str) -> dict[str, bytes]:
    """The files for the internal folder: path below it to content. Every picture is in it once."""
    files: dict[str, bytes] = {}
    noted: dict[str, list[dict[str, object]]] = {}
    for file in gathered.files:
        slugs = [each.form.slug for each in file.returned] or [OTHERS]
        for number, slug in enumerate(slugs):
            # A workbook with several forms has its pictures noted with the first.
            places = dict(_kept(f"{round_id}/{slug}", file.pictures if number == 0 else ()))
            files |= {name: picture.content for name, picture in places.items()}
            signed = dict(file.returned[number].signed) if file.returned else {}
            if not signed and not places:
                continue
            note: dict[str, object] = {"收到的文件": file.name}
            if file.returned:
                form = file.returned[number].form
                note |= {"轮次": form.round.title, "单位": form.body.name}
                note |= {"成员": form.member.name} if form.member else {}
            note["表末"] = signed
            note["图片和附件"] = [
                {"文件": name.removeprefix(f"{round_id}/"), "格子": picture.cell} for name, picture in places.items()
            ]
            noted.setdefault(slug, []).append(note)
    for slug, notes in noted.items():
        files[f"{round_id}/{slug}.json"] = json.dumps(notes, ensure_ascii=False, indent=2).encode()
    return files
