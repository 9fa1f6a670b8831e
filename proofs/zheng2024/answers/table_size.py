"""How large a table of atoms may be."""

from __future__ import annotations

from proofs.refusal import Refused
from symbolic.laws import Law

LARGEST_TABLE_D = 30
"""For a table of atoms every triple of coordinates is looked at."""


def require_small_table(law: Law) -> None:
    """Raise Refused for a law whose coordinates are not exchangeable and too many."""
    if not law.exchangeable and law.d > LARGEST_TABLE_D:
        raise Refused(f"a table of atoms with d = {law.d}", f"d <= {LARGEST_TABLE_D}")
