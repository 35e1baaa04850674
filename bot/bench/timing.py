"""Whether two kinds of call can be told apart by the time that they take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np


@dataclass(frozen=True)
class Difference:
    """Of two samples of seconds.

    `odds`: that a call of the first takes longer than one of the second, 0.5 when nobody could
    tell; `low` and `high` hold it in 95 of 100 runs; `mann_whitney_p` and `kolmogorov_smirnov_p`
    are how often chance alone would show as much difference; `median_ms` is first minus second.
    """

    odds: float
    low: float
    high: float
    mann_whitney_p: float
    kolmogorov_smirnov_p: float
    median_ms: float

    @classmethod
    def of(cls, first: Sequence[float], second: Sequence[float]) -> Difference:
        """From each call's seconds.

        Raises:
            ValueError: a sample is empty.
        """
        if not first or not second:
            raise ValueError("no call was made: nothing to compare")
        # 40 MiB that the other commands, the server's above all, do without.
        from scipy.stats import ks_2samp, mannwhitneyu

        test = mannwhitneyu(first, second)
        odds = float(test.statistic) / (len(first) * len(second))
        spread = 1.96 * _standard_error(odds, len(first), len(second))
        return cls(
            odds=odds,
            low=max(0.0, odds - spread),
            high=min(1.0, odds + spread),
            mann_whitney_p=float(test.pvalue),
            kolmogorov_smirnov_p=float(ks_2samp(first, second).pvalue),
            median_ms=float(np.median(first) - np.median(second)) * 1000,
        )

    def as_dict(self) -> dict[str, float]:
        """For JSON, rounded to what means anything."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


def _standard_error(odds: float, first: int, second: int) -> float:
    """Of the area under the curve, after Hanley and McNeil (1982)."""
    q1, q2 = odds / (2 - odds), 2 * odds**2 / (1 + odds)
    variance = odds * (1 - odds) + (first - 1) * (q1 - odds**2) + (second - 1) * (q2 - odds**2)
    return float(np.sqrt(max(variance, 0.0) / (first * second)))
