"""The day in China, where the plan's bodies are."""

from __future__ import annotations

import argparse
import datetime
import re

CHINA = datetime.timezone(datetime.timedelta(hours=8))


def clock_day() -> datetime.date:
    """The day of the clock: what a command takes as today where it is given none."""
    return datetime.datetime.now(tz=CHINA).date()


def given_day(text: str) -> datetime.date:
    """A day given to a command, YYYY-MM-DD.

    Raises:
        ArgumentTypeError: it is none.
    """
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"“{text}”不是日期，写成 2025-12-31 这样")
