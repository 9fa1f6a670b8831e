"""Linear attention without normalisation on augmented tokens, as plain matrix products, straight from the definition.

With `s_{t+1} = λ ⊙ s_t` tokens are `e_t = (0_d, s_t, s_{t-1})`, prompts `E_t = (e_1, …, e_t)`, and

    f_t = B E_t (E_t^* A e_t),      ŷ_t = first d rows of f_t,      L = Σ_t ‖ŷ_t − s_{t+1}‖²  over t = 2, …, T.

The first token either has no predecessor, `s_0 = 0` and s_1 given, or it has one, s_0 given: `paired`. With a `divisor`
the prediction at time t is divided by a number for each t. Arrays of exact numbers, as Python objects, stay exact.
Source: Sander et al. 2024, Sections 2 and 3, arXiv 2402.05787.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from numeric_check.arrays import Complex, Parameters, Real

T_MIN = 2

BLOCKS = tuple(f"{name}_{row}{column}" for name in "AB" for row in (1, 2, 3) for column in (1, 2, 3))

SIX = {"A_22": "a_1", "A_23": "a_2", "A_32": "a_3", "A_33": "a_4", "B_12": "b_1", "B_13": "b_2"}
"""The blocks of Proposition 2, and the scalar that each is a multiple of the identity by."""

Divisor = Callable[[int], float]


def on_six(d: int, **letters: float) -> dict[str, Real]:
    """Multiples of the identity; letters that are missing are zero.

    >>> on_six(1, a_3=2.0, b_1=3.0)["A_32"]
    array([[2.]])
    """
    return {block: letters.get(letter, 0.0) * np.eye(d) for block, letter in SIX.items()}


def full(parameters: Parameters, name: str, d: int) -> Real:
    """A or B as a whole, `(3d, 3d)`; missing blocks are zero. Raises ValueError for an unknown block."""
    if unknown := sorted(set(parameters) - set(BLOCKS)):
        raise ValueError(f"unknown parameter block {unknown[0]!r}; the blocks are {', '.join(BLOCKS)}")
    nothing = np.zeros((d, d))
    return np.block([[parameters.get(f"{name}_{row}{column}", nothing) for column in (1, 2, 3)] for row in (1, 2, 3)])


def sequence(start: Real, lam: Complex, count: int) -> Complex:
    """So many states, `(count, m, d)`, from starts and eigenvalues `(m, d)`."""
    states = [np.asarray(start, dtype=np.result_type(np.complex128, start, lam))]
    for _ in range(count - 1):
        states.append(lam * states[-1])
    return np.stack(states)


def predictions(
    parameters: Parameters, start: Real, lam: Complex, T: int, *, paired: bool = False, divisor: Divisor | None = None
) -> Complex:
    """`ŷ_2, …, ŷ_T`, `(m, T-1, d)`."""
    return np.stack([found for found, _ in _steps(parameters, start, lam, T, paired, divisor)], axis=1)


def losses(
    parameters: Parameters, start: Real, lam: Complex, T: int, *, paired: bool = False, divisor: Divisor | None = None
) -> Real:
    """The loss of each sequence, `(m,)`. Raises ValueError for `T < 2`, and as `full`."""
    total = np.sum([_square(f - s) for f, s in _steps(parameters, start, lam, T, paired, divisor)], axis=0)
    return np.asarray(total)


def _square(residual: Complex) -> Real:
    return np.asarray(np.real(np.sum(residual.conj() * residual, axis=1)))


def _steps(
    parameters: Parameters, start: Real, lam: Complex, T: int, paired: bool, divisor: Divisor | None
) -> Iterator[tuple[Complex, Complex]]:
    """Prediction and target, `(m, d)` each, at every time."""
    if T < T_MIN:
        raise ValueError(f"the loss sums over t = 2, …, T and needs T >= {T_MIN}; T is {T}")
    d = np.shape(start)[1]
    A, B = full(parameters, "A", d), full(parameters, "B", d)
    states = sequence(start, lam, T + 1 + paired)
    tokens, targets = _tokens(states, paired), states[2:] if paired else states[1:]
    for t in range(2, T + 1):
        prompt, token = tokens[:, :, :t], tokens[:, :, t - 1 : t]
        output = B @ (prompt @ (np.swapaxes(prompt.conj(), 1, 2) @ (A @ token)))
        found = output[:, :d, 0]
        yield (found / divisor(t) if divisor else found), targets[t - 1]


def _tokens(states: Complex, paired: bool) -> Complex:
    """`(e_1, e_2, …)` as `(m, 3d, n)`."""
    newer = states[1:] if paired else states
    older = states[:-1] if paired else np.concatenate([np.zeros_like(states[:1]), states[:-1]])
    return np.moveaxis(np.concatenate([np.zeros_like(newer), newer, older], axis=2), 0, 2)
