"""Where the statements of the paper are printed."""

from __future__ import annotations

from proofs.claim import Source


def printed(place: str) -> Source:
    """A place in the paper, of which the abstract was read."""
    return Source("zhang2024b", f"{place}; the abstract alone was at hand", "2402.14951")
