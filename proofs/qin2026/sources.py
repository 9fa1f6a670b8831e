"""Where the statements of the paper are printed."""

from __future__ import annotations

from proofs.claim import Source


def printed(place: str) -> Source:
    """A place in the paper; read in a note on the paper."""
    return Source("qin2026", f"{place}; read in a note on the paper", "2604.10946")
