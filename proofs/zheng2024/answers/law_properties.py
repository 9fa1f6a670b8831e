"""What must be true of any law of the start in the setting of the paper, as questions with exact answers.

The bounds are those of the claim zheng2024/sharp-bounds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import sympy

from proofs.zheng2024.answers.moved_laws import disagreement
from proofs.zheng2024.assumptions import LINE_CONDITIONS
from proofs.zheng2024.flow.line_flow import DEFINITIONS, KAPPA1, KAPPA2, KAPPA3
from proofs.zheng2024.line import trained
from proofs.zheng2024.line.invariance import leftovers
from proofs.zheng2024.line.theorem_4_1_limit import PRINTED
from proofs.zheng2024.model.charges import LINE_BLOCKS
from proofs.zheng2024.model.evaluation import gradient
from symbolic.algebra import notation
from symbolic.algebra.limits import limit_at_infinity
from symbolic.decide.conditions import Finding
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.exact_moments import number, total
from symbolic.expectation.moments import at_law
from symbolic.laws import Law
from symbolic.laws.coordinates import MomentDoesNotExist

LARGEST_D = 4
"""Dimension up to which the gradient of all blocks is computed at parameters off the line."""

STRETCH = Fraction(3, 2)

Question = Callable[[], Finding]


def properties(law: Law, T: int, hypotheses: Hypotheses | None = None) -> tuple[tuple[str, Question], ...]:
    """Each exact property by name, as a question; the theorem is that the hypotheses keep training on the line.

    By default they are the conditions for an invariant line. A question raises `MomentDoesNotExist` where a moment is
    missing that it needs.
    """
    kept, turned, ones = tuple(range(law.d)), (*range(1, law.d), 0), (Fraction(1),) * law.d
    questions: tuple[tuple[str, Question], ...] = (
        ("theorem", lambda: _theorem(law, T, LINE_CONDITIONS if hypotheses is None else hypotheses)),
        ("scale covariance", lambda: _moves(law, T, kept, (STRETCH,) * law.d)),
        ("permutation equivariance", lambda: _moves(law, T, turned, ones)),
        ("sign equivariance", lambda: _moves(law, T, kept, (Fraction(-1), *ones[1:]))),
        ("mean ratio", lambda: _ratio(law, T)),
        ("relative error", lambda: _error(law, T)),
        ("long sequences", lambda: _long(law, T)),
    )
    if because := _not_rational(law):
        return tuple((name, lambda: Finding(None, because)) for name, _ in questions)
    return questions


def _not_rational(law: Law) -> str:
    """Why the exact properties cannot be asked; empty where all that enters is a rational number, or missing."""
    try:
        numbers = vars(_sums(law)).values()
    except MomentDoesNotExist:
        return ""
    return next((f"{number} is not a rational number" for number in numbers if not number.is_Rational), "")


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
