"""Every contestant at every size in turn, round after round, so that a busy minute falls on all alike."""

from __future__ import annotations

import platform
import sys
import tempfile
from collections import defaultdict
from collections.abc import Collection, Sequence
from importlib import metadata
from pathlib import Path

from tests.tools.contestants import VENV, Contestant, contestants
from tests.tools.measure import Cost, RunError, measure, median
from tests.tools.report import Results

FOR_ALL = 10
"""Times the plan up to which the other builders run too."""


def versions() -> list[str]:
    """What is compared, with versions."""
    site = next(VENV.glob("lib/python*/site-packages"), VENV)
    theirs = {found.name: found.version for found in metadata.distributions(path=[str(site)])}
    return [
        f"Python {platform.python_version()}",
        *(f"{name} {metadata.version(name)}" for name in ("mkdocs", "mkdocs-material")),
        *(f"{name} {theirs.get(name, 'could not be had')}" for name in ("zensical", "hugo")),
    ]


def one_run(one: Contestant, timeout: float) -> Cost:
    """One build from a cleared folder.

    Raises:
        RunError: it cannot be had, did not end well, or made fewer pages than there are.
    """
    if one.missing:
        raise RunError(one.missing)
    one.clear()
    cost = measure(one.command, one.folder, one.env, timeout)
    if wrong := one.short():
        raise RunError(wrong)
    return cost


def race(times: Sequence[int], rounds: int, only: Collection[str], timeout: float) -> Results:
    """Measure everyone named in `only`, or all; the first run of each warms up and is not counted.

    Args:
        times: sizes of the plan.
        timeout: seconds after which one run is ended; whoever fails once is left out from then on.
    """
    costs: dict[tuple[int, str], list[Cost]] = defaultdict(list)
    failed: dict[tuple[int, str], str] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        everyone = [
            (size, one)
            for size in times
            for one in contestants(Path(folder, str(size)), size, others=size <= FOR_ALL)
            if not only or one.name in only
        ]
        for number in range(rounds + 1):
            for size, one in everyone:
                key = size, one.name
                if key in failed:
                    continue
                try:
                    cost = one_run(one, timeout)
                except RunError as error:
                    failed[key] = str(error)
                    print(f"{number} {size}× {one.name}: {error}", file=sys.stderr)
                    continue
                if number:
                    costs[key].append(cost)
                print(f"{number} {size}× {one.name}: {cost.cpu:.2f} s, {cost.peak / 1e6:.0f} MB", file=sys.stderr)
    return {**failed, **{key: median(found) for key, found in costs.items() if key not in failed}}
