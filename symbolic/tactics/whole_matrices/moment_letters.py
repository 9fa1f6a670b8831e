"""Matrices of moments `E x xᵀ` as letters of words: that they are symmetric."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Node, Sort, fresh, opened
from symbolic.core.rules.entries import cell_of_matrix
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import conjoin, parts
from symbolic.core.rules.matrix_algebra import cell_of_word, equal_in_cells
from symbolic.core.rules.means import equal_means
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import SEQUENCES, cell, equal, integers_between, member, symmetric, transpose
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import modulo, under
from symbolic.tactics.whole_matrices.matrix_letters import shaped


def symmetric_moments(matrix: Node, facts: Facts) -> Theorem:
    """A matrix with the entries `f(j, k)` is symmetric where `f(k, j) = f(j, k)` by the form of f."""
    size, _, _ = parts(matrix, "matrix")
    around = tuple(each for fact in facts for each in (fact.conclusion, *fact.hypotheses))
    j = fresh(Sort.REAL, matrix, *around)
    k = fresh(Sort.REAL, matrix, j, *around)
    turned = transpose(matrix)
    here, there = (cell_of_matrix(cell(matrix, *at)) for at in ((j, k), (k, j)))
    same = same_moments(*(parts(each.conclusion, "equal")[1] for each in (there, here)))
    equations = cell_of_word(cell(turned, j, k)), there, here, same
    entry = modulo(equal(cell(turned, j, k), cell(matrix, j, k)), equations, facts)
    places = tuple(member(place, integers_between(1, size)) for place in (j, k))
    shape = shaped(matrix, facts)
    both = equal_in_cells(under(entry, *places), shaped(turned, (*facts, shape)), shape)
    return belongs(member(matrix, symmetric(size)), conjoin(shape, both))


def same_moments(one: Expression, other: Expression) -> Theorem:
    """`s = t` for means of the same products, also inside of sums of such."""
    match one, other:
        case Node(head="mean", parts=(law, body)), Node(head="mean", parts=(_, again)):
            x = fresh(Sort.VECTOR, one, other)
            return equal_means(law, under(identity(opened(body, (x,)), opened(again, (x,))), member(x, SEQUENCES)))
        case Node(head="total", parts=(least, greatest, body)), Node(head="total", parts=(_, _, again)):
            i = fresh(Sort.REAL, one, other)
            each = same_moments(opened(body, (i,)), opened(again, (i,)))
            return equal_sums(under(each, member(i, integers_between(least, greatest))))
        case Node(head="multiply", parts=inside), Node(head="multiply", parts=others) if len(inside) == len(others):
            factors = tuple(same_moments(*pair) for pair in zip(inside, others, strict=True) if pair[0] != pair[1])
            return modulo(equal(one, other), factors)
    return identity(one, other)
