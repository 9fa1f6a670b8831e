"""Where the statements of the paper are printed."""

from __future__ import annotations

from proofs.claim import Source


def printed(place: str) -> Source:
    """A place in the paper, or beside it in what later papers say of its experiments."""
    return Source("garg2022", place, "2208.01066")
