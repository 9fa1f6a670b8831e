"""Gradient of a population loss by the entries of every block, as graphs with open indices."""

from __future__ import annotations

from symbolic.model.graphs import canonical, opened
from symbolic.model.population_loss import Terms, collected


def derivative(terms: Terms, block: str) -> Terms:
    """`∂/∂block[p, q]` of a polynomial in real parameters; `p` and `q` are the open indices of its graphs."""
    parts = []
    for graph, coefficient in terms.items():
        for rest in opened(graph, block):
            factor, normal = canonical(rest.factors, dict(enumerate(rest.dimensions)), rest.distinct, rest.open)
            parts.append((normal, coefficient * factor))
    return collected(parts)
