"""Identity numbers in what people write: recognised, normalised, masked, and held for a while."""

from identifiers.problem import InvalidIdentifier, Reason

__all__ = ["InvalidIdentifier", "Reason"]
