"""What is learned from `x_1 = 1_d`, with the off-diagonal gradients masked and without."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from proofs.figure import Contents, Finding
from proofs.zheng2024.answers.off_line import START, off_line_limit
from proofs.zheng2024.figures.ends_of_runs import arrived, of_exact_run, of_sampled_run
from proofs.zheng2024.figures.exact_values import CURVES, Values, curve_arrays, curve_rows
from proofs.zheng2024.figures.simulation import STEP_FRACTION, Curve, Pair, Setting, pair
from proofs.zheng2024.figures.studio import ONES, Studio
from proofs.zheng2024.second_route.forward import on_line
from proofs.zheng2024.second_route.line_trajectory import LINE_BLOCKS


@dataclass(frozen=True, eq=False)
class Reduced:
    """The exact reduced flow without the mask: `W_KQ_32 = aI + α(11^T − I)`, `W_PV_12 = bI + β(11^T − I)`."""

    setting: Setting

    @cached_property
    def limit(self) -> tuple[float, float, float, float]:
        """a, α, b, β at rest; raises ArithmeticError where the flow does not come to rest."""
        found = off_line_limit(self.setting.law, self.setting.T)
        if found is None:
            raise ArithmeticError("the reduced flow for x_1 = 1_d has not come to rest")
        return found.a, found.alpha, found.b, found.beta

    @property
    def products(self) -> dict[str, float]:
        """What does not change when one block is made larger and the other smaller by the same factor."""
        diagonal, off, out, cross = self.limit
        return {"a b": diagonal * out, "alpha b": off * out, "a beta": diagonal * cross, "alpha beta": off * cross}


@dataclass(frozen=True, eq=False)
class LearnedMatrices(Contents):
    """Runs with the mask and without it, their exact values, and the exact reduced flow without it."""

    sequences: int
    exact: Values
    reduced: Reduced
    masked: Pair
    free: Pair


def contents(studio: Studio) -> LearnedMatrices:
    """The runs from `x_1 = 1_d`, compared."""
    setting = studio.setting(ONES)
    values, reduced = Values(setting), Reduced(setting)
    masked, free = (pair_of_ones(studio, setting, mask) for mask in (True, False))
    curves = [curve for one in (masked, free) for curve in (one.exact, one.sampled)]
    return LearnedMatrices(
        _caption(setting, studio),
        values.named() | {f"{name} without mask (exact reduced flow)": v for name, v in reduced.products.items()},
        CURVES,
        tuple(curve_rows(setting, curves)),
        curve_arrays(setting, curves),
        tuple(compared(values, reduced, masked, free)),
        studio.sizes.sequences,
        values,
        reduced,
        masked,
        free,
    )


def _caption(setting: Setting, studio: Studio) -> str:
    return (
        f"Figure 2: x_1 = 1_d, d = {setting.d}, T = {setting.T}, start a_0 = b_0 = {START:g}. Matrices: the two blocks "
        f"that move, after training on {studio.sizes.sequences} sequences, without and with the mask of the "
        "off-diagonal gradients. Without it the entries off the diagonal become negative. Curves: mean over j of "
        "W_KQ_32[j,j] W_PV_12[j,j]. Solid: exact value, with the mask the best product on the line, without it the "
        "limit of the exact reduced flow. Dashed: κ1/κ2, the limit with the mask as T → ∞."
    )


def products(curve: Curve) -> dict[str, float]:
    """The same products of a run: means over the diagonals and over the other entries of the two blocks."""
    d = len(curve.last["W_KQ_32"])
    other = ~np.eye(d, dtype=bool)
    means = {name: (curve.last[name].diagonal().mean(), curve.last[name][other].mean()) for name in LINE_BLOCKS}
    (diagonal, off), (out, cross) = (map(float, means[name]) for name in LINE_BLOCKS)
    return {"a b": diagonal * out, "alpha b": off * out, "a beta": diagonal * cross, "alpha beta": off * cross}


def pair_of_ones(studio: Studio, setting: Setting, mask: bool) -> Pair:
    """A run from the line, with the mask or without."""
    studio.told(f"{setting.law.description}, T = {setting.T}: training {'with' if mask else 'without'} the mask")
    start = on_line(setting.d, START, START)
    step = STEP_FRACTION * setting.stable_step(start, mask)
    return pair(setting, "masked" if mask else "free", start, step, studio.sizes.settled, mask)


def compared(values: Values, reduced: Reduced, masked: Pair, free: Pair) -> list[Finding]:
    """With the mask as on the line; without it the products of entries, with those of the exact reduced flow."""
    exact, found = reduced.products, products(free.exact)
    size = abs(exact["a b"])
    off = [arrived("exact training without mask", name, exact[name], found[name], scale=size) for name in exact]
    sampled = of_sampled_run(values.slopes, masked.sampled, values.limit["product"])
    return [*of_exact_run(values.setting, masked.exact), sampled, *off]
