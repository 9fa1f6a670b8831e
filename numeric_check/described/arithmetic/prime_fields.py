"""Exact numbers modulo a prime, many at a time, and the rational that all residues belong to.

A complex number is kept as a pair, itself and its conjugate, which multiply entry by entry: where the field holds a
square root j of -1, `a + bi` is `(a + bj, a - bj)`, and a root of unity stands beside its inverse. So sums over roots
of unity are exact here. A rational is found from its residues modulo several primes once numerator times denominator
leaves `SLACK` bits of the modulus unused: a wrong one would need that coincidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import isqrt, lcm

import numpy as np

from numeric_check.described.arithmetic.arithmetics import Numbers, stacked
from numeric_check.described.arithmetic.gaussian_rationals import Objects
from numeric_check.described.arithmetic.hermite_fields import rule
from numeric_check.laws.gauss_rules import OutOfReach

LARGEST = 2**29
"""Primes are below: a product has 58 bits, and sums of 32 of them fit into 64."""

AT_ONCE = 32
SLACK = 56
MOST_PRIMES = 200

MOST_TRIED = 3000
"""Primes in turn that are tried for Gauss points."""


class Divides(ValueError):
    """A prime modulo which a number has no residue."""


@dataclass(frozen=True)
class PrimeField:
    """Residues modulo a prime, `(1, …)` where all numbers are real, `(2, …)` with the conjugates where not.

    >>> from numeric_check.described.arithmetic.gaussian_rationals import objects
    >>> PrimeField(13, paired=False).made(objects([Fraction(1, 2)])).tolist()
    [[7]]
    """

    prime: int
    paired: bool

    def made(self, exact: Objects) -> Numbers:
        """Raises Divides where the prime divides a denominator."""
        real = self._residues([x.real for x in exact.ravel()]).reshape(exact.shape)
        if not self.paired:
            return real[None]
        imag = self._residues([x.imag for x in exact.ravel()]).reshape(exact.shape) * self._root_of_minus_one
        return np.stack([real + imag, real - imag]) % self.prime

    def times(self, left: Numbers, right: Numbers) -> Numbers:
        return np.asarray(left * right % self.prime)

    def matmul(self, left: Numbers, right: Numbers) -> Numbers:
        inner = left.shape[-1]
        parts = [
            (left[..., k : k + AT_ONCE] @ right[..., k : k + AT_ONCE, :]) % self.prime for k in range(0, inner, AT_ONCE)
        ]
        return np.asarray(sum(parts[1:], parts[0]) % self.prime)

    def plus(self, left: Numbers, right: Numbers) -> Numbers:
        return np.asarray((left + right) % self.prime)

    def conjugate(self, array: Numbers) -> Numbers:
        """The other one of each pair."""
        return array[::-1]

    def adjoint(self, array: Numbers) -> Numbers:
        return np.swapaxes(self.conjugate(array), -1, -2)

    def stacked(self, parts: Sequence[Numbers]) -> Numbers:
        return stacked(parts)

    def summed(self, array: Numbers) -> Numbers:
        return np.asarray(np.sum(array, axis=-1) % self.prime)

    def roots(self, order: int) -> Numbers:
        """Raises ValueError unless the order divides `prime - 1`."""
        root = _primitive_root(self.prime, order)
        powers = [pow(root, n, self.prime) for n in range(order)]
        return np.array([powers, [powers[-n] for n in range(order)]], dtype=np.int64)

    def normal(self, variance: Fraction, count: int) -> tuple[Numbers, Numbers]:
        """Gauss points `(…, count, 1)` and weights of `N(0, variance)`; raises ValueError where they do not exist."""
        found = rule(self.prime, variance, count)
        if found is None:
            raise ValueError(f"there are no {count} Gauss points of N(0, {variance}) modulo {self.prime}")
        points, weights = (np.array([column] * (1 + self.paired), dtype=np.int64) for column in found)
        return points[..., None], weights

    @cached_property
    def _root_of_minus_one(self) -> int:
        return _primitive_root(self.prime, 4)

    def _residues(self, values: Sequence[Fraction | int]) -> Numbers:
        p, inverses = self.prime, dict[int, int]()
        for x in values:
            if x.denominator % p == 0:
                raise Divides(f"{p} divides the denominator of {x}")
            if x.denominator not in inverses:
                inverses[x.denominator] = pow(x.denominator, -1, p)
        return np.array([x.numerator * inverses[x.denominator] % p for x in values], dtype=np.int64)


def primes(orders: Sequence[int]) -> Iterator[int]:
    """Primes below `LARGEST`, from above, in whose fields there are all roots of unity of these orders.

    >>> next(primes([4, 7])) % 28
    1
    """
    step = lcm(*orders, 2)
    yield from (p for p in range((LARGEST - 2) // step * step + 1, step, -step) if _is_prime(p))


def primes_with(orders: Sequence[int], normals: Sequence[tuple[Fraction, int]]) -> Iterator[int]:
    """Primes as `primes` has, in whose fields there are Gauss points of all these normal laws, so many of each.

    Ends after `MOST_TRIED` primes without such points.

    >>> p = next(primes_with([], [(Fraction(2), 2)]))
    >>> pow(2, (p - 1) // 2, p)  # 2 is a square
    1
    """
    tried = 0
    for p in primes(orders):
        if all(rule(p, variance, count) for variance, count in normals):
            tried = 0
            yield p
        elif (tried := tried + 1) > MOST_TRIED:
            return


def rational(residues: Sequence[int], moduli: Sequence[int]) -> Fraction | None:
    """The one fraction with these residues that is much smaller than the product of the moduli, or None.

    >>> rational([7 * pow(3, -1, p) % p for p in (536870909, 536870879, 536870869)], (536870909, 536870879, 536870869))
    Fraction(7, 3)
    """
    value, modulus = 0, 1
    for residue, p in zip(residues, moduli, strict=True):
        value += modulus * ((residue - value) * pow(modulus, -1, p) % p)
        modulus *= p
    top, bottom = _shortest(value, modulus)
    return Fraction(top, bottom) if bottom and abs(top * bottom) < modulus >> SLACK else None


class NoRational(OutOfReach):
    """No rational number of a sensible size has the residues that were found."""


def _shortest(value: int, modulus: int) -> tuple[int, int]:
    """Numerator and denominator of the first convergent with a numerator below the root of the modulus."""
    bound = isqrt(modulus)
    before, now, left, right = modulus, value, 0, 1
    while now > bound:
        quotient = before // now
        before, now = now, before - quotient * now
        left, right = right, left - quotient * right
    return (now, right) if right > 0 else (-now, -right)


def _primitive_root(p: int, order: int) -> int:
    if (p - 1) % order:
        raise ValueError(f"there are no roots of unity of order {order} modulo {p}")
    divisors = [q for q in range(2, order + 1) if order % q == 0 and all(q % r for r in range(2, isqrt(q) + 1))]
    for base in range(2, p):
        root = pow(base, (p - 1) // order, p)
        if all(pow(root, order // q, p) != 1 for q in divisors):
            return root
    raise ValueError(f"{p} is no prime")


def _is_prime(n: int) -> bool:
    """Miller's test with bases that decide all numbers below 3·10⁹."""
    if n < 2 or n % 2 == 0:
        return n == 2
    odd, twos = n - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    return all(_passes(n, base, odd, twos) for base in (2, 3, 5, 7) if n != base)


def _passes(n: int, base: int, odd: int, twos: int) -> bool:
    power = pow(base, odd, n)
    if power in (1, n - 1):
        return True
    return any((power := power * power % n) == n - 1 for _ in range(twos - 1))
