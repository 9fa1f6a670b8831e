"""The system of a number and a matrix from any start: what the kernel accepts of it, and solutions in numbers."""

from __future__ import annotations

import numpy as np
import pytest

from proofs.zhang2024.formal.flow import any_pair
from proofs.zhang2024.formal.loss_in_traces import U, u
from symbolic.core.expressions import Expression, Refused
from symbolic.core.rules.facts import bounded_flow
from symbolic.core.rules.logic import assume
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import System, function, multiple


def _shapes() -> tuple[Theorem, ...]:
    supposed = any_pair.START[1], any_pair.DATA[3], *any_pair.SPREADS
    return tuple(map(assume, (*supposed, *(each for each, _ in (*any_pair.ROOTS, *any_pair.SUPPORTS)))))


@pytest.mark.parametrize(
    "velocities",
    [
        (-any_pair.PULL, any_pair.MOVE),
        (any_pair.PULL, multiple(2, any_pair.MOVE)),
        (any_pair.PULL, multiple(-1, any_pair.MOVE)),
    ],
    ids=["the number backwards", "the matrix twice as fast", "the matrix backwards"],
)
def test_no_other_system_exists_by_the_same_bound(velocities: tuple[Expression, Expression]) -> None:
    system = System((u, U), velocities, (any_pair.a, any_pair.A))
    total = function(u, U, body=any_pair.TOTAL)
    with pytest.raises(Refused):
        bounded_flow(system.is_global, total, any_pair.sinks(), any_pair.inside(), *_shapes())


def test_nothing_is_left_supposed() -> None:
    assert not any_pair.existence().hypotheses


@pytest.mark.parametrize("seed", range(3))
def test_solutions_keep_the_height_and_stay_within_the_bound(seed: int) -> None:
    """Of singular S and Q, `C = S^½ G`, for which the loss is at least `−‖G Q^½‖²`."""
    rng = np.random.default_rng(seed)
    size = 3
    J, L = (half @ half.T for half in (rng.normal(size=(size, 2)) for _ in range(2)))
    S, Q, C = J @ J, L @ L, J @ (G := rng.normal(size=(size, size)))
    least = float(np.sum((G @ L) ** 2))
    w, M = float(rng.normal()), rng.normal(size=(size, size))
    E, F = J @ np.linalg.pinv(J), L @ np.linalg.pinv(L)

    def field(w: float, M: np.ndarray) -> tuple[float, np.ndarray]:
        return float(np.trace(C @ Q @ M.T) - w * np.trace(S @ M @ Q @ M.T)), w * C @ Q - w**2 * S @ M @ Q

    def total(w: float, M: np.ndarray) -> float:
        energy = w**2 * np.trace(S @ M @ Q @ M.T) / 2 - w * np.trace(C @ Q @ M.T)
        return float(energy + (w**2 - np.sum((E @ M @ F) ** 2)) ** 2 + np.sum((M - E @ M @ F) ** 2))

    excess = total(w, M) + least
    share = np.sum(np.linalg.pinv(J) ** 2) * np.sum(np.linalg.pinv(L) ** 2)
    most = (1 + excess + 16 * share * excess) / 2 + excess
    height, step = w**2 - np.sum(M**2), 1e-4
    for _ in range(2000):
        slope, slopes = field(w, M)
        middle, middles = field(w + step * slope / 2, M + step * slopes / 2)
        w, M = w + step * middle, M + step * middles
        assert w**2 + np.sum(M**2) <= most
    assert abs(w**2 - np.sum(M**2) - height) < 1e-3 * (1 + abs(height))
