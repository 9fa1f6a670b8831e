"""Where the statements of the paper are printed."""

from __future__ import annotations

from proofs.claim import Source


def printed(place: str) -> Source:
    """A place in the paper; the abstract alone was at hand."""
    return Source("balasubramanian2026", f"{place}; the abstract alone was at hand", "2605.21292")
