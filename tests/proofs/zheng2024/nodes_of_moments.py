"""How many nodes a quadrature of second moments visits."""

from __future__ import annotations

from numeric_check.model import node_means
from proofs.zheng2024.second_route.quadrature import DEGREE, torus_order
from symbolic.laws import Law


def nodes_of_moments(law: Law, T: int) -> int:
    """Those of `quadrature.gradient_moments` and `quadrature.radial_moments`."""
    return node_means.cost(law, 2 * DEGREE, torus_order(T, 2))
