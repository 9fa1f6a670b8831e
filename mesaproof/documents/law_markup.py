"""A law in a notebook: its description, its moments, and its atoms where they are few."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from mesaproof.answers.asking import PAPER, answer
from symbolic.algebra.rationals import to_sympy
from symbolic.expectation.exact_moments import by_coordinate
from symbolic.expectation.moments import PartlyExchangeable, Pattern
from symbolic.laws import Law, LawFamily, Table
from symbolic.typeset.markup import Html, code, formula, heading, lines, number, table, together
from symbolic.views import ShownFamily, ShownLaw, as_html

MOST_ATOMS = 8
LONG_COORDINATE = 10**12
"""A coordinate with such a numerator or denominator is shown as a decimal."""

LARGEST_D = 12
"""Larger tables of atoms are described only: their moments would be many."""

MOST_PRODUCTS = 1_000_000
"""Rows of a dataset times pairs of coordinates; a larger dataset is described only."""


@as_html(ShownLaw)
def law_html(law: Law) -> Html:
    """Description, dimension, moments, and the atoms of a table that is small."""
    known = isinstance(law.d, int)
    size = ("in dimension", formula(f"d = {law.d}")) if known else ("in every dimension", formula(str(law.d)))
    title = heading(code(law.description), *size)
    if known and not law.exchangeable and _many_moments(law):
        return title
    atoms = None if law.exchangeable else law.atoms
    points = [_atoms(atoms)] if atoms and len(atoms) <= MOST_ATOMS else []
    return together(title, *points, table(_moments(law), ("moment", "value")))


def _many_moments(law: Law) -> bool:
    rows: int = getattr(law, "rows", 0)
    return law.d > LARGEST_D or rows * law.d**2 > MOST_PRODUCTS


@as_html(ShownFamily)
def family_html(family: LawFamily) -> Html:
    """Description, and moments as functions of d; a family may begin at a larger dimension."""
    from symbolic.algebra.notation import d

    from_d = getattr(family, "from_d", 1)
    law: Any = family.at(d)
    title = heading(code(family.description), "in every dimension", formula("d" if from_d == 1 else rf"d \ge {from_d}"))
    return together(title, table(_moments(law), ("moment", "value")))


def _moments(law: Law) -> Iterator[tuple[Html, Html]]:
    """Those that the paper knows by letters."""
    from symbolic.laws.coordinates import MomentDoesNotExist

    for pattern in answer(PAPER, "moments").values():
        try:
            yield formula(pattern.latex), _values(law, pattern)
        except MomentDoesNotExist:
            yield formula(pattern.latex), Html("does not exist")


def _values(law: Law, pattern: Pattern) -> Html:
    """One value where all coordinates agree, else one a coordinate."""
    values = by_coordinate(law, pattern)
    if len(set(values)) == 1:
        return number(values[0])
    return lines([Html(f"{place}: {number(value)}") for place, value in zip(_places(law), values, strict=False)])


def _places(law: Law) -> Iterator[Html]:
    """Every coordinate, or those that stand out and then all others."""
    special = law.special if isinstance(law, PartlyExchangeable) else law.d
    yield from (formula(f"j = {j + 1}") for j in range(special))
    yield formula(f"j > {special}")


def _atoms(atoms: Table) -> Html:
    return table(((_point(point), number(weight)) for point, weight in atoms), ("point", "weight"))


def _point(point: tuple[Any, ...]) -> Html:
    return code(f"({', '.join(map(_coordinate, point))})")


def _coordinate(x: Any) -> str:
    long = isinstance(x, Fraction) and max(abs(x.numerator), x.denominator) >= LONG_COORDINATE
    return f"about {to_sympy(x).evalf(6)}" if long else str(x)
