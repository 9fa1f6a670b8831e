"""Expectation over one draw: each way in which its factors can be taken together, and what each leaves behind.

Gaussian factors are taken in pairs (Isserlis 1918), or alone where there is a mean; factors of independent coordinates,
or of independent copies, in blocks, with cumulants, so that sums over indices and labels stay free. What is left:
indices that coincide, equations between labels, covariances, formal moments, and a coefficient.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import factorial

from symbolic.algebra.laurent import Laurent
from symbolic.algebra.partitions import set_partitions
from symbolic.model.closed_sums.label_sums import monomial_laurent
from symbolic.model.letters import Named
from symbolic.model.terms import Factor, Kind
from symbolic.setting.affine import Affine
from symbolic.setting.randomness import AnyLawDraw, Draw, GaussianDraw, IIDDraw

Merge = tuple[int, int]
"""Two indices that coincide."""

Pair = tuple[Factor, Factor]
"""Two Gaussian factors that are taken together."""


@dataclass(frozen=True)
class Outcome:
    """One way to take factors together; `pairs` are those of Gaussian factors."""

    coefficient: Laurent
    merges: tuple[Merge, ...] = ()
    equations: tuple[Affine, ...] = ()
    factors: tuple[Factor, ...] = ()
    pairs: tuple[Pair, ...] = ()

    def __and__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.coefficient * other.coefficient,
            self.merges + other.merges,
            self.equations + other.equations,
            self.factors + other.factors,
            self.pairs + other.pairs,
        )


NOTHING_LEFT = Outcome(Laurent.number(1))


def outcomes(draw: Draw, factors: Sequence[Factor]) -> Iterator[Outcome]:
    """`E` of a product of coordinates of a draw and its copies, as a sum.

    >>> from symbolic.setting import Gaussian, covariance
    >>> x = Gaussian("x", covariance("S", 2))
    >>> four = [Factor(Kind.DRAW, "x", (n,)) for n in range(4)]
    >>> [[f.indices for f in outcome.factors] for outcome in outcomes(x.draw, four)]
    [[(0, 1), (2, 3)], [(0, 2), (1, 3)], [(0, 3), (1, 2)]]
    """
    match draw:
        case GaussianDraw():
            yield from _pairings(draw, tuple(factors))
        case IIDDraw():
            yield from _independent(draw, factors)
        case AnyLawDraw():
            yield from _any_law(draw, factors)
        case _:
            raise TypeError(f"no expectation for {type(draw).__name__}")


def estimate(draw: Draw, factors: Sequence[Factor]) -> int:
    """How many outcomes these factors have, at most."""
    count = len(factors)
    if isinstance(draw, AnyLawDraw) and not factors[0].labels:
        return 1
    if isinstance(draw, GaussianDraw) and draw.mean is None:
        return 0 if count % 2 else factorial(count) // (2 ** (count // 2) * factorial(count // 2))
    return bell(count)


def bell(count: int) -> int:
    """Number of partitions of a set.

    >>> [bell(n) for n in range(7)]
    [1, 1, 2, 5, 15, 52, 203]
    """
    row = [1]
    for _ in range(count):
        new = [row[-1]]
        for above in row:
            new.append(new[-1] + above)
        row = new
    return row[0]


def _pairings(draw: GaussianDraw, factors: tuple[Factor, ...]) -> Iterator[Outcome]:
    if not factors:
        yield NOTHING_LEFT
        return
    first, *others = factors
    if draw.mean is not None:
        alone = Outcome(Laurent.number(1), factors=(Factor(Kind.ENTRY, draw.mean.name, first.indices),))
        yield from (alone & rest for rest in _pairings(draw, tuple(others)))
    for n, second in enumerate(others):
        pair = _covariance(draw, first, second)
        if pair is not None:
            yield from (pair & rest for rest in _pairings(draw, (*others[:n], *others[n + 1 :])))


def _covariance(draw: GaussianDraw, first: Factor, second: Factor) -> Outcome | None:
    """One pair; none where it has expectation zero."""
    if draw.complex_ and first.conjugate == second.conjugate:
        return None
    equations = _equal_labels((first, second))
    if equations is None:
        return None
    spread = draw.covariance
    size = Laurent.total(monomial_laurent(monomial, {}) for monomial in spread.factor.monomials)
    if spread.letter is None:
        return Outcome(size, _equal_indices((first, second)), equations, pairs=((first, second),))
    indices = tuple(sorted((*first.indices, *second.indices)))
    spread_over = (Factor(Kind.COVARIANCE, spread.letter, indices),)
    return Outcome(size, equations=equations, factors=spread_over, pairs=((first, second),))


def _equal_labels(factors: Sequence[Factor]) -> tuple[Affine, ...] | None:
    """Equations that say that all factors are of one copy; none where that is impossible."""
    differences = [
        one.plus(other, -1)
        for factor in factors[1:]
        for one, other in zip(factors[0].labels, factor.labels, strict=True)
    ]
    if any(not row.slopes and row.constant for row in differences):
        return None
    return tuple(row for row in differences if row.slopes)


def _equal_indices(factors: Sequence[Factor]) -> tuple[Merge, ...]:
    return tuple((factors[0].indices[0], f.indices[0]) for f in factors[1:] if f.indices)


def _blocks(factors: Sequence[Factor]) -> Iterator[list[list[Factor]]]:
    for pattern in set_partitions(len(factors)):
        blocks: list[list[Factor]] = [[] for _ in range(max(pattern) + 1)]
        for factor, block in zip(factors, pattern, strict=True):
            blocks[block].append(factor)
        yield blocks


def _independent(draw: IIDDraw, factors: Sequence[Factor]) -> Iterator[Outcome]:
    for blocks in _blocks(factors):
        if draw.symmetric and any(len(block) % 2 for block in blocks):
            continue
        if draw.centred and any(len(block) == 1 for block in blocks):
            continue
        equations = [_equal_labels(block) for block in blocks]
        if None in equations:
            continue
        coefficient = Laurent.number(1)
        for block in blocks:
            coefficient = coefficient * cumulant(draw, len(block))
        merges = tuple(merge for block in blocks for merge in _equal_indices(block))
        yield Outcome(coefficient, merges, tuple(row for rows in equations for row in rows or ()))


def cumulant(draw: IIDDraw, order: int) -> Laurent:
    """A cumulant of a coordinate as a polynomial in its moments.

    >>> print(cumulant(IIDDraw("x", (), centred=True), 4))
    -3 m2(x)^2 + 1 m4(x)
    """
    total = []
    for blocks in set_partitions(order):
        sizes = [blocks.count(block) for block in range(max(blocks) + 1)]
        if not any((size == 1 and draw.centred) or (size % 2 and draw.symmetric) for size in sizes):
            sign = (-1) ** (len(sizes) - 1) * factorial(len(sizes) - 1)
            part = Laurent.number(sign)
            for size in sizes:
                part = part * Laurent.atom(Named(f"m{size}({draw.name})"))
            total.append(part)
    return Laurent.total(total)


def _any_law(draw: AnyLawDraw, factors: Sequence[Factor]) -> Iterator[Outcome]:
    """One copy has one formal moment; of independent copies, blocks share a copy, each with its joint cumulant."""
    if not factors[0].labels:
        yield Outcome(Laurent.number(1), factors=(_moment(draw, factors),))
        return
    for blocks in _blocks(factors):
        equations = [_equal_labels(block) for block in blocks]
        if None not in equations:
            same = Outcome(Laurent.number(1), equations=tuple(row for rows in equations for row in rows or ()))
            for chosen in product(*(list(_joint_cumulant(draw, block)) for block in blocks)):
                out = same
                for part in chosen:
                    out = out & part
                yield out


def _joint_cumulant(draw: AnyLawDraw, factors: Sequence[Factor]) -> Iterator[Outcome]:
    for blocks in _blocks(factors):
        sign = Fraction((-1) ** (len(blocks) - 1) * factorial(len(blocks) - 1))
        yield Outcome(Laurent.number(sign), factors=tuple(_moment(draw, block) for block in blocks))


def _moment(draw: AnyLawDraw, factors: Sequence[Factor]) -> Factor:
    return Factor(Kind.MOMENT, draw.name, tuple(sorted(index for factor in factors for index in factor.indices)))
