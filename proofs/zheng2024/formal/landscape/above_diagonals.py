"""The loss at any blocks is not below that of their diagonals, where moments vanish one by one, by the rules."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.landscape.diagonal_sums import DIAGONAL, IN_SHAPE
from proofs.zheng2024.formal.lemmas.all_blocks import NOWHERE_LOWER
from proofs.zheng2024.formal.on_line.line_flow import PLACES, SIZES, given
from proofs.zheng2024.formal.on_line.line_formulas import KEY, ODD_VANISH, j, k
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import apply, assume, conjoin, part, parts
from symbolic.core.theorems import Theorem
from symbolic.goals.two_diagonals import not_below_diagonals
from symbolic.goals.usual_terms import apart
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at, conjuncts, turned_round, under

VANISH = parts(DIAGONAL.vanish, "and")
TRIPLES = VANISH[-1]
"""`E x_j x_k² x_r³ = 0` for three different coordinates."""


@cache
def pairs_vanish() -> tuple[Theorem, ...]:
    """`E x_j³ x_k³ = 0`, `E x_j x_k³ = 0` and `E x_j x_k⁵ = 0` for `k ≠ j`, as an invariant line asks for."""
    different = apart(k, j)
    odd = apply(at(given(ODD_VANISH), *map(assume, PLACES)), turned_round(assume(different)))
    found = conjuncts(odd)[: len(VANISH) - 1]
    return tuple(under(each, PLACES[0], PLACES[1], different) for each in found)


def lower_everywhere(triples: Theorem, below: Theorem) -> Theorem:
    """`∀ blocks: L(trained) ≤ L(blocks)` from `L(trained) ≤ L(diagonals of the blocks)`, where the triples vanish."""
    bound = at(not_below_diagonals(KEY), *map(given, SIZES))
    anywhere = at(apply(bound, conjoin(*pairs_vanish(), triples)), *map(assume, IN_SHAPE))
    return under(signed(NOWHERE_LOWER, (below, anywhere)), *IN_SHAPE)


def from_joint(theorem: Theorem, joint: Theorem, *formulas: Expression) -> Theorem:
    """A theorem with the hypotheses that are conjuncts of another theorem, which it then rests on."""
    for formula, known in zip(formulas, conjuncts_of(joint), strict=True):
        theorem = apply(under(theorem, formula), known)
    return theorem


def conjuncts_of(theorem: Theorem) -> tuple[Theorem, ...]:
    """The conjuncts of a theorem, not theirs."""
    return tuple(part(n, theorem) for n in range(len(parts(theorem.conclusion, "and"))))
