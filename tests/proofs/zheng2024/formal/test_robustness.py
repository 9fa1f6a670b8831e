"""How skewness moves a trained point, as a formula: proved by the rules, and nothing else with it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from proofs.zheng2024.formal.lemmas.independent_starts import ν
from proofs.zheng2024.formal.on_line.line_formulas import d
from proofs.zheng2024.formal.robustness import coordinates_stated, robustness, robustness_coordinates
from proofs.zheng2024.formal.robustness.coordinates_stated import difference, product, t
from proofs.zheng2024.formal.robustness.robustness import (
    HIGHER,
    KEY_SLOPE,
    RATES,
    SECOND,
    VALUE_SLOPE,
    D,
    H,
    N,
    S,
    m4,
    x,
    y,
)
from proofs.zheng2024.second_route.population import Population
from symbolic.core.expressions import written
from symbolic.core.vocabulary import TRUE
from symbolic.laws import IID, FamilyLaw
from symbolic.laws.coordinates import Finite
from tests.proofs.formal_cases import Case, cases, check_case
from tests.symbolic.formula_values import value

CASES = {
    "robustness": Case(
        robustness,
        {
            "twice the skewness": robustness.goal(second=SECOND + 2 * H * S * (x + y)),
            "nothing of higher order": robustness.goal(higher=0 * HIGHER),
            "another rate": robustness.goal(rate=d * RATES["W_KQ_32"]),
            "the other way": robustness.goal(slope=-KEY_SLOPE),
            "constants too": robustness.goal(unless=TRUE),
        },
        frozenset(("cauchy_schwarz", "descent_exists", "family_kept", "intermediate_value")),
    ),
    "robustness-coordinates": Case(
        robustness_coordinates,
        {
            "half as much for long sequences": coordinates_stated.goal(factor=1),
            "twice the answer": coordinates_stated.goal(first=lambda *of: 2 * product(*of)),
            "keys and values alike": coordinates_stated.goal(second_=lambda *_: written(0)),
            "keys and values exchanged": coordinates_stated.goal(second_=lambda *of: -difference(*of)),
            "what is shared does nothing": coordinates_stated.goal(shared=lambda *_: written(0)),
            "what is shared by long sequences": coordinates_stated.goal(shared=lambda two, four, six: four - six),
            "its own scale": coordinates_stated.goal(scaled=-2 * t),
            "constants too": coordinates_stated.goal(unless=TRUE),
        },
        frozenset(("cauchy_schwarz",)),
        trusts=("diagonals", "engine"),
    ),
}


@pytest.mark.slow
@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)


@pytest.mark.parametrize(("size", "length"), [(2, 4), (3, 3)])
def test_the_loss_on_the_family_is_that_of_the_second_route(size: int, length: int) -> None:
    key, value_, beside = 0.5, -0.75, (0.3, -0.2)
    ones = np.ones((size, size)) - np.eye(size)
    blocks = {
        "W_KQ_32": key * (np.eye(size) + beside[0] * ones),
        "W_PV_12": value_ * (np.eye(size) + beside[1] * ones),
    }
    atoms = ((Fraction(2), Fraction(1, 3)), (Fraction(-1), Fraction(2, 3)))
    law = FamilyLaw(IID(Finite(atoms)), size)
    letters = dict(zip("abxy", (key, value_, *beside), strict=True))
    names = {**letters, "d": size, "T": length, ν.name: tuple((weight, point) for point, weight in atoms)}
    assert np.isclose(value(robustness.loss_at(), names), Population(law, length).loss(blocks), rtol=1e-10)


def skewed(change: Fraction) -> tuple[tuple[Fraction, Fraction], ...]:
    """Atoms with weights: mean 0, even moments that do not depend on the change, and a third moment that does."""
    base = {-2: Fraction(1, 8), -1: Fraction(1, 4), 0: Fraction(1, 4), 1: Fraction(1, 4), 2: Fraction(1, 8)}
    odd = {-2: -change, -1: 2 * change, 0: Fraction(0), 1: -2 * change, 2: change}
    return tuple((Fraction(place), base[place] + odd[place]) for place in base)


def test_the_gradient_of_the_second_route_vanishes_near_first_order_alone() -> None:
    """Newton's method finds the critical point of the family: it is off first order by multiples of S²."""
    size, length = 2, 4
    ones = np.ones((size, size)) - np.eye(size)
    off = []
    for change in (Fraction(1, 50), Fraction(1, 25)):
        atoms = skewed(change)
        population = Population(FamilyLaw(IID(Finite(atoms)), size), length)
        names = {"d": size, "T": length, ν.name: tuple((weight, point) for point, weight in atoms)}
        slopes = np.array([0.0, *(float(value(each, names)) for each in (KEY_SLOPE, VALUE_SLOPE))])
        start = np.array([float(value(N * m4 / D, names)), 0, 0])
        skewness = float(value(S, names))

        def gradient(at: np.ndarray, population: Population = population) -> dict[str, np.ndarray]:
            key, beside = at[0] * (np.eye(size) + at[1] * ones), np.eye(size) + at[2] * ones
            return population.gradient({"W_KQ_32": key, "W_PV_12": beside})

        def three(at: np.ndarray) -> np.ndarray:
            found = gradient(at)
            return np.array([found["W_KQ_32"][0, 0], found["W_KQ_32"][0, 1], found["W_PV_12"][0, 1]])

        point = start + slopes * skewness
        for _ in range(6):
            steps = 1e-6 * np.eye(3)
            matrix = np.array([(three(point + step) - three(point - step)) / 2e-6 for step in steps]).T
            point = point - np.linalg.solve(matrix, three(point))
        assert max(abs(block).max() for block in gradient(point).values()) < 1e-12
        off.append((point - start - slopes * skewness) / skewness**2)
    assert np.allclose(off[0], off[1], rtol=1e-2, atol=5e-5)
