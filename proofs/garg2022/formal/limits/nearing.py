"""That the error is ever nearer to its limit, for what stands in the places of Q, W, G and F."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from proofs.garg2022.formal.limits.approach import approach
from proofs.garg2022.formal.limits.inverse_approached import of_inverse
from proofs.garg2022.formal.limits.near_limits import DATA, LIMIT, LONG, F, K, Q, W, ever_nearer, of_normal, value
from proofs.garg2022.formal.trained_model import INVERSE, SIZES, TESTED, TRAINED, G, d, facts
from symbolic.core.expressions import Expression, bound, opened
from symbolic.core.rules.logic import apply, assume, choose, conjoin, part, parts, witness
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import NONNEGATIVE, Number, equal, equal_matrices, member, symmetric, transpose
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import assumed, at, rewritten, swapped, under
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words


def is_symmetric(matrix: Expression, facts_: Facts) -> Theorem:
    """That a word is a symmetric matrix of size d."""
    turned = rewritten_words(equal_matrices(transpose(matrix), matrix), facts_)
    return belongs(member(matrix, symmetric(d)), conjoin(shaped(matrix, facts_), turned))


@dataclass(frozen=True)
class Nearing:
    """What stands in the places of Q, W, G and F, with what is known of it and all letters but N, M and R."""

    query: Expression
    task: Expression
    shape: Expression
    fourth: Expression
    facts: Facts

    @staticmethod
    def normal(query: Expression, task: Expression, shape: Expression, noise: Number, facts: Facts) -> Nearing:
        """For normal samples."""
        return Nearing(query, task, shape, of_normal(task, shape, noise), facts)

    def of(self, expression: Expression) -> Expression:
        """An expression about these."""
        return opened(bound(expression, (Q, W, G, F)), (self.query, self.task, self.shape, self.fourth))

    @property
    def symmetric(self) -> Facts:
        """That all of these are symmetric."""
        return tuple(is_symmetric(each, self.facts) for each in (self.query, self.task, self.shape, self.fourth))

    def theorem(
        self, term: Expression, limit: Number, equal_to: Callable[[Expression, Facts], Theorem], *rules: Theorem
    ) -> Theorem:
        """`∃K ∀N ∀M: |f − l| ≤ K/N + K/M` of a term that is proved to be equal to the error of these.

        The limit is found by rewriting with rules.
        """
        found = at(apply(at(approach(), *map(assume, DATA)), assume(LONG)), *self.symmetric)
        most = assume(member(K, NONNEGATIVE))
        inside = opened(parts(found.conclusion, "exists")[1], (K,))
        lengths = tuple(map(assume, (SIZES[1], TESTED, INVERSE)))
        both = apply(at(assume(inside), *lengths), assume(TRAINED))
        same = swapped(equal_to(self.of(value()), (*self.facts, *assumed(TESTED), *facts())))
        ending = rewritten_traces(equal(self.of(LIMIT), limit), self.facts, (*rules, *of_inverse()))
        near_ = conjoin(*(rewritten(ending, rewritten(same, part(n, both))) for n in range(2)))
        wanted = ever_nearer(term, limit)
        shown = witness(wanted, most, under(near_, SIZES[1], TESTED, INVERSE, TRAINED))
        return choose(K, found, shown)
