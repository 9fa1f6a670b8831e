"""The blocks of a setting as numbers, at a point of a family."""

from __future__ import annotations

from collections.abc import Iterator

from symbolic.algebra.laurent import Laurent
from symbolic.model.contraction import Numbers
from symbolic.model.graphs import Graph, canonical
from symbolic.model.label_sums import monomial_laurent
from symbolic.model.population_loss import collected
from symbolic.model.restriction import replacements
from symbolic.model.terms import COLUMN, ROW, Term
from symbolic.setting.affine import Affine
from symbolic.setting.family import Family
from symbolic.setting.nodes import ONE
from symbolic.setting.point import Matrix, Values
from symbolic.setting.setting import Setting


def blocks_at(setting: Setting, family: Family, values: Values) -> dict[str, Matrix]:
    """Every block that the family names, where its letters have these values among `matrices` and `scalars`.

    >>> from symbolic.setting import Gaussian, eye, parameter, scalar, size
    >>> d = size("d")
    >>> x, W = Gaussian("x", eye(d)), parameter("W", [d])
    >>> linear = Setting("linear", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: x)
    >>> blocks_at(linear, Family(W=scalar("a") * eye(d)), Values({"d": 1}, scalars={"a": 5}))
    {'W': ((Fraction(5, 1),),)}
    """
    known, numbers = replacements(setting, family), Numbers(setting, values)
    return {
        block: numbers.matrix(collected(part for term in known[block] for part in _graphs(term, shape)), shape)
        for block, shape in setting.blocks.items()
        if block in family.blocks
    }


def _graphs(term: Term, shape: tuple[Affine, Affine]) -> Iterator[tuple[Graph, Laurent]]:
    sides = {end: size for end, size in zip((ROW, COLUMN), shape, strict=True) if size != ONE}
    free, graph = canonical(term.factors, {**dict(term.dimensions), **sides}, (), tuple(sides))
    yield graph, monomial_laurent(term.weight, {}) * free
