"""Claims about variants of the model, as formulas: proved by the rules, and nothing else with them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from proofs.variants.formal import (
    circular_start,
    noise,
    roots_line,
    roots_of_unity,
    signs_line,
    signs_slope,
    two_heads,
    unequal_variances,
)
from proofs.variants.formal.circular_start import CURVED, OVERLAP, d, σ
from proofs.variants.formal.on_groups import (
    haar_orthogonal,
    haar_orthogonal_line,
    haar_unitary,
    haar_unitary_long,
    orthogonal_slope,
)
from proofs.variants.formal.on_groups.haar_orthogonal import FOUR, THREE
from proofs.variants.formal.on_groups.unitary_line import UnitaryLine
from proofs.variants.formal.remainder_classes import CLASSES
from proofs.variants.formal.two_heads import a, a2, b, b2
from proofs.variants.formal.unequal_variances import MIXED, OF_EACH, P1, P2, P3, SHARE, SPREAD
from proofs.zheng2024.formal.lemmas.line_loss import S4, S6
from proofs.zheng2024.formal.line import theorem_4_1_repaired
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS
from symbolic.core.expressions import written
from symbolic.core.vocabulary import REALS, TRUE, negation
from symbolic.tactics.steps import quantified
from tests.proofs.formal_cases import Case, cases, check_case

LAST = CLASSES[-1]

pytestmark = pytest.mark.slow

CASES = {
    "circular-start": Case(
        circular_start,
        {
            "the constant of real starts": circular_start.goal(best=1 / (σ**2 * (5 + 3 * (d - 1) * OVERLAP))),
            "without the coordinates": circular_start.goal(best=1 / (3 * σ**2)),
            "less of the error": circular_start.goal(error=1 - 1 / CURVED),
            "another limit": circular_start.goal(limit=1 / (5 * σ**2)),
            "another limit of the error": circular_start.goal(error_limit=Fraction(2, 5)),
            "also σ = 0": circular_start.goal(spread=REALS),
        },
        frozenset(("bounded_flow", "flow_on_family")),
    ),
    "noise": Case(
        noise,
        {
            "another rate": noise.goal(rate=Fraction(200, 181)),
            "another share": noise.goal(floor=Fraction(1, 3)),
            "twice the best product": noise.goal(best=noise.A / noise.S),
            "also σ = 0": noise.goal(spread=REALS),
        },
        frozenset(("bounded_flow", "flow_on_family")),
    ),
    "signs-line": Case(
        signs_line,
        {
            "the statement": signs_line.goal(),
            "under other conditions": negation(signs_line.goal(LINE_CONDITIONS)),
            "on the circle": negation(theorem_4_1_repaired.goal()),
        },
        refuted=True,
        trusts=("engine", "exact values"),
    ),
    "haar-orthogonal": Case(
        haar_orthogonal,
        {
            "another best product": haar_orthogonal.goal(FOUR.says(best=THREE.best)),
            "four states in one dimension too": haar_orthogonal.goal(replace(FOUR, first=1).says()),
            "every law": haar_orthogonal.goal(FOUR.says(signal=TRUE)),
            "normal starts alike at both lengths": haar_orthogonal.goal(at_four=1 / (d + 4)),
            "a slope of d times the mean": haar_orthogonal.goal(
                slope=quantified(orthogonal_slope.says(2 / d), THREE.size)
            ),
        },
        frozenset(("normal_moment", "normal_moments")),
    ),
    "haar-orthogonal-line": Case(
        haar_orthogonal_line,
        {
            "the statement": haar_orthogonal_line.goal(),
            "under other conditions": negation(haar_orthogonal_line.goal(LINE_CONDITIONS)),
            "for unitary matrices": negation(haar_unitary.goal()),
        },
        refuted=True,
    ),
    "haar-unitary": Case(
        haar_unitary,
        {
            "the loss of shorter sequences": haar_unitary.goal(UnitaryLine(4).value),
            "every law": haar_unitary.goal(hypotheses=TRUE),
        },
        frozenset(("bounded_flow", "flow_on_family", "vanishing_mean")),
    ),
    "haar-unitary-long": Case(
        haar_unitary_long,
        {
            "another limit for circular starts": haar_unitary_long.goal(third=written(1) / 4),
            "normal starts as on the circle": haar_unitary_long.goal(normal=written(1) / 5),
            "another floor": haar_unitary_long.goal(floor=haar_unitary_long.ANY.rate),
            "nothing supposed of the loss": haar_unitary_long.goal(losses=TRUE),
            "the loss of real starts alone": haar_unitary_long.goal(losses=haar_unitary_long.LOSSES.parts[0]),
        },
        frozenset(("normal_moment", "normal_moments")),
    ),
    "unequal-variances": Case(
        unequal_variances,
        {
            "without the pairs": unequal_variances.goal(best=P2 / (5 * P3)),
            "the pairs counted twice": unequal_variances.goal(best=P2 / (5 * P3 + 2 * (P1 * P2 - P3) * SHARE)),
            "another limit": unequal_variances.goal(rate=P2 / (3 * P3)),
            "another error": unequal_variances.goal(floor=1 - P2**2 / (5 * P1 * P3)),
            "every couple counted twice": unequal_variances.goal(spread=SPREAD),
            "pairs of any law": unequal_variances.goal(hypotheses=OF_EACH),
            "coordinates of any law": unequal_variances.goal(hypotheses=MIXED),
            "from the origin too": unequal_variances.goal(leaves=unequal_variances.alike_only(TRUE)),
        },
        frozenset(("descent_exists", "normal_moment", "normal_moments")),
    ),
    "roots-line": Case(
        roots_line,
        {
            "every law": roots_line.goal(hypotheses=TRUE),
            "less of the moments": roots_line.goal(hypotheses=LINE_CONDITIONS),
            "one order alone": roots_line.goal(models=roots_line.MODELS[:1]),
            "signs too": roots_line.goal(models=(*roots_line.MODELS, roots_line.RootsLine(2))),
            "a block that moves": roots_line.goal(block="W_KQ_32"),
            "a slope for signs that does not know the length": roots_line.goal(signs=signs_slope.says(written(1))),
        },
        frozenset(("bounded_flow", "flow_on_family", "vanishing_mean")),
    ),
    "roots-of-unity": Case(
        roots_of_unity,
        {
            "another best product": roots_of_unity.goal(LAST.says(best=LAST.linear / (2 * LAST.square))),
            "the limit of the circle": roots_of_unity.goal(LAST.says(limit=S4 / S6)),
            "the limit of another order": roots_of_unity.goal(LAST.says(limit=CLASSES[0].limit)),
            "the loss of another class": roots_of_unity.goal(CLASSES[-2].says()),
            "every law": roots_of_unity.goal(signal=TRUE),
            "normal starts alike in all dimensions": roots_of_unity.goal(numbers=lambda order: written(1) / 5),
        },
        frozenset(("normal_moment", "normal_moments")),
    ),
    "heads": Case(
        two_heads,
        {
            "the first head alone": two_heads.goal(product=a * b),
            "the difference of both": two_heads.goal(product=a * b - a2 * b2),
            "a sum conserved": two_heads.goal(conserved=(a**2 - b**2, a2**2 - b2**2, a * a2 + b * b2)),
            "squares conserved": two_heads.goal(conserved=(a**2, a2**2 - b2**2, a * a2 - b * b2)),
            "every law": two_heads.goal(signal=TRUE),
        },
        frozenset(("bounded_flow",)),
    ),
}


@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)
