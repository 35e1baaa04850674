"""Figures of one run of calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np


@dataclass(frozen=True)
class Speed:
    """Latencies in milliseconds and the calls answered in a second."""

    calls: int
    p50_ms: float
    p95_ms: float
    per_second: float

    @classmethod
    def of(cls, seconds: Sequence[float], elapsed: float) -> Speed:
        """From each call's seconds and the whole run's.

        Raises:
            ValueError: no call was made.
        """
        if not seconds:
            raise ValueError("no call was made: nothing to measure")
        p50, p95 = np.percentile(np.asarray(seconds) * 1000, [50, 95])
        return cls(len(seconds), float(p50), float(p95), len(seconds) / elapsed)

    def as_dict(self) -> dict[str, float]:
        """For JSON, rounded to what the machine's noise leaves meaningful."""
        return {name: round(value, 2) for name, value in asdict(self).items()}
