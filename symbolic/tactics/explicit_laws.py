"""Laws made of finitely many points, as terms."""

from __future__ import annotations

from fractions import Fraction

from symbolic.core.expressions import Expression, Node, written
from symbolic.core.vocabulary import listed, mixture, point, real

i = real("i")


def row(*entries: Fraction | int) -> Node:
    """The sequence with these entries, by the polynomial that has them as its values."""
    return listed(
        i, len(entries), Node("add", tuple(_hit(entries, place) for place in range(len(entries)) if entries[place]))
    )


def _hit(entries: tuple[Fraction | int, ...], place: int) -> Node:
    """The polynomial that is an entry at its place and 0 at the others."""
    others = [other for other in range(len(entries)) if other != place]
    scale = Fraction(entries[place])
    for other in others:
        scale /= place - other
    return Node("multiply", (written(scale), *(i - (other + 1) for other in others)))


def table(*rows: tuple[Fraction | int, Expression]) -> Node:
    """The law that has values, numbers or sequences, with probabilities, which add up to 1.

    >>> table((Fraction(1, 3), written(2)), (Fraction(2, 3), written(-1))).head
    'mixture'
    """
    (probability, value), *others = rows
    if not others:
        return point(value)
    rest = 1 - Fraction(probability)
    return mixture(Fraction(probability), point(value), table(*((weight / rest, each) for weight, each in others)))
