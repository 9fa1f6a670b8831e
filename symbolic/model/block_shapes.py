"""What the blocks of a model are on a family, read off their terms: letters, or multiples of the identity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from symbolic.expectation.characters import OutOfReach
from symbolic.model.restriction import ends, replacements
from symbolic.model.terms import COLUMN, ROW, Factor, Kind, Term
from symbolic.setting.family import Family
from symbolic.setting.nodes import ONE
from symbolic.setting.setting import Setting


class Shape(StrEnum):
    """What a block is on a family."""

    ZERO = "zero"
    FREE = "a letter"
    DIAGONAL = "a multiple of the identity"
    VECTOR = "a vector on the diagonal"
    EXCHANGEABLE = "a multiple of the identity plus a multiple of the all-ones matrix"


@dataclass(frozen=True)
class Letter:
    """A letter of a block and the number before it; of a matrix, whether it stands there transposed."""

    name: str
    factor: Fraction
    transposed: bool = False


@dataclass(frozen=True)
class HeldBlock:
    """What a block is on a family; of `α I + β 11ᵀ` the letters are α and β, in this order."""

    shape: Shape
    letters: tuple[Letter, ...] = ()


def held_blocks(setting: Setting, family: Family) -> Mapping[str, HeldBlock]:
    """What each block of a setting is on a family.

    Raises `OutOfReach` for a block that is none of the shapes, and for a letter that is no letter of the family alone.
    """
    known = replacements(setting, family)
    held = {block: _held(block, terms, ends(setting.blocks[block])) for block, terms in known.items()}
    fixed = {*setting.scalars, *setting.given}
    for letter in (letter.name for one in held.values() for letter in one.letters):
        if letter in fixed:
            raise OutOfReach(f"{letter} is not trained in {setting.key}: a family has letters of its own")
    return held


def _held(block: str, terms: tuple[Term, ...], indices: tuple[int, ...]) -> HeldBlock:
    terms = tuple(term for term in terms if term.weight.rational)
    kinds = [_kind(term, indices) for term in terms]
    letters = dict(zip(kinds, map(_letter, terms), strict=True))
    match sorted(kinds):
        case []:
            return HeldBlock(Shape.ZERO)
        case ["letter"]:
            return HeldBlock(Shape.FREE, tuple(letters.values()))
        case ["delta"]:
            return HeldBlock(Shape.DIAGONAL, tuple(letters.values()))
        case ["vector"]:
            return HeldBlock(Shape.VECTOR, tuple(letters.values()))
        case ["delta", "ones"] if letters["delta"].name != letters["ones"].name:
            return HeldBlock(Shape.EXCHANGEABLE, (letters["delta"], letters["ones"]))
    raise OutOfReach(f"the block {block} on this family is neither a letter nor a multiple of the identity")


def _letter(term: Term) -> Letter:
    names = [name for name, power in term.weight.scalars if power == ONE]
    entries = [f for f in term.factors if f.kind is Kind.ENTRY]
    names += [f.name for f in entries]
    if term.weight.affine or len(term.weight.scalars) > 1 or len(names) != 1:
        raise OutOfReach("a family whose blocks are not letters times numbers")
    return Letter(names[0], term.weight.rational, any(f.indices == (COLUMN, ROW) for f in entries))


def _kind(term: Term, indices: tuple[int, ...]) -> str:
    """Of what kind a term is; "other" also where it sums over something."""
    if term.dimensions or term.ranges:
        return "other"
    entries = [f for f in term.factors if f.kind is Kind.ENTRY]
    deltas = [f for f in term.factors if f.kind is Kind.DELTA]
    if entries and not term.weight.scalars:
        return _kind_of_entries(entries, deltas, indices)
    if entries or not term.weight.scalars:
        return "other"
    return "delta" if deltas else "ones" if indices else "letter"


def _kind_of_entries(entries: list[Factor], deltas: list[Factor], wanted: tuple[int, ...]) -> str:
    indices = sorted(entries[0].indices)
    if len(entries) == 1 and not deltas and indices == sorted(wanted):
        return "letter"
    return "vector" if len(entries) == len(deltas) == len(indices) == 1 else "other"
