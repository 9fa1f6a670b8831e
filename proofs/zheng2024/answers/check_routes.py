"""What the full model says about one law: quadrature at small sizes, simulation at the size asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from proofs.refusal import Refused
from proofs.zheng2024.flow.line_flow import KAPPA1, KAPPA2
from proofs.zheng2024.line import trained
from proofs.zheng2024.line.line_points import POINT
from symbolic.algebra.harmonics import to_float
from symbolic.algebra.notation import T_MIN
from symbolic.expectation.exact_moments import total
from symbolic.laws import Law
from symbolic.laws.coordinates import MomentDoesNotExist
from symbolic.laws.law_letters import law_letters

if TYPE_CHECKING:
    from numeric_check.compare.agreement import Comparison

QUADRATURE_D, QUADRATURE_T = 3, 6
"""The full model's gradient is integrated exactly at the sizes asked for up to these, else at smaller ones."""

CHEAP_NODES = 30_000

SAMPLED_D, SAMPLED_T = 3, 20
"""Sizes of the simulation where the person gives none."""

MOST_SAMPLED_D, MOST_SAMPLED_T = 30, 2000
"""A simulation of a larger family or a longer sequence runs at these sizes instead, and says so."""

AT = (POINT[0][1], POINT[1][1])
"""The point (a, b) at which gradients are compared."""

LARGEST_MOMENT = 1e100

GRADIENT, SLOPE = "gradient of all blocks", "slope of the loss at the best ab is 0"
MOMENTS = {
    "sampled": "power sums of the draws have the law's means",
    "quadrature": "power sums of the nodes have the law's means",
}


@dataclass(frozen=True)
class SecondRoute:
    """One comparison with the full model: what was compared, where, and how it came out (None: not available)."""

    kind: str
    what: str
    d: int
    T: int
    comparison: Comparison | None
    relative_resolution: float | None
    because: str = ""


def second_routes(
    law: Law, T: int | None, seed: int, false_alarm: float, resolution: float | None = None
) -> tuple[SecondRoute, ...]:
    """Quadrature of the whole gradient, and the sampled slope of the loss; d of the law and T may be symbolic.

    The slope is averaged over nodes of the start at sampled W. Where there are too many of them, starts are drawn, and
    the means of what is taken off as control variates are compared as well, with the law's nodes or draws.

    `resolution` is the relative shift that the sample is to notice with probability 1/2; None takes what a fraction of
    a second gives. Raises Refused for one that is not in (0, 1), or that would take more than minutes.
    """
    if resolution is not None and not 0 < resolution < 1:
        raise Refused(f"a resolution of {resolution:g}", "a relative shift between 0 and 1, such as 0.01")
    if kept := law_letters(law):
        return _none_in_letters(law, T, ", ".join(map(str, kept)), resolution)
    return (_by_quadrature(law, T), *_by_sampling(law, T, seed, false_alarm, resolution))


def _none_in_letters(law: Law, T: int | None, names: str, resolution: float | None) -> tuple[SecondRoute, ...]:
    """Neither route: both work in numbers. Raises Refused where one is asked to be fine."""
    if resolution is not None:
        raise Refused(f"a resolution of a law with the letter {names}", "a number for it", "letters are never drawn")
    because = f"it works in numbers, and {names} is a letter: write a number for it"
    d, length = _at_most(law, QUADRATURE_D).d, T or T_MIN
    routes = (("quadrature", GRADIENT), ("sampled", SLOPE))
    return tuple(SecondRoute(*route, d, length, None, None, because) for route in routes)


def _by_quadrature(law: Law, T: int | None) -> SecondRoute:
    """The whole gradient at one point of the line against the full model, at small sizes."""
    from proofs.zheng2024.second_route import forward, quadrature

    small = _at_most(law, QUADRATURE_D)
    length = T if T and T <= QUADRATURE_T and small.d == law.d else T_MIN
    if because := beyond_floats(small):
        return SecondRoute("quadrature", GRADIENT, small.d, length, None, None, because)
    try:
        length = length if length == T else _affordable_length(small, T)
        computed = quadrature.gradient(small, length, forward.on_line(small.d, *AT))
    except (quadrature.OutOfReach, MomentDoesNotExist) as error:
        return SecondRoute("quadrature", GRADIENT, small.d, length, None, None, str(error))
    scale = max(float(abs(block).max()) for block in computed.values())
    found = list(_entries(small, length, computed, scale))
    worst = next((one for one in found if not one.agrees), found[0])
    return SecondRoute("quadrature", GRADIENT, small.d, length, worst, worst.resolution / scale if scale else 0.0)


def _entries(law: Law, T: int, computed: Mapping[str, Any], scale: float) -> Iterator[Comparison]:
    from numeric_check.compare.agreement import close
    from proofs.zheng2024.line.line import Place, in_floats, line_gradient

    for entry in line_gradient():
        for p, q in product(range(law.d), repeat=2):
            if (p == q) == (entry.place is Place.DIAGONAL):
                claimed = entry.value(in_floats(T), law, *AT, (p,) if p == q else (p, q))
                yield close(claimed, float(computed[entry.block][p, q]), scale)


def beyond_floats(law: Law) -> str:
    """Why a law cannot be simulated: products of its moments leave the range of floating point. Empty if it can."""
    sixth = to_float(total(law, KAPPA2))
    if sixth == 0 or 1 / LARGEST_MOMENT < sixth < LARGEST_MOMENT:
        return ""
    return f"moments of the size {sixth:.0e} leave the range of floating point: rescale the law"


def _affordable_length(law: Law, T: int | None) -> int:
    """Largest T up to 6 at which quadrature takes a fraction of a second."""
    from proofs.zheng2024.second_route import quadrature

    lengths = range(min(T or QUADRATURE_T, QUADRATURE_T), T_MIN, -1)
    return next((length for length in lengths if quadrature.cost(law, length) <= CHEAP_NODES), T_MIN)


def _at_most(law: Law, largest: int) -> Law:
    """The law itself, or its family's member at a smaller size."""
    family = getattr(law, "family", None)
    if family is None or (isinstance(law.d, int) and law.d <= largest):
        return law
    member: Law = family.at(largest)
    return member


def _by_sampling(
    law: Law, T: int | None, seed: int, false_alarm: float, resolution: float | None
) -> Iterator[SecondRoute]:
    """Sampled slope of the loss along the line at the exact `ab_line`: its mean must vanish."""
    from proofs.zheng2024.answers.mean_slope.comparing import compared
    from proofs.zheng2024.answers.mean_slope.slope import Slope

    small = _at_most(law, MOST_SAMPLED_D if isinstance(law.d, int) else SAMPLED_D)
    length = min(T or SAMPLED_T, MOST_SAMPLED_T)
    product_ab = trained.ab_line(small, length)
    because = beyond_floats(small) if product_ab else "every prediction is zero: nothing to compare"
    if because or product_ab is None:
        yield SecondRoute("sampled", SLOPE, small.d, length, None, None, because)
        return
    u = to_float(product_ab)
    scale = u * (length - 2) * to_float(total(small, KAPPA1))
    try:
        found = compared(Slope(small, length, u, scale, seed), false_alarm, resolution)
    except MomentDoesNotExist as missing:
        yield SecondRoute("sampled", SLOPE, small.d, length, None, None, f"no error bar: {missing}")
        return
    slope, moments = found
    yield SecondRoute(slope.kind, SLOPE, small.d, length, slope, slope.resolution / scale)
    if moments is not None:
        what = MOMENTS[moments.kind]
        yield SecondRoute(moments.kind, what, small.d, length, moments, moments.resolution / scale)
