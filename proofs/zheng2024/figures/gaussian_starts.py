"""Standard initialisation: every entry of every block drawn from `N(0, scale²)`, at three scales."""

from __future__ import annotations

from dataclasses import dataclass

from numeric_check.model.points import gaussian_start
from proofs.figure import Contents, Finding
from proofs.zheng2024.figures.ends_of_runs import arrived, of_exact_run, of_sampled_run
from proofs.zheng2024.figures.exact_values import CURVES, Values, curve_arrays, curve_rows
from proofs.zheng2024.figures.simulation import STEP_FRACTION, Pair, Setting, pair
from proofs.zheng2024.figures.studio import GAUSSIAN, Studio
from proofs.zheng2024.second_route.forward import shapes

SCALES = (0.001, 0.01, 0.1)
"""The thread's scales are not in its stored text; these are a choice."""


@dataclass(frozen=True, eq=False)
class GaussianStarts(Contents):
    """Runs from entries drawn at each scale, with the exact values of the setting."""

    sequences: int
    exact: Values
    pairs: list[Pair]
    scales: tuple[float, ...]


def contents(studio: Studio) -> GaussianStarts:
    """The runs, compared with what training from the line ends at."""
    setting = studio.setting(GAUSSIAN)
    values, pairs = Values(setting), [pair_from(studio, setting, scale) for scale in SCALES]
    curves = [curve for one in pairs for curve in (one.exact, one.sampled)]
    return GaussianStarts(
        _caption(setting, studio),
        values.named(),
        CURVES,
        tuple(curve_rows(setting, curves)),
        curve_arrays(setting, curves),
        tuple(compared(values, pairs)),
        studio.sizes.sequences,
        values,
        pairs,
        SCALES,
    )


def _caption(setting: Setting, studio: Studio) -> str:
    return (
        f"Review thread, standard initialisation: Gaussian starts, σ = 1/2, d = {setting.d}, T = {setting.T}, every "
        f"entry of every block drawn from N(0, s²), s = {', '.join(f'{scale:g}' for scale in SCALES)} (the stored text "
        f"of the thread has lost its scales). Broad: exact population loss; thin: {studio.sizes.sequences} sequences. "
        "The ratio is that under the law. Third panel: largest entry on neither diagonal. Last panel: the product "
        "W_KQ_32[j,j] W_PV_12[j,j] of each coordinate at the end, circles exact, dots sampled. Trained on the exact "
        "loss, both diagonals have the same sign at each coordinate, which differs between coordinates; product, ratio "
        "and error are those of the line."
    )


def pair_from(studio: Studio, setting: Setting, scale: float) -> Pair:
    """A run from entries drawn at one scale."""
    studio.told(f"{setting.law.description}, T = {setting.T}: training from N(0, {scale:g}²)")
    start = gaussian_start(shapes(setting.d), scale, setting.generator("start"))
    step = STEP_FRACTION * setting.stable_step(start)
    return pair(setting, f"N(0, {scale:g}²)", start, step, studio.sizes.settled)


def compared(values: Values, pairs: list[Pair]) -> list[Finding]:
    """Means, and for exact training the product of every coordinate and the entries elsewhere, which must vanish."""
    limit, best = values.limit["product"], values.finite["product"]
    assert best is not None
    found = []
    for one in pairs:
        run = f"exact training from {one.name}"
        found += of_exact_run(values.setting, one.exact)
        found += [
            arrived(run, f"product, j = {j}", best, value) for j, value in enumerate(one.exact.diagonal_products, 1)
        ]
        found += [arrived(run, "largest entry elsewhere", 0.0, float(one.exact.elsewhere[-1]), scale=1.0)]
        found += [of_sampled_run(values.slopes, one.sampled, limit)]
    return found
