"""What must be true of any law of the start, asked of one: a suite for a person's own prior, in one line.

    from mesaproof.strategies.properties import assert_properties

    def test_my_prior():
        assert_properties("laplace(scale=1/2)", d=2, T=6)

Each property holds, fails, or does not apply, with the reason. All but the second routes are exact. The bounds are
those of the claim zheng2024/sharp-bounds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from mesaproof.answers.asking import PAPER, answered
from mesaproof.answers.checking import FALSE_ALARM, exact_law
from mesaproof.errors import InputError
from mesaproof.reading.sizes import dimension, length, probability, whole
from mesaproof.strategies.moved_laws import disagreement
from proofs.zheng2024.assumptions import LINE_CONDITIONS
from proofs.zheng2024.flow.line_flow import DEFINITIONS, KAPPA1, KAPPA2, KAPPA3
from proofs.zheng2024.line import trained
from proofs.zheng2024.line.invariance import leftovers
from proofs.zheng2024.line.theorem_4_1_limit import PRINTED
from proofs.zheng2024.model.charges import LINE_BLOCKS
from proofs.zheng2024.model.evaluation import gradient
from symbolic.algebra import notation
from symbolic.algebra.harmonics import EXACT_UP_TO
from symbolic.algebra.limits import limit_at_infinity
from symbolic.decide.conditions import Finding
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.exact_moments import number, total
from symbolic.expectation.moments import at_law
from symbolic.laws import Law, LawFamily
from symbolic.laws.coordinates import MomentDoesNotExist

LARGEST_D = 4
"""Dimension up to which the gradient of all blocks is computed at parameters off the line."""

MOST_D = 1000
"""Dimension up to which properties are asked at all."""

STRETCH = Fraction(3, 2)


@dataclass(frozen=True)
class Property:
    """One property of a law: it holds, it fails, or (None) it does not apply; and why."""

    name: str
    holds: bool | None
    because: str

    @property
    def text(self) -> str:
        answer = "does not apply" if self.holds is None else "holds" if self.holds else "FAILS"
        return f"{self.name}: {answer}, {self.because}"


@dataclass(frozen=True)
class PropertyReport:
    """All properties of one law at one d and T."""

    law: Law
    d: int
    T: int
    properties: tuple[Property, ...]

    @property
    def failed(self) -> tuple[Property, ...]:
        return tuple(item for item in self.properties if item.holds is False)

    @property
    def holds(self) -> bool:
        """Whether none fails."""
        return not self.failed

    @property
    def text(self) -> str:
        title = f"{self.law.description}, d = {self.d}, T = {self.T}"
        return "\n  ".join([title, *(item.text for item in self.properties)])


def check_properties(
    law: str | LawFamily | Law,
    d: int | None = None,
    T: int = 5,
    *,
    hypotheses: Hypotheses = LINE_CONDITIONS,
    exact_only: bool = False,
    seed: int = 0,
    false_alarm: float = FALSE_ALARM,
) -> PropertyReport:
    """Ask every property of a law in a dimension d (a table of atoms has its own).

    The theorem is that `hypotheses` keep training on the line and take it to the stated limit. The simulation disagrees
    with a true result with probability at most `false_alarm`; `exact_only` leaves out both second routes. Raises
    InputError for a bad law or size.

    >>> check_properties("rademacher", d=2, T=4, exact_only=True).holds
    True
    """
    d, T = None if d is None else dimension(d), length(T)
    seed, false_alarm = whole(seed, "seed"), probability(false_alarm, "false_alarm")
    if T > EXACT_UP_TO:
        raise InputError(f"T = {T}", f"a length T <= {EXACT_UP_TO}", "the property of long sequences covers the limit")
    exact = exact_law(law, d)
    if not isinstance(exact.d, int):
        raise InputError(f"{exact.description} without d", "a dimension d >= 1", "a family of laws has no d of its own")
    if exact.d > MOST_D:
        raise InputError(f"d = {exact.d}", f"a dimension d <= {MOST_D}", "sums go over all coordinates")
    questions: tuple[tuple[str, Callable[[], Finding]], ...] = (
        ("theorem", lambda: _theorem(exact, T, hypotheses)),
        ("scale covariance", lambda: _moves(exact, T, tuple(range(exact.d)), (STRETCH,) * exact.d)),
        ("permutation equivariance", lambda: _moves(exact, T, (*range(1, exact.d), 0), (Fraction(1),) * exact.d)),
        ("sign equivariance", lambda: _moves(exact, T, tuple(range(exact.d)), _one_flipped(exact.d))),
        ("mean ratio", lambda: _ratio(exact, T)),
        ("relative error", lambda: _error(exact, T)),
        ("long sequences", lambda: _long(exact, T)),
        ("second routes", lambda: _routes(exact, T, seed, false_alarm, exact_only)),
    )
    exact_part = tuple(_asked(name, question, _not_rational(exact)) for name, question in questions[:-1])
    return PropertyReport(exact, exact.d, T, (*exact_part, _asked(*questions[-1])))


def assert_properties(law: str | LawFamily | Law, d: int | None = None, T: int = 5, **options: Any) -> PropertyReport:
    """The same as an assertion for a test suite; options as in `check_properties`.

    Raises AssertionError with the properties that fail.
    """
    report = check_properties(law, d, T, **options)
    if not report.holds:
        title = f"{report.law.description}, d = {report.d}, T = {report.T}"
        raise AssertionError("\n  ".join([title, *(item.text for item in report.failed)]))
    return report


def _asked(name: str, question: Callable[[], Finding], obstacle: str = "") -> Property:
    try:
        found = Finding(None, obstacle) if obstacle else question()
    except MomentDoesNotExist as missing:
        return Property(name, None, str(missing))
    return Property(name, found.holds, found.because)


def _not_rational(law: Law) -> str:
    """Why the exact properties cannot be asked; empty where all that enters is a rational number, or missing."""
    try:
        numbers = vars(_sums(law)).values()
    except MomentDoesNotExist:
        return ""
    return next((f"{number} is not a rational number" for number in numbers if not number.is_Rational), "")


def _one_flipped(d: int) -> tuple[Fraction, ...]:
    return (Fraction(-1), *[Fraction(1)] * (d - 1))


def _theorem(law: Law, T: int, hypotheses: Hypotheses) -> Finding:
    """The line is kept, the product is the printed one, and there the exact gradient of every block vanishes."""
    product = trained.ab_line(law, T)
    if (premise := hypotheses.of(law)).holds is not True or product is None:
        return Finding(None, "x_1 = 0 almost surely" if product is None else f"a hypothesis fails: {premise.because}")
    if left := leftovers(law, T):
        return Finding(
            False, f"the line is left: {left[0].block}[{left[0].entry}] has {left[0].value} {left[0].coefficient}"
        )
    formal = PRINTED.xreplace({rule.right: rule.left for rule in DEFINITIONS})
    stated = at_law(formal, law).subs({notation.T: T, notation.d: law.d}).doit()
    if sympy.cancel(stated - product) != 0:
        return Finding(False, f"the loss on the line is least at ab = {product}, not {stated}")
    if law.d <= LARGEST_D and (block := _not_at_rest(law, T, product)):
        return Finding(False, f"the gradient by {block} does not vanish at ab = {product}")
    return Finding(True, f"the line is kept, and ab tends to {product}")


def _not_at_rest(law: Law, T: int, product: sympy.Rational) -> str:
    """A block whose exact gradient is not zero at `W_KQ_32 = ab I, W_PV_12 = I`; empty if there is none."""
    sizes = dict(zip(LINE_BLOCKS, _on_line(product), strict=True))
    point = {
        name: tuple(tuple(size * (p == q) for q in range(law.d)) for p in range(law.d)) for name, size in sizes.items()
    }
    return next((name for name, block in gradient(law, T, point).items() if any(map(any, block))), "")


def _on_line(product: sympy.Rational) -> tuple[Fraction, Fraction]:
    return Fraction(1), Fraction(int(product.p), int(product.q))


def _moves(law: Law, T: int, order: tuple[int, ...], factors: tuple[Fraction, ...]) -> Finding:
    if law.d > LARGEST_D:
        return Finding(None, f"looked at up to d = {LARGEST_D}")
    wrong = disagreement(law, T, order, factors)
    return Finding(not wrong, wrong or "the exact gradient of every block follows")


@dataclass(frozen=True)
class _Sums:
    """Moments summed over coordinates, `Σ P(x_j ≠ 0)` among them, and what they say of attaining the bounds."""

    chance: sympy.Expr
    second: sympy.Expr
    fourth: sympy.Expr
    sixth: sympy.Expr
    shared: sympy.Expr

    @property
    def one_size(self) -> bool:
        """All coordinates have one and the same size where they are not 0."""
        return bool(self.second**2 == self.chance * self.fourth)

    @property
    def on_axes(self) -> bool:
        """One size, and no two coordinates other than 0 together: there the bounds are attained."""
        return self.one_size and bool(self.shared == 0)


def _sums(law: Law) -> _Sums:
    chances = [number(law.nonzero_probability(j)) for j in range(law.d)]
    patterns = (trained.SECOND, KAPPA1, KAPPA2, KAPPA3)
    return _Sums(sympy.Add(*chances), *(total(law, pattern) for pattern in patterns))


def _ratio(law: Law, T: int) -> Finding:
    """The mean ratio over all coordinates other than 0 lies in (0, 1], and is 1 exactly on the axes with one size."""
    product, sums = trained.ab_line(law, T), _sums(law)
    if product is None:
        return Finding(None, "x_1 = 0 almost surely")
    ratio = sympy.cancel(product * sums.second / sums.chance)
    fine = 0 < ratio <= 1 and (ratio == 1) == sums.on_axes
    return Finding(bool(fine), f"{ratio} over all coordinates, in (0, 1] and 1 {_only(sums.on_axes)}")


def _error(law: Law, T: int) -> Finding:
    """The relative error lies in [0, 1), is 0 where the ratio is 1, and is at most one minus the ratio."""
    error, product, sums = trained.relative_mse(law, T), trained.ab_line(law, T), _sums(law)
    if error is None or product is None:
        return Finding(None, "x_1 = 0 almost surely")
    room = sympy.cancel(1 - product * sums.second / sums.chance - error)
    fine = 0 <= error < 1 and (error == 0) == sums.on_axes and room >= 0 and (room == 0) == sums.one_size
    return Finding(bool(fine), f"{error}, in [0, 1), and {room} below 1 - mean ratio")


def _only(attained: bool) -> str:
    return "on the axes with one size, as here" if attained else "only on the axes with one size"


def _long(law: Law, T: int) -> Finding:
    """The error falls with T to its floor, which it has at once where no two coordinates are other than 0 together."""
    formula, now, later = (trained.relative_mse(law, length) for length in (notation.T, T, T + 1))
    if formula is None or now is None or later is None:
        return Finding(None, "x_1 = 0 almost surely")
    sums = _sums(law)
    floor = 1 - sums.fourth**2 / (sums.second * sums.sixth)
    falls = now == later == floor if sums.shared == 0 else now > later > floor
    fine = falls and formula.subs(notation.T, T) == now and limit_at_infinity(formula, notation.T) == floor
    return Finding(bool(fine), f"{now} at T = {T}, tends to {floor}")


def _routes(law: Law, T: int, seed: int, false_alarm: float, exact_only: bool) -> Finding:
    """The exact gradient by quadrature of the full model, the slope at the best product by simulation."""
    if exact_only:
        return Finding(None, "left out")
    routes = answered(PAPER, "second routes", law, T, seed, false_alarm)
    wrong = [route for route in routes if route.comparison and not route.comparison.agrees]
    taken = [route.kind for route in routes if route.comparison]
    if wrong:
        return Finding(False, f"{wrong[0].kind} disagrees on the {wrong[0].what}")
    return Finding(True if taken else None, "in agreement: " + ", ".join(taken) if taken else routes[0].because)
