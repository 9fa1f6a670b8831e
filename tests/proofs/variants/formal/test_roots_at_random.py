"""What the flow on the line with roots of unity knows, beside counts and losses by enumeration."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from proofs.variants.formal.roots_line import RootsLine
from proofs.variants.formal.sums_by_remainder import Shares
from symbolic.core.expressions import Expression
from tests.symbolic.formula_values import value

ATOMS = (Fraction(3, 2), Fraction(-3, 2), Fraction(1, 2), Fraction(-1, 2))
"""Values of independent symmetric coordinates, equally probable."""


@pytest.mark.parametrize("order", [3, 6])
def test_sums_of_shares_are_counts_of_pairs(order: int) -> None:
    for T in (2, 3, order + 3):
        shares, alike, both = (value(each, {"T": Fraction(T)}) for each in Shares(order).sums)
        pairs = range(1, T - 1)
        assert shares == sum(Fraction(sum(i % order == 0 for i in range(1, n + 1)), n) for n in pairs)
        same = [sum((i - l) % order == 0 for i in range(n) for l in range(n)) for n in pairs]
        assert alike == sum(Fraction(count, n * n) for count, n in zip(same, pairs, strict=True))
        assert both == sum(Fraction(n // order, n) ** 2 for n in pairs)


@pytest.mark.parametrize(("order", "T"), [(3, 4), (5, 5)])
def test_constants_of_the_flow_are_those_of_the_mean_loss(order: int, T: int) -> None:
    d = 2
    laws = tuple(
        (Fraction(1, 16), dict(enumerate((*point, Fraction(0)), start=1))) for point in product(ATOMS, repeat=d)
    )
    names = {"d": Fraction(d), "T": Fraction(T), "μ": laws}
    c1, c2 = (float(_at(each, names)) for each in RootsLine(order).constants)
    phases = np.exp(2j * np.pi * np.arange(order) / order)
    losses = np.zeros(3)
    for point in product(ATOMS, repeat=d):
        for turns in product(phases, repeat=d):
            x = np.array([float(v) for v in point])[:, None] * np.array(turns)[:, None] ** np.arange(T)
            losses += [_loss(x, ab, T) for ab in (-1, 0, 1)]
    low, middle, high = losses / (16 * order**d)
    assert np.allclose([(low - high) / 2, low - 2 * middle + high], [d * c1, d * c2], rtol=1e-10)


def _at(term: Expression, names: dict[str, object]) -> Fraction:
    found: Fraction = value(term, names)
    return found


def _loss(x: np.ndarray, ab: float, T: int) -> float:
    """Half the squared errors of one sequence; column s holds the state s + 1."""
    total = 0.0
    for t in range(2, T):
        now = x[:, t - 1]
        predicted = ab / (t - 1) * sum(x[:, i - 1] * (x[:, i - 2].conj() @ now) for i in range(2, t + 1))
        total += 0.5 * float(np.sum(np.abs(predicted - x[:, t]) ** 2))
    return total
