"""Coefficients derived for symbolic T and d against enumeration of the definition, pattern by pattern."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.zheng2024.line.line import ON_LINE
from proofs.zheng2024.model.attention import TERMS, Term
from proofs.zheng2024.model.loss import cross, cross_terms, quadratic, quadratic_terms
from symbolic.algebra.partitions import Blocks, canonical, set_partitions
from tests.proofs.zheng2024 import written_by_hand

LENGTHS = range(3, 9)
SIX, FOUR = tuple(set_partitions(6)), tuple(set_partitions(4))


def monomials(term: Term, t: int) -> Iterator[tuple[int, int, int]]:
    """Exponents of the three eigenvalues in one family, `i = 1, …, t`; `x_n` carries `λ^{n-1}` and `x_0 = 0`."""
    for i in range(1, t + 1):
        read, key, query = i - term.value, i - term.key, t - term.query
        if read and key and query:
            yield read - 1, 1 - key, query - 1


def survives(exponents: tuple[int, ...], pattern: Blocks) -> bool:
    totals: Counter[int] = Counter()
    for exponent, block in zip(exponents, pattern, strict=True):
        totals[block] += exponent
    return not any(totals.values())


def quadratic_by_enumeration(left: Term, right: Term, pattern: Blocks, T: int) -> Fraction:
    total = Fraction(0)
    for t in range(2, T):
        conjugates = [tuple(-e for e in other) for other in monomials(right, t)]
        hits = sum(survives((*one, *other), pattern) for one in monomials(left, t) for other in conjugates)
        total += Fraction(hits, (t - 1) ** 2)
    return total


def cross_by_enumeration(term: Term, pattern: Blocks, T: int) -> Fraction:
    hits = ((t, sum(survives((-t, *one), pattern) for one in monomials(term, t))) for t in range(2, T))
    return sum((Fraction(count, t - 1) for t, count in hits), Fraction(0))


@settings(max_examples=100)
@given(st.sampled_from(TERMS), st.sampled_from(TERMS), st.sampled_from(SIX))
def test_quadratic_coefficients(left: Term, right: Term, pattern: Blocks) -> None:
    coefficient = quadratic(left, right, pattern)
    assert [coefficient.at(T) for T in LENGTHS] == [quadratic_by_enumeration(left, right, pattern, T) for T in LENGTHS]


@pytest.mark.parametrize("right", TERMS, ids=str)
def test_quadratic_coefficients_with_the_line_in_every_pattern(right: Term) -> None:
    for pattern in SIX:
        assert quadratic(ON_LINE, right, pattern).at(6) == quadratic_by_enumeration(ON_LINE, right, pattern, 6)


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_cross_coefficients_in_every_pattern(term: Term) -> None:
    for pattern in FOUR:
        coefficient = cross(term, pattern)
        assert [coefficient.at(T) for T in LENGTHS] == [cross_by_enumeration(term, pattern, T) for T in LENGTHS]


def shifts(term: Term) -> tuple[int, int, int]:
    return term.value, term.key, term.query


def test_every_coefficient_is_the_one_written_by_hand() -> None:
    products = [(shifts(left), shifts(right), *rest) for left, right, *rest in quadratic_terms()]
    assert products == list(written_by_hand.quadratic_terms())
    assert [(shifts(term), *rest) for term, *rest in cross_terms()] == list(written_by_hand.cross_terms())


def test_listed_terms_are_the_non_zero_ones() -> None:
    triples = list(product(TERMS, TERMS, SIX))
    every = {triple: coefficient for triple in triples if (coefficient := quadratic(*triple))}
    assert {(left, right, pattern): c for left, right, pattern, c in quadratic_terms()} == every
    crossed = {pair: coefficient for pair in product(TERMS, FOUR) if (coefficient := cross(*pair))}
    assert {(term, pattern): c for term, pattern, c in cross_terms()} == crossed


@given(st.sampled_from(TERMS), st.sampled_from(TERMS), st.sampled_from(SIX))
def test_the_quadratic_form_is_symmetric(left: Term, right: Term, pattern: Blocks) -> None:
    assert quadratic(left, right, pattern) == quadratic(right, left, canonical((*pattern[3:], *pattern[:3])))
