"""Moment patterns: their value at a law, their names, their SymPy symbols."""

from __future__ import annotations

import pickle
from fractions import Fraction
from itertools import permutations

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symbolic.algebra import notation
from symbolic.expectation.moments import Pattern, at_law, moment, moments_in
from symbolic.laws import IID, Atoms, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, two_point
from tests.strategies_of_laws import atom_laws

SKEW = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1)))
patterns = st.builds(
    Pattern,
    st.lists(st.integers(1, 5), max_size=2).map(tuple),
    st.lists(st.integers(1, 4), max_size=2).map(tuple),
)


def directly(pattern: Pattern, law: Atoms, free: tuple[int, ...]) -> Fraction:
    total = Fraction(0)
    for point, weight in law.atoms:
        for summed in permutations([r for r in range(law.d) if r not in free], len(pattern.summed)):
            term = weight
            for j, power in zip((*free, *summed), pattern.exponents, strict=True):
                term *= point[j] ** power
            total += term
    return total


@given(patterns, atom_laws(least_d=2))
def test_value_at_a_table(pattern: Pattern, law: Atoms) -> None:
    for free in permutations(range(law.d), len(pattern.free)):
        assert pattern.at(law, free) == directly(pattern, law, free)


@pytest.mark.parametrize("family", [SKEW, Sparse(Fraction(1, 2)), Ones()], ids=lambda family: str(family.description))
@given(pattern=patterns)
def test_value_at_a_family_is_that_at_its_table(family: IID | Sparse | Ones, pattern: Pattern) -> None:
    for d in (2, 3, 4):
        atoms = family.table(d)
        assert atoms is not None
        table = Atoms.of([point for point, _ in atoms], [weight for _, weight in atoms])
        free = tuple(range(len(pattern.free)))
        assert pattern.at(family.at(d), free) == directly(pattern, table, free)


def test_symbolic_dimension() -> None:
    signs = IID(two_point(Fraction(1), Fraction(1, 2), Fraction(-1)))
    assert sympy.expand(Pattern((2,), (4, 2)).at(signs.at(notation.d), (0,)) - (notation.d - 1) * (notation.d - 2)) == 0
    assert Pattern((2,), (4,)).at(Sparse().at(notation.d), (0,)) == 0
    assert Pattern((2,)).at(Sparse(Fraction(3)).at(notation.d), (0,)) == 9 / notation.d


@given(patterns, patterns)
def test_equal_patterns_have_equal_names_and_symbols(one: Pattern, other: Pattern) -> None:
    assert (one == other) == (one.text == other.text) == (one.latex == other.latex) == (moment(one) == moment(other))


@given(st.lists(st.integers(1, 4), min_size=1, max_size=3))
def test_the_order_of_summed_indices_does_not_matter(powers: list[int]) -> None:
    assert len({Pattern((2,), tuple(order)) for order in permutations(powers)}) == 1


@given(patterns)
def test_symbols_survive_pickling(pattern: Pattern) -> None:
    symbol = moment(pattern)
    again = pickle.loads(pickle.dumps(symbol))
    assert again == symbol
    assert again.pattern == pattern


@given(patterns, patterns)
def test_moments_are_found_in_expressions(one: Pattern, other: Pattern) -> None:
    expression = moment(one) ** 2 + sympy.Symbol("c") * moment(other) + 1
    assert moments_in(expression) == tuple(sorted({one, other}))


def test_only_even_moments_are_known_to_be_non_negative() -> None:
    assert moment(Pattern((2,), (4,))).is_nonnegative
    assert moment(Pattern((3, 3))).is_nonnegative is None
    assert moment(Pattern((4,))).is_positive is None


def test_expressions_at_a_law() -> None:
    law = Atoms.of([[1, 2], [3, 0]], [Fraction(1, 2)] * 2)
    expression = moment(Pattern((2,))) * sympy.Symbol("c") - moment(Pattern((1, 1)))
    assert at_law(expression, law) == 5 * sympy.Symbol("c") - 1
    assert at_law(expression, law, (1, 0)) == 2 * sympy.Symbol("c") - 1


def test_patterns_that_print_alike_are_different_unknowns() -> None:
    """A free index with exponent 0 is left out of the sums, and the text of a pattern does not show it."""
    everywhere, elsewhere = Pattern((), (2,)), Pattern((0,), (2,))
    assert everywhere.text == elsewhere.text
    assert moment(everywhere) != moment(elsewhere)
    total = moment(everywhere) + 2 * moment(elsewhere)
    assert at_law(total, IID(Gaussian()).at(3)) == 3 + 2 * 2


def test_a_sum_over_many_indices_alone_says_that_they_are_distinct() -> None:
    assert Pattern((), (2, 2, 2)).latex.startswith(r"\sum_{r,s,u\text{ distinct}} ")
    assert Pattern((2,), (2, 2)).latex.startswith(r"\sum_{r,s \notin \{j\}\text{ distinct}} ")
