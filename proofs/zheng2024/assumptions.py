"""Assumptions of Zheng et al. 2024, as printed and as needed, on the law of `x_1`."""

from __future__ import annotations

from proofs.claim import Source
from symbolic.conditions import MixedMomentsVanish, SameForAll, vanishes
from symbolic.flow import KAPPA1, KAPPA2, KAPPA3, KAPPA3_TRANSPOSED
from symbolic.hypotheses import Hypotheses
from symbolic.invariances import Independent


def printed(place: str) -> Source:
    """A place in the paper."""
    return Source("zheng2024", place, "2405.16845")


ASSUMPTION_4_1 = Hypotheses(
    "Assumption 4.1 as printed",
    (
        MixedMomentsVanish(most=4),
        SameForAll(KAPPA1, "kappa_1"),
        SameForAll(KAPPA2, "kappa_2"),
        SameForAll(KAPPA3, "kappa_3"),
    ),
)
"""The first factor of the vanishing moments has exponent one; κ1, κ2, κ3 do not depend on the coordinate."""

LINE_CONDITIONS = Hypotheses(
    "the conditions for an invariant line",
    (
        vanishes(3, 3),
        vanishes(1, 3),
        vanishes(1, 5),
        vanishes(1, 3, over=(2,)),
        SameForAll(KAPPA1, "kappa_1"),
        SameForAll(KAPPA2, "kappa_2"),
        SameForAll(KAPPA3, "kappa_3"),
        SameForAll(KAPPA3_TRANSPOSED, "kappa_3 transposed"),
    ),
)
"""What replaces Assumption 4.1: five families of moments it does not name or names without need, and its constants."""

ASSUMPTION_4_1_ODD = Hypotheses(
    "Assumption 4.1 with any odd first exponent",
    (MixedMomentsVanish(most=4, odd=True), *ASSUMPTION_4_1.conditions[1:]),
)

ODD_REPAIRED = Hypotheses(
    "Assumption 4.1 with any odd first exponent, and the transposed constant",
    (*ASSUMPTION_4_1_ODD.conditions, SameForAll(KAPPA3_TRANSPOSED, "kappa_3 transposed")),
)

CENTRED_IID = Hypotheses("independent coordinates with mean zero", (Independent(), vanishes(1)))

UNSKEWED_IID = Hypotheses(
    "independent coordinates with vanishing first and third moments", (Independent(), vanishes(1), vanishes(3))
)

NAMED = {"zheng2024/assumption-4.1": ASSUMPTION_4_1, "zheng2024/line-conditions": LINE_CONDITIONS}
"""What a law can be asked by name."""
