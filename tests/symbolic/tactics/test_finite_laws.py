"""Moments of laws of finitely many points by the rules: those of the table, for whatever places and exponents."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symbolic.core.expressions import Expression, Node
from symbolic.core.theorems import Sequent
from symbolic.core.vocabulary import entry, equal, mean, mixture, point, sequence, vector
from symbolic.laws.atoms import Atoms
from symbolic.tactics.explicit_instances import decided
from symbolic.tactics.finite_laws import beginnings, evaluated, mean_value, uniform
from symbolic.tactics.signs import NotFound

x = vector("x")
POINTS = ((4, 0, 3), (0, -4, Fraction(1, 2)), (-1, 0, 0), (2, 5, -3), (0, 0, 0))
WEIGHTED = mixture(Fraction(1, 3), uniform(*POINTS[:2]), mixture(1, point(sequence(*POINTS[3])), uniform(*POINTS)))
LAWS: dict[str, Expression] = {"uniform": uniform(*POINTS), "one point": uniform(POINTS[0]), "weighted": WEIGHTED}

POWERS = ({1: 4}, {2: 3}, {1: 3, 3: 1}, {3: 1, 1: 3}, {1: 1, 2: 1, 3: 2}, {2: 0}, {1: 0, 3: 5})


@pytest.mark.parametrize("name", LAWS)
def test_moments_are_those_of_the_table(name: str) -> None:
    law = LAWS[name]
    table = [(evaluated_point(place), mass) for mass, place in beginnings(law) if mass]
    atoms = Atoms.of([place for place, _ in table], [mass for _, mass in table])
    for powers in POWERS:
        term = mean(x, law, Node("multiply", tuple(entry(x, place) ** n for place, n in powers.items())))
        value = atoms.moment(tuple(powers.get(place, 0) for place in (1, 2, 3)))
        assert isinstance(value, Fraction)
        assert mean_value(term).sequent == Sequent(frozenset(), equal(term, value))


def evaluated_point(place: Expression) -> list[Fraction]:
    assert isinstance(place, Node)
    return [evaluated(part) for part in place.parts]


def test_what_is_no_number_is_not_evaluated() -> None:
    with pytest.raises(NotFound):
        evaluated(entry(x, 1))


def test_indicators_of_integers_are_decided() -> None:
    apart = [Node("indicator", (Node("not", (equal(2, n),)),)) for n in (2, 3)]
    assert [decided(each).conclusion for each in apart] == [equal(apart[0], 0), equal(apart[1], 1)]
