"""Linear attention on any sequence of states, as plain matrix products.

From states `x_1, …, x_T` and `x_0 = 0` tokens are `e_t = (0_d, x_t, x_{t-1})`, prompts `E_t = (e_1, …, e_t)`, and

    ŷ_t = first d rows of Σ_h P_h E_t E_t^* K_h e_t / (t - 1),      L = ½ Σ_t ‖ŷ_t − x_{t+1}‖²  over t = 2, …, T-1.

Arrays of exact numbers, as Python objects, stay exact. What is varied: Zheng et al. 2024, Section 3, arXiv 2405.16845.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from numeric_check.arrays import Complex, Parameters, Real


def on_line(d: int, *pairs: tuple[float, float]) -> dict[str, Real]:
    """`W_KQ_32 = a I`, `W_PV_12 = b I`, of the first head, and of a second one V where there are two pairs.

    >>> sorted(on_line(1, (2.0, 3.0)))
    ['W_KQ_32', 'W_PV_12']
    """
    blocks: dict[str, Real] = {}
    for head, (a, b) in zip("WV", pairs, strict=False):
        blocks |= {f"{head}_KQ_32": a * np.eye(d), f"{head}_PV_12": b * np.eye(d)}
    return blocks


def predictions(blocks: Parameters, states: Complex, times: Iterable[int]) -> Complex:
    """The predictions at some times, `(m, times, d)`, of states `(m, T, d)`; missing blocks are zero."""
    return np.stack([found for found, _ in _steps(blocks, states, times)], axis=1)


def losses(blocks: Parameters, states: Complex, times: Iterable[int]) -> Real:
    """The loss of each sequence over some times, `(m,)`."""
    return np.asarray(np.sum([_square(found - wanted) for found, wanted in _steps(blocks, states, times)], axis=0))


def _square(residual: Complex) -> Real:
    total = np.sum(residual.conj() * residual, axis=1)
    return np.asarray(total / 2 if total.dtype == object else np.real(total) / 2)


def _steps(blocks: Parameters, states: Complex, times: Iterable[int]) -> Iterator[tuple[Complex, Complex]]:
    d = states.shape[2]
    heads = sorted({name[0] for name in blocks})
    older = np.concatenate([np.zeros_like(states[:, :1]), states[:, :-1]], axis=1)
    tokens = np.swapaxes(np.concatenate([np.zeros_like(states), states, older], axis=2), 1, 2)
    for t in times:
        prompt, token = tokens[:, :, :t], tokens[:, :, t - 1 : t]
        gram = prompt @ np.swapaxes(prompt.conj(), 1, 2)
        found = sum(_full(blocks, f"{h}_PV", d) @ (gram @ (_full(blocks, f"{h}_KQ", d) @ token)) for h in heads)
        yield found[:, :d, 0] / (t - 1), states[:, t]


def _full(blocks: Parameters, name: str, d: int) -> Real:
    nothing = np.zeros((d, d), dtype=next(iter(blocks.values())).dtype)
    return np.block([[blocks.get(f"{name}_{row}{column}", nothing) for column in (1, 2, 3)] for row in (1, 2, 3)])
