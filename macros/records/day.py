"""The day in China, where the plan's bodies are."""

from __future__ import annotations

import datetime

CHINA = datetime.timezone(datetime.timedelta(hours=8))


def clock_day() -> datetime.date:
    """The day of the clock: what a command takes as today where it is given none."""
    return datetime.datetime.now(tz=CHINA).date()
