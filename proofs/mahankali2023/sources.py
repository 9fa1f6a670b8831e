"""Where the statements of the paper are printed."""

from __future__ import annotations

from proofs.claim import Source


def printed(place: str) -> Source:
    """A place in the paper; its statements were read in a note on it."""
    return Source("mahankali2023", f"{place}, as quoted in a note", "2307.03576")
