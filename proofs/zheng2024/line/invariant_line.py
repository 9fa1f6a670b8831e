"""The line as a set that the flow is said not to leave, and the rules that derivations on it may use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sympy

from proofs.parts import Invariant
from proofs.zheng2024.flow.line_flow import DEFINITIONS as DEFINITIONS
from proofs.zheng2024.flow.line_flow import KNOWN_RULES as KNOWN_RULES
from proofs.zheng2024.line.invariance import leftovers, line_invariant
from proofs.zheng2024.line.line import line_gradient
from symbolic.algebra.notation import T_MIN, T
from symbolic.decide.conclusions import Conclusion
from symbolic.laws import Law

LENGTHS = range(T_MIN, T_MIN + 10)
"""At the first of them at which it does, a law that breaks a requirement pulls the flow off the line."""


@dataclass(frozen=True)
class Line:
    """`W_KQ_32 = aI, W_PV_12 = bI`, every other block zero, for all a and b."""

    def conclusion(self) -> Conclusion:
        return line_invariant()

    def first_departure(self, law: Law) -> int:
        return next(length for length in LENGTHS if leftovers(law, length))

    def entries(self) -> Iterator[tuple[str, sympy.Expr, tuple[int, ...]]]:
        for entry in line_gradient():
            yield entry.name, entry.expression(T), (0, 1)


LINE_INVARIANT = Invariant("line", Line())
"""The claim's hypotheses force the line to be invariant, for all a, b, T and d."""
