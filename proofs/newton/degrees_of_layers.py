"""Degrees of what layers compute: Newton's iteration beside layers of linear attention."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import flint
import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.newton.notation import k
from proofs.newton.sources import printed
from proofs.parts import Equality, Settled
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.typeset.derivation import Chain

a = sympy.Symbol("a", integer=True, positive=True)
c, gamma = sympy.symbols("c gamma", nonzero=True)
q, z = sympy.symbols("q z")

POLYNOMIAL = (c + z * q) / z**a
"""A polynomial of degree a in `1/z`, its leading coefficient c; q is what follows."""


def newton_step(p: Any, x: Any) -> Any:
    """`2M − MSM` for `M = p(S)`: a polynomial in S again, since S commutes with it."""
    return 2 * p - x * p * p


def gram_step(p: Any, rate: Any) -> Any:
    """`G(1 − γG)²`: the Gram matrix after `x ← (I − γ X Xᵀ) x`."""
    return p * (1 - rate * p) * (1 - rate * p)


def token_step(p: Any, rate: Any) -> Any:
    """The same of a single entry: `x(1 − γx²)`."""
    return p - rate * p * p * p


def leading(after: sympy.Expr, degree: sympy.Expr) -> sympy.Expr:
    """The coefficient of `z^(−degree)`, where no lower power of z occurs."""
    return sympy.powsimp(sympy.expand(after * z**degree)).subs(z, 0)


Row = tuple[int, int, int, int]
"""k; degrees of M_k in S, of the Gram matrix after k layers in the first, of the prediction by M_k in the prompt."""

ROWS: tuple[Row, ...] = ((0, 1, 1, 5), (1, 3, 3, 9), (2, 7, 9, 17), (3, 15, 27, 33), (4, 31, 81, 65), (5, 63, 243, 129))


def counted(statement: tuple[Row, ...]) -> Answer:
    """Whether these are the degrees of the polynomials that the first layers make, multiplied out."""
    for row in statement:
        found = degrees_after(row[0]) if 0 <= row[0] <= len(ROWS) else None
        if found != row[1:]:
            return Fails(f"the degrees are {found}", f"k = {row[0]}, one dimension")
    return Holds(f"polynomials of {len(statement)} depths, multiplied out")


def degrees_after(depth: int) -> tuple[int, int, int]:
    """In one dimension, with `α = γ = 1`; in the last everything in the prompt is one letter."""
    x = flint.fmpz_poly([0, 1])
    inverse = iterated(lambda p: newton_step(p, x), x, depth)
    gram = iterated(lambda p: gram_step(p, 1), x, depth)
    of_prompt = iterated(lambda p: newton_step(p, x**2), x**2, depth)
    return inverse.degree(), gram.degree(), (x * of_prompt * x * x).degree()


def iterated(step: Callable[[Any], Any], start: Any, times: int) -> Any:
    for _ in range(times):
        start = step(start)
    return start


def first_enough(statement: int) -> Answer:
    """Whether this is the first depth `k >= 1` from which on `3^k >= 2^(k+2) + 1`; later ones follow by `enough`."""
    found = next(depth for depth in range(1, 64) if 3**depth >= 2 ** (depth + 2) + 1)
    if statement == found:
        return Holds(f"3^{found} = {3**found}, 2^{found + 2} + 1 = {2 ** (found + 2) + 1}")
    return Fails(f"the first depth is {found}", f"k = {min(found, abs(statement))}")


@claim(
    "newton/degrees",
    source=printed("Newton's iteration; review thread of Zheng et al. on GD++ as a method of higher order"),
    parts=(
        Equality("newton_leading", lambda: leading(newton_step(POLYNOMIAL, 1 / z), 2 * a + 1), -(c**2)),
        Equality("newton_degree", lambda: 2 * (2 ** (k + 1) - 1) + 1, 2 ** (k + 2) - 1),
        Equality("gram_leading", lambda: leading(gram_step(POLYNOMIAL, gamma), 3 * a), gamma**2 * c**3),
        Equality("token_leading", lambda: leading(token_step(POLYNOMIAL, gamma), 3 * a), -gamma * c**3),
        Equality("cubed", lambda: 3 * 3**k, 3 ** (k + 1)),
        Equality("more", lambda: 3 ** (k + 1) - (2 ** (k + 2) - 1), 3 * (3**k - 2 ** (k + 1) + 1) + 2 * (2**k - 1)),
        Equality("enough", lambda: 3 ** (k + 1) - 2 ** (k + 3) - 1, 3 * (3**k - 2 ** (k + 2) - 1) + 2 ** (k + 2) + 2),
        Settled("rows", ROWS, counted),
        Settled("depth", 4, first_enough),
    ),
    formal="degrees_of_iterates",
)
def degrees() -> Iterator[Chain]:
    """After k layers Newton's `M_k` has degree `2^(k+1) − 1` in S, the Gram matrix of GD++ `3^k` in the first one.

    For every k and all `α, γ ≠ 0`; `M_k` is `2M − MSM` from `M_0 = αS`, S symmetric. Both are degrees in a Gram matrix.
    By induction: a polynomial of degree a and leading coefficient c goes to one of degree `2a + 1` with `−c² ≠ 0`, or
    of degree 3a with `γ²c³ ≠ 0`; they start at degree 1. In one dimension the matrix is the polynomial, so that no size
    has a smaller degree in the entries. `3^k >= 2^(k+1) − 1` for all k, with equality at k = 0 and 1 only.

    In the entries of the data the comparison is another one. A layer of linear attention adds `Σ_h P_h Z M Zᵀ Q_h Z`
    to its tokens Z, with any number of heads: it is cubic in them, so that k layers have degree `3^k` at most: along
    any line `A + sB` of tokens no entry grows faster. GD++ has that degree. The prediction `qᵀ M_k X y`, `S = XXᵀ`,
    has degree `2^(k+2) + 1` in the prompt: more than `3^k` for k = 1, 2, 3, not more from k = 4 on. So k = 1, 2 or 3
    layers of linear attention cannot make k Newton steps, whatever their widths and matrices: not in one dimension on
    prompts of one sample that is s, as its label and the query are, whichever line the tokens are on and whichever
    entry is read.
    """
    yield from ()


CASES = tuple(Case(None, k=depth) for depth in (0, 1, 2, 3))


@crosscheck(degrees, "exact", cases=CASES)
def by_differences(law: None, k: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Fraction]:
    """Degrees of the next layer in one dimension, by the order at which differences of its values end."""
    from proofs.newton.second_route.degrees_in_numbers import next_degrees

    newton, gram = next_degrees(k)
    return {"newton_degree": Fraction(newton), "cubed": Fraction(gram)}
