"""What any number of layers leaves of the error, and the gradient by one of them where all are multiples of `Σ⁻¹`."""

from __future__ import annotations

from proofs.ahn2023.formal.depth import layers_of_multiples, products_of_layers
from proofs.ahn2023.formal.depth.layers_of_multiples import MODEL
from proofs.ahn2023.formal.layers_take_steps import d
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, nodes
from symbolic.core.rules.logic import conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import conjunction, integers_from
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import belonging, proved
from symbolic.tactics.whole_matrices.matrix_letters import of_matrices, shaped

LEFT_OUT = (
    "That the mean over M of the gradient is a multiple of I, that there are such `a_l` for every L, and that no "
    "others have so small a loss, so that the gradient vanishes there."
)


def goal(inner: Expression | None = None, gradient: Expression | None = None) -> Expression:
    """For all sizes, data and numbers of layers: the error, in coordinates of the covariance too, and the gradient."""
    return conjunction(*products_of_layers.says(inner), layers_of_multiples.says(gradient))


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(*products_of_layers.theorems(), layers_of_multiples.theorem())
    return Proof(goal(), found, proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: shapes, and that the mean of the squared error is a polynomial in what is left."""
    match formula:
        case Node(head="regular", parts=(*_, block)):
            left = next(node.parts[0] for node in nodes(block) if node.head == "cell")
            return MODEL.regular_at(shaped(left, known), given=(belonging(d, integers_from(1), known),))
    return of_matrices(formula, known)
