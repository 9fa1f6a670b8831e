"""Derivatives of a population loss by the entries of a block, as graphs with open indices."""

from __future__ import annotations

from symbolic.model.graphs import canonical, opened
from symbolic.model.population_loss import Terms, collected


def derivative(terms: Terms, block: str) -> Terms:
    """`∂/∂block[p, q]` of a polynomial in real parameters; `p` and `q` are the open indices of its graphs.

    Of a complex block it is the derivative by the real part of an entry: an entry and its conjugate have the same.
    """
    return _derived(terms, block, 1)


def imaginary_derivative(terms: Terms, block: str) -> Terms:
    """What has the derivative by the imaginary part of an entry as its imaginary part.

    An entry changes by `i` and its conjugate by `-i`, and the real part of `i z` is minus the imaginary part of z: so
    conjugates count as they are, entries with the other sign.
    """
    return _derived(terms, block, -1)


def _derived(terms: Terms, block: str, sign: int) -> Terms:
    """`sign` is that of entries that are not conjugated."""
    parts = []
    for graph, coefficient in terms.items():
        for conjugate, rest in opened(graph, block):
            factor, normal = canonical(rest.factors, dict(enumerate(rest.dimensions)), rest.distinct, rest.open)
            parts.append((normal, coefficient * factor * (1 if conjugate else sign)))
    return collected(parts)
