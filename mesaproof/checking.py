"""Everything about one law of the start: moments, hypotheses, the trained model, and what a second route says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mesaproof.errors import InputError
from mesaproof.exact_text import unknown_name
from mesaproof.law_spec import law_at, parse_law
from proofs.zheng2024.assumptions import NAMED
from symbolic import notation, trained
from symbolic.flow import KAPPA1, KAPPA2, KAPPA3
from symbolic.harmonics import to_float
from symbolic.hypotheses import Finding
from symbolic.invariance import Leftover, leftovers
from symbolic.laws import Law, LawFamily
from symbolic.trained import Recovery

if TYPE_CHECKING:
    import sympy

    from numeric_check.agreement import Comparison

QUADRATURE_D, QUADRATURE_T = 3, 6
"""The full model's gradient is integrated exactly at the sizes asked for up to these, else at smaller ones."""

CHEAP_NODES = 30_000

SAMPLED_D, SAMPLED_T = 3, 20
"""Sizes of the simulation where the person gives none."""

MOST_SAMPLED_D, MOST_SAMPLED_T = 30, 2000
"""A simulation of a larger family or a longer sequence runs at these sizes instead, and says so."""

OPERATIONS = 1.0e8
"""Complex multiplications that the simulation of one check may cost; it fixes the number of sequences."""

FEWEST_SEQUENCES, MOST_SEQUENCES = 500, 50_000

PRINTED, RECOVERY = "zheng2024/assumption-4.1", "zheng2024/assumption-4.2"

POINT = (0.75, -1.25)
"""A point (a, b) of the line, away from equilibria, at which gradients are compared."""


@dataclass(frozen=True)
class SecondRoute:
    """One comparison with the full model: what was compared, where, and how it came out (None: not available)."""

    kind: str
    what: str
    d: int
    T: int
    comparison: Comparison | None
    relative_resolution: float | None
    because: str = ""


