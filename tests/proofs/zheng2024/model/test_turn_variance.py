"""The variance over W of the averaged slope, and what is left of it, are those of all nodes of the torus."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from mesaproof.reading.law_spec import law_at, parse_law
from numeric_check.arrays import Complex, Real
from numeric_check.compare.agreement import ROUNDING
from numeric_check.laws.gauss_rules import Rule
from numeric_check.laws.rules import factors, joined
from numeric_check.laws.sampling import generator
from proofs.zheng2024.model.turn_variance import turn_variance
from proofs.zheng2024.second_route import forward, one_pass, quadrature
from proofs.zheng2024.second_route.start_points import start_points
from proofs.zheng2024.second_route.turn_controls import TurnControls, Weights, fitted
from symbolic.laws import Law

LAWS = (
    ("gaussian", 2, 6),
    ("lognormal", 2, 5),
    ("shift(exponential, -1)", 3, 4),
    ("rademacher", 3, 5),
    ("sphere", 3, 4),
    ("comonotone(laplace)", 3, 4),
    ("gaussian_vector([2, 1], [1, 2])", 2, 5),
    ("product(gaussian, laplace, uniform)", 3, 4),
    ("mixture(1/2: gaussian, 1/2: laplace)", 2, 5),
    ("scale_mixture(gaussian, gamma(2))", 2, 5),
    ("scale_mixture(sphere, gamma(2))", 3, 4),
    ("equicorrelated(sigma=1, rho=1/2)", 2, 5),
    ("elliptical(exponential, [2, 1], [1, 2])", 2, 5),
    ("gaussian", 1, 4),
)
U = 0.3

each_law = pytest.mark.parametrize(("text", "d", "T"), LAWS)


def turns(T: int, d: int) -> Complex:
    """Roots of unity that average squares of slopes exactly, `(m, d)`."""
    order = quadrature.torus_order(T, 2)
    roots = np.exp(2j * np.pi * np.arange(order) / order)
    return np.array(list(product(roots, repeat=d)))


def averaged(law: Law, T: int, starts: Rule, lam: Complex) -> Real:
    points, weights = starts
    x1, turn = np.repeat(points, len(lam), axis=0), np.tile(lam, (len(points), 1))
    slopes = one_pass.radial(forward.on_line(law.d, U, 1.0), x1, turn, T)
    return np.asarray(weights @ slopes.reshape(len(points), len(lam)))


def controls(starts: Rule, T: int) -> TurnControls:
    rng, weights = generator("turn variance", 0), Weights.of(starts)
    pairs, triples = rng.standard_normal((len(weights.pairs), T - 2)), rng.standard_normal(T - 2)
    return TurnControls(weights, 0.1 * U * pairs, U**2 * triples)


def starts_of(law: Law) -> Rule:
    found = start_points(law, 100)
    assert found is not None
    return found


@each_law
def test_few_starts_average_as_all_of_them(text: str, d: int, T: int) -> None:
    law = law_at(parse_law(text), d)
    lam = turns(T, d)[:: len(turns(T, d)) // 7]
    few, all_of_them = (averaged(law, T, starts, lam) for starts in (starts_of(law), joined(factors(law, 6))))
    assert few == pytest.approx(all_of_them, rel=1e-9, abs=1e-12 * np.max(np.abs(all_of_them)))


@each_law
def test_the_variance_is_that_of_all_turns(text: str, d: int, T: int) -> None:
    law = law_at(parse_law(text), d)
    starts, lam = starts_of(law), turns(T, d)
    slopes, taken = averaged(law, T, starts, lam), controls(starts, T)
    none = TurnControls(taken.weights, 0 * taken.pairs, 0 * taken.triples)
    for one in (none, taken):
        found = turn_variance(law, T, U, one.by_pair, one.by_triple)
        assert found == pytest.approx(float(np.var(slopes - one.values(lam))), rel=1e-9, abs=1e-25)
    assert np.mean(taken.values(lam)) == pytest.approx(0, abs=ROUNDING * (1 + float(np.max(np.abs(taken.values(lam))))))


def test_a_fit_to_few_turns_leaves_almost_nothing_at_others() -> None:
    """The controls know neither the slope's formula nor its coefficients; the second sample is another one."""
    law, T = law_at(parse_law("laplace"), 4), 60
    starts, rng = starts_of(law), generator("turn controls", 1)
    pilot, other = (np.exp(2j * np.pi * rng.random((m, 4))) for m in (60, 40))
    found = fitted(Weights.of(starts), pilot, averaged(law, T, starts, pilot), T - 2)
    slopes = averaged(law, T, starts, other)
    left = slopes - found.values(other)
    assert np.std(left) < 1e-3 * np.std(slopes)
    assert np.std(left) == pytest.approx(turn_variance(law, T, U, found.by_pair, found.by_triple) ** 0.5, rel=0.5)
