"""Where the statements of the paper are printed."""

from __future__ import annotations

from proofs.claim import Source


def printed(place: str) -> Source:
    """A place in the paper; its statements were read in a note on it."""
    return Source("zhang2025", f"{place}, as quoted in a note", "2501.16265")
