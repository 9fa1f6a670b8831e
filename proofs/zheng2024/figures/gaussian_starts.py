"""Standard initialisation: every entry of every block drawn from `N(0, scale²)`, at three scales."""

from __future__ import annotations

from numeric_check.model.points import gaussian_start
from proofs.zheng2024.figures.ends_of_runs import Finding, arrived, of_exact_run, of_sampled_run
from proofs.zheng2024.figures.exact_values import Values
from proofs.zheng2024.figures.simulation import STEP_FRACTION, Curve, Pair, Setting, pair
from proofs.zheng2024.figures.studio import Studio
from proofs.zheng2024.second_route.forward import shapes

SCALES = (0.001, 0.01, 0.1)
"""The thread's scales are not in its stored text; these are a choice."""


def pair_from(studio: Studio, setting: Setting, scale: float) -> Pair:
    """A run from entries drawn at one scale."""
    studio.told(f"{setting.law.description}, T = {setting.T}: training from N(0, {scale:g}²)")
    start = gaussian_start(shapes(setting.d), scale, setting.generator("start"))
    step = STEP_FRACTION * setting.stable_step(start)
    return pair(setting, f"N(0, {scale:g}²)", start, step, studio.sizes.settled)


def products(curve: Curve) -> list[float]:
    """`W_KQ_32[j,j] W_PV_12[j,j]` at the end, by coordinate."""
    found: list[float] = (curve.last["W_KQ_32"].diagonal() * curve.last["W_PV_12"].diagonal()).tolist()
    return found


def compared(values: Values, pairs: list[Pair]) -> list[Finding]:
    """Means, and for exact training the product of every coordinate and the entries elsewhere, which must vanish."""
    limit, best = values.limit["product"], values.finite["product"]
    assert best is not None
    found = []
    for one in pairs:
        run = f"exact training from {one.name}"
        found += of_exact_run(values.setting, one.exact)
        found += [arrived(run, f"product, j = {j}", best, value) for j, value in enumerate(products(one.exact), 1)]
        found += [arrived(run, "largest entry elsewhere", 0.0, float(one.exact.elsewhere[-1]), scale=1.0)]
        found += [of_sampled_run(values.slopes, one.sampled, limit)]
    return found
