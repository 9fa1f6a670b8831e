"""Zero as a quotient of polynomials: identities are seen, and nothing else is zero."""

from __future__ import annotations

import pytest
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st

from symbolic.algebra.equality import Different, Same, normal, same
from symbolic.algebra.polynomial_identities import vanishes

x, y, n = sympy.Symbol("x"), sympy.Symbol("y", positive=True), sympy.Symbol("n", integer=True, positive=True)
I, H = sympy.I, sympy.harmonic(n)

IDENTITIES = [
    (x + y) ** 3 - x**3 - 3 * x**2 * y - 3 * x * y**2 - y**3,
    1 / (x - y) - 1 / (x + y) - 2 * y / (x**2 - y**2),
    (x / (1 + 1 / x)) - x**2 / (x + 1),
    (x + I * y) * (x - I * y) - x**2 - y**2,
    (1 + sympy.sqrt(3)) ** 3 - 10 - 6 * sympy.sqrt(3),
    sympy.Rational(2) ** sympy.Rational(2, 3) * sympy.root(2, 3) - 2,
    sympy.exp(x + 2 * y) / sympy.exp(y) - sympy.exp(x) * sympy.exp(y),
    x ** (n + 1) - x * x**n,
    (H + 1) ** 2 - H**2 - 2 * H - 1,
    sympy.sqrt(x) * (sympy.sqrt(x) + 1) / (sympy.sqrt(x) + 1) - sympy.sqrt(x),
]


@pytest.mark.parametrize("expression", IDENTITIES, ids=str)
def test_identities_vanish_and_neighbours_do_not(expression: sympy.Expr) -> None:
    assert vanishes(expression)
    assert normal(expression) == 0
    for neighbour in (expression + 1, expression + x / 7, expression * (1 + x) + y, expression + I * y):
        assert not vanishes(neighbour)


@pytest.mark.parametrize(
    "expression",
    [1 / sympy.Add(x, -x, evaluate=False), (x + 1) ** 1000, sympy.Symbol("A", commutative=False), sympy.Float(0.5) * x],
    ids=str,
)
def test_what_is_not_read_does_not_vanish(expression: sympy.Expr) -> None:
    assert not vanishes(expression)


def test_an_identity_out_of_reach_is_still_seen_by_the_normal_form() -> None:
    """A root of a sum is a generator of its own, its square is not known here."""
    root = sympy.sqrt(x**2 + y)
    hidden = (root + 1) * (root - 1) - x**2 - y + 1
    assert not vanishes(hidden)
    assert same((root + 1) * (root - 1), x**2 + y - 1) == Same()


terms = st.recursive(
    st.sampled_from([x, y, sympy.Integer(2), sympy.Rational(-1, 3), I, sympy.sqrt(2), H]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: pair[0] + pair[1]),
        st.tuples(inner, inner).map(lambda pair: pair[0] * pair[1]),
        st.tuples(inner, st.sampled_from([-1, 2])).map(lambda pair: pair[0] ** pair[1]),
    ),
    max_leaves=5,
)


@given(terms, terms)
def test_a_product_of_sums_is_what_sympy_multiplies_out(one: sympy.Expr, other: sympy.Expr) -> None:
    expanded = sympy.expand(sympy.together(one * other + one))
    difference = one * (other + 1) - expanded
    assume(not difference.has(sympy.zoo, sympy.nan))
    assert vanishes(difference)
    assert not vanishes(difference + sympy.Rational(1, 97))


def test_a_point_of_difference_is_found_as_before() -> None:
    found = same(x**2 / y, x**2 / y + sympy.Rational(1, 1000) * x)
    assert isinstance(found, Different)