@dataclass(frozen=True)
class LawReport:
    """What is known of one law at given or symbolic d and T; numbers are SymPy expressions, tuples go by coordinate.

    `ab_line` minimises the loss on the line; `ab_limit` is where gradient flow from `a_0 + b_0 ≠ 0` takes ab, None
    where the line is not invariant; `mean_ratio` and `relative_mse` belong to `ab_line`; `recovery` is Assumption 4.2.
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


def check(law: str | LawFamily | Law, d: int | None = None, T: int | None = None, seed: int = 0) -> LawReport:
    """Report on a law; omitted d or T means symbolic, except in simulations, which say what they ran at.

    Raises InputError for a bad description, d < 1, T < 3, or a d that contradicts the law's own.
    """
    require_sizes(d, T)
    exact, horizon = exact_law(law, d), notation.T if T is None else T
    m2, kappa1, kappa2, kappa3 = (
        _per_coordinate(trained.by_coordinate(exact, pattern)) for pattern in (trained.SECOND, KAPPA1, KAPPA2, KAPPA3)
    )
    return LawReport(
        law=exact,
        d=exact.d,
        T=horizon,
        m2=m2,
        kappa1=kappa1,
        kappa2=kappa2,
        kappa3=kappa3,
        hypotheses=_asked(exact),
        leftover=leftovers(exact, horizon),
        ab_line=trained.ab_line(exact, horizon),
        mean_ratio=_shortened(trained.mean_ratio(exact, horizon)),
        relative_mse=trained.relative_mse(exact, horizon),
        recovery=trained.recovers(exact),
        crosschecks=tuple(_second_routes(exact, T, seed)),
    )


def exact_law(law: str | LawFamily | Law, d: int | None) -> Law:
    """The law at d, or at a symbolic d where a family is given without one."""
    found = parse_law(law) if isinstance(law, str) else law
    if d is None and hasattr(found, "at"):
        member: Law = found.at(notation.d)
        return member
    return law_at(found, d)


def require_sizes(d: int | None, T: int | None) -> None:
    """Raise InputError unless `d >= 1` and `T >= 3` where given."""
    if d is not None and d < 1:
        raise InputError(f"d = {d}", "a dimension d >= 1")
    if T is not None and T < notation.T_MIN:
        raise InputError(f"T = {T}", f"a length T >= {notation.T_MIN}", "the loss sums over t = 2, …, T-1")


def require_known(keys: Iterable[str]) -> None:
    """Raise InputError for a hypothesis that has no such key."""
    known = (*NAMED, RECOVERY)
    for key in keys:
        if key not in known:
            raise unknown_name(f"the hypothesis {key!r}", key, known, "one of the hypotheses")


def _per_coordinate(values: tuple[sympy.Expr, ...]) -> tuple[sympy.Expr, ...]:
    return values[:1] if len(set(values)) == 1 else values


def _shortened(values: tuple[sympy.Expr, ...] | None) -> tuple[sympy.Expr, ...] | None:
    return None if values is None else _per_coordinate(values)


def _asked(law: Law) -> dict[str, Finding]:
    found = {key: hypotheses.of(law) for key, hypotheses in NAMED.items()}
    recovery = trained.recovers(law)
    base = found[PRINTED]
    holds = base.holds and recovery.almost_every_W
    because = recovery.because if base.holds else f"Assumption 4.1: {base.because}"
    return found | {RECOVERY: Finding(holds, f"{because} (read for almost every W)")}


def _second_routes(law: Law, T: int | None, seed: int) -> Iterator[SecondRoute]:
    yield _by_quadrature(law, T)
    yield _by_sampling(law, T, seed)


def _by_quadrature(law: Law, T: int | None) -> SecondRoute:
    """The whole gradient at one point of the line against the full model, at small sizes."""
    from numeric_check import forward, quadrature
    from numeric_check.agreement import close
    from symbolic.line import Place, floating, line_gradient

    small, what = _at_most(law, QUADRATURE_D), "gradient of all blocks"
    length = T if T and T <= QUADRATURE_T and small.d == law.d else _affordable_length(small, T)
    try:
        computed = quadrature.gradient(small, length, forward.on_line(small.d, *POINT))
    except quadrature.TooLarge as error:
        return SecondRoute("quadrature", what, small.d, length, None, None, str(error))
    scale = max(float(abs(block).max()) for block in computed.values())
    worst = None
    for entry in line_gradient():
        for p in range(small.d):
            for q in range(small.d):
                if (p == q) == (entry.place is Place.DIAGONAL):
                    free = (p,) if p == q else (p, q)
                    claimed = entry.value(floating(length), small, *POINT, free)
                    found = close(claimed, float(computed[entry.block][p, q]), scale)
                    if worst is None or not abs(found.claimed - found.estimate) <= abs(worst.claimed - worst.estimate):
                        worst = found
    return SecondRoute("quadrature", what, small.d, length, worst, 1e-10)


def _affordable_length(law: Law, T: int | None) -> int:
    """Largest T up to 6 at which quadrature takes a fraction of a second."""
    from numeric_check import quadrature

    lengths = range(min(T or QUADRATURE_T, QUADRATURE_T), notation.T_MIN, -1)
    return next((length for length in lengths if quadrature.cost(law, length) <= CHEAP_NODES), notation.T_MIN)


def _at_most(law: Law, largest: int) -> Law:
    """The law itself, or its family's member at a size where quadrature is cheap."""
    family = getattr(law, "family", None)
    if family is None or (isinstance(law.d, int) and law.d <= largest):
        return law
    member: Law = family.at(largest)
    return member


def _by_sampling(law: Law, T: int | None, seed: int) -> SecondRoute:
    """Sampled slope of the loss along the line at the exact `ab_line`: its mean must vanish."""
    from numeric_check import forward, running, sampling
    from numeric_check.agreement import Budget, sampled
    from symbolic.variance import radial_second_moment

    small, length = (
        _at_most(law, MOST_SAMPLED_D if isinstance(law.d, int) else SAMPLED_D),
        min(T or SAMPLED_T, MOST_SAMPLED_T),
    )
    what = "slope of the loss at the best ab is 0"
    exact = trained.ab_line(small, length)
    if not exact:
        return SecondRoute("sampled", what, small.d, length, None, None, "every prediction is zero: nothing to compare")
    u = to_float(exact)
    count = int(min(MOST_SEQUENCES, max(FEWEST_SEQUENCES, OPERATIONS / (length * (small.d + 2) ** 2))))
    rng = sampling.generator(f"check {small.description} d={small.d} T={length}", seed)
    x1, lam = sampling.draw(small, rng, count), sampling.draw_torus(rng, count, small.d)
    slopes = running.radial(forward.on_line(small.d, u, 1.0), x1, lam, length)
    scale = u * (length - 2) * to_float(trained.total(small, KAPPA1))
    variance = radial_second_moment(small, length, u)
    comparison = sampled(0.0, variance, slopes, Budget().share(1), seed, scale)
    return SecondRoute("sampled", what, small.d, length, comparison, comparison.resolution / scale)
