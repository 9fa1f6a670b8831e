"""Numbers about what a model on the line predicts, by quadrature or from sampled sequences; no formula is seen here.

A function of one sequence takes starts and eigenvalues, both `(m, d)`, and gives one number a sequence, `(m,)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from proofs.crosschecks import Sample
from symbolic.laws import Law

if TYPE_CHECKING:
    import numpy as np

SEQUENCES = 40_000
"""Sampled sequences a comparison."""

DEGREE = 7
"""A loss has degree 6 in one coordinate of the start, its square 12; 7 and 14 give Gauss rules without a node at 0."""

OfSequence = Callable[[Any, Any], Any]


@dataclass(frozen=True)
class Nodes:
    """Starts and eigenvalues `(n, d)` with weights `(n,)`."""

    x1: Any
    lam: Any
    weights: Any

    def mean(self, of: OfSequence) -> float:
        return float(self.weights @ of(self.x1, self.lam))

    def sample(self, of: OfSequence, law: Law, rng: np.random.Generator, scale: float) -> Sample:
        """Values on fresh sequences, with the exact variance of one of them."""
        from numeric_check.laws import sampling

        mean, square = self.mean(of), self.mean(lambda x1, lam: of(x1, lam) ** 2)
        drawn = sampling.draw(law, rng, SEQUENCES), sampling.draw_torus(rng, SEQUENCES, law.d)
        variance = max(0.0, square - mean**2)
        return Sample(of(*drawn), variance if variance > ROUNDING * square else 0.0, scale)


ROUNDING = 1e-13
"""A variance below this part of the mean square is rounding error."""


def nodes(law: Law, T: int) -> Nodes:
    """Starts and roots of unity that give the mean of a loss exactly."""
    return _grid(law, T, 1)


def nodes_of_squares(law: Law, T: int) -> Nodes:
    """Starts and roots of unity that give the mean of a squared loss exactly."""
    return _grid(law, T, 2)


def _grid(law: Law, T: int, copies: int) -> Nodes:
    import numpy as np

    from numeric_check.model import node_means as expectation
    from proofs.zheng2024.second_route import quadrature

    starts, masses = expectation.nodes(law, copies * DEGREE)
    order = quadrature.torus_order(T, copies)
    grid = np.stack(np.meshgrid(*[np.arange(order)] * law.d), axis=-1).reshape(-1, law.d)
    turns = np.exp(2j * np.pi * grid / order)
    x1, lam = np.repeat(starts, len(turns), axis=0), np.tile(turns, (len(starts), 1))
    return Nodes(x1, lam, np.repeat(masses, len(turns)) / len(turns))


def at_identity(of: OfSequence) -> OfSequence:
    """The same function at `W = I`."""
    return lambda x1, lam: of(x1, lam * 0 + 1)


def start_moment(law: Law, power: int) -> float:
    """`E x_1^power` of the first coordinate, for an even power, from nodes."""
    from numeric_check.model import node_means as expectation

    points, masses = expectation.nodes(law, power)
    return float(masses @ points[:, 0] ** power)


def losses(T: int, product: float) -> OfSequence:
    """The loss of each sequence at this product ab."""
    from proofs.zheng2024.second_route import forward, one_pass

    return lambda x1, lam: one_pass.losses(forward.on_line(x1.shape[1], product, 1.0), x1, lam, T)


def last_losses(T: int, product: float) -> OfSequence:
    """What the last time `t = T − 1` contributes to the loss of each sequence: `½ ‖ŷ_{T−1} − x_T‖²`."""
    return _last(losses, T, product)


def radials(T: int, product: float) -> OfSequence:
    """`Σ_t Re ⟨ŷ_t − x_{t+1}, ŷ_t⟩` of each sequence."""
    from proofs.zheng2024.second_route import forward, one_pass

    return lambda x1, lam: one_pass.radial(forward.on_line(x1.shape[1], product, 1.0), x1, lam, T)


def last_radials(T: int, product: float) -> OfSequence:
    """The last time's share of `radials`."""
    return _last(radials, T, product)


def _last(of: Callable[[int, float], OfSequence], T: int, product: float) -> OfSequence:
    if T == 3:
        return of(T, product)
    whole, shorter = of(T, product), of(T - 1, product)
    return lambda x1, lam: whole(x1, lam) - shorter(x1, lam)


def best(points: Nodes, of: Callable[[float], OfSequence]) -> float:
    """Where a mean that is a parabola in the product is least, from three of its values."""
    low, middle, high = (points.mean(of(product)) for product in (-1.0, 0.0, 1.0))
    return (low - high) / (2 * (low - 2 * middle + high))


def energy(points: Nodes, of: Callable[[float], OfSequence], product: float) -> float:
    """`E Σ ‖ŷ‖²` at the product: what a shift of the product, relative to it, multiplies in a radial derivative."""
    low, middle, high = (points.mean(of(at)) for at in (-product, 0.0, product))
    return low - 2 * middle + high


def ratios(T: int, product: float) -> OfSequence:
    """`Re ŷ_1/x_{T,1}` at the last time, for starts without zeros."""
    return lambda x1, lam: (predictions(x1, lam, T, product)[:, 0] / (lam[:, 0] ** (T - 1) * x1[:, 0])).real


def square_ratios(T: int, product: float) -> OfSequence:
    """`|ŷ_1/x_{T,1}|²` at the last time, for starts without zeros."""
    return lambda x1, lam: abs(predictions(x1, lam, T, product)[:, 0] / x1[:, 0]) ** 2


def predictions(x1: Any, lam: Any, T: int, product: float) -> Any:
    """`ŷ_{T−1}` of each sequence, `(m, d)`, by the matrix products of the definition."""
    import numpy as np

    from proofs.zheng2024.second_route import forward

    d = x1.shape[1]
    w_pv, w_kq = forward.full(forward.on_line(d, product, 1.0))
    states = forward.sequence(x1, lam, T - 1)
    before = np.concatenate([np.zeros_like(states[:1]), states[:-1]])
    prompt = np.moveaxis(np.concatenate([np.zeros_like(states), states, before], axis=2), 0, 2)
    asked = np.swapaxes(prompt.conj(), 1, 2) @ (w_kq @ prompt[:, :, -1:])
    return (w_pv @ (prompt @ asked))[:, :d, 0] / (T - 2)


def step_of_descent(states: Any, size: float) -> Any:
    """`Ŵ (m, d, d)`: one step from 0 on `½ Σ_i ‖x_{i+1} − W x_i‖²`, for states `(t, m, d)`.

    Each partial derivative by the real and by the imaginary part of an entry is a central difference, which is exact
    for a quadratic function.
    """
    import numpy as np

    _, m, d = states.shape
    out = np.zeros((m, d, d), dtype=np.complex128)
    for j in range(d):
        for k in range(d):
            for unit in (1.0, 1j):
                entry = np.zeros((d, d), dtype=np.complex128)
                entry[j, k] = unit
                slope = (objective(states, entry) - objective(states, -entry)) / 2
                out[:, j, k] -= size * slope * unit
    return out


def objective(states: Any, W: Any) -> Any:
    """`½ Σ_i ‖x_{i+1} − W x_i‖²` of each sequence."""
    import numpy as np

    residuals = states[1:] - states[:-1] @ W.T
    return 0.5 * np.sum(np.abs(residuals) ** 2, axis=(0, 2))
