"""Exact value of the derived loss and gradient at given parameters, law, d and T.

The coefficients come from `loss` (derived once for symbolic T and d); here they meet numbers. Only non-zero parameter
entries are visited, so sparse parameters cost little; dense ones cost of the order of `d^6` rational products.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

import flint

from proofs.zheng2024.model.attention import BLOCKS, KQ_BLOCKS, PV_BLOCKS, TERMS, Term, term_with
from proofs.zheng2024.model.coefficients import loss_factor, of_target
from proofs.zheng2024.model.loss import cross, quadratic
from symbolic.algebra.partitions import Blocks, canonical
from symbolic.algebra.rationals import to_flint, to_fraction
from symbolic.expectation.summation import TimeSum
from symbolic.laws import Law

Matrix = tuple[tuple[Fraction, ...], ...]
Parameters = Mapping[str, Matrix]
"""The six parameter blocks by name, each `d × d`; a missing block is zero."""

Index = tuple[int, int, int]
"""Block number within `PV_BLOCKS` or `KQ_BLOCKS`, row, column."""

Sparse = Mapping[Index, flint.fmpq]
Read = tuple[int, int]
"""Which half of a token a value matrix reads, and which coordinate of it."""

Place = tuple[int, int]
"""Number within `KQ_BLOCKS`, and which half of a token the value matrix reads: a family of monomials."""

ZERO = flint.fmpq(0)


class IrrationalMoment(ValueError):
    """A moment of the law is not a rational number."""


def gradient(
    law: Law, T: int, parameters: Parameters, counted: Callable[[int, int], None] = lambda done, total: None
) -> dict[str, Matrix]:
    """Exact `∂L/∂W[p, q]` for every entry of every block, at arbitrary rational parameters.

    `counted` hears how many of the entries of `W_KQ` are done, of how many. Raises `MomentDoesNotExist` when the law
    lacks a moment that enters, IrrationalMoment where one is no rational number.

    >>> from symbolic.laws.coordinates import Gaussian
    >>> from symbolic.laws import IID
    >>> one = ((Fraction(1),),)
    >>> gradient(IID(Gaussian()).at(1), 4, {"W_PV_12": one, "W_KQ_32": one})["W_PV_12"]
    ((Fraction(24, 1),),)
    """
    values, keys = _entries(parameters, PV_BLOCKS), _entries(parameters, KQ_BLOCKS)
    moments = _Weights(law, T)
    response, kq = _quadratic_parts(moments, values, keys, counted)
    pv: dict[Index, flint.fmpq] = defaultdict(flint.fmpq)
    for (value, p, k), weight in values.items():
        for (read, other), r in response.items():
            if other == (value, k):
                pv[read[0], p, read[1]] += weight * r
    for where, what in _cross_parts(moments, values, keys):
        (pv if where == "pv" else kq)[what[0]] -= what[1]
    return _dense(pv, kq, law.d)


def loss(law: Law, T: int, parameters: Parameters) -> Fraction:
    """Exact population loss at arbitrary rational parameters.

    >>> from symbolic.laws.coordinates import Gaussian
    >>> from symbolic.laws import IID
    >>> one = ((Fraction(1),),)
    >>> loss(IID(Gaussian()).at(1), 4, {"W_PV_12": one, "W_KQ_32": one})
    Fraction(10, 1)
    """
    values, keys = _entries(parameters, PV_BLOCKS), _entries(parameters, KQ_BLOCKS)
    moments = _Weights(law, T)
    response, _ = _quadratic_parts(moments, {}, keys)
    square = sum((r * g for pair, g in _gram(values).items() if (r := response.get(pair))), ZERO)
    mixed = sum(
        (w * values.get(e, ZERO) for where, (e, w) in _cross_parts(moments, values, keys) if where == "pv"), ZERO
    )
    second = sum((moments.moment((j, j)) for j in range(law.d)), ZERO)
    return to_fraction(square - 2 * mixed + second * to_flint(of_target().at(T))) * loss_factor()


@dataclass(frozen=True)
class _Weights:
    """Coefficient at T times moment, each remembered: what labels say by their coincidences and by exponents."""

    law: Law
    T: int
    _patterns: dict[tuple[int, ...], Blocks] = field(default_factory=dict)
    _coefficients: dict[tuple[Place, Place, Blocks], flint.fmpq] = field(default_factory=dict)
    _moments: dict[tuple[int, ...], flint.fmpq] = field(default_factory=dict)
    _of_labels: dict[tuple[int, ...], flint.fmpq] = field(default_factory=dict)

    def quadratic(self, left: Place, right: Place, labels: tuple[int, ...]) -> flint.fmpq:
        if (pattern := self._patterns.get(labels)) is None:
            pattern = self._patterns[labels] = canonical(labels)
        if (coefficient := self._coefficients.get(key := (left, right, pattern))) is None:
            coefficient = self._coefficients[key] = self._value(quadratic(_TERM[left], _TERM[right], pattern))
        return coefficient and coefficient * self.moment(labels)

    def cross(self, term: Term, labels: tuple[int, ...]) -> flint.fmpq:
        coefficient = self._value(cross(term, canonical(labels)))
        return coefficient and coefficient * self.moment(labels)

    def moment(self, labels: tuple[int, ...]) -> flint.fmpq:
        if (found := self._of_labels.get(labels)) is None:
            found = self._of_labels[labels] = self._moment(tuple(map(labels.count, range(self.law.d))))
        return found

    def _moment(self, exponents: tuple[int, ...]) -> flint.fmpq:
        if exponents not in self._moments:
            value = self.law.moment(exponents)
            if not isinstance(value, (int, Fraction)):
                raise IrrationalMoment(f"the moment {value} is not a rational number")
            self._moments[exponents] = to_flint(value)
        return self._moments[exponents]

    def _value(self, coefficient: TimeSum) -> flint.fmpq:
        return to_flint(coefficient.at(self.T)) if coefficient else ZERO


def _quadratic_parts(
    weights: _Weights, values: Sparse, keys: Sparse, counted: Callable[[int, int], None] = lambda done, total: None
) -> tuple[dict[tuple[Read, Read], flint.fmpq], dict[Index, flint.fmpq]]:
    """`Σ W_KQ W_KQ' · weight` for each pair of value reads, and the gradient of the quadratic part by `W_KQ`."""
    d, gram = weights.law.d, _gram(values)
    response: dict[tuple[Read, Read], flint.fmpq] = defaultdict(flint.fmpq)
    gradient_kq: dict[Index, flint.fmpq] = defaultdict(flint.fmpq)
    reads = _reads_of_equal_charge(d)
    entries = list(product(range(len(KQ_BLOCKS)), range(d), range(d)))
    for done, left in enumerate(entries):
        counted(done, len(entries))
        own = keys.get(left)
        for right, other in keys.items():
            for one, two in reads[left[0], right[0]]:
                pair = gram.get((one, two))
                if (own or pair) and (w := _weight(weights, left, right, one, two)):
                    if own:
                        response[one, two] += own * other * w
                    if pair:
                        gradient_kq[left] += pair * other * w
    return response, gradient_kq


def _weight(weights: _Weights, left: Index, right: Index, one: Read, two: Read) -> flint.fmpq:
    """Weight of one product of four parameter entries."""
    places = (left[0], one[0]), (right[0], two[0])
    return weights.quadratic(*places, (one[1], *left[1:], two[1], *right[1:]))


_TERM: dict[Place, Term] = {
    (n, value): term_with(block, value) for n, block in enumerate(KQ_BLOCKS) for value in (0, 1)
}


def _reads_of_equal_charge(d: int) -> dict[tuple[int, int], list[tuple[Read, Read]]]:
    """By two blocks of `KQ_BLOCKS`, the pairs of value reads with which their weight is not zero by its charges."""
    charges, reads = {place: term.charge for place, term in _TERM.items()}, list(product((0, 1), range(d)))
    return {
        (left, right): [
            (one, two) for one, two in product(reads, reads) if charges[left, one[0]] == charges[right, two[0]]
        ]
        for left, right in product(range(len(KQ_BLOCKS)), repeat=2)
    }


def _cross_parts(weights: _Weights, values: Sparse, keys: Sparse) -> Iterator[tuple[str, tuple[Index, flint.fmpq]]]:
    """Derivatives of `Re E ŷ^* x_{t+1}` by `W_PV` ("pv") and by `W_KQ` ("kq"), entry by entry."""
    coordinates = range(weights.law.d)
    for term in TERMS:
        number = KQ_BLOCKS.index(term.kq_block)
        for j, k, l, m in product(coordinates, repeat=4):
            value, key = (term.value, j, k), (number, l, m)
            if (value in values or key in keys) and (w := weights.cross(term, (j, k, l, m))):
                yield "pv", (value, keys.get(key, ZERO) * w)
                yield "kq", (key, values.get(value, ZERO) * w)


def _gram(values: Sparse) -> dict[tuple[Read, Read], flint.fmpq]:
    """`Σ_j W_PV[j, k] W_PV'[j, k']` for each pair of value reads."""
    out: dict[tuple[Read, Read], flint.fmpq] = defaultdict(flint.fmpq)
    for (value, j, k), weight in values.items():
        for (other, row, column), factor in values.items():
            if row == j:
                out[(value, k), (other, column)] += weight * factor
    return out


def _entries(parameters: Parameters, names: tuple[str, ...]) -> dict[Index, flint.fmpq]:
    if unknown := set(parameters) - set(BLOCKS):
        raise ValueError(f"unknown parameter block {sorted(unknown)[0]!r}; the blocks are {', '.join(BLOCKS)}")
    return {
        (number, p, q): to_flint(entry)
        for number, name in enumerate(names)
        for p, row in enumerate(parameters.get(name, ()))
        for q, entry in enumerate(row)
        if entry
    }


def _dense(pv: Sparse, kq: Sparse, d: int) -> dict[str, Matrix]:
    scale = to_flint(2 * loss_factor())
    named = ((name, table, n) for names, table in ((PV_BLOCKS, pv), (KQ_BLOCKS, kq)) for n, name in enumerate(names))
    return {
        name: tuple(tuple(to_fraction(scale * table.get((n, p, q), ZERO)) for q in range(d)) for p in range(d))
        for name, table, n in named
    }
