"""One step of descent on the line, and the response of the trained point to small violations."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
import sympy

from proofs.zheng2024 import notation
from proofs.zheng2024.flow.finite_step import after, curvature_beside, force, multiplier, residuals, settle_bound, step
from proofs.zheng2024.flow.line_flow import Reduced, formal
from proofs.zheng2024.flow.statements import RATE
from proofs.zheng2024.line.line import Place, entry
from proofs.zheng2024.model.closures import smallest_family
from proofs.zheng2024.model.evaluation import Matrix, gradient, loss
from proofs.zheng2024.notation import a, b, c1, c2
from proofs.zheng2024.robustness import response as robustness
from symbolic.algebra.equality import Same, same
from symbolic.algebra.notation import T, d
from symbolic.decide.outcomes import Fails, Holds, Unknown
from symbolic.expectation.moments import at_law
from symbolic.laws import IID, Atoms, Law
from symbolic.laws.coordinates import Finite, two_point

BOUND = (sympy.Integer(1), (RATE, c2 * (a**2 + b**2)))
HALF = Fraction(1, 2)


def test_a_step_is_the_gradient_step_of_the_full_model() -> None:
    law = IID(Finite(((Fraction(1), HALF), (Fraction(-1), HALF)))).at(2)
    point, size = (Fraction(3, 4), Fraction(-5, 4)), Fraction(1, 7)
    slope = gradient(law, 4, {"W_KQ_32": diagonal(point[0]), "W_PV_12": diagonal(point[1])})
    constants = (Fraction(2), Fraction(2) + Fraction(3, 2))
    moved = step(Reduced(*map(rational, constants)), rational(size))
    at = dict(zip((a, b), map(rational, point), strict=True))
    expected = (point[0] - size * slope["W_KQ_32"][0][0], point[1] - size * slope["W_PV_12"][0][0])
    assert [x.subs(at) for x in moved] == [rational(x) for x in expected]


def diagonal(x: Fraction) -> Matrix:
    return ((x, Fraction(0)), (Fraction(0), x))


def rational(x: Fraction) -> sympy.Rational:
    return sympy.Rational(x.numerator, x.denominator)


@pytest.mark.parametrize("name", sorted(residuals(formal())))
def test_identities_of_a_step(name: str) -> None:
    assert sympy.simplify(residuals(formal())[name]) == 0


def test_another_flow_breaks_them() -> None:
    bent = Reduced(c1 + a, c2)
    assert isinstance(settle_bound(bent, BOUND), Unknown)


@pytest.mark.parametrize("multiple", [sympy.Rational(9, 8), sympy.Integer(2), sympy.Rational(1, 2), sympy.Integer(-1)])
def test_one_is_the_largest_multiple(multiple: sympy.Expr) -> None:
    assert isinstance(settle_bound(formal(), BOUND), Holds)
    assert isinstance(settle_bound(formal(), (multiple, BOUND[1])), Fails)


@pytest.mark.parametrize("place", [0, 1])
def test_both_sizes_are_needed(place: int) -> None:
    sizes = list(BOUND[1])
    sizes[place] = 2 * sizes[place]
    assert isinstance(settle_bound(formal(), (BOUND[0], (sizes[0], sizes[1]))), Fails)


@pytest.mark.slow
def test_steps_below_the_bound_keep_the_sign_and_reach_the_hyperbola() -> None:
    """Exact orbits from starts in all parts of the plane, at the largest step."""
    flow = Reduced(sympy.Integer(1), sympy.Integer(1))
    for x, y in ((1, 3), (2, -1), (-1, 4), (3, 2), (1, 0)):
        at = {a: sympy.Integer(x), b: sympy.Integer(y)}
        size = 1 / max(sympy.sqrt(4 + (x * x - y * y) ** 2).evalf(30), sympy.Integer(x * x + y * y))
        numbers = {k: v.evalf(30) for k, v in at.items()}
        signs = set()
        for _ in range(200):
            signs.add(sympy.sign(force(flow).subs(numbers).round(15)))
            numbers = dict(zip((a, b), (v.subs(numbers) for v in step(flow, size)), strict=True))
        assert len(signs - {0}) <= 1
        assert abs(force(flow).subs(numbers)) < 1e-9
        assert (numbers[a] + numbers[b]) * (x + y) > 0


def test_the_multiplier_is_that_of_a_small_distance() -> None:
    flow, z = Reduced(sympy.Integer(2), sympy.Integer(3)), sympy.Symbol("z")
    beside = {b: flow.product / a + z}
    ratio = sympy.cancel((after(flow, force(flow)) / force(flow)).subs(beside)).subs(z, 0)
    assert sympy.cancel(ratio - multiplier(flow)) == 0


def test_the_curvature_beside_the_line_is_an_exact_second_difference() -> None:
    law = Atoms.of([[1, 2], [0, 1], [-1, 1]], [HALF, Fraction(1, 4), Fraction(1, 4)])
    x, y, size = Fraction(3, 4), Fraction(-1, 2), 5

    def at(reach: int) -> Fraction:
        bent = {"W_PV_13": diagonal(reach * x), "W_KQ_22": diagonal(reach * y)}
        return loss(law, size, {"W_KQ_32": diagonal(x), "W_PV_12": diagonal(y), **bent})

    numbers = {a: rational(x), b: rational(y), T: sympy.Integer(size)}
    derived = sum(at_law(curvature_beside(), law, (j,)).subs(numbers).doit() for j in range(2))
    second = (-at(2) + 16 * at(1) - 30 * at(0) + 16 * at(-1) - at(-2)) / 12
    assert derived == rational(second)


SKEWED = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1)))


@pytest.mark.parametrize(("size", "length"), [(2, 3), (2, 5), (3, 4)])
def test_the_skewed_loss_is_that_of_the_engine(size: int, length: int) -> None:
    law = SKEWED.at(size)
    values = {robustness.MOMENTS[n]: rational(law.family.mixed_moment((n,), size)) for n in (2, 3, 4, 6)}
    zero = loss(law, length, {})
    for x, y in product((Fraction(-1, 3), Fraction(2)), (Fraction(1, 2), Fraction(-3))):
        blocks = {"W_KQ_32": family(size, Fraction(3, 2), x), "W_PV_12": family(size, Fraction(1, 3), y)}
        at = {notation.u: HALF, notation.x: x, notation.y: y, T: length, d: size}
        derived = robustness.skewed_loss().subs(values).subs(at).doit()
        assert derived == rational(loss(law, length, blocks) - zero)


def family(size: int, scale: Fraction, off: Fraction) -> Matrix:
    return tuple(tuple(scale * (1 if j == k else off) for k in range(size)) for j in range(size))


@pytest.mark.parametrize("length", [3, 4])
def test_the_family_of_the_module_is_the_smallest_one(length: int) -> None:
    assert smallest_family(SKEWED.at(2), length).dimension == 4


def test_the_trained_product_is_the_known_one() -> None:
    h, m2, m4, m6 = sympy.harmonic(T - 2), notation.m2, notation.m4, notation.m6
    known = m4 / (m6 + (d - 1) * m2 * m4 * h / (T - 2))
    assert isinstance(same(robustness.trained_product(), known), Same)


def test_skewness_is_the_only_odd_moment() -> None:
    names = {symbol.name for symbol in robustness.skewed_loss().free_symbols}
    assert names == {"u", "x", "y", "T", "d", "m_2", "m_3", "m_4", "m_6"}
    assert robustness.skewed_loss().subs(robustness.m3, 1) == robustness.skewed_loss().subs(robustness.m3, -1)


def test_the_skewed_response_put_back_leaves_second_order() -> None:
    """At numbers: the slope by x at the response shrinks by 4 when S is halved; at twice the response, by 2."""
    numbers = {T: 5, d: 3, notation.m2: 1, notation.m4: 3, notation.m6: 15, notation.u: sympy.Rational(1, 5)}
    response = robustness.skewed_response()
    found = [value.subs(numbers).doit() for value in (response.x, response.y)]
    slope = robustness.skewed_loss().diff(notation.x).subs(numbers).doit()

    def left(squared: sympy.Expr, scale: int) -> sympy.Expr:
        moved = {notation.x: scale * squared * found[0], notation.y: scale * squared * found[1]}
        return slope.subs({**moved, robustness.m3: sympy.sqrt(squared)})

    tiny = sympy.Rational(1, 10**6)
    assert abs(left(tiny, 1) / left(tiny / 2, 1) - 4) < sympy.Rational(1, 1000)
    assert abs(left(tiny, 2) / left(tiny / 2, 2) - 2) < sympy.Rational(1, 1000)


def test_independent_moments() -> None:
    skew = entry("W_KQ_32", Place.OFF_DIAGONAL).expression(T)
    assert robustness.for_independent(skew).has(robustness.m3)
    assert not robustness.for_independent(skew).has(sympy.Symbol("m_5", real=True))


def different(size: int, part: Fraction) -> Law:
    """Gaussian-like coordinates of which the first is larger and the others smaller, as a table."""
    scales = [1 + (size - 1) * part, *[1 - part] * (size - 1)]
    values = ((-2, Fraction(1, 8)), (-1, Fraction(1, 4)), (0, Fraction(1, 4)), (1, Fraction(1, 4)), (2, Fraction(1, 8)))
    points = list(product(values, repeat=size))
    rows = [[s * x for s, (x, _) in zip(scales, point, strict=True)] for point in points]
    masses = [sympy.prod([rational(w) for _, w in point]) for point in points]
    return Atoms.of(rows, [Fraction(int(m.p), int(m.q)) for m in masses])


@pytest.mark.slow
def test_differing_coordinates_to_first_order_by_the_exact_gradient() -> None:
    """At the predicted point the exact gradient is of second order; halving the difference leaves a quarter of it."""
    size, length = 2, 4
    numbers = {T: length, d: size, notation.m2: sympy.Rational(3, 2), notation.m4: sympy.Rational(9, 2)}
    numbers |= {notation.m6: sympy.Rational(33, 2), **{s: n for n, s in robustness.CHANGES.items()}}
    key, value = (Fraction(str(x.subs(numbers).doit())) for x in robustness.differing_response())
    best = Fraction(str(robustness.trained_product().subs(numbers).doit()))

    def largest(part: Fraction) -> Fraction:
        blocks = {
            "W_KQ_32": ((1 + part * key, Fraction(0)), (Fraction(0), 1 - part * key)),
            "W_PV_12": ((best * (1 + part * value), Fraction(0)), (Fraction(0), best * (1 - part * value))),
        }
        slopes = gradient(different(size, part), length, blocks)
        return max(abs(x) for block in slopes.values() for row in block for x in row)

    ratio = largest(Fraction(1, 1000)) / largest(Fraction(1, 2000))
    assert abs(ratio - 4) < Fraction(1, 50)
    assert abs(key) + abs(value) > 0
