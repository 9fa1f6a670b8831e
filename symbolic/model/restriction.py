"""Parameters held to a family: in index form, before any expectation is taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product

from symbolic.model.index_form import index_form
from symbolic.model.terms import COLUMN, ROW, Kind, Term, without_deltas
from symbolic.setting.affine import Affine
from symbolic.setting.family import Family
from symbolic.setting.nodes import ONE, Array
from symbolic.setting.setting import Setting
from symbolic.setting.weights import weight_of

Replacements = Mapping[str, tuple[Term, ...]]
"""What each trained block becomes: terms with ROW and COLUMN, none where it is zero."""


def replacements(setting: Setting, family: Family) -> Replacements:
    """Every block of the setting in index form on the family."""
    out: dict[str, tuple[Term, ...]] = {}
    for block in setting.blocks:
        value = family.blocks.get(block)
        if isinstance(value, Array):
            out[block] = index_form(value)
        else:
            out[block] = () if value is None else tuple(Term(weight=m) for m in weight_of(value).monomials)
    return out


def restricted(terms: Iterable[Term], setting: Setting, family: Family) -> tuple[Term, ...]:
    """Terms with every block replaced by what it is on the family; those with a block that is zero there vanish."""
    known, names = replacements(setting, family), family.complex_names
    return tuple(new for term in terms for new in _substituted(term, known, setting.blocks, names))


def opened(term: Term, block: str, conjugate: bool = False) -> Iterator[Term]:
    """The derivative by an entry of a block, or by its conjugate: each such factor in turn leaves its indices open."""
    for n, factor in enumerate(term.factors):
        if factor.kind is Kind.ENTRY and factor.name == block and factor.conjugate == conjugate:
            left = replace(factor, kind=Kind.OPEN, name="", conjugate=False)
            yield replace(term, factors=(*term.factors[:n], left, *term.factors[n + 1 :]))


def _substituted(
    term: Term, known: Replacements, shapes: Mapping[str, tuple[Affine, Affine]], complex_names: frozenset[str]
) -> Iterator[Term]:
    gone = [f for f in term.factors if f.kind is Kind.ENTRY and f.name in known]
    kept = replace(term, factors=tuple(f for f in term.factors if f not in gone))
    for chosen in product(*(known[f.name] for f in gone)):
        out = kept
        for factor, new in zip(gone, chosen, strict=True):
            held = new.conjugated(complex_names) if factor.conjugate else new
            out = _with(out, held, dict(zip(ends(shapes[factor.name]), factor.indices, strict=True)))
        yield without_deltas(out)


def ends(shape: tuple[Affine, Affine]) -> tuple[int, ...]:
    """The indices of a block: none along a side of dimension 1."""
    return tuple(end for end, size in zip((ROW, COLUMN), shape, strict=True) if size != ONE)


def _with(term: Term, new: Term, places: Mapping[int, int]) -> Term:
    moved = new.moved(len(term.ranges), term.fresh)
    return Term(
        term.weight * moved.weight,
        (*term.ranges, *moved.ranges),
        (*term.dimensions, *moved.dimensions),
        (*term.factors, *(f.at(places) for f in moved.factors)),
    )
