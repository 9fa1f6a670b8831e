"""Where training goes from a point of the line: the reduced flow of one law, in exact numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

import sympy

from proofs.zheng2024.answers.given_law import named
from proofs.zheng2024.answers.table_size import require_small_table
from proofs.zheng2024.flow.line_flow import Reduced
from proofs.zheng2024.flow.statements import RATE
from proofs.zheng2024.line.invariance import Leftover, leftovers
from proofs.zheng2024.line.line import Place, entry, in_symbols
from proofs.zheng2024.notation import a, b
from proofs.zheng2024.notation import c1 as first
from proofs.zheng2024.notation import c2 as second
from symbolic.algebra.quotients import quotient
from symbolic.algebra.square_roots import square_root
from symbolic.laws import Law
from symbolic.typeset.printing import text
from symbolic.views import Screened

Pair = tuple[sympy.Expr, sympy.Expr]


@dataclass(frozen=True, repr=False)
class FlowReport(Screened):
    """Where the flow of the individual entries takes (a, b) from a start on the line; numbers are exact.

    `limit`, `product`, `conserved` and `rate` (of |ab − its limit|; None at rest) are None where the line is not
    invariant, and so is `reaches_theorem_point`, which is None too where the theorem has no point, at the law of
    x_1 = 0. `because` is a sentence; `given` is the law as a person wrote it.
    """

    law: Law
    T: int
    start: Pair
    leftover: tuple[Leftover, ...]
    limit: Pair | None
    product: sympy.Expr | None
    reaches_theorem_point: bool | None
    conserved: sympy.Expr | None
    rate: sympy.Expr | None
    because: str
    given: str = field(default="", compare=False)

    @property
    def named(self) -> str:
        """The law as it was given, and what it stands for where that is written otherwise."""
        return named(self.given, self.law)

    @property
    def line_invariant(self) -> bool:
        return not self.leftover


def flow_report(law: Law, T: int, start: Pair) -> FlowReport:
    """Where training goes from `W_KQ_32 = a_0 I`, `W_PV_12 = b_0 I`; raises Refused for a table that is too large."""
    require_small_table(law)
    if left := leftovers(law, T):
        return FlowReport(law, T, start, left, None, None, None, None, None, _departs(left[0], T))
    return _followed(law, T, start)


def velocities(law: Law, T: int) -> Reduced:
    """The reduced flow of a law with an invariant line, read off the derived gradient of the first diagonal entries."""
    one, other = (
        sympy.expand(-entry(block, Place.DIAGONAL).value(in_symbols(T), law, a, b, (0,)))
        for block in ("W_KQ_32", "W_PV_12")
    )
    return Reduced.of(one, other)


def _followed(law: Law, T: int, start: Pair) -> FlowReport:
    found, conserved = velocities(law, T), start[0] ** 2 - start[1] ** 2
    if found.c1 == 0:
        because = "x_1 = 0 almost surely: the loss is zero everywhere and nothing moves"
        return FlowReport(law, T, start, (), start, start[0] * start[1], None, conserved, None, because)
    side, product = sympy.sign(start[0] + start[1]), quotient(found.c1, found.c2)
    at_rest = start[0] == 0 == start[1] or sympy.expand(found.c1 - found.c2 * start[0] * start[1]) == 0
    limit = start if at_rest else _limit(found, start, int(side))
    at_start = {first: found.c1, second: found.c2, a: start[0], b: start[1]}
    rate = None if at_rest else square_root((RATE**2).xreplace(at_start))
    reached = product if side else sympy.Integer(0)
    return FlowReport(law, T, start, (), limit, reached, bool(side), conserved, rate, _goes(int(side), bool(at_rest)))


def _limit(found: Reduced, start: Pair, side: int) -> Pair:
    """The point of the hyperbola ab = c1/c2 on the start's side with its `a² − b²`; the larger scalar comes first.

    The other is c1/c2 divided by it, so that nothing cancels in floating point.
    """
    if side == 0:
        return sympy.Integer(0), sympy.Integer(0)
    conserved = start[0] ** 2 - start[1] ** 2
    size = square_root(4 * found.c1**2 + found.c2**2 * conserved**2)
    larger = side * square_root(quotient(size + found.c2 * abs(conserved), 2 * found.c2))
    smaller = larger if conserved == 0 else quotient(found.c1, found.c2) / larger
    return (larger, smaller) if conserved >= 0 else (smaller, larger)


def _goes(side: int, at_rest: bool) -> str:
    if at_rest:
        where = "on the hyperbola ab = c1/c2" if side else "the origin, a saddle"
        return f"the start is at rest: it is {'a point ' if side else ''}{where}"
    if side == 0:
        return "a_0 + b_0 = 0: it runs along the line b = -a into the origin, a saddle, and not to the theorem's point"
    quadrant = "first" if side > 0 else "third"
    return (
        f"a_0 + b_0 {'>' if side > 0 else '<'} 0: it reaches the hyperbola ab = c1/c2 in the {quadrant} quadrant, "
        "at the point where a^2 - b^2 is what it was at the start"
    )


def _departs(item: Leftover, T: int) -> str:
    wanted = "be the same for every j" if item.place is Place.DIAGONAL else "be 0"
    moments = text(item.formal(T))
    return (
        f"the reduced flow does not describe training, which leaves the line: in the gradient by "
        f"{item.block}[{item.entry}] the coefficient {moments} of {item.coefficient} would have to {wanted}"
    )
