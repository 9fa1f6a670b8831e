"""Laws that invite a silent error, each with the one right answer: a number, a verdict, or a refusal in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import inf, nan
from typing import Any

import numpy as np
import sympy
from scipy import stats
from sympy import stats as sympy_stats

import mesaproof as mp
from mesaproof.reading.law_spec import law_at
from symbolic.laws.coordinates import MomentDoesNotExist

F = Fraction
REFUSED = "refused in words"
PRINTED = "zheng2024/assumption-4.1"


@dataclass(frozen=True)
class Trap:
    """Something asked, and what must come back: a value, or `REFUSED`."""

    kind: str
    name: str
    ask: Callable[[], Any]
    right: Any = REFUSED

    def answer(self) -> Any:
        """What comes back; a refusal is an InputError or a missing moment, in a printable sentence."""
        try:
            return self.ask()
        except (mp.InputError, MomentDoesNotExist) as error:
            return REFUSED if str(error).isprintable() and len(str(error)) > 20 else error

    @property
    def silent_error(self) -> bool:
        """Whether the answer is neither right nor a refusal, or a refusal where an answer is due."""
        found = self.answer()
        if self.right is REFUSED or found is REFUSED:
            return found is not self.right
        return not (found == self.right and type(found) is not float)


def E(law: Any, *exponents: int) -> Callable[[], Any]:
    """A moment in the dimension of the exponents."""
    return lambda: law_at(law, len(exponents)).moment(exponents)


def verdict(law: Any, key: str = PRINTED, d: int | None = 2) -> Callable[[], Any]:
    """What `check` says of a hypothesis."""
    return lambda: mp.check(law, d, 5).hypotheses[key].holds


def chance(law: Any, d: int = 1) -> Callable[[], Any]:
    """`P(x_1 ≠ 0)`."""
    return lambda: law_at(law, d).nonzero_probability(0)


def flips(law: Any, d: int = 2) -> Callable[[], Any]:
    return lambda: law_at(law, d).sign_symmetric


def swaps(law: Any, d: int | None = None) -> Callable[[], Any]:
    return lambda: law_at(law, d).exchangeable


def recovered(law: Any, d: int | None = 2) -> Callable[[], Any]:
    return lambda: mp.check(law, d, 5).recovery.almost_every_W


def made(given: Any) -> Callable[[], Any]:
    return lambda: mp.law(given).description


def traps(kind: str, *rows: tuple[Any, ...]) -> list[Trap]:
    return [Trap(kind, str(name), ask, *right) for name, ask, *right in rows]


def atoms(points: list[Any], weights: list[Any]) -> dict[str, list[Any]]:
    return {"atoms": points, "weights": weights}


def scipy_vector(first: float, covariance: float, second: float) -> Any:
    """A Gaussian vector that SciPy accepts as singular."""
    return stats.multivariate_normal([0, 0], [[first, covariance], [covariance, second]], allow_singular=True)


TINY = F(1, 10**30)

MISSING = traps(
    "moments that do not exist",
    ("student(6), order 6", E("student(6)", 6)),
    ("student(6), order 4", E("student(6)", 4), F(27, 2)),
    ("student(6), order 7", E("student(6)", 7)),
    ("student(13/2), order 6", E("student(13/2)", 6), F(2197, 3)),
    ("student(5), check", verdict("student(5)")),
    ("student(7), printed assumption asks for all moments", verdict("student(7)"), False),
    ("student(1), order 1", E("student(1)", 1)),
    ("cauchy, order 1", E("cauchy", 1)),
    ("cauchy, order 2", E("cauchy", 2)),
    ("cauchy, order 0", E("cauchy", 0), F(1)),
    ("cauchy, check", verdict("cauchy")),
    ("shift(cauchy, 1), order 2", E("shift(cauchy, 1)", 2)),
    ("mixture with a little cauchy", E("mixture(1/1000000: cauchy, 999999/1000000: gaussian)", 2)),
    ("coordinate mixture with a little cauchy", E("coordinate_mixture(1/1000: cauchy, 999/1000: gaussian)", 2)),
    ("scale(cauchy, 0) is the zero law", E("scale(cauchy, 0)", 6), F(0)),
    ("pareto(6), order 6", E("pareto(6)", 6)),
    ("pareto(6), order 5", E("pareto(6)", 5), F(6)),
    ("pareto(60001/10000), order 6", E("pareto(60001/10000)", 6), F(60001)),
    ("centred pareto, order 3 of alpha 3", E("centred(pareto(3))", 3)),
    ("centred pareto(1)", made("centred(pareto(1))")),
    ("multivariate_student(6), order (2, 4)", E("multivariate_student(6)", 2, 4)),
    ("multivariate_student(6), order (2, 2)", E("multivariate_student(6)", 2, 2), F(9, 2)),
    ("multivariate_student(7), printed assumption", verdict("multivariate_student(7)"), False),
    ("multivariate_student(7), line conditions", verdict("multivariate_student(7)", "zheng2024/line-conditions"), True),
    ("odd moment of a heavy mixture", E("multivariate_student(3)", 3, 2)),
    ("comonotone(student(7)), order (4, 4)", E("comonotone(student(7))", 4, 4)),
    ("iid student(7), order (4, 4)", E("student(7)", 4, 4), F(2401, 25)),
    ("product with one heavy coordinate, other coordinate", E("product(cauchy, gaussian)", 0, 4), F(3)),
    ("product with one heavy coordinate", E("product(cauchy, gaussian)", 2, 0)),
    ("elliptical student(5), order 6", E("elliptical(student_scale(5), [2, 1], [1, 2])", 6, 0)),
    ("scipy t(6)", E(stats.t(6), 6)),
    ("scipy t(5, 1, 2)", E(stats.t(5, 1, 2), 6)),
    ("scipy lomax(6)", E(stats.lomax(6), 6)),
    ("scipy cauchy", E(stats.cauchy(), 6)),
    ("sympy Cauchy", E(sympy_stats.Cauchy("x", 0, 1), 2)),
    ("sympy StudentT(6)", E(sympy_stats.StudentT("x", 6), 6)),
)

DEGENERATE = traps(
    "degenerate laws",
    ("scale(gaussian, 0)", E("scale(gaussian, 0)", 2, 2), F(0)),
    ("scale(gaussian, 0) is never non-zero", chance("scale(gaussian, 0)"), F(0)),
    ("zero law, recovery undefined", recovered("scale(gaussian, 0)"), None),
    ("gaussian(sigma=0)", made("gaussian(sigma=0)")),
    ("gaussian(sigma=-1)", made("gaussian(sigma=-1)")),
    ("uniform(low=1, high=1)", made("uniform(low=1, high=1)")),
    ("uniform(low=2, high=1)", made("uniform(low=2, high=1)")),
    ("bernoulli(0)", E("bernoulli(0)", 4), F(0)),
    ("bernoulli(1)", E("bernoulli(1)", 4), F(1)),
    ("bernoulli(3/2)", made("bernoulli(3/2)")),
    ("geometric(1)", E("geometric(1)", 4), F(1)),
    ("geometric(0)", made("geometric(0)")),
    ("triangular(0, 0, 0)", made("triangular(0, 0, 0)")),
    ("triangular(0, 0, 1)", E("triangular(0, 0, 1)", 2), F(1, 6)),
    ("triangular(0, 2, 1)", made("triangular(0, 2, 1)")),
    ("shift(ones, -1)", E("shift(ones, -1)", 1, 1), F(0)),
    ("shift(ones, -1) is unchanged by flips", flips("shift(ones, -1)"), True),
    ("comonotone(finite(0:1)) is unchanged by flips", flips("comonotone(finite(0:1))"), True),
    ("truncated to nothing", made("truncated(uniform, 2, 3)")),
    ("truncated to a point of a continuous law", made("truncated(uniform, 0, 0)")),
    ("truncated table keeps its end points", E("truncated(finite(-1:1/4, 0:1/2, 1:1/4), 0, 1)", 1), F(1, 3)),
    ("truncated logistic has no closed form here", made("truncated(logistic, -1, 1)")),
    ("constant Gaussian vector", E("gaussian_vector([0, 0], [0, 0], mean=[1, 2])", 1, 1), F(2)),
    ("Gaussian vector with one constant", chance("gaussian_vector([0, 0], [0, 1])", 2), F(0)),
    ("mixing law 0", made("elliptical(finite(0:1), [1, 1/2], [1/2, 1])")),
    ("sphere in one dimension is two points", recovered("sphere", 1), True),
    ("sphere in two dimensions is not", recovered("sphere", 2), False),
    ("scipy norm with scale 0", made(stats.norm(0, 0))),
    ("binomial(0)", made("binomial(0)")),
    ("binomial(5/2)", made("binomial(5/2)")),
    ("dataset of one row", E([[1, 2]], 1, 1), F(2)),
    ("empty dataset", made(np.zeros((0, 2)))),
    ("one-dimensional radial law", made("radial(gaussian, [1])")),
)

COVARIANCES = traps(
    "nearly singular covariances",
    ("singular", E("gaussian_vector([1, 1], [1, 1])", 2, 2), F(3)),
    ("indefinite by 1e-30", made("gaussian_vector([1, 1], [1, 0.999999999999999999999999999999])")),
    ("definite by 1e-30", E("gaussian_vector([1, 1], [1, 1.000000000000000000000000000001])", 0, 2), 1 + TINY),
    ("not symmetric by 1e-30", made("gaussian_vector([1, 1], [1.000000000000000000000000000001, 2])")),
    ("zero variance, non-zero covariance", made("gaussian_vector([0, 1e-30], [1e-30, 1])")),
    ("correlation above 1", made("gaussian_vector([1, 2], [2, 1])")),
    ("negative variance", made("gaussian_vector([-1, 0], [0, 1])")),
    ("equicorrelated(1, 1)", made("equicorrelated(1, 1)")),
    ("equicorrelated(1, -1/2)", made("equicorrelated(1, -1/2)")),
    ("one coordinate twice", made("image(product(gaussian, laplace), [1, 1], [1, 1])")),
    ("not square", made("gaussian_vector([1, 0])")),
    ("ragged", made("gaussian_vector([1, 0], [0])")),
    ("tiny correlation breaks sign flips", flips("gaussian_vector([1, 1e-30], [1e-30, 1])"), False),
    ("tiny correlation breaks the assumption", verdict("gaussian_vector([1, 1e-30], [1e-30, 1])"), False),
    ("scipy covariance, singular as written", E(scipy_vector(0.1, 0.3, 0.9), 1, 1), F(3, 10)),
    ("scipy covariance with 0.1 + 0.2", E(scipy_vector(0.1 + 0.2, 0.3, 0.3), 2, 0), F(7500000000000001, 25 * 10**15)),
    ("scipy covariance rounded to indefinite", made(scipy_vector(0.3, 0.3, 0.3 - 1e-16))),
)

ALMOST = traps(
    "hypotheses that hold numerically, not exactly",
    ("mean 1e-30", verdict("gaussian(mean=1e-30)"), False),
    ("mean 0", verdict("gaussian(mean=0)"), True),
    ("weights off by 1e-20", verdict("finite(1:0.50000000000000000001, -1:0.49999999999999999999)"), False),
    ("third moment 1e-30", verdict("finite(1e-10:1/2, -1e-10:1/2)"), True),
    ("almost two points", recovered("finite(1:1/4, -1:1/4, 1.000000000001:1/4, -1.000000000001:1/4)"), False),
    ("two points", recovered("rademacher(1/3)"), True),
    ("variances that differ by 1e-30", swaps("product(gaussian, gaussian(1.000000000000000000000000000001))"), False),
    ("variances that agree", swaps("product(gaussian, gaussian(2/2))"), True),
    ("equal in law, written twice", swaps("product(chi2(2), exponential(2))"), True),
    ("beta(1, 1) is uniform", swaps("product(beta(1, 1), uniform(low=0, high=1))"), True),
    ("weibull(1) is exponential", swaps("product(weibull(1), exponential)"), True),
    ("mixture of tables that is rademacher", swaps("product(rademacher, finite(1:1/2, -1:1/2))"), True),
    (
        "pieces that make a uniform law",
        made("product(uniform, coordinate_mixture(1/2: uniform(low=-1, high=0), 1/2: uniform(low=0, high=1)))"),
    ),
    (
        "symmetric by pieces",
        made(
            "coordinate_mixture(1/2: uniform(low=0, high=1), 1/4: uniform(low=-1, high=-1/2), "
            "1/4: uniform(low=-1/2, high=0))"
        ),
    ),
    ("mirror images", verdict("coordinate_mixture(1/2: exponential, 1/2: scale(exponential, -1))"), True),
    ("mirror images drawn once", verdict("mixture(1/2: exponential, 1/2: scale(exponential, -1))"), False),
    ("mirror images drawn once, d = 1", flips("mixture(1/2: exponential, 1/2: scale(exponential, -1))", 1), True),
    ("mean 0, skew", verdict("shift(exponential, -1)", "zheng2024/line-conditions"), False),
    ("common sign", verdict("comonotone(rademacher)"), False),
    ("permuted product", made("mixture(1/2: product(gaussian, laplace), 1/2: product(laplace, gaussian))")),
    ("dependent, uncorrelated", E("sphere", 2, 2), F(1, 8)),
    ("mixture is not the coordinate mixture", E("mixture(1/2: gaussian, 1/2: gaussian(2))", 2, 2), F(17, 2)),
    ("coordinate mixture is not the mixture", E("iid(mixture(1/2: gaussian, 1/2: gaussian(2)))", 2, 2), F(25, 4)),
)

SCALES = traps(
    "huge and tiny scales",
    ("gaussian(1e30), order 6", E("gaussian(1e30)", 6), F(15 * 10**180)),
    ("gaussian(1e-30), order 6", E("gaussian(1e-30)", 6), F(15, 10**180)),
    ("gaussian(1e30), check", verdict("gaussian(1e30)"), True),
    ("scipy norm(0, 1e-300)", E(stats.norm(0, 1e-300), 2), F(1, 10**600)),
    ("scipy norm(0, 1e300)", E(stats.norm(0, 1e300), 2), F(10**600)),
    ("1e300 in a table", E(atoms([1e300, -1e300], [0.5, 0.5]), 6), F(10**1800)),
    ("cancelling sizes in a table", E(atoms([1e30, 1, -1e30], [0.25, 0.5, 0.25]), 1), F(1, 2)),
    ("cancelling sizes in a dataset", E(np.array([1e30, 1.0, -1e30]), 1), F(1, 3)),
    ("1e16 + 1", E(np.array([10**16, 1 - 10**16]), 1), F(1, 2)),
    ("variance far from the origin", E("centred(gaussian(mean=1e20))", 2), F(1)),
    ("exponent 31", made("gaussian(1e31)")),
    ("lognormal(sigma=20)", made("lognormal(sigma=20)")),
    ("weibull(shape=1/1000)", made("weibull(shape=1/1000)")),
    ("scipy lognorm(2)", E(stats.lognorm(2), 6), sympy.exp(72)),
    ("scipy geom(1e-6), order 1", E(stats.geom(1e-6), 1), F(10**6)),
    ("poisson(1e-9), order 2", E("poisson(1e-9)", 2), F(1, 10**9) + F(1, 10**18)),
    ("poisson can be 0", chance("poisson(2)"), 1 - sympy.exp(-2)),
    ("shifted poisson can be 0", chance("shift(poisson(2), -1)"), 1 - 2 * sympy.exp(-2)),
    ("half at 0", chance("coordinate_mixture(1/2: gaussian, 1/2: finite(0:1))"), F(1, 2)),
)

TABLES = traps(
    "tables, files and numbers",
    ("duplicated atoms add up", E(atoms([[1], [1], [0]], ["1/4", "1/4", "1/2"]), 1), F(1, 2)),
    ("duplicated rows add up", E([[1], [1], [1], [-3]], 1), F(0)),
    ("duplicated atoms and symmetry", flips(atoms([[1], [1], [-1]], ["1/4", "1/4", "1/2"]), 1), True),
    ("duplicated value in a description", made("finite(1:1/2, 1.0:1/2)")),
    ("unsorted weights", E(atoms([[3], [-1], [0]], [0.2, 0.5, 0.3]), 1), F(1, 10)),
    ("ten times 0.1", E(atoms([[k] for k in range(10)], [0.1] * 10), 1), F(9, 2)),
    ("three times 1/3 as floats", made(atoms([[1], [2], [3]], [1 / 3] * 3))),
    ("weights that sum to 2", made(atoms([[1], [2]], [1, 1]))),
    ("negative weight", made(atoms([[1], [2]], [2, -1]))),
    ("zero weight", made(atoms([[1], [2]], [1, 0]))),
    ("NaN weight", made(atoms([[1]], [nan]))),
    ("complex point", made(atoms([[1j]], [1]))),
    ("complex point without imaginary part", made(atoms([[1 + 0j]], [1]))),
    ("complex array", made(np.array([1 + 1j]))),
    ("boolean array", made(np.array([True, False]))),
    ("text array", made(np.array(["a"]))),
    ("object array", made(np.array([[1, None]], dtype=object))),
    ("NaN in an array", made(np.array([1.0, nan]))),
    ("infinity in an array", made(np.array([1.0, inf]))),
    ("three axes", made(np.zeros((2, 2, 2)))),
    ("ragged rows", made([[1, 2], [3]])),
    ("0.1 is one tenth", E(np.array([0.1]), 1), F(1, 10)),
    ("True is no number", made(atoms([[True]], [1]))),
    ("missing weights", made({"atoms": [[1]]})),
    ("scipy with NaN", made(stats.norm(nan, 1))),
    ("scipy with an infinite place", made(stats.norm(inf, 1))),
    ("scipy with an array of places", made(stats.norm([0, 1], 1))),
    ("scipy, not frozen", made(stats.norm)),
    ("scipy, unknown", made(stats.vonmises(1))),
    ("scipy expon's second argument is a scale", E(stats.expon(0, 2), 1), F(2)),
    ("sympy Exponential takes a rate", E(sympy_stats.Exponential("x", 2), 1), F(1, 2)),
    ("scipy gamma's second argument is a place", E(stats.gamma(2, 3), 1), F(5)),
    ("scipy lognorm's s is sigma", E(stats.lognorm(1), 2), sympy.exp(2)),
    ("scipy geom starts at 1", E(stats.geom(0.5), 1), F(2)),
    ("scipy nbinom counts failures", E(stats.nbinom(1, 0.5), 1), F(1)),
    ("sympy symbol as a parameter", made(sympy_stats.Normal("x", sympy.Symbol("m"), 1))),
    ("sympy irrational parameter", made(sympy_stats.Normal("x", 0, sympy.sqrt(2)))),
    ("sympy expression of a variable", made(sympy_stats.Normal("x", 0, 1) ** 2)),
    ("a sampler", made(lambda rng, m: rng.normal(size=m))),
    ("a string of code", made("__import__('os').system('true')")),
    ("a number", made(5)),
    ("another dimension", lambda: law_at("product(gaussian, laplace)", 3)),
    ("mixture of two dimensions", made("mixture(1/2: product(gaussian, laplace), 1/2: image(ones, [1], [1], [2]))")),
    ("scale mixture of a skew law", made("scale_mixture(exponential, gamma(2))")),
)  # fmt: skip

RESTRICTED = traps(
    "truncations, order statistics, copulas",
    ("odd moment of a symmetric truncation", E("truncated(gaussian, -1, 1)", 3), F(0)),
    ("truncation around the mean, not around 0", E("centred(truncated(gaussian(mean=2), 1, 3))", 3), F(0)),
    ("almost symmetric truncation", flips("truncated(gaussian, -1, 1.000000000000000000000000000001)"), False),
    ("symmetric truncation", flips("truncated(laplace, -2, 2)"), True),
    ("truncation of the whole line", made("truncated(gaussian, -inf, inf)"), "gaussian(sigma=1)"),
    ("truncation beyond the support", made("truncated(exponential, -3, inf)"), "exponential(scale=1)"),
    ("truncation to a point", made("truncated(gaussian, 1, 1)")),
    ("ends in the wrong order", made("truncated(gaussian, 1, -1)")),
    ("infinite ends in the wrong order", made("truncated(gaussian, inf, -inf)")),
    ("outside the support", made("truncated(exponential, -2, -1)")),
    ("nothing left of it", made("truncated(gaussian, 40, 41)")),
    ("too narrow to tell from a point", made("truncated(gaussian, 0, 1e-20)")),
    ("far out, but memoryless", E("truncated(exponential, 1e6, inf)", 1), F(10**6 + 1)),
    ("geometric, memoryless", E("truncated(geometric(1/2), 5, inf)", 1), F(6)),
    ("pareto cut above has all moments", E("truncated(pareto(2), 0, 2)", 6), F(10)),
    ("pareto cut below has not", E("truncated(pareto(6), 2, inf)", 6)),
    ("cauchy on a half-line", E("truncated(cauchy, 0, inf)", 1)),
    ("cauchy on an interval, odd order", E("truncated(cauchy, -1, 1)", 5), F(0)),
    ("truncated poisson is a table", E("truncated(poisson(2), 1/2, 2.9)", 1), F(3, 2)),
    ("truncated poisson between values", made("truncated(poisson(2), 1/3, 2/3)")),
    ("truncated poisson cannot be 0", chance("truncated(poisson(2), 1, inf)"), F(1)),
    ("triangle cut at its mode", swaps("product(truncated(triangular(-1, 0, 1), 0, 1), triangular(0, 0, 1))"), True),
    (
        "exponential pieces of one law",
        swaps("product(truncated(exponential, 1, 2), shift(truncated(laplace, 0, 1), 1))"),
        True,
    ),
    (
        "two halves of a truncated gaussian",
        made(
            "product(truncated(gaussian, -1, 1), "
            "coordinate_mixture(1/2: truncated(gaussian, -1, 0), 1/2: truncated(gaussian, 0, 1)))"
        ),
    ),
    ("mixture with irrational parts", made("truncated(coordinate_mixture(1/2: gaussian, 1/2: laplace), 0, 1)")),
    ("scipy truncnorm", made(stats.truncnorm(-1, 1, 0, 2)), "truncated(gaussian(sigma=2), -2, 2)"),
    ("scipy truncnorm's ends are standardised", flips(stats.truncnorm(-1, 1, 1, 2), 1), False),
    ("scipy truncnorm without an end", made(stats.truncnorm(-inf, 0)), "truncated(gaussian(sigma=1), -inf, 0)"),
    ("scipy truncnorm to nothing", made(stats.truncnorm(inf, inf))),
    ("scipy truncpareto", E(stats.truncpareto(2, 2), 6), F(10)),
    ("scipy halfcauchy", E(stats.halfcauchy(), 1)),
    ("largest of a symmetric law is not symmetric", flips("largest(gaussian)", 1), False),
    ("largest of one", made("largest(gaussian, 1)"), "gaussian(sigma=1)"),
    ("largest of none", made("largest(gaussian, 0)")),
    ("largest of three gaussians", made("largest(gaussian, 3)")),
    ("largest of half a copy", made("largest(gaussian, 3/2)")),
    ("largest of a negative multiple", E("largest(scale(exponential, -1))", 1), F(-1, 2)),
    ("smallest of pareto(3), order 5", E("smallest(pareto(3))", 5), F(6)),
    ("largest of pareto(3), order 3", E("largest(pareto(3))", 3)),
    ("largest of cauchy", made("largest(cauchy)")),
    ("largest and smallest make up the law", E("fgm(lognormal(0, 1/2), 1)", 2, 0), sympy.exp(sympy.Rational(1, 2))),
    ("fgm breaks sign flips", flips("fgm(gaussian, 1/1000000)"), False),
    ("fgm in one dimension", flips("fgm(gaussian, 1/2)", 1), True),
    ("fgm with theta 0", made("fgm(gaussian, 0)"), "gaussian(sigma=1)"),
    ("fgm beyond 1", made("fgm(gaussian, 1.000001)")),
    ("fgm below 0", made("fgm(gaussian, -1/2)")),
    ("fgm of a constant", E("fgm(finite(2:1), 1)", 1, 1), F(4)),
    ("fgm of uniform margins", E("fgm(uniform(low=0, high=1), 1/2)", 1, 1), F(1, 4) + F(1, 72)),
)

TRAPS = [*RESTRICTED, *MISSING, *DEGENERATE, *COVARIANCES, *ALMOST, *SCALES, *TABLES]
