"""The eight tests of the paper for one trained model: the exact error of each, and prompts on which to sample it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import sympy

from proofs.garg2022.answers.orthant_moments import one_sample, one_sample_twice, two_samples
from proofs.zhang2024.answers.known_moments import Covariates, Matrix, identity, trace
from proofs.zhang2024.answers.limit import Trained
from symbolic.algebra.rationals import to_fraction, to_sympy

if TYPE_CHECKING:
    from proofs.garg2022.second_route.eight_prompts import Drawing, Prompts

Drawn = Callable[["Drawing", Any, int], "Prompts"]


@dataclass(frozen=True)
class Shifts:
    """How far the tests are from the training: a covariance's matrix, a subspace's projection, scales and a noise."""

    skew: Matrix
    projection: Matrix
    scale: Fraction
    noise: Fraction


@dataclass(frozen=True, eq=False)
class Row:
    """A test: `error` at prompts of M samples and `long` at endless ones, `size` the mean square of the target.

    Errors are None where no claim has them, and `note` says why.
    """

    name: str
    claim: str
    error: sympy.Expr | None
    long: sympy.Expr | None
    size: sympy.Expr
    drawn: Drawn | None
    note: str = ""


def rows(trained: Trained, shifts: Shifts, M: int) -> Iterator[Row]:
    """That of the training first, then the eight of the paper."""
    here = trained.covariates
    yield _image(trained, M, "in distribution", "zhang2024/other-covariates", identity(here.d), Fraction(1))
    yield _image(trained, M, "skewed covariance", "garg2022/skewed-covariance-repaired", *_as_large(here, shifts.skew))
    yield _image(trained, M, "subspace", "garg2022/error-under-shift", *_as_large(here, shifts.projection))
    yield _image(trained, M, "scaled inputs", "garg2022/scaled-inputs-repaired", identity(here.d), shifts.scale**2)
    yield _noisy(trained, M, shifts.noise)
    yield _scaled_weights(trained, M, shifts.scale)
    yield _orthants(trained, M)
    yield _orthogonal(trained, M)
    yield _matching(trained, M)


def _as_large(here: Covariates, linear: Matrix) -> tuple[Matrix, Fraction]:
    """A matrix, and the square of the scale on which its images are as large on average as what they are images of."""
    size = trace(here.image(linear).second)
    return linear, trace(here.second) / size if size else Fraction(1)


def _image(trained: Trained, M: int, name: str, claim: str, linear: Matrix, square: Fraction) -> Row:
    test = trained.covariates.image(linear, square)

    def drawn(tests: Drawing, rng: Any, m: int) -> Prompts:
        return tests.image(rng, m, floats(linear) * float(square) ** 0.5)

    error, long = (to_sympy(trained.error(test, test.second, count)) for count in (M, None))
    return Row(name, claim, error, long, to_sympy(trace(test.second)), drawn)


def floats(given: Matrix) -> Any:
    """In floating point."""
    import numpy as np

    from proofs.zhang2024.answers.known_moments import rows_of

    return np.array(rows_of(given), dtype=np.float64)


def _noisy(trained: Trained, M: int, noise: Fraction) -> Row:
    here = trained.covariates
    error, long = (to_sympy(trained.error(here, here.second, count, noise**2)) for count in (M, None))
    size = to_sympy(trace(here.second))
    return Row(
        "noisy output",
        "garg2022/noisy-output",
        error,
        long,
        size,
        lambda tests, rng, m: tests.noisy(rng, m, float(noise)),
    )


def _scaled_weights(trained: Trained, M: int, c: Fraction) -> Row:
    here, square = trained.covariates, c**2
    error, long = (to_sympy(square * trained.error(here, here.second, count)) for count in (M, None))
    size = to_sympy(square * trace(here.second))
    claim = "garg2022/scaled-weights"
    return Row("scaled weights", claim, error, long, size, lambda tests, rng, m: tests.scaled_weights(rng, m, float(c)))


def _orthants(trained: Trained, M: int) -> Row:
    here, claim = trained.covariates, "garg2022/different-orthants-repaired"
    size = to_sympy(trace(here.second))

    def drawn(tests: Drawing, rng: Any, m: int) -> Prompts:
        return tests.orthants(rng, m)

    if here.law is not None:
        note = "E |x_j x_k| is known for normal x alone, given by Λ"
        return Row("different orthants", claim, None, None, size, drawn, note)
    second = here.second
    note = "" if _is_diagonal(second) else "the claim is at Λ = I; here by E |x_j x_k| of N(0, Λ)"

    def error(count: int | None) -> sympy.Expr:
        weights = trained.product * second * trained.product.transpose()
        shares = (share * to_sympy(to_fraction(weights[j, j])) for j, share in enumerate(two_samples(second)))
        endless = sum(shares, sympy.Integer(0))
        rest = trace(second) - 2 * trace(one_sample(second) * trained.product * second)
        one = to_sympy(_second_term(trained, one_sample_twice(second)))
        return sympy.expand(to_sympy(rest) + (endless if count is None else endless + (one - endless) / count))

    return Row("different orthants", claim, error(M), error(None), size, drawn, note)


def _second_term(trained: Trained, second: Matrix) -> Fraction:
    """`tr(Uᵀ E X² U Λ)` at `u = 1`."""
    return trace(trained.product.transpose() * second * trained.product * trained.covariates.second)


def _is_diagonal(given: Matrix) -> bool:
    d = given.nrows()
    return all(given[j, k] == 0 for j in range(d) for k in range(d) if j != k)


def _orthogonal(trained: Trained, M: int) -> Row:
    here, name, claim = trained.covariates, "orthogonal query", "garg2022/orthogonal-query-repaired"
    known = here.second
    multiple = _is_diagonal(known) and len({known[k, k] for k in range(here.d)}) == 1
    if M >= trained.rank:
        note = f"prompts of M >= {trained.rank} samples, the rank of Λ, have no such query"
        return Row(name, claim, None, None, sympy.Integer(0), None, note)

    def drawn(tests: Drawing, rng: Any, m: int) -> Prompts:
        return tests.orthogonal(rng, m)

    if here.law is not None or not multiple:
        note = "the prediction is 0 only where Λ is a multiple of the identity"
        return Row(name, claim, None, None, sympy.Integer(0), drawn, note)
    size = to_sympy(trace(known) * (here.d - M) / here.d)
    return Row(name, claim, size, None, size, drawn, "the prediction is 0")


def _matching(trained: Trained, M: int) -> Row:
    here, name, claim = trained.covariates, "query matches a sample", "garg2022/matching-query"
    size = to_sympy(trace(here.second))

    def drawn(tests: Drawing, rng: Any, m: int) -> Prompts:
        return tests.matching(rng, m)

    if here.law is not None:
        return Row(name, claim, None, None, size, drawn, "stated for normal covariates")
    known, product = here.second, trained.product * here.second
    first, second, third = trace(known), trace(known * product), trace(known * product * product)
    one, two = trace(product), trace(product * product)
    long = first - 2 * second + third
    once = 3 * third - 2 * second + 2 * one * (second - first) + two * first
    twice = 4 * third + 2 * one * second + (two + one**2) * first
    return Row(name, claim, to_sympy(long + once / M + twice / M**2), to_sympy(long), size, drawn)
