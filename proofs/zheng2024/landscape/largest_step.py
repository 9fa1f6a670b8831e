"""The largest step of descent that a trained point of the full model attracts: 2 over the largest second derivative."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache, partial
from typing import Any

import flint
import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, Computed, crosscheck
from proofs.parts import Equality, Settled
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.flow.step_size import step_size
from proofs.zheng2024.landscape.landscape_route import sampled_bend
from proofs.zheng2024.landscape.local_minimum_repaired import SIZED
from proofs.zheng2024.landscape.sector_curvature import hessian, inertia, trained_point
from proofs.zheng2024.line.line_points import POINT, UPPER
from proofs.zheng2024.model.subspace import flattened
from proofs.zheng2024.notation import H2, H, a, b
from proofs.zheng2024.setting import ZHENG
from symbolic.algebra.notation import T
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.expectation.moments import Pattern, moment
from symbolic.laws import FamilyLaw, Law
from symbolic.model.derived_model import Derived
from symbolic.model.tangency import pattern_of
from symbolic.setting import Family, eye, scalar
from symbolic.typeset.derivation import Chain

BESIDE = {"W_PV_13": "p", "W_KQ_22": "q", "W_KQ_33": "r"}
"""The blocks along which the loss is curved most, and letters for multiples of the identity in them."""

LETTERS = {"W_KQ_32": "a", "W_PV_12": "b", "W_KQ_23": "s", **BESIDE}

K6, K42, K222 = (moment(Pattern((), powers)) for powers in ((6,), (4, 2), (2, 2, 2)))
"""`Σ E x_r⁶`, `Σ E x_r⁴ x_s²`, `Σ E x_r² x_s² x_u²` over different coordinates."""

N = T - 2
ENTRIES = {
    "pp": a**2 * (N * K6 + H * K42),
    "pq": a * b * ((N + H) * K6 + 2 * H * K42),
    "pr": a * b * (N * K6 + (2 * H - H2) * K42),
    "qq": b**2 * ((N + 2 * H + H2) * K6 + 3 * (H + H2) * K42 + H2 * K222),
    "qr": b**2 * ((N + H) * K6 + (3 * H + H2) * K42 + H2 * K222),
    "rr": b**2 * (N * K6 + 3 * H * K42 + H2 * K222),
}
"""Second derivatives of the loss by the letters."""

ALONE = {K42: 0, K222: 0}
"""In one dimension."""

SUM = N * (a**2 + 2 * b**2) + 2 * H * b**2 + H2 * b**2
PRODUCT = (N * H2 - H**2) * b**2 * (a**2 + b**2)
LARGEST = K6 * (SUM + sympy.sqrt(SUM**2 - 4 * PRODUCT)) / 2


@cache
def loss() -> sympy.Expr:
    """The loss where each of the blocks is a multiple of the identity."""
    d = ZHENG.sizes[0]
    family = Family(**{block: scalar(letter) * eye(d) for block, letter in LETTERS.items()})
    total = sympy.Integer(0)
    for graph, coefficient in Derived(ZHENG).on(family).terms.items():
        pattern = pattern_of(graph)
        if pattern is None:
            raise ValueError("a term of the loss is no moment of the start")
        total += coefficient.expression() * (moment(pattern) if graph.factors else 1)
    letters = {"a": a, "b": b}
    return sympy.expand(total).xreplace({s: letters[s.name] for s in total.free_symbols if s.name in letters})


def second(pair: str) -> sympy.Expr:
    """The second derivative by two of the letters, on the line."""
    letters = {s.name: s for s in loss().free_symbols if s.name in LETTERS.values()}
    beside = {letters[name]: 0 for name in ("p", "q", "r", "s")}
    return sympy.expand(sympy.diff(loss(), *(letters[name] for name in pair)).xreplace(beside))


def matrix() -> sympy.Matrix:
    """The second derivatives by p, q, r in one dimension, over `E x⁶`."""
    return sympy.Matrix(3, 3, lambda m, n: sympy.cancel(second("pqr"[m] + "pqr"[n]).xreplace(ALONE) / K6))


def apart() -> sympy.Expr:
    """Mixed second derivatives by these letters and the other ones, told apart by powers of a number."""
    t = sympy.Symbol("t")
    pairs = [one + other for one in "pqr" for other in "abs"] + ["as", "bs"]
    return sympy.Add(*(second(pair) * t**n for n, pair in enumerate(pairs)))


def steepest() -> sympy.Expr:
    """The larger root of `μ² − (sum of eigenvalues) μ + (their products in pairs)`, times `E x⁶`."""
    found = matrix()
    pairs = sum((found.minor(k, k) for k in range(3)), sympy.Integer(0))
    return K6 * (found.trace() + sympy.sqrt(sympy.factor(found.trace() ** 2 - 4 * pairs))) / 2


def across() -> sympy.Expr:
    """The second derivative along `(a, 0, b)`, over that across the hyperbola `(T−2) E x⁶ (a² + b²)`."""
    way = sympy.Matrix([a, 0, b])
    return sympy.cancel((way.T * matrix() * way)[0] / (a**2 + b**2) / (N * (a**2 + b**2)))


Row = tuple[str, int]
"""The name of a case, and the whole number below the largest second derivative."""

ROWS: tuple[Row, ...] = (
    ("gaussian, d=1, T=3", 75),
    ("gaussian, d=2, T=3", 101),
    ("gaussian, d=2, T=4", 161),
    ("gaussian, d=2, T=8", 332),
    ("laplace, d=2, T=5", 8594),
    ("rademacher, d=2, T=3", 14),
    ("rademacher, d=2, T=4", 21),
    ("gaussian, d=3, T=4", 202),
)


def largest_is_beside(statement: tuple[Row, ...]) -> Answer:
    """Whether the largest eigenvalue of all second derivatives is above that number and that of multiples of I.

    One eigenvalue is above the number and none above the next; both hold for the second derivatives along multiples of
    the identity in the three blocks, which the matrix maps to themselves.
    """
    for name, below in statement:
        family, d, length = SIZED[name]
        whole, part = _curved(FamilyLaw(family, d), length)
        for found in (whole, part):
            counts = tuple(inertia(found - _multiple(found.nrows(), level))[0] for level in (below, below + 1))
            if counts != (1, 0):
                return Fails(f"{counts[0]} second derivatives are above {below}, {counts[1]} above {below + 1}", name)
    return Holds(f"at {len(statement)} sizes the loss is curved most along multiples of the identity")


def _multiple(size: int, level: int) -> flint.fmpq_mat:
    return flint.fmpq_mat([[level * int(m == n) for n in range(size)] for m in range(size)])


@cache
def _curved(law: FamilyLaw, length: int) -> tuple[flint.fmpq_mat, flint.fmpq_mat]:
    """All second derivatives at the trained point, and those along multiples of the identity in the three blocks."""
    whole = hessian(law, length, trained_point(law, length))
    ways = [_flat(law.d, block) for block in BESIDE]
    rows = []
    for way in ways:
        bent = (whole * flint.fmpq_mat(len(way), 1, way)).entries()
        row = [sum((x * y for x, y in zip(bent, other, strict=True)), flint.fmpq(0)) / law.d for other in ways]
        within = [
            sum((c * other[n] for c, other in zip(row, ways, strict=True)), flint.fmpq(0)) for n in range(len(way))
        ]
        if within != list(bent):
            raise ValueError("second derivatives lead out of the multiples of the identity")
        rows.append(row)
    return whole, flint.fmpq_mat(rows)


def _flat(d: int, block: str) -> list[flint.fmpq]:
    unit = tuple(tuple(Fraction(int(p == q)) for q in range(d)) for p in range(d))
    return list(flattened({block: unit}, d))


@claim(
    "zheng2024/largest-step",
    source=printed("Section 6, trained by gradient descent; beyond the paper"),
    hypotheses=LINE_CONDITIONS,
    parts=(
        *(Equality(name, partial(second, name), entry) for name, entry in ENTRIES.items()),
        Equality("other", lambda: second("ss"), ENTRIES["qq"]),
        Equality("apart", apart, sympy.Integer(0)),
        Equality("flat", lambda: matrix().det(), sympy.Integer(0)),
        Equality("steepest", steepest, LARGEST),
        Equality("across", across, sympy.Integer(1)),
        Settled("sizes", ROWS, largest_is_beside),
    ),
    uses=(step_size,),
    formal="landscape.largest_step",
)
def largest_step() -> Iterator[Chain]:
    """A trained point of the full model repels steps of descent beyond 2 over the top eigenvalue of a 3 × 3 matrix.

    It holds, over d, the second derivatives of the loss along multiples of the identity in `W_PV_13`, `W_KQ_22` and
    `W_KQ_33`: with `N = T − 2` and sums `K6 = Σ E x_r⁶`, `K42`, `K222` over different coordinates, `a² (N K6 + H K42)`,
    `ab ((N+H) K6 + 2H K42)`, `ab (N K6 + (2H − H2) K42)` in its first row, and `b²` times
    `(N+2H+H2) K6 + 3(H+H2) K42 + H2 K222`, `(N+H) K6 + (3H+H2) K42 + H2 K222`, `N K6 + 3H K42 + H2 K222` in the rest, H
    and H2 the harmonic numbers `H_{T−2}` and `H^{(2)}_{T−2}`. All d and `T >= 3`, every point of the line. At d = 1 the
    largest stable step is exactly `4/(E x⁶ (S + √(S² − 4D)))`, `S = N(a² + 2b²) + (2H + H2) b²`,
    `D = (N H2 − H²) b² (a² + b²)`: the other second derivatives are 0, that across the hyperbola, which is one along
    `(a, 0, b)`, and that by `W_KQ_23`, which is one by `W_KQ_22`. At the other sizes listed, at b = 1, no other
    direction is curved more either.
    """
    yield from ()


CASES = (Case("gaussian", d=1, T=4, parameters=UPPER), Case("rademacher", d=3, T=4, parameters=POINT))


@crosscheck(largest_step, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Hessian-vector products of the full model; in one dimension the largest of its eigenvalues."""
    import numpy as np

    from numeric_check.model.curvature import hessian_times, second_derivatives
    from proofs.zheng2024.second_route.forward import on_line
    from proofs.zheng2024.second_route.population import Population

    source, point = Population(law, T), on_line(d, parameters["a"], parameters["b"])
    names = {letter: block for block, letter in LETTERS.items()}
    found: dict[str, Any] = {}
    for one in ("p", "q", "r", "s"):
        bent = hessian_times(source, point, {names[one]: np.eye(d)})
        for other in ("p", "q", "r", "s"):
            found[one + other] = float(np.trace(bent[names[other]]))
    numbers = {name: found[name] for name in ENTRIES} | {"other": found["ss"]}
    if d > 1:
        return numbers
    top = float(np.linalg.eigvalsh(second_derivatives(source, point))[-1])
    return numbers | {"steepest": top, "flat": Computed(0.0, 1.0)}


@crosscheck(largest_step, "sampled", cases=(Case("rademacher", d=2, T=4, parameters=UPPER),))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The second derivative of the losses of sampled sequences along one of the blocks."""
    import numpy as np

    from proofs.zheng2024.second_route.forward import on_line

    point = {**on_line(d, parameters["a"], parameters["b"]), "W_KQ_22": np.zeros((d, d))}
    return {"qq": sampled_bend(law, T, point, {"W_KQ_22": np.eye(d)}, rng)}
