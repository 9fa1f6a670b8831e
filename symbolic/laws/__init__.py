"""Laws of the start `x_1`: the exact half of a distribution.

A `LawFamily` gives mixed moments of distinct coordinates for every d at once (all families here are exchangeable);
`family.at(d)` is a `Law`. A table of atoms has a fixed d and no symmetry is assumed of it. Moments are exact
rationals when the parameters are; a symbolic parameter gives SymPy expressions.
"""

from symbolic.laws.atoms import Atoms, listed
from symbolic.laws.families import IID, Ones, Sparse
from symbolic.laws.law import LARGEST_TABLE, FamilyLaw, Law, LawFamily, Point, Table

__all__ = [
    "IID",
    "LARGEST_TABLE",
    "Atoms",
    "FamilyLaw",
    "Law",
    "LawFamily",
    "Ones",
    "Point",
    "Sparse",
    "Table",
    "listed",
]
