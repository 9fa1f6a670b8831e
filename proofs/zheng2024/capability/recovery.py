"""Assumption 4.2 as a condition: one step of gradient descent recovers the process in the limit of long contexts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from proofs.zheng2024.flow.line_flow import KAPPA1, KAPPA2
from symbolic.decide.conditions import Condition, Finding, Inside, SameForAll
from symbolic.decide.conditions.supports import Support
from symbolic.decide.conditions.symmetries import Values
from symbolic.expectation.moments import Pattern
from symbolic.laws import Law


@dataclass(frozen=True)
class Recovers(Condition):
    """With step κ1/κ2 the prediction tends to the target, for almost every start and almost every diagonal unitary W.

    With `every_W`, for every one. It is not linear in the law, so it has no instances; a law is asked through its
    moments (`proofs.zheng2024.line.trained.recovers`). Where κ1/κ2 is not defined, the answer is unknown.
    Source: Zheng et al. 2024, Assumption 4.2 without Assumption 4.1, arXiv 2405.16845.

    >>> from symbolic.laws.coordinates import rademacher
    >>> from symbolic.laws import IID
    >>> law = IID(rademacher()).at(2)
    >>> Recovers().of(law).holds, Recovers(every_W=True).of(law).holds
    (True, False)
    """

    every_W: bool = False

    @property
    def text(self) -> str:
        limit = "(kappa_1/kappa_2) 1/(T_te-1) sum_{i<T_te} x_i x_i^* x_{T_te} -> x_{T_te} as T_te -> oo"
        return f"{limit} for {self._which('every', 'almost every')} x_1 and W"

    @property
    def latex(self) -> str:
        limit = (
            r"\frac{\kappa_1}{\kappa_2} \frac{1}{T_{te} - 1} \sum_{i=1}^{T_{te} - 1} x_i x_i^* x_{T_{te}} "
            r"\to x_{T_{te}} \text{ as } T_{te} \to \infty"
        )
        return rf"{limit} \text{{ for {self._which('every', 'almost every')} }} x_1 \text{{ and }} W"

    def _which(self, every: str, almost: str) -> str:
        return every if self.every_W else almost

    def of(self, law: Law) -> Finding:
        from proofs.zheng2024.line.trained import recovers

        recovery = recovers(law)
        return Finding(recovery.every_W if self.every_W else recovery.almost_every_W, recovery.because)

    def implied(self) -> tuple[Condition, ...]:
        """The step is defined: κ1 and κ2 are the same for every j. For every W no two coordinates differ from 0."""
        alone = (Support(((Pattern((1, 1)), 1),)),) if self.every_W else ()
        return (SameForAll(KAPPA1), SameForAll(KAPPA2), *alone)

    def holds_of_multiples(self) -> bool:
        return True

    def after_stretching(self) -> tuple[Condition, ...]:
        """Squares are 0 or κ2/κ1, for every j: in units of its root coordinates are -1, 0 or 1."""
        return (Values((-1, 0, 1)),)

    def inside(self) -> Inside:
        """Coordinates take one size besides 0; for every W no two of them are other than 0 together."""
        alone = (Support(((Pattern((1, 1)), 1),)),) if self.every_W else ()
        return Inside((Fraction(-1), Fraction(0), Fraction(1)), (SameForAll(KAPPA1), *alone))
