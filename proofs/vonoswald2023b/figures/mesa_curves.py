"""The error at every time of a sequence: of the mesa-layer, and of linear attention, which makes one gradient step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import sympy

from numeric_check.arrays import Real
from numeric_check.compare.agreement import Budget, close, sampled
from numeric_check.laws.sampling import generator
from proofs.figure import Contents, Finding, Recipe
from proofs.vonoswald2023b.second_route import running_layers as layers

RIDGES = (1.0, 5.0)
"""`1/λ` of the mesa-layers."""

LARGEST_VARIANCE = 0.25
"""Of a number between 0 and 1."""

TOLERANCE = 1e-8
HEADER = ("time", "exact", "least_squares", "attention", *(f"mesa_{ridge:g}" for ridge in RIDGES))


@dataclass(frozen=True)
class SequenceSizes:
    """Dimension, length and number of sequences."""

    d: int
    T: int
    sequences: int


FULL, QUICK = SequenceSizes(10, 30, 4_000), SequenceSizes(3, 8, 400)


@dataclass(frozen=True, eq=False)
class SequenceStudio:
    """Sizes and seed of a call."""

    sizes: SequenceSizes
    seed: int
    told: Callable[[str], None]


def studio(quick: bool, seed: int, told: Callable[[str], None]) -> SequenceStudio:
    """The studio, at smaller sizes where it is quick."""
    return SequenceStudio(QUICK if quick else FULL, seed, told)


@dataclass(frozen=True, eq=False)
class MesaCurves(Contents):
    """Errors over that of 0 at the times t, `(n,)` each; `exact` is that of least squares without a ridge."""

    times: Real
    exact: Real
    least_squares: Real
    attention: Real
    mesa: Mapping[float, Real]
    d: int
    sequences: int


def contents(studio: SequenceStudio) -> MesaCurves:
    """All curves on random sequences, and what they are compared with."""
    d, T, count = studio.sizes.d, studio.sizes.T, studio.sizes.sequences
    studio.told("sequences")
    s, other = (layers.sequences(generator(f"figures mesa {what}", studio.seed), count, T, d) for what in ("s", "step"))
    times, targets = np.arange(2, T, dtype=np.float64), s[:, 2:]
    size = np.mean(np.sum(targets**2, axis=2), axis=0)
    studio.told("layers")
    mesa = {ridge: _error(layers.mesa_layer(s, ridge), targets, size) for ridge in RIDGES}
    steps = _best_steps(layers.attention(other), other[:, 2:])
    attention = _error(steps[:, None] * layers.attention(s), targets, size)
    exact = np.maximum(1 - (times - 1) / d, 0.0)
    shares = {int(t): layers.unseen(s, int(t)) for t in times if t <= d + 1}
    squares = np.array([float(np.mean(shares[t])) if t in shares else 0.0 for t in map(int, times)])
    caption = (
        f"Error over that of predicting 0 at time t of {count} sequences s_(t+1) = W s_t, W uniform among orthogonal "
        f"matrices, d = {d}; keys s_1 … s_(t−1), values their successors. Black: least squares without a ridge, exact, "
        "1 − (t − 1)/d: the squares of the partial correlations of an orbit of such a W are independent Beta "
        "(Killip and Nenciu 2004). Dots: sampled. Blue: mesa-layers by their recursion. Orange: linear attention, "
        "which makes one gradient step from 0, with the best step at every t."
    )
    rows = tuple(zip(times.tolist(), exact, squares, attention, *mesa.values(), strict=True))
    findings = (*_shares(studio, shares), *_identities(s, times))
    values = {f"least squares, t = {t}": 1 - sympy.Rational(t - 1, d) for t in shares}
    arrays = {"times": times, "exact": exact, "attention": attention, "step": steps}
    return MesaCurves(caption, values, HEADER, rows, arrays, findings, times, exact, squares, attention, mesa, d, count)


def _error(predicted: Real, targets: Real, size: Real) -> Real:
    return np.asarray(np.mean(np.sum((predicted - targets) ** 2, axis=2), axis=0) / size)


def _best_steps(directions: Real, targets: Real) -> Real:
    """By time, from other sequences."""
    return np.asarray(np.sum(directions * targets, axis=(0, 2)) / np.sum(directions**2, axis=(0, 2)))


def _shares(studio: SequenceStudio, shares: Mapping[int, Real]) -> Iterator[Finding]:
    """The share of a query that is not seen yet, whose variance is bounded without any assumption."""
    for t, values in shares.items():
        exact = 1 - sympy.Rational(t - 1, studio.sizes.d)
        rate = Budget().share(len(shares))
        one = sampled(float(exact), LARGEST_VARIANCE, values, rate, studio.seed, 1.0)
        how = {"kind": "sampled", "false_alarm": rate, "resolution": one.resolution, "samples": one.samples}
        error = float(np.std(values) / len(values) ** 0.5)
        how |= {"standard_errors_from_exact": float((one.estimate - float(exact)) / error)} if exact else {}
        yield Finding("least squares", f"error at t = {t}", exact, float(exact), one.estimate, one.agrees, how)


def _identities(s: Real, times: Real) -> Iterator[Finding]:
    """The recursion beside the regression, and attention beside the gradient step, at the last time."""
    last, how = int(times[-1]), {"kind": "rounding", "tolerance": TOLERANCE}
    for ridge in RIDGES:
        direct = layers.ridge_regression(s, last, ridge)
        apart = float(np.max(np.abs(layers.mesa_layer(s, ridge)[:, -1] - direct)))
        agrees = apart <= TOLERANCE * float(np.max(np.abs(direct)))
        yield Finding(f"mesa-layer, 1/λ = {ridge:g}", "distance from the regression", None, 0.0, apart, agrees, how)
    step = layers.gradient_step(s, last)
    apart = float(np.max(np.abs(layers.attention(s)[:, -1] - step)))
    agrees = close(0.0, apart, float(np.max(np.abs(step)))).agrees
    yield Finding("linear attention", "distance from the gradient step", None, 0.0, apart, agrees, how)


RECIPES: Mapping[str, Recipe] = {
    "mesa-layer": Recipe(
        "proofs.vonoswald2023b.figures.mesa_curves:contents",
        "error_by_time:figure",
        "The mesa-layer beside linear attention and one gradient step",
        2,
    )
}
