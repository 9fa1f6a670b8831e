"""Everything about one law of the start: moments, hypotheses, the trained model, and what a second route says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mesaproof.answers.check_routes import FALSE_ALARM, SecondRoute, second_routes
from mesaproof.errors import InputError
from mesaproof.reading.exact_text import unknown_name
from mesaproof.reading.law_spec import law_at, parse_law
from mesaproof.reading.sizes import floating, probability, read_sizes, whole
from proofs.zheng2024.assumptions import ASSUMPTION_4_2_ALMOST, NAMED
from proofs.zheng2024.flow.line_flow import KAPPA1, KAPPA2, KAPPA3
from proofs.zheng2024.line import trained
from proofs.zheng2024.line.invariance import Leftover, leftovers
from proofs.zheng2024.line.trained import Recovery
from symbolic.algebra import notation
from symbolic.decide.conditions import Finding
from symbolic.laws import Law, LawFamily
from symbolic.views import Shown

if TYPE_CHECKING:
    import sympy

    from mesaproof.answers.off_line import OffLineLimit

LARGEST_TABLE_D = 30
"""For a table of atoms every triple of coordinates is looked at."""

PRINTED, RECOVERY = "zheng2024/assumption-4.1", "zheng2024/assumption-4.2"


@dataclass(frozen=True)
class LawReport(Shown):
    """What is known of one law at given or symbolic d and T; numbers are SymPy expressions, tuples go by coordinate.

    `ab_line` minimises the loss on the line; `ab_limit` is where gradient flow from `a_0 + b_0 ≠ 0` takes ab, None
    where the line is not invariant, and `off_line` is then where training goes instead, or `off_line_because` why that
    is not known; `mean_ratio` and `relative_mse` belong to `ab_line`; `recovery` is Assumption 4.2.
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
    recovery: Recovery
    off_line: OffLineLimit | None
    off_line_because: str
    crosschecks: tuple[SecondRoute, ...]

    @property
    def line_invariant(self) -> bool:
        return not self.leftover

    @property
    def ab_limit(self) -> sympy.Expr | None:
        return self.ab_line if self.line_invariant else None

    @property
    def agrees(self) -> bool:
        return all(route.comparison.agrees for route in self.crosschecks if route.comparison)


def check(
    law: str | LawFamily | Law,
    d: int | None = None,
    T: int | None = None,
    seed: int = 0,
    false_alarm: float = FALSE_ALARM,
    resolution: float | None = None,
) -> LawReport:
    """Report on a law; omitted d or T means symbolic, except in simulations, which say what they ran at.

    The simulation disagrees with a true result with probability at most `false_alarm`, and takes as many sequences as
    notice the relative shift `resolution` with probability 1/2, if given. Raises InputError for a bad description, for
    sizes that are no whole numbers, d < 1, T < 3, a d that contradicts the law's own, or a resolution that is out of
    reach.
    """
    (d, T), seed, false_alarm = read_sizes(d, T), whole(seed, "seed"), probability(false_alarm, "false_alarm")
    resolution = None if resolution is None else float(floating(resolution, "resolution"))
    exact, horizon = exact_law(law, d), notation.T if T is None else T
    if not exact.exchangeable and exact.d > LARGEST_TABLE_D:
        raise InputError(f"a table of atoms with d = {exact.d}", f"d <= {LARGEST_TABLE_D}")
    m2, kappa1, kappa2, kappa3 = (
        _per_coordinate(trained.by_coordinate(exact, pattern)) for pattern in (trained.SECOND, KAPPA1, KAPPA2, KAPPA3)
    )
    left, parabola, recovery = leftovers(exact, horizon), trained.Parabola(exact, horizon), trained.recovers(exact)
    off_line, because = _off_line(exact, horizon) if left else (None, "")
    return LawReport(
        law=exact,
        d=exact.d,
        T=horizon,
        m2=m2,
        kappa1=kappa1,
        kappa2=kappa2,
        kappa3=kappa3,
        hypotheses=_asked(exact, recovery),
        leftover=left,
        ab_line=parabola.ab_line,
        mean_ratio=_shortened(parabola.mean_ratio),
        relative_mse=parabola.relative_mse,
        recovery=recovery,
        off_line=off_line,
        off_line_because=because,
        crosschecks=second_routes(exact, T, seed, false_alarm, resolution),
    )


def _off_line(law: Law, T: Any) -> tuple[OffLineLimit | None, str]:
    """Where training goes that leaves the line; why that is not known, empty where it is or was not asked for."""
    from mesaproof.answers.off_line import NotFollowed, off_line_limit

    try:
        return off_line_limit(law, T), ""
    except NotFollowed as error:
        return None, str(error)


def exact_law(law: str | LawFamily | Law, d: int | None) -> Law:
    """The law at d, or at a symbolic d where a family is given without one."""
    found = parse_law(law) if isinstance(law, str) else law
    if d is None and hasattr(found, "at"):
        member: Law = found.at(notation.d)
        return member
    return law_at(found, d)


def require_known(keys: Iterable[str]) -> None:
    """Raise InputError for a hypothesis that has no such key."""
    known = (*NAMED, RECOVERY)
    for key in keys:
        if not isinstance(key, str):
            raise InputError(f"{key!r} as a hypothesis", "the key of one, as text", f"such as {known[0]!r}")
        if key not in known:
            raise unknown_name(f"the hypothesis {key!r}", key, known, "one of the hypotheses")


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
    by_printed = not printed.holds and found.because == printed.because
    because = f"Assumption 4.1: {printed.because}" if by_printed else recovery.because
    return Finding(found.holds, f"{because} (read for almost every W)")
