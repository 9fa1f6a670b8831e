"""Where the statements of the paper are printed."""

from __future__ import annotations

from proofs.claim import Source


def printed(place: str) -> Source:
    """A place in the paper; read in a note on the paper."""
    return Source("dai2023", f"{place}; read in a note on the paper", "2212.10559")
