"""Normal starts as printed, of any variance: at variance 0 the printed limit of ab is 0/0."""

from __future__ import annotations

from fractions import Fraction

from proofs.zheng2024.formal.lemmas.context_matrix import LENGTH, mean_of_context
from proofs.zheng2024.formal.lemmas.independent_starts import at_start
from proofs.zheng2024.formal.lemmas.normal_starts import START, even, normal_constants, σ
from proofs.zheng2024.formal.lemmas.trained_product import LENGTHS
from proofs.zheng2024.formal.line.theorem_4_1_repaired import PRINTED
from proofs.zheng2024.formal.on_line.line_flow import PLACES, SIZES
from proofs.zheng2024.formal.on_line.line_formulas import T, d, j, k
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, conjoin, contradict, deny, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import NONNEGATIVE, REALS, Number, equal, indicator, less, member, negation, tends
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import at, conjuncts, modulo, quantified, replaced, under

ANY_DEVIATION = member(σ, NONNEGATIVE)
RECOVERED = at_start(PRINTED, START) * mean_of_context(START)
"""An entry of `E ab/(T_te − 1) Σ_i x_i x_i^*` with the printed limit of ab, for `T_te = N + 1`."""


def goal(deviations: Expression = ANY_DEVIATION, share: Number = Fraction(1, 5)) -> Expression:
    """For every `σ ≥ 0`, d and length of the test what is recovered tends to a share of the identity as T grows."""
    entry = tends(T, LENGTHS, RECOVERED, indicator(equal(j, k)) * share)
    return quantified(entry, deviations, SIZES[0], LENGTH, *PLACES)


def moments_at_0() -> Facts:
    """`κ1`, `κ2` and `κ3`, and the moments of a coordinate that they are made of, where σ = 0 and d = 1."""
    every = member(σ, REALS)
    pairs = under(conjoin(*normal_constants()), every, SIZES[0]), under(conjoin(*even()), every)
    return *conjuncts(at(pairs[0], 0, 1)), *conjuncts(at(pairs[1], 0))


def ill_posed() -> Theorem:
    """The goal divides by 0 where σ = 0, d = 1 and T = 3: there `κ2 + κ3/(T − 2) H(T − 2) = 0`."""
    formula = defined(goal())
    needs = conjuncts(at(assume(formula), 0, 1, 1, 1, 1, 3))
    bottom = replaced(parts(at_start(PRINTED, START), "divide")[1], T, written(3))
    bottom = replaced(replaced(bottom, d, written(1)), σ, written(0))
    divides = next(need for need in needs if need.conclusion == negation(equal(bottom, 0)))
    vanishes = modulo(equal(bottom, 0), moments_at_0(), (signed(less(0, written(3) - 2)),))
    return deny(formula, contradict(vanishes, divides))
