"""Steps from learned weights: the settings by hand, and what is refused when the statements are altered."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

from numeric_check.described import Disagrees, demand_agreement
from numeric_check.described.arithmetic.arithmetics import Numbers
from numeric_check.described.handwritten import Handwritten, RandomData
from numeric_check.described.placed import Blocks
from proofs.vonoswald2023b.second_route.learned_steps import (
    Circle,
    Dynamics,
    Orthogonal,
    Signs,
    diagonal,
    losses,
    orbits,
    predictions,
)
from proofs.vonoswald2023b.setting import CIRCLE, SIGNS
from proofs.vonoswald2023b.step_losses import eta, on_orthogonal, t, w
from proofs.vonoswald2023b.step_on_orthogonal import THREE, TWO, missed, turned
from proofs.vonoswald2023b.step_on_sequences import LOSS
from symbolic.algebra.equality import Different, Same, same
from symbolic.algebra.notation import d
from symbolic.setting import Setting, Values


def by_hand(kind: type[Dynamics]) -> Handwritten:
    def states(data: RandomData) -> Numbers:
        eigenvalues = data.phases("W")
        W = np.where(np.eye(eigenvalues.shape[1], dtype=bool), eigenvalues[:, :, None], 0 * eigenvalues[:, :, None])
        return orbits(W, data.copy("s_1"), data.values.sizes["t"])

    def population(blocks: Blocks, data: RandomData) -> float:
        d, t = data.values.sizes["d"], data.values.sizes["t"]
        return sum(float(weights @ losses(blocks, s, t)) for s, weights in kind(d, t).points(1))

    return Handwritten(
        lambda blocks, data: predictions(blocks, states(data), data.values.sizes["t"])[:, None],
        lambda blocks, data: losses(blocks, states(data), data.values.sizes["t"]),
        population,
    )


POINTS = [Values({"d": 2, "t": 2}), Values({"d": 1, "t": 3})]


@pytest.mark.parametrize(("setting", "kind"), [(CIRCLE, Circle), (SIGNS, Signs)])
def test_the_layer_by_hand_and_its_description_agree_exactly(setting: Setting, kind: type[Dynamics]) -> None:
    demand_agreement(setting, by_hand(kind), POINTS)


def test_signs_are_another_model_than_the_circle() -> None:
    with pytest.raises(Disagrees, match="the population loss"):
        demand_agreement(SIGNS, by_hand(Circle), POINTS[1:])


def test_points_of_the_orthogonal_group_are_orthogonal_and_have_its_moments() -> None:
    """`E W_jk W_lm` is `1/d` where both are one entry, and 0 elsewhere; that of four entries tells a determinant."""
    for size in (2, 3):
        source, second, sign = Orthogonal(size, 2), np.zeros(4 * [size]), 0.0
        for rotation, share in source._rotations(17):
            for last in (1.0, -1.0):
                W = rotation * np.array([*[1.0] * (size - 1), last])
                assert W.T @ W == pytest.approx(np.eye(size), abs=1e-12)
                second += np.multiply.outer(W, W) * share / 2
                sign += float(np.linalg.det(W)) * share / 2
        expected = np.einsum("jl,km->jklm", np.eye(size), np.eye(size)) / size
        assert second == pytest.approx(expected, abs=1e-12)
        assert sign == pytest.approx(0, abs=1e-12)


def test_one_dimension_has_signs_alone() -> None:
    """`O(1)` is the two signs: there both models have one loss after two elements."""
    one = {"w": 0.25, "eta": 0.5}
    found = float(on_orthogonal(2).subs({d: 1, w: one["w"], eta: one["eta"]}))
    assert Signs(1, 2).mean(one) == pytest.approx(found, rel=1e-12)


@pytest.mark.parametrize("length", [2, 3])
def test_altered_statements_are_refused(length: int) -> None:
    printed = {2: TWO, 3: THREE}[length]
    assert isinstance(same(on_orthogonal(length), printed), Same)
    for altered in (printed.subs(d, d + 1), printed + eta**2, printed.subs(w, w + 1), printed.subs(eta, -eta)):
        assert isinstance(same(on_orthogonal(length), altered), Different)
    of_circle = LOSS.subs(t, length)
    assert isinstance(same(on_orthogonal(length), of_circle), Different)


def test_what_the_layer_misses_is_no_other_word() -> None:
    assert sympy.expand(missed() - turned()) == 0
    assert sympy.expand(missed() + turned()) != 0
    assert sympy.expand(missed().subs(w, 0) - turned()) != 0


def test_random_eigenvalues_are_on_the_diagonal() -> None:
    assert diagonal(np.array([[2.0, 3.0]])).tolist() == [[[2.0, 0.0], [0.0, 3.0]]]
