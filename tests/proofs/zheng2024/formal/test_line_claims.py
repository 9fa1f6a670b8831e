"""The claims about the line, as formulas, are proved or refuted by the rules; their proofs prove no other statement."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from proofs.zheng2024.formal.line import (
    gradient,
    remark_iid,
    remark_iid_repaired,
    short_sequences,
    theorem_4_1,
    theorem_4_1_limit,
    theorem_4_1_odd,
    theorem_4_1_odd_repaired,
)
from proofs.zheng2024.formal.line.short_sequences import NORMAL
from proofs.zheng2024.formal.on_line.assumption_4_1 import ASSUMPTION_4_1, ASSUMPTION_4_1_ODD, ODD_REPAIRED
from proofs.zheng2024.formal.on_line.independent_line import CENTRED, DIAGONAL, UNSKEWED
from proofs.zheng2024.formal.on_line.line_flow import PLACES
from proofs.zheng2024.formal.on_line.line_formulas import (
    LINE_CONDITIONS,
    ODD_VANISH,
    OVERLAP,
    a,
    b,
    kappa1,
    kappa2,
    kappa3,
)
from proofs.zheng2024.formal.on_line.line_statements import BLOCKS, KEY_BLOCK, VALUE_BLOCK, along_line
from proofs.zheng2024.formal.on_line.long_sequences import LONG
from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.expressions import Expression, written
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.vocabulary import TRUE, conjunction, negation
from symbolic.tactics.steps import quantified, replaced

pytestmark = pytest.mark.slow

FLOW = {"bounded_flow", "flow_on_family", "sign_kept"}
ALONG = conjunction(*(quantified(along_line(block), *PLACES) for block in BLOCKS))
AT_ONE_POINT = replaced(replaced(ALONG, a, written(1)), b, written(1))
HEAVY = dict.fromkeys(("theorem_4_1_odd", "short_sequences", "gradient"), pytest.mark.heavy)
SWAPPED = {VALUE_BLOCK: gradient.DIAGONAL[KEY_BLOCK], KEY_BLOCK: gradient.DIAGONAL[VALUE_BLOCK]}

Stated = tuple[Callable[[], Proof], Expression, set[str], dict[str, Expression]]
"""What proves a goal, the goal, the facts that it rests on, and other goals."""

CLAIMS: dict[str, Callable[[], Stated]] = {
    "theorem_4_1_limit": lambda: (
        theorem_4_1_limit.proof,
        theorem_4_1_limit.goal(),
        FLOW,
        {
            "another limit": theorem_4_1_limit.goal(kappa2() / kappa1()),
            "the harmonic number itself": theorem_4_1_limit.goal(kappa1() / (kappa2() + kappa3() * OVERLAP)),
            "every start": theorem_4_1_limit.goal(moves=TRUE),
            "only the odd moments": theorem_4_1_limit.goal(hypotheses=ODD_VANISH),
            "the line invariant at one point": theorem_4_1_limit.goal(hypotheses=AT_ONE_POINT),
            "no hypotheses": theorem_4_1_limit.goal(hypotheses=TRUE),
        },
    ),
    "gradient": lambda: (
        gradient.proof,
        gradient.goal(),
        set(),
        {
            "the blocks exchanged": gradient.goal(diagonal=SWAPPED),
            "one sum for another": gradient.goal(off_diagonal={**gradient.OFF_DIAGONAL, KEY_BLOCK: gradient.FIRST}),
            "fewer combinations": gradient.goal(
                combinations={**gradient.COMBINATIONS, KEY_BLOCK: gradient.COMBINATIONS[KEY_BLOCK][:1]}
            ),
            "each moment by itself": gradient.goal(
                combinations={**gradient.COMBINATIONS, KEY_BLOCK: (gradient.FIRST, gradient.FIFTH, gradient.OTHERS)}
            ),
        },
    ),
    "remark_iid_repaired": lambda: (
        remark_iid_repaired.proof,
        remark_iid_repaired.goal(),
        set(),
        {
            "only the first moment": remark_iid_repaired.goal(CENTRED),
            "no hypotheses": remark_iid_repaired.goal(TRUE),
            "the blocks exchanged": remark_iid_repaired.goal(
                diagonal={VALUE_BLOCK: DIAGONAL[KEY_BLOCK], KEY_BLOCK: DIAGONAL[VALUE_BLOCK]}
            ),
        },
    ),
    "theorem_4_1_odd_repaired": lambda: (
        theorem_4_1_odd_repaired.proof,
        theorem_4_1_odd_repaired.goal(),
        FLOW,
        {
            "without the transposed constant": theorem_4_1_odd_repaired.goal(ASSUMPTION_4_1_ODD),
            "only the first exponent 1": theorem_4_1_odd_repaired.goal(ASSUMPTION_4_1),
            "no hypotheses": theorem_4_1_odd_repaired.goal(TRUE),
        },
    ),
    "short_sequences": lambda: (
        short_sequences.proof,
        short_sequences.goal(),
        {*FLOW, "normal_moment", "normal_moments"},
        {
            "the limit of long sequences at T = 3": short_sequences.goal(shortest=LONG),
            "the lengths exchanged": short_sequences.goal(
                normal_limits=dict(zip((10, 3), NORMAL.values(), strict=True))
            ),
            "grows to the shortest": short_sequences.goal(long=short_sequences.reduced(3)),
            "grows strictly for every law": short_sequences.goal(strictly=TRUE),
        },
    ),
    "theorem_4_1": lambda: (
        theorem_4_1.refutation,
        negation(theorem_4_1.goal()),
        set(),
        {
            "the theorem": theorem_4_1.goal(),
            "as repaired": negation(theorem_4_1.goal(LINE_CONDITIONS)),
            "with odd exponents": negation(theorem_4_1.goal(ASSUMPTION_4_1_ODD)),
        },
    ),
    "theorem_4_1_odd": lambda: (
        theorem_4_1_odd.refutation,
        negation(theorem_4_1_odd.goal()),
        set(),
        {
            "the theorem": theorem_4_1_odd.goal(),
            "as repaired": negation(theorem_4_1_odd.goal(ODD_REPAIRED)),
        },
    ),
    "remark_iid": lambda: (
        remark_iid.refutation,
        negation(remark_iid.goal()),
        set(),
        {"the remark": remark_iid.goal(), "as repaired": negation(remark_iid.goal(UNSKEWED))},
    ),
}


@pytest.mark.parametrize("name", [pytest.param(name, marks=HEAVY.get(name, ())) for name in CLAIMS])
def test_the_goal_and_nothing_else_is_proved(name: str) -> None:
    prove, goal, facts, others = CLAIMS[name]()
    proved = read(certificate(prove()))[0]
    found = replayed(proved)
    assert (found.proved, proved.goal, set(found.facts)) == (True, goal, facts)
    assert trusts(proved.theorem, proved.definedness) == ("engine",)
    for what, other in others.items():
        refused = replayed(Proof(other, proved.theorem, proved.definedness))
        assert (refused.proved, refused.reason) == (False, "the goal is not what is proved"), what
        assert other != goal, what
