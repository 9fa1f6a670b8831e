"""Everything about one law of the start: moments, hypotheses, the trained model, and what a second route says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from proofs.zheng2024.answers.check_routes import SecondRoute, second_routes
from proofs.zheng2024.answers.given_law import named
from proofs.zheng2024.answers.law_moments import MOMENTS
from proofs.zheng2024.answers.table_size import require_small_table
from proofs.zheng2024.assumptions import ASSUMPTION_4_2_ALMOST, NAMED
from proofs.zheng2024.line import trained
from proofs.zheng2024.line.invariance import Leftover, leftovers
from proofs.zheng2024.line.trained import Recovery
from symbolic.algebra import notation
from symbolic.algebra.limits import LimitUnknown, limit_at_infinity
from symbolic.decide.conditions import Finding
from symbolic.expectation.exact_moments import by_coordinate
from symbolic.laws import Law
from symbolic.laws.law_letters import law_letters
from symbolic.views import Screened

if TYPE_CHECKING:
    import sympy

    from proofs.zheng2024.answers.off_line import OffLineLimit
    from proofs.zheng2024.answers.off_line_bend import Bend

PRINTED, RECOVERY = "zheng2024/assumption-4.1", "zheng2024/assumption-4.2"

ASKED = (*NAMED, RECOVERY)
"""Keys of the hypotheses of which a report says whether they hold."""


@dataclass(frozen=True, repr=False)
class LawReport(Screened):
    """What is known of one law at given or symbolic d and T; numbers are SymPy expressions, tuples go by coordinate.

    `ab_line` minimises the loss on the line; `ab_limit` is where gradient flow from `a_0 + b_0 ≠ 0` takes ab, None
    where the line is not invariant, and `off_line` is then where training goes instead, or `off_line_because` why that
    is not known; `mean_ratio` and `relative_mse` belong to `ab_line`; `ab_long` and `relative_mse_long` are the limits
    of `ab_line` and `relative_mse` as T → ∞, d fixed, None where they are not known; `recovery` is Assumption 4.2.
    `off_line_bend` says whether the full loss has a saddle at `off_line`; `given` is the law as a person wrote it.

    A law may have a letter in it, the size of `gaussian(sigma)`: everything exact is then a formula in this positive
    number, and nothing is simulated.
    """

    law: Law
    d: Any
    T: Any
    m2: tuple[sympy.Expr, ...]
    kappa1: tuple[sympy.Expr, ...]
    kappa2: tuple[sympy.Expr, ...]
    kappa3: tuple[sympy.Expr, ...]
    hypotheses: Mapping[str, Finding]
    leftover: tuple[Leftover, ...]
    ab_line: sympy.Expr | None
    mean_ratio: tuple[sympy.Expr, ...] | None
    relative_mse: sympy.Expr | None
    ab_long: sympy.Expr | None
    relative_mse_long: sympy.Expr | None
    recovery: Recovery
    off_line: OffLineLimit | None
    off_line_because: str
    off_line_bend: Bend | None
    crosschecks: tuple[SecondRoute, ...]
    given: str = field(default="", compare=False)

    @property
    def named(self) -> str:
        """The law as it was given, and what it stands for where that is written otherwise."""
        return named(self.given, self.law)

    @property
    def line_invariant(self) -> bool:
        return not self.leftover

    @property
    def ab_limit(self) -> sympy.Expr | None:
        return self.ab_line if self.line_invariant else None

    @property
    def followed_from(self) -> float:
        """Where training starts whose end `off_line` is: the value of a and of b."""
        from proofs.zheng2024.answers.off_line import START

        return START

    @property
    def agrees(self) -> bool:
        return all(route.comparison.agrees for route in self.crosschecks if route.comparison)


def law_report(law: Law, T: Any, seed: int, false_alarm: float, resolution: float | None) -> LawReport:
    """Report on a law; its d and T (None) may be symbolic, except in simulations, which say what they ran at.

    Raises Refused for a table that is too large and a resolution that is out of reach.
    """
    require_small_table(law)
    horizon = notation.T if T is None else T
    m2, kappa1, kappa2, kappa3 = (_per_coordinate(by_coordinate(law, pattern)) for pattern in MOMENTS.values())
    left, recovery = leftovers(law, horizon), trained.recovers(law)
    parabola, growing = (trained.Parabola(law, length) for length in (horizon, notation.T))
    off_line, because = _off_line(law, horizon) if left and not law_letters(law) else (None, "")
    return LawReport(
        law=law,
        d=law.d,
        T=horizon,
        m2=m2,
        kappa1=kappa1,
        kappa2=kappa2,
        kappa3=kappa3,
        hypotheses=_asked(law, recovery),
        leftover=left,
        ab_line=parabola.ab_line,
        mean_ratio=_shortened(parabola.mean_ratio),
        relative_mse=parabola.relative_mse,
        ab_long=_long(growing.ab_line),
        relative_mse_long=_long(growing.relative_mse),
        recovery=recovery,
        off_line=off_line,
        off_line_because=because,
        off_line_bend=_bend(law, horizon, off_line),
        crosschecks=second_routes(law, T, seed, false_alarm, resolution),
    )


def _long(value: sympy.Expr | None) -> sympy.Expr | None:
    """The limit as T grows; None where it is not known."""
    try:
        return None if value is None else limit_at_infinity(value, notation.T)
    except LimitUnknown:
        return None


def _off_line(law: Law, T: Any) -> tuple[OffLineLimit | None, str]:
    """Where training goes that leaves the line; why that is not known, empty where it is or was not asked for."""
    from proofs.zheng2024.answers.off_line import NotFollowed, off_line_limit

    try:
        return off_line_limit(law, T), ""
    except NotFollowed as error:
        return None, str(error)


def _bend(law: Law, T: Any, limit: OffLineLimit | None) -> Bend | None:
    """How the full loss bends at a limit off the line, if there is one."""
    if limit is None:
        return None
    from proofs.zheng2024.answers.off_line_bend import off_line_bend

    return off_line_bend(law, T, limit)


def _per_coordinate(values: tuple[sympy.Expr, ...]) -> tuple[sympy.Expr, ...]:
    return values[:1] if len(set(values)) == 1 else values


def _shortened(values: tuple[sympy.Expr, ...] | None) -> tuple[sympy.Expr, ...] | None:
    return None if values is None else _per_coordinate(values)


def _asked(law: Law, recovery: Recovery) -> dict[str, Finding]:
    found = {key: hypotheses.of(law) for key, hypotheses in NAMED.items()}
    return found | {RECOVERY: _with_recovery(law, found[PRINTED], recovery)}


def _with_recovery(law: Law, printed: Finding, recovery: Recovery) -> Finding:
    """Assumption 4.2, and whether it is its first part, Assumption 4.1, that settles it."""
    found = ASSUMPTION_4_2_ALMOST.of(law)
    by_printed = not printed.holds and found.holds is printed.holds
    because = f"Assumption 4.1: {printed.because}" if by_printed else recovery.because
    return Finding(found.holds, f"{because} (read for almost every W)")
