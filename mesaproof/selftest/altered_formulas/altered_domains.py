"""Domains a little larger and a little smaller."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from mesaproof.selftest.altered_formulas.formula_places import Altered
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.sorts import EVERY
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    integers_between,
    integers_from,
    matrices,
    moments,
    symmetric,
    vector_moments,
)


def more(domain: Node) -> Iterator[Altered]:
    """Domains that hold a domain, the next ones; none for the largest of their sort."""
    match domain.head:
        case "integers_from":
            yield "{k, …} becomes {k−1, …}", lambda domain: integers_from(moved(domain.parts[0], -1))
        case "integers_between":
            yield "{k, …, n} becomes {k−1, …, n}", lambda domain: _between(domain, -1, 0)
            yield "{k, …, n} becomes {k, …, n+1}", lambda domain: _between(domain, 0, 1)
        case "positive":
            yield "(0, ∞) becomes [0, ∞)", lambda _: NONNEGATIVE
        case "nonnegative":
            yield "[0, ∞) becomes ℝ", lambda _: REALS
        case "integers":
            yield "ℤ becomes ℝ", lambda _: REALS
        case "definite":
            yield "definite becomes semidefinite", lambda domain: Node("semidefinite", domain.parts)
        case "semidefinite":
            yield "semidefinite becomes symmetric", lambda domain: symmetric(*domain.parts)
        case "symmetric" | "invertible":
            yield f"{domain.head} becomes square", lambda domain: matrices(*domain.parts, *domain.parts)
        case "moments" | "vector_moments" if domain.value:
            yield "fewer moments", _of_fewer_moments


def fewer(domain: Node) -> Iterator[Altered]:
    """Domains that a domain holds, the next ones."""
    match domain.head:
        case "integers_from":
            yield "{k, …} becomes {k+1, …}", lambda domain: integers_from(moved(domain.parts[0], 1))
        case "integers_between":
            yield "{k, …, n} becomes {k+1, …, n}", lambda domain: _between(domain, 1, 0)
            yield "{k, …, n} becomes {k, …, n−1}", lambda domain: _between(domain, 0, -1)
        case "nonnegative":
            yield "[0, ∞) becomes (0, ∞)", lambda _: POSITIVE
        case "reals":
            yield "ℝ becomes [0, ∞)", lambda _: NONNEGATIVE
        case "positive":
            yield "(0, ∞) becomes {1, 2, …}", lambda _: integers_from(1)
        case "integers":
            yield "ℤ becomes {0, 1, …}", lambda _: integers_from(0)
        case "semidefinite":
            yield "semidefinite becomes definite", lambda domain: Node("definite", domain.parts)
        case "symmetric":
            yield "symmetric becomes semidefinite", lambda domain: Node("semidefinite", domain.parts)
        case "matrices" if domain.parts[0] == domain.parts[1]:
            yield "square becomes symmetric", lambda domain: symmetric(domain.parts[0])


def moved(term: Expression, by: int) -> Expression:
    """A term with a number added: of a number, the number that this makes."""
    if isinstance(term, Node) and isinstance(term.value, Fraction):
        return written(term.value + by)
    return term + by


def _between(domain: Node, first: int, last: int) -> Node:
    least, greatest = domain.parts
    return integers_between(moved(least, first) if first else least, moved(greatest, last) if last else greatest)


def _of_fewer_moments(domain: Node) -> Node:
    """One order fewer; of every order, orders up to eight."""
    of = moments if domain.head == "moments" else vector_moments
    return of(8) if domain.value == EVERY else of(int(str(domain.value)) - 1)
