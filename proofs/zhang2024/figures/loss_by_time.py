"""Training of all entries by gradient flow, from the paper's start and from Gaussian ones, beside the reduced flow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp

from numeric_check.arrays import Real
from numeric_check.compare.agreement import Budget, sampled
from numeric_check.laws.sampling import generator
from numeric_check.model.points import flat, named
from proofs.figure import Contents, Finding
from proofs.garg2022.answers.eight_rows import floats
from proofs.zhang2024.answers.known_moments import trace
from proofs.zhang2024.figures.regression_studio import RegressionStudio
from proofs.zhang2024.second_route.fixed_letters import array
from proofs.zhang2024.second_route.full_population import FullLoss, of_sample, population
from proofs.zhang2024.second_route.regression import Regression, losses
from symbolic.algebra.rationals import to_sympy

SIGMA, SCALES = 0.25, (0.1, 0.01)
"""Of the paper's start, and standard deviations of the entries of the others."""

RECORDS, FIRST = 240, 1e-2
COMPARED = 10
"""So many times the prompts of the training are drawn where their loss is compared with the exact one."""

TOLERANCE, TRAINED, PILOT = 1e-9, 1e-6, 4.0
HEADER = ("start", "trained_on", "time", "error", "off_family", "off_limit")


@dataclass(frozen=True, eq=False)
class Path:
    """One run at the times `(n,)`: the loss over that of 0, the largest entry that is zero on the family, the distance

    of uU from its limit over the size of that.
    """

    start: str
    on: str
    times: Real
    error: Real
    off_family: Real
    off_limit: Real

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        columns = (self.times, self.error, self.off_family, self.off_limit)
        return [(self.start, self.on, *map(float, row)) for row in zip(*columns, strict=True)]


@dataclass(frozen=True, eq=False)
class LossByTime(Contents):
    """The runs: all entries on the population and on a sample, and the reduced flow from the paper's start."""

    full: tuple[Path, ...]
    sample: tuple[Path, ...]
    reduced: Path
    least: float
    sequences: int
    d: int
    N: int


def contents(studio: RegressionStudio) -> LossByTime:
    """All runs, and the exact values beside their ends."""
    sizes, trained = studio.sizes, studio.trained
    regression = Regression(floats(trained.covariates.second), sizes.T)
    whole = population(regression)
    part = of_sample(regression, generator("figures zhang2024 training", studio.seed), sizes.sequences)
    starts = {f"paper's start, σ = {SIGMA:g}": _of_paper(sizes.d)}
    starts |= {f"entries N(0, {scale:g}²)": _gaussian(sizes.d, scale, studio.seed) for scale in SCALES}
    full, sample = [], []
    for name, start in starts.items():
        studio.told(f"training from {name}")
        full.append(_run(studio, whole, name, "population", start))
        sample.append(_run(studio, part, name, "sample", start))
    studio.told("the reduced flow")
    reduced = _reduced(studio, regression, next(iter(starts)))
    least = trained.error(trained.covariates, trained.covariates.second, sizes.T) / trace(trained.covariates.second)
    paths = (*full, *sample, reduced)
    found = _findings(studio, regression, full[0], reduced, float(least))
    caption = (
        f"Gradient flow of all entries of both matrices, d = {sizes.d}, N = {sizes.T}, Λ not diagonal: on the exact "
        f"population loss (broad) and on {sizes.sequences} prompts drawn once (thin). Dotted: the reduced flow of u, "
        "U from the paper's start. Solid: the exact value at the trained limit. Below: the largest entry that is zero "
        "on the family and reaches the prediction, and the distance of uU from Γ⁻¹ over the size of that. Where runs "
        "from Gaussian entries end is what these show, and no theorem."
    )
    values = {"least error over that of 0": to_sympy(least), "u^4 at the limit": to_sympy(trained.fourth_power)}
    arrays = {f"{path.start}, {path.on}": np.array([row[2:] for row in path.rows]) for path in paths}
    return LossByTime(
        caption,
        values,
        HEADER,
        tuple(row for path in paths for row in path.rows),
        arrays,
        tuple(found),
        tuple(full),
        tuple(sample),
        reduced,
        float(least),
        sizes.sequences,
        sizes.d,
        sizes.T,
    )


def _of_paper(d: int) -> dict[str, Real]:
    theta = array("Z", d)
    square = theta @ theta.T
    start = {"W_PV": np.zeros((d + 1, d + 1)), "W_KQ": np.zeros((d + 1, d + 1))}
    start["W_PV"][-1, -1] = SIGMA
    start["W_KQ"][:d, :d] = SIGMA * square / np.linalg.norm(square)
    return start


