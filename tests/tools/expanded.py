"""The site's pages as static Markdown, for builders that know no macros: python -m tests.tools.expanded PROJECT FOLDER.

A page's source stays as committed; only the macro calls, which stand alone on their lines, are replaced by
the HTML that they have on the built page. So nothing need be known of how the site makes it.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CALL = re.compile(r"^\{\{ .+ \}\}$", re.MULTILINE)
HOOK = '''
import re, mkdocs.plugins
CALL = re.compile(r"^\\{\\{ .+ \\}\\}$", re.MULTILINE)

@mkdocs.plugins.event_priority(100)
def on_page_markdown(markdown, **_):
    """Fence every macro call in with elements (the site drops comments), before any plugin reads it."""
    count = iter(range(10**6))
    def fenced(match):
        number = next(count)
        start, end = (f'<div data-{word}="{number}"></div>' for word in ("call", "end"))
        return f"{start}\\n\\n{match.group()}\\n\\n{end}"
    return CALL.sub(fenced, markdown)
'''


def expanded(project: Path, folder: Path, *options: str) -> Path:
    """Write docs/ of `project` below `folder` with every macro call expanded.

    Args:
        project: left as it is; a copy of it is built.
        folder: must not exist.
        options: further words for the project's build command.

    Raises:
        RuntimeError: the build failed, or a macro call was not found on its built page.
    """
    with tempfile.TemporaryDirectory() as made:
        copy, site = Path(made, "project"), Path(made, "site")
        shutil.copytree(project, copy, symlinks=True)
        (copy / "fences.py").write_text(HOOK, encoding="utf-8")
        config = copy / "mkdocs.yml"
        text = re.sub(r"^hooks:\n", "hooks:\n  - fences.py\n", config.read_text(encoding="utf-8"), flags=re.MULTILINE)
        config.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "scripts.build", "--site", str(site), *options]
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        shutil.copytree(project / "docs", folder)
        for path in folder.rglob("*.md"):
            html = (site / path.relative_to(folder)).with_suffix(".html").read_text(encoding="utf-8")
            pattern = r'<div data-call="([0-9]+)"></div>\n*(.*?)\n*<div data-end="\1"></div>'
            shown = dict(re.findall(pattern, html, re.DOTALL))
            page = path.read_text(encoding="utf-8")
            calls = CALL.findall(page)
            if len(calls) != len(shown):
                raise RuntimeError(f"{path}: {len(calls)} macro calls, {len(shown)} on the built page")
            values = iter(shown[str(number)] for number in range(len(calls)))
            page = CALL.sub(lambda _: f"\n{next(values)}\n", page)  # noqa: B023 (used at once)
            if "{{" in page:
                raise RuntimeError(f"{path}: a macro call that does not stand alone on its line")
            path.write_text(page, encoding="utf-8")
    return folder


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path, help="a whole project, as tests.tools.grown makes it")
    parser.add_argument("folder", type=Path, help="where the pages go; must not exist")
    args = parser.parse_args()
    print(expanded(args.project.resolve(), args.folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
