"""Assumptions of Zheng et al. 2024, as printed and as needed, on the law of `x_1`."""

from __future__ import annotations

from proofs.claim import Source
from proofs.zheng2024.capability.recovery import Recovers
from proofs.zheng2024.flow.line_flow import KAPPA1, KAPPA2, KAPPA3, KAPPA3_TRANSPOSED
from proofs.zheng2024.line.start_conditions import OnLine
from symbolic.decide.conditions import MixedMomentsVanish, SameForAll, vanishes
from symbolic.decide.conditions.finiteness import Finite
from symbolic.decide.conditions.symmetries import Independent
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.moments import Pattern


def printed(place: str) -> Source:
    """A place in the paper."""
    return Source("zheng2024", place, "2405.16845")


ASSUMPTION_3_1 = Hypotheses("Assumption 3.1 as printed", (OnLine(),))
"""The start of training, at any a_0 and b_0: zero and opposite ones are not excluded."""

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

ASSUMPTION_4_2 = Hypotheses("Assumption 4.2 as printed", (*ASSUMPTION_4_1.conditions, Recovers(every_W=True)))
"""Assumption 4.1, and recovery "for any x_1 and W"."""

ASSUMPTION_4_2_ALMOST = Hypotheses(
    "Assumption 4.2 for almost every x_1 and W", (*ASSUMPTION_4_1.conditions, Recovers())
)
"""Starts and processes of probability zero set aside, as the law of W suggests."""

CENTRED_IID = Hypotheses("independent coordinates with mean zero", (Independent(), vanishes(1)))

CENTRED_IID_FINITE = Hypotheses(
    "independent coordinates with mean zero and finite moments of order 2, 4 and 6",
    (*CENTRED_IID.conditions, *(Finite(Pattern((n,))) for n in (2, 4, 6))),
)
"""The remark as the authors amend it in the review thread (answer to Q1 and the reply to it)."""

UNSKEWED_IID = Hypotheses(
    "independent coordinates with vanishing first and third moments", (Independent(), vanishes(1), vanishes(3))
)

NAMED = {"zheng2024/assumption-4.1": ASSUMPTION_4_1, "zheng2024/line-conditions": LINE_CONDITIONS}
"""What a law can be asked by name."""
