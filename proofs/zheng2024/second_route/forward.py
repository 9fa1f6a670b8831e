"""The transformer as plain matrix products, straight from the definition.

Tokens are `e_t = (0_d, x_t, x_{t-1})` with `x_{t+1} = λ ⊙ x_t` and `x_0 = 0`, prompts `E_t = (e_1, …, e_t)`, and

    f_t = e_t + W_PV E_t (E_t^* W_KQ e_t) / (t-1),      ŷ_t = first d rows of f_t,
    L = Σ_{t=2}^{T-1} ½ ‖ŷ_t − x_{t+1}‖².

Here `L` belongs to one sequence; its mean over sequences is the population loss. Every product is written out at every
time, so this is slow and meant as the reference. Arrays of exact numbers, as Python objects, stay exact. Source: Zheng
et al. 2024, Section 3, arXiv 2405.16845.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from numeric_check.arrays import Complex, Parameters, Real, Shapes

PV_BLOCKS = ("W_PV_12", "W_PV_13")
KQ_BLOCKS = ("W_KQ_22", "W_KQ_23", "W_KQ_32", "W_KQ_33")
BLOCKS = PV_BLOCKS + KQ_BLOCKS
"""The blocks that a prediction depends on, each `d × d`: `W_PV_12` is row 1, column 2 of the blocks of `W_PV`."""

_KNOWN = frozenset(BLOCKS)

T_MIN = 3


def shapes(d: int) -> Shapes:
    """The blocks of the model in d dimensions."""
    return dict.fromkeys(BLOCKS, (d, d))


def on_line(d: int, a: float, b: float) -> dict[str, Real]:
    """The parameters `W_KQ_32 = aI`, `W_PV_12 = bI`, every other block zero.

    >>> on_line(1, 2.0, 3.0)
    {'W_KQ_32': array([[2.]]), 'W_PV_12': array([[3.]])}
    """
    return {"W_KQ_32": a * np.eye(d), "W_PV_12": b * np.eye(d)}


def full(parameters: Parameters) -> tuple[Real, Real]:
    """The matrices `W_PV` and `W_KQ`, each `(3d, 3d)`, that the blocks are part of.

    Raises ValueError for an unknown block, for no block at all (d would be unknown), and for unequal shapes.
    """
    d = dimension(parameters)
    kind = np.result_type(np.float64, *parameters.values())
    pv, kq = np.zeros((3 * d, 3 * d), kind), np.zeros((3 * d, 3 * d), kind)
    for name, block in parameters.items():
        (pv if name in PV_BLOCKS else kq)[place(name, d)] = block
    return pv, kq


def dimension(parameters: Parameters) -> int:
    """The common size d of the blocks; raises ValueError as `full` does."""
    if not parameters.keys() <= _KNOWN and (unknown := sorted(set(parameters) - _KNOWN)):
        raise ValueError(f"unknown parameter block {unknown[0]!r}; the blocks are {', '.join(BLOCKS)}")
    shapes = sorted({np.shape(block) for block in parameters.values()})
    if len(shapes) != 1 or len(shapes[0]) != 2 or shapes[0][0] != shapes[0][1]:
        raise ValueError(f"parameter blocks must be square and of one size d x d; shapes found: {shapes}")
    return int(shapes[0][0])


@lru_cache(maxsize=1024)
def place(name: str, d: int) -> tuple[slice, slice]:
    """Rows and columns that a block takes up in its `3d × 3d` matrix.

    >>> place("W_KQ_32", 5)
    (slice(10, 15, None), slice(5, 10, None))
    """
    row, column = int(name[-2]) - 1, int(name[-1]) - 1
    return slice(row * d, (row + 1) * d), slice(column * d, (column + 1) * d)


def check_shapes(parameters: Parameters, x1: Real, lam: Complex, T: int) -> None:
    """Raise ValueError unless `x1` and `lam` are both `(m, d)`, with the d of the parameters, and `T >= 3`."""
    d = dimension(parameters)
    if np.ndim(x1) != 2 or np.shape(x1) != np.shape(lam) or np.shape(x1)[1] != d:
        raise ValueError(f"x1 and lam must both be (m, {d}); they are {np.shape(x1)} and {np.shape(lam)}")
    if T < T_MIN:
        raise ValueError(f"the loss sums over t = 2, …, T-1 and needs T >= {T_MIN}; T is {T}")


def sequence(x1: Real, lam: Complex, T: int) -> Complex:
    """The states `x_1, …, x_T` of m sequences, `(T, m, d)`, from starts and eigenvalues that are both `(m, d)`."""
    states = [np.asarray(x1, dtype=np.result_type(np.complex128, x1, lam))]
    for _ in range(T - 1):
        states.append(lam * states[-1])
    return np.stack(states)


def losses(parameters: Parameters, x1: Real, lam: Complex, T: int) -> Real:
    """The loss `L` of each sequence, `(m,)`. Raises ValueError where `full` or `check_shapes` does."""
    squares = [np.sum(step.residual.conj() * step.residual, axis=(1, 2)) for step in _steps(parameters, x1, lam, T)]
    return np.asarray(np.real(np.sum(squares, axis=0) / 2))


def predictions(parameters: Parameters, x1: Real, lam: Complex, T: int) -> Complex:
    """The predictions `ŷ_2, …, ŷ_{T-1}` of each sequence, `(m, T-2, d)`. Raises as `losses`."""
    states = sequence(x1, lam, T)
    found = [step.residual[:, : x1.shape[1], 0] + states[step.t] for step in _steps(parameters, x1, lam, T)]
    return np.stack(found, axis=1)


def gradients(parameters: Parameters, x1: Real, lam: Complex, T: int) -> dict[str, Real]:
    """Derivative of each sequence's loss by every real entry of every block, `(m, d, d)` a block.

    Raises ValueError where `full` or `check_shapes` does.
    """
    d = dimension(parameters)
    steps = [_matrix_gradients(step) for step in _steps(parameters, x1, lam, T)]
    pv, kq = np.sum([first for first, _ in steps], axis=0), np.sum([second for _, second in steps], axis=0)
    return {name: (pv if name in PV_BLOCKS else kq)[:, *place(name, d)] for name in BLOCKS}


@dataclass(frozen=True)
class _Step:
    """One time t: `E_t (m, 3d, t)`, `e_t (m, 3d, 1)`, residual `ŷ_t − x_{t+1}` filled up by zeros to `(m, 3d, 1)`."""

    t: int
    w_pv: Real
    w_kq: Real
    prompt: Complex
    token: Complex
    residual: Complex


def _steps(parameters: Parameters, x1: Real, lam: Complex, T: int) -> Iterator[_Step]:
    check_shapes(parameters, x1, lam, T)
    w_pv, w_kq = full(parameters)
    states = sequence(x1, lam, T)
    tokens = _tokens(states)
    for t in range(2, T):
        prompt, token = tokens[:, :, :t], tokens[:, :, t - 1 : t]
        output = token + w_pv @ (prompt @ (_adjoint(prompt) @ (w_kq @ token))) / (t - 1)
        residual = np.zeros_like(token)
        residual[:, : x1.shape[1], 0] = output[:, : x1.shape[1], 0] - states[t]
        yield _Step(t, w_pv, w_kq, prompt, token, residual)


def _tokens(states: Complex) -> Complex:
    """`(e_1, …, e_T)` as `(m, 3d, T)`."""
    nothing = np.zeros_like(states)
    previous = np.concatenate([nothing[:1], states[:-1]])
    return np.moveaxis(np.concatenate([nothing, states, previous], axis=2), 0, 2)


def _matrix_gradients(step: _Step) -> tuple[Real, Real]:
    """Derivatives of `½‖r‖²` by `W_PV` and by `W_KQ`, each `(m, 3d, 3d)`.

    `r` changes by `δW_PV E E^* W_KQ e/(t-1)` and by `W_PV E E^* δW_KQ e/(t-1)`, and `½‖r‖²` by `Re r^* δr`; the
    coefficient of one real entry `δW[p, q]` is therefore `Re conj(left_p) right_q` with the vectors below.
    """
    read = step.prompt @ (_adjoint(step.prompt) @ (step.w_kq @ step.token))
    written = step.prompt @ (_adjoint(step.prompt) @ (step.w_pv.T @ step.residual))
    pv = step.residual.conj() @ np.swapaxes(read, 1, 2)
    kq = written.conj() @ np.swapaxes(step.token, 1, 2)
    return pv.real / (step.t - 1), kq.real / (step.t - 1)


def _adjoint(matrices: Complex) -> Complex:
    return np.swapaxes(matrices.conj(), 1, 2)
