"""Where training goes from a point of the line: the reduced flow of one law, in exact numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import sympy

from mesaproof.answers.checking import LARGEST_TABLE_D
from mesaproof.documents.json_records import number
from mesaproof.errors import InputError
from mesaproof.reading.exact_text import TYPED_DIGITS
from mesaproof.reading.law_spec import law_at
from mesaproof.reading.sizes import length, pair
from mesaproof.reading.sizes import number as exact_number
from proofs.zheng2024.flow.line_flow import Reduced
from proofs.zheng2024.flow.line_flow import c1 as first
from proofs.zheng2024.flow.line_flow import c2 as second
from proofs.zheng2024.flow.statements import RATE
from proofs.zheng2024.line.invariance import Leftover, leftover_expression, leftovers
from proofs.zheng2024.line.line import Place, entry, in_symbols
from proofs.zheng2024.notation import a, b
from symbolic.algebra.rationals import to_sympy
from symbolic.algebra.square_roots import square_root
from symbolic.laws import Law, LawFamily
from symbolic.typeset.printing import text
from symbolic.views import Shown

if TYPE_CHECKING:
    from rich.console import RenderableType

Number = Fraction | int | float | str
Pair = tuple[sympy.Expr, sympy.Expr]


@dataclass(frozen=True)
class FlowReport(Shown):
    """Where the flow of the individual entries takes (a, b) from a start on the line; numbers are exact.

    `limit`, `product`, `conserved` and `rate` (of |ab − its limit|; None at rest) are None where the line is not
    invariant, and so is `reaches_theorem_point`, which is None too where the theorem has no point, at the law of
    x_1 = 0. `because` is a sentence.
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

    @property
    def line_invariant(self) -> bool:
        return not self.leftover


def flow(
    law: str | LawFamily | Law, d: int | None = None, T: int | None = None, start: tuple[Number, Number] | None = None
) -> FlowReport:
    """Where training goes from `W_KQ_32 = a_0 I`, `W_PV_12 = b_0 I`; `start` is (a_0, b_0), read exactly.

    Raises InputError for a bad description, d < 1, T < 3, T or start missing, or a start that is not two numbers.

    >>> flow("rademacher", 1, 4, (2, 2)).limit
    (1, 1)
    """
    T, point, exact = length(T), exact_start(start), law_at(law, d)
    if not exact.exchangeable and exact.d > LARGEST_TABLE_D:
        raise InputError(f"a table of atoms with d = {exact.d}", f"d <= {LARGEST_TABLE_D}")
    if left := leftovers(exact, T):
        return FlowReport(exact, T, point, left, None, None, None, None, None, _departs(left[0], T))
    return _followed(exact, T, point)


def exact_start(start: tuple[Number, Number] | None) -> Pair:
    """Two exact numbers; raises InputError."""
    if start is None:
        raise InputError("no start", "a start A0,B0 of two numbers", "for example --start 1/2,-0.25")
    one, other = pair(start, "the start", ("a_0", "b_0"), _short)
    return to_sympy(one), to_sympy(other)


def _short(given: Any, name: str) -> Fraction:
    """A number whose roots can be simplified; raises InputError."""
    found = exact_number(given, name)
    if max(abs(found.numerator), found.denominator) >= 10**TYPED_DIGITS:
        raise InputError(
            f"a longer number as {name}", f"one of at most {TYPED_DIGITS} digits, above and below the line"
        )
    return found


def read_start(given: str) -> tuple[str, str]:
    """The two numbers of `A0,B0`; raises InputError unless there are two parts."""
    parts = given.split(",")
    if len(parts) != 2:
        raise InputError(f"--start {given!r}", "two numbers A0,B0", "for example --start 1/2,-0.25")
    return parts[0], parts[1]


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
    side, product = sympy.sign(start[0] + start[1]), sympy.cancel(found.product)
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
    larger = side * square_root(sympy.cancel((size + found.c2 * abs(conserved)) / (2 * found.c2)))
    smaller = larger if conserved == 0 else sympy.cancel(found.product) / larger
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
    wanted = "be the same for every j" if item.entry.split(",")[0] == item.entry.split(",")[1] else "be 0"
    moments = text(leftover_expression(item, T))
    return (
        f"the reduced flow does not describe training, which leaves the line: in the gradient by "
        f"{item.block}[{item.entry}] the coefficient {moments} of {item.coefficient} would have to {wanted}"
    )


def flow_record(report: FlowReport) -> dict[str, Any]:
    """The record of `flow --json`."""
    one, other = report.limit or (None, None)
    return {
        "law": report.law.description,
        "d": report.law.d,
        "T": report.T,
        "start": [number(value) for value in report.start],
        "line_invariant": report.line_invariant,
        "a_limit": number(one),
        "b_limit": number(other),
        "ab_limit": number(report.product),
        "reaches_theorem_point": report.reaches_theorem_point,
        "conserved": number(report.conserved),
        "rate": number(report.rate),
        "because": report.because,
    }


def flow_screen(report: FlowReport) -> RenderableType:
    """The screen of `flow`."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    title = (
        f"{report.law.description}, d = {report.law.d}, T = {report.T}, start ({', '.join(map(text, report.start))})"
    )
    if report.limit is None:
        return Group(Text(title, style="bold"), Text(), Text(report.because, style="red"))
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("gradient flow of the entries", "", ""):
        table.add_column(column, overflow="fold")
    for name, value in _lines(report, report.limit):
        table.add_row(name, "none: at rest" if value is None else _shown(value), _decimal(value))
    return Group(Text(title, style="bold"), Text(), table, Text(), Text(report.because))


def _lines(report: FlowReport, limit: Pair) -> tuple[tuple[str, sympy.Expr | None], ...]:
    return (
        ("limit of a", limit[0]),
        ("limit of b", limit[1]),
        ("limit of ab", report.product),
        ("conserved a^2 - b^2", report.conserved),
        ("rate of |ab - its limit|", report.rate),
    )


MOST_SHOWN = 60


def _shown(value: sympy.Expr) -> str:
    exact = text(value)
    return exact if len(exact) <= MOST_SHOWN else f"{exact[:28]}…{exact[-28:]}"


def _decimal(value: sympy.Expr | None) -> str:
    record = number(value)
    return "" if record is None or record["float"] is None else f"{record['float']:.6g}"
