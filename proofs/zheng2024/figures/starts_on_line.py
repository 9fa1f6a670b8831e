"""Training from starts on the line."""

from __future__ import annotations

from proofs.zheng2024.figures.ends_of_runs import Finding, of_exact_run, of_sampled_run
from proofs.zheng2024.figures.exact_values import Values
from proofs.zheng2024.figures.simulation import STEP_FRACTION, Pair, Setting, pair
from proofs.zheng2024.figures.studio import Studio
from proofs.zheng2024.second_route.forward import on_line

STARTS = ((0.1, 0.1), (0.5, 1.5), (2.0, 2.0))
"""As in the paper's Figure 1."""

SMALL_LENGTHS = (3, 10)


def pairs_on_line(studio: Studio, setting: Setting) -> list[Pair]:
    """Every start with one step size, that of the start which bears the smallest."""
    starts = [on_line(setting.d, *start) for start in STARTS]
    step = STEP_FRACTION * min(map(setting.stable_step, starts))
    found = []
    for (a, b), start in zip(STARTS, starts, strict=True):
        studio.told(f"{setting.law.description}, T = {setting.T}: training from ({a:g}, {b:g})")
        found.append(pair(setting, f"({a:g}, {b:g})", start, step, studio.sizes.settled))
    return found


def compared(values: Values, pairs: list[Pair]) -> list[Finding]:
    """Every end with its exact value."""
    limit = values.limit["product"]
    exact = [finding for one in pairs for finding in of_exact_run(values.setting, one.exact)]
    return exact + [of_sampled_run(values.slopes, one.sampled, limit) for one in pairs]
