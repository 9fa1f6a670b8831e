"""Which laws are recovered, for almost every W: Assumption 4.2 as a condition on the law alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Positive, Settled
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.capability.capability_route import last_losses, nodes, nodes_of_squares, start_moment
from proofs.zheng2024.capability.classification import Row, settle_rows
from proofs.zheng2024.capability.prediction import constants, last, mean, over_times, overlap, square
from proofs.zheng2024.line.theorem_4_1_limit import theorem_4_1_limit
from proofs.zheng2024.line.trained import SECOND
from proofs.zheng2024.notation import kappa1, kappa2, kappa3
from symbolic.algebra.notation import T
from symbolic.expectation.moments import Pattern, moment
from symbolic.laws import IID, Law, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, Laplace, Student, Uniform, rademacher, two_point
from symbolic.typeset.derivation import Chain, Line

U = kappa1 / kappa2
"""The step of Assumption 4.2, the limit of the trained product as `T → ∞`."""

M2 = moment(SECOND)
SHARED = moment(Pattern((2,), (4,)))

x, p, q = sympy.symbols("x p q", real=True)
"""A coordinate of `x_1`; the real and imaginary part of a number on the unit circle."""

z = sympy.Symbol("z", complex=True)
n = sympy.Symbol("n", integer=True, positive=True)

FLOOR = 1 - kappa1**2 / (kappa2 * M2)


def geometric(length: sympy.Expr) -> sympy.Expr:
    """`1 + z + … + z^{length−1}` for `z ≠ 1`."""
    return (1 - z**length) / (1 - z)


def error_at_length() -> sympy.Expr:
    """`E |ŷ_j − x_{T,j}|² / E x_j²` at the time `T − 1` and the step `U`."""
    squared, mixed = constants(last(over_times(square()))), constants(last(over_times(overlap())))
    return (U**2 * squared - 2 * U * mixed + M2) / M2


def limiting_error() -> sympy.Expr:
    """`E |U x_j³ − x_j|²`: the error where the mean of `x_i x_i^*` is `diag(x_j²)`."""
    return constants(mean(sympy.expand((U * x**3 - x) ** 2), x))


def gap() -> sympy.Expr:
    """`E x_j² (x_j² − κ2/κ1)²`, zero if and only if `x_j² ∈ {0, κ2/κ1}` almost surely."""
    return constants(mean(sympy.expand(x**2 * (x**2 - 1 / U) ** 2), x))


def coincidence() -> sympy.Expr:
    """`E |S|²` at the time `T − 1`, for S the mean of `(λ_k/λ_j)^i` over `i < T − 1`, read off the derived loss."""
    return last(over_times(square())).coeff(SHARED)


def share(above: int, below: int) -> sympy.Rational:
    """An exact number of the table."""
    return sympy.Rational(above, below)


LAWS = (
    Row(IID(Gaussian(sympy.Symbol("s", positive=True))).at(2), share(2, 5), False, False),
    Row(IID(Laplace(sympy.Symbol("s", positive=True))).at(2), share(3, 5), False, False),
    Row(IID(Uniform(sympy.Symbol("s", positive=True))).at(2), share(4, 25), False, False),
    Row(IID(Student(Fraction(8))).at(2), share(7, 10), False, False),
    Row(IID(Student(Fraction(6))).at(2), None, None, None),
    Row(IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1))).at(2), share(2, 11), False, False),
    Row(IID(two_point(Fraction(3), Fraction(1, 4), Fraction(0))).at(2), share(0, 1), True, False),
    Row(IID(rademacher(sympy.Symbol("s", positive=True))).at(2), share(0, 1), True, False),
    Row(IID(rademacher()).at(1), share(0, 1), True, True),
    Row(Ones().at(3), share(0, 1), True, False),
    Row(Sparse(sympy.Symbol("s", positive=True)).at(3), share(0, 1), True, True),
)
"""The named laws: least relative error, recovered for almost every W, recovered for every W."""


@claim(
    "zheng2024/theorem-4.2",
    source=printed("Theorem 4.2 and Assumption 4.2, read for almost every x_1 and W"),
    hypotheses=LINE_CONDITIONS,
    formal="capability.theorem_4_2",
    parts=(
        Equality("sum", lambda: geometric(n + 1) - geometric(n), z**n),
        Equality("empty_sum", lambda: geometric(sympy.Integer(0)), sympy.Integer(0)),
        Equality("bound", lambda: 4 - (1 - p) ** 2 - q**2, (1 + p) ** 2 + q**2 + 2 * (1 - p**2 - q**2)),
        Equality("coincidence", coincidence, 1 / (T - 2)),
        Equality("coincidence_limit", lambda: sympy.Limit(coincidence(), T, sympy.oo), sympy.Integer(0)),
        Equality("gap", gap, kappa2 * (kappa2 * M2 - kappa1**2) / kappa1**2),
        Equality("limiting_error", limiting_error, M2 - kappa1**2 / kappa2),
        Equality("error_of_gap", lambda: sympy.expand(limiting_error() - U**2 * gap()), sympy.Integer(0)),
        Equality("error_at_length", error_at_length, FLOOR + kappa1**2 * kappa3 / (kappa2**2 * M2 * (T - 2))),
        Equality("every_vector", lambda: (U * x**2 - 1).subs(x, 2 / sympy.sqrt(U)), sympy.Integer(3)),
        Positive("scale", lambda: 1 / U),
        Settled("named_laws", LAWS, settle_rows),
    ),
    uses=(theorem_4_1_limit,),
)
def theorem_4_2() -> Iterator[Chain]:
    """With the step `κ1/κ2` the prediction tends to the target, for almost every `x_1` and W, iff `κ1² = κ2 E x_j^2`.

    For every j, that is: iff each coordinate of `x_1` takes only one absolute value besides 0, and that is the square
    root of `κ2/κ1`. Where the eigenvalues of W are distinct, entry `[j,k]` of the mean of `x_i x_i^*` is `x_j x_k`
    times a mean of powers of some z on the unit circle other than 1: at most 2 over the distance of z from 1, over the
    length. So it tends to 0, and the diagonal is `x_j^2` throughout: the prediction of coordinate j misses the target
    by the factor `κ1 x_j^2/κ2 − 1`. Its mean square is `(κ1/κ2)²` times the mean of the non-negative `x_j^2 (x_j^2 −
    κ2/κ1)²`, which is `κ2 (κ2 E x_j^2 − κ1²)/κ1²`: zero iff it vanishes almost surely, which is both directions.
    Eigenvalues coincide with probability 0, as independent draws do of any law that gives no number a positive
    probability. The relative error at test length `T − 1` is `1 − κ1²/(κ2 E x_j^2)` and `κ1² κ3/(κ2² E x_j^2 (T−2))`.
    Read for every vector `x_1`, Assumption 4.2 holds for no law: at twice the root of `κ2/κ1` along an axis the
    prediction is 4 times the target.
    """
    yield Chain(
        "bound",
        r"4 - (1-p)^2 - q^2",
        (
            Line(4 - (1 - p) ** 2 - q**2, "four less the squared modulus of $1 - z^n$, with $z^n = p + iq$"),
            Line((1 + p) ** 2 + q**2 + 2 * (1 - p**2 - q**2), "not negative, since $p^2 + q^2 = 1$"),
        ),
    )
    yield Chain(
        "coincidence_limit",
        r"\lim_{T\to\infty}\frac{1}{T-2}",
        (
            Line(sympy.Limit(1 / (T - 2), T, sympy.oo), "mean square of the mean of powers"),
            Line(sympy.Integer(0), "the probability that two eigenvalues coincide is below it for every $T$"),
        ),
        sequence={T: sympy.Integer(3)},
    )
    yield Chain(
        "gap",
        r"\mathbb{E}\left[x_j^2 (x_j^2 - \kappa_2/\kappa_1)^2\right]",
        (
            Line(gap(), "multiplied out, moment by moment"),
            Line(kappa2 * (kappa2 * M2 - kappa1**2) / kappa1**2, "collected"),
        ),
    )
    yield Chain(
        "error_at_length",
        r"\mathbb{E}[(\hat y_j - x_{T,j})^2] / \mathbb{E}[x_j^2]",
        (
            Line(error_at_length(), r"the derived loss at the time $T-1$ and $ab = \kappa_1/\kappa_2$"),
            Line(FLOOR + kappa1**2 * kappa3 / (kappa2**2 * M2 * (T - 2)), "collected"),
        ),
    )


SIZES = (("gaussian", 2, 4), ("rademacher", 3, 6), ("uniform", 2, 5), ("sparse(c=1/2)", 3, 4))


@crosscheck(theorem_4_2, "quadrature", cases=tuple(Case(law, d=d, T=T) for law, d, T in SIZES))
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The error of the last prediction at the step `E x^4 / E x^6`, relative to the target, and the coincidence."""
    points, step = nodes(law, T), start_moment(law, 4) / start_moment(law, 6)
    return {
        "error_at_length": points.mean(last_losses(T, step)) / points.mean(last_losses(T, 0.0)),
        "coincidence": points.mean(lambda x1, lam: _square_of_mean(lam, T)),
    }


@crosscheck(theorem_4_2, "sampled", cases=(Case("uniform", d=2, T=5), Case("rademacher", d=2, T=6)))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same error over sampled sequences."""
    points, step = nodes_of_squares(law, T), start_moment(law, 4) / start_moment(law, 6)
    whole = points.mean(last_losses(T, 0.0))
    return {"error_at_length": points.sample(lambda x1, lam: last_losses(T, step)(x1, lam) / whole, law, rng, 1.0)}


def _square_of_mean(lam: Any, T: int) -> Any:
    """`|S|²` for S the mean of the powers 1 to T − 2 of the quotient of the first two eigenvalues."""
    quotient = lam[:, 1] / lam[:, 0]
    return abs(sum(quotient**power for power in range(1, T - 1)) / (T - 2)) ** 2
