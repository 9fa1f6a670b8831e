"""The values that coordinates of `x_1` take."""

from __future__ import annotations

from symbolic.laws import IID, FamilyLaw, Law
from symbolic.laws.coordinates import Number


def values_taken(law: Law) -> frozenset[Number] | None:
    """All values that coordinates take; None where they are infinitely many or not known."""
    if isinstance(law, FamilyLaw) and isinstance(law.family, IID):
        atoms = law.family.coordinate.atoms
        return None if atoms is None else frozenset(x for x, _ in atoms)
    if law.atoms is None:
        known: frozenset[Number] | None = getattr(law, "values", None)
        return known
    return frozenset(x for point, _ in law.atoms for x in point)
