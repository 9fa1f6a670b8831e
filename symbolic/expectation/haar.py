"""Means over W uniform in O(d) or U(d): of products of traces of its powers, and of `⟨u, W^k u⟩` for a unit vector u.

**Traces.** Over U(d) the mean of `Π tr W^k Π tr W^-l` is the sum of `χ^λ(k) χ^λ(l)` over partitions λ of `Σ k = Σ l`
into at most d parts; over O(d) that of `Π tr W^k` is the sum of `χ^λ(k)` over those with even parts only (Diaconis and
Shahshahani 1994). Where `Σ k` is at most d, in O(d) at most 2d, no partition is left out, and d may be a symbol.

**Quadratic forms.** W has the law of `V W V*`, so u may as well be uniform on the sphere. Its entries then have the
means of pairs, which join powers of W to traces: `E Π ⟨u, W^k u⟩` is a sum of means of products of traces, over
`d(d+1)…` in U(d) and over `d(d+2)…` in O(d). Entry by entry, the means over W are the Weingarten sums of Collins and
Śniady 2006; here the conjugation by V is averaged over first, so that characters are left.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import Literal

import sympy

from symbolic.algebra.notation import d as dimension

Group = Literal["orthogonal", "unitary"]
"""Which matrices W is uniform among."""

Powers = tuple[int, ...]


def trace_moment(group: Group, powers: Powers, d: int | None) -> Fraction:
    """`E Π tr W^k` over powers other than 0; None for a dimension that is so large that it does not matter.

    >>> [trace_moment("unitary", (2, -1, -1), d) for d in (1, 2, None)], trace_moment("orthogonal", (2,), None)
    ([Fraction(1, 1), Fraction(0, 1), Fraction(0, 1)], Fraction(1, 1))
    """
    return _trace_moment(group, tuple(sorted(powers)), d)


@lru_cache(maxsize=200_000)
def _trace_moment(group: Group, powers: Powers, d: int | None) -> Fraction:
    ahead, back = tuple(sorted(k for k in powers if k > 0)), tuple(sorted(-k for k in powers if k < 0))
    if group == "unitary":
        shapes = partitions(sum(ahead), d) if sum(ahead) == sum(back) else iter(())
        return Fraction(sum(character(shape, ahead) * character(shape, back) for shape in shapes))
    together = tuple(sorted((*ahead, *back)))
    even = (shape for shape in partitions(sum(together), d) if not any(part % 2 for part in shape))
    return Fraction(sum(character(shape, together) for shape in even))


def settled_from(group: Group, powers: Powers) -> int:
    """The dimension from which on a moment of traces is the same for all d."""
    total = sum(map(abs, powers))
    return max(1, total // 2)


def partitions(total: int, most: int | None) -> Iterator[Powers]:
    """Partitions into at most so many parts, largest first.

    >>> list(partitions(4, 2))
    [(4,), (3, 1), (2, 2)]
    """

    def below(rest: int, largest: int, room: int) -> Iterator[Powers]:
        if not rest:
            yield ()
        elif room:
            for part in range(min(rest, largest), 0, -1):
                yield from ((part, *others) for others in below(rest - part, part, room - 1))

    yield from below(total, total, total if most is None else most)


@lru_cache(maxsize=200_000)
def character(shape: Powers, cycles: Powers) -> int:
    """The character of the symmetric group on a cycle type, by taking rim hooks away (Murnaghan and Nakayama).

    >>> [character(shape, (1, 2)) for shape in ((3,), (2, 1), (1, 1, 1))]
    [1, 0, -1]
    """
    if not cycles:
        return 1
    *others, length = cycles
    beads = {part + len(shape) - n - 1 for n, part in enumerate(shape)}
    total = 0
    for bead in beads:
        if bead >= length and (moved := bead - length) not in beads:
            passed = sum(1 for one in beads if moved < one < bead)
            total += (-1) ** passed * character(_shape({*beads} - {bead} | {moved}), tuple(others))
    return total


def _shape(beads: set[int]) -> Powers:
    parts = (bead - n for n, bead in enumerate(sorted(beads)))
    return tuple(sorted((part for part in parts if part), reverse=True))


def overlap_moment(group: Group, powers: Powers, d: int) -> Fraction:
    """`E Π ⟨u, W^k u⟩` for a unit vector u in d dimensions; `⟨·, ·⟩` is conjugate in its first argument.

    >>> [overlap_moment("unitary", (k, -k), 2) for k in (1, 2, 3)]
    [Fraction(1, 2), Fraction(2, 3), Fraction(2, 3)]
    """
    return _overlap_moment(group, tuple(sorted(k for k in powers if k)), d)


@lru_cache(maxsize=200_000)
def _overlap_moment(group: Group, some: Powers, d: int) -> Fraction:
    return sum(
        (c * Fraction(d) ** n * trace_moment(group, traces, d) for (n, traces), c in joined(group, some)), Fraction(0)
    ) / prod(_rising(group, d, len(some)))


def overlap_moment_of_large(group: Group, powers: Powers) -> sympy.Expr:
    """The same as a quotient of polynomials in d, for all d from `settled_from` on.

    >>> overlap_moment_of_large("orthogonal", (1, 1))
    1/d
    """
    some = tuple(k for k in powers if k)
    total = sympy.Integer(0)
    for (n, traces), c in joined(group, some):
        mean = trace_moment(group, traces, None)
        total += c * sympy.Rational(mean.numerator, mean.denominator) * dimension**n
    return sympy.factor(total / sympy.Mul(*_rising(group, dimension, len(some))))


def _rising(group: Group, d: int | sympy.Symbol, count: int) -> list[int | sympy.Expr]:
    """What the means of products of entries of u are divided by."""
    return [d + (n if group == "unitary" else 2 * n) for n in range(count)]


Traces = tuple[int, Powers]
"""How many traces of the identity, and the powers in the others."""


def joined(group: Group, powers: Powers) -> tuple[tuple[Traces, int], ...]:
    """Products of traces, each with how often it comes of joining the ends of quadratic forms in pairs."""
    return _joined_once(group, tuple(sorted(abs(k) for k in powers) if group == "orthogonal" else sorted(powers)))


@lru_cache(maxsize=200_000)
def _joined_once(group: Group, powers: Powers) -> tuple[tuple[Traces, int], ...]:
    """The first form is closed, or one of its ends is joined to an end of another: to either in O(d)."""
    if not powers:
        return (((0, ()), 1),)
    first, *others = powers
    found: dict[Traces, int] = {}
    for (n, traces), c in joined(group, tuple(others)):
        key = (n, tuple(sorted((*traces, first)))) if first else (n + 1, traces)
        found[key] = found.get(key, 0) + c
    for place, other in enumerate(others):
        rest = (*others[:place], *others[place + 1 :])
        for sum_ in (first + other, first - other)[: 2 if group == "orthogonal" else 1]:
            for key, c in joined(group, (sum_, *rest)):
                found[key] = found.get(key, 0) + c
    return tuple(found.items())
