"""One step of gradient descent from 0 on the least squares of a prompt, by differences of the objective."""

from __future__ import annotations

import numpy as np

from numeric_check.arrays import Complex, Parameters, Real
from proofs.sander2024.second_route import forward


def objective(states: Complex, W: Complex) -> Real:
    """`½ Σ_i ‖s_i − W s_{i-1}‖²` of each sequence, for states `(t + 1, m, d)`."""
    residual = states[1:] - states[:-1] @ W.T
    return np.asarray(np.real(np.sum(residual.conj() * residual, axis=(0, 2))) / 2)


def step(states: Complex, size: float) -> Complex:
    """The matrix after one step of this size in real and imaginary parts of the entries, `(m, d, d)`.

    Central differences are exact for a quadratic function.
    """
    _, m, d = states.shape
    found = np.zeros((m, d, d), dtype=np.complex128)
    for j, k in np.ndindex(d, d):
        for unit in (1.0, 1j):
            entry = np.zeros((d, d), dtype=np.complex128)
            entry[j, k] = unit
            found[:, j, k] -= size * (objective(states, entry) - objective(states, -entry)) / 2 * unit
    return found


def compared(parameters: Parameters, start: Real, lam: Complex, T: int, size: float) -> tuple[Real, Real]:
    """`Σ_t ‖ŷ_t − V_t s_t‖²`, V_t the matrix after a step on the prompt, and `Σ_t Re ⟨s_{t+1}, ŷ_t⟩`."""
    states = forward.sequence(start, lam, T + 2)
    predicted = forward.predictions(parameters, start, lam, T, paired=True)
    difference, overlap = np.zeros(len(start)), np.zeros(len(start))
    for t in range(2, T + 1):
        found = predicted[:, t - 2]
        off = found - np.einsum("mjk,mk->mj", step(states[: t + 1], size), states[t])
        difference = difference + np.real(np.sum(off.conj() * off, axis=1))
        overlap = overlap + np.real(np.sum(states[t + 1].conj() * found, axis=1))
    return difference, overlap