def _gaussian(d: int, scale: float, seed: int) -> dict[str, Real]:
    rng = generator(f"figures zhang2024 entries {scale:g}", seed)
    return {name: scale * rng.standard_normal((d + 1, d + 1)) for name in ("W_PV", "W_KQ")}


def _times(studio: RegressionStudio) -> Real:
    return np.concatenate([[0.0], np.geomspace(FIRST, studio.sizes.time, RECORDS)])


def _followed(velocity: Callable[[float, Real], Real], start: Real, times: Real) -> Real:
    found = solve_ivp(velocity, (0.0, times[-1]), start, "LSODA", times, rtol=TOLERANCE, atol=TOLERANCE / 100)
    return np.asarray(found.y.T)


def _run(studio: RegressionStudio, source: FullLoss, name: str, on: str, start: dict[str, Real]) -> Path:
    times, d, shapes = _times(studio), source.d, source.blocks

    def velocity(_: float, point: Real) -> Real:
        return -flat(source.gradient(named(point, shapes)), shapes)

    points = [named(point, shapes) for point in _followed(velocity, flat(start, shapes), times)]
    zero = source.loss({name: np.zeros(shape) for name, shape in shapes.items()})
    limit = floats(studio.trained.product)
    off = [max(np.abs(p["W_PV"][-1, :d]).max(), np.abs(p["W_KQ"][-1, :d]).max()) for p in points]
    product = [np.linalg.norm(p["W_PV"][-1, -1] * p["W_KQ"][:d, :d] - limit) for p in points]
    error = np.array([source.loss(p) for p in points]) / zero
    return Path(name, on, times, error, np.array(off), np.array(product) / np.linalg.norm(limit))


def _reduced(studio: RegressionStudio, regression: Regression, name: str) -> Path:
    """`U' = −u² ΓΛUΛ + u Λ²`, `u' = −u tr(ΓΛUΛUᵀ) + tr(Λ²Uᵀ)`, as the paper has them."""
    times, known, d = _times(studio), regression.covariance, regression.d
    gamma, limit = floats(studio.trained.gamma), floats(studio.trained.product)

    def velocity(_: float, point: Real) -> Real:
        u, U = point[0], point[1:].reshape(d, d)
        force = u * gamma @ known @ U @ known - known @ known
        return np.concatenate([[-np.sum(force * U)], (-u * force).ravel()])

    begin = _of_paper(d)
    points = _followed(velocity, np.concatenate([[SIGMA], begin["W_KQ"][:d, :d].ravel()]), times)
    products = [point[0] * point[1:].reshape(d, d) for point in points]
    error = [np.trace(gamma @ known @ p @ known @ p.T) - 2 * np.trace(known @ known @ p.T) for p in products]
    off = np.array([np.linalg.norm(p - limit) for p in products]) / np.linalg.norm(limit)
    return Path(name, "reduced flow", times, 1 + np.array(error) / np.trace(known), np.zeros(len(times)), off)


def _findings(
    studio: RegressionStudio, regression: Regression, run: Path, reduced: Path, least: float
) -> list[Finding]:
    trained = studio.trained
    exact = to_sympy(trained.error(trained.covariates, trained.covariates.second, trained.N))
    tolerance = {"kind": "exact training", "tolerance": TRAINED}
    end, apart = float(run.error[-1]), float(np.max(np.abs(run.error - reduced.error)))
    values = losses(trained.blocks)
    drawn, pilot = (
        regression.drawn(values, generator(f"figures zhang2024 {what}", studio.seed), COMPARED * studio.sizes.sequences)
        for what in ("prompts", "pilot")
    )
    half = float(exact) / 2
    one = sampled(half, PILOT * float(pilot.var()), drawn, Budget().total, studio.seed)
    how = {
        "kind": "sampled",
        "false_alarm": one.false_alarm,
        "resolution": one.resolution,
        "samples": one.samples,
        "standard_errors_from_exact": float((drawn.mean() - half) / (drawn.std() / len(drawn) ** 0.5)),
        "assumes": f"a variance of at most {PILOT:g} times that of other prompts",
    }
    name = run.start
    return [
        Finding(name, "error over that of 0", None, least, end, abs(end - least) <= TRAINED, tolerance),
        Finding(name, "largest distance from the reduced flow", None, 0.0, apart, apart <= TRAINED, tolerance),
        Finding("prompts", "loss at the trained limit", exact / 2, half, one.estimate, one.agrees, how),
    ]
