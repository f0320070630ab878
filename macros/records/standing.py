"""Which records count: all but the corrected, the withdrawn and the withdrawals themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from macros.records.progress import Report


@dataclass(frozen=True)
class Standing:
    """What became of the records.

    Attributes:
        corrected: the id of a corrected record to that of its correction, withdrawn corrections apart:
            where the correction is taken back, what it corrected stands again.
        withdrawn: the id of a record taken back to that of its withdrawal.
        counting: the ids of the records that count.
    """

    corrected: Mapping[str, str]
    withdrawn: Mapping[str, str]
    counting: frozenset[str]


def standing(reports: Iterable[Report]) -> Standing:
    """Find which records count."""
    reports = list(reports)
    withdrawn = {report.withdraws: report.id for report in reports if report.withdraws}
    corrected = {report.corrects: report.id for report in reports if report.corrects and report.id not in withdrawn}
    counting = frozenset(
        report.id
        for report in reports
        if not report.withdraws and report.id not in withdrawn and report.id not in corrected
    )
    return Standing(corrected, withdrawn, counting)
