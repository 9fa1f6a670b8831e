"""What blocks are on a family, read off their terms: letters, multiples of the identity or of ones, diagonals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
    ONES = "a multiple of ones"
    EXCHANGEABLE = "a multiple of the identity plus a multiple of the all-ones matrix"


@dataclass(frozen=True)
class Letter:
    """A letter of a block and the number before it; of a matrix, whether it stands there transposed.

    In `α I + β 11ᵀ` the number is what it adds to α, and `ones` what it adds to β.
    """

    name: str
    factor: Fraction
    transposed: bool = False
    conjugate: bool = False
    complex_: bool = False
    ones: Fraction = Fraction(0)


@dataclass(frozen=True)
class HeldBlock:
    """What a block is on a family; `α I + β 11ᵀ` has two letters, α and β being independent combinations of them."""

    shape: Shape
    letters: tuple[Letter, ...] = ()


def held_blocks(setting: Setting, family: Family) -> Mapping[str, HeldBlock]:
    """What each block of a setting is on a family.

    Raises `OutOfReach` for a block that is none of the shapes, and for a letter that is no letter of the family alone.
    """
    known, complex_ = replacements(setting, family), family.complex_names
    held = {block: _held(block, terms, ends(setting.blocks[block]), complex_) for block, terms in known.items()}
    fixed = {*setting.scalars, *setting.given}
    for letter in (letter.name for one in held.values() for letter in one.letters):
        if letter in fixed:
            raise OutOfReach(f"{letter} is not trained in {setting.key}: a family has letters of its own")
    return held


def _held(block: str, terms: tuple[Term, ...], indices: tuple[int, ...], complex_: frozenset[str]) -> HeldBlock:
    parts = [(_kind(term, indices), _letter(term, complex_)) for term in terms if term.weight.rational]
    match sorted(kind for kind, _ in parts):
        case []:
            return HeldBlock(Shape.ZERO)
        case ["letter"]:
            return HeldBlock(Shape.FREE, (parts[0][1],))
        case ["vector"]:
            return HeldBlock(Shape.VECTOR, (parts[0][1],))
        case kinds if {*kinds} <= {"delta", "ones"}:
            if found := _multiples(_together(parts)):
                return found
    raise OutOfReach(f"the block {block} on this family is neither a letter nor a multiple of the identity or of ones")


def _together(parts: Sequence[tuple[str, Letter]]) -> tuple[Letter, ...]:
    """Each letter once, with what it adds to the multiple of the identity and to that of ones."""
    found: dict[str, Letter] = {}
    for kind, letter in parts:
        on, ones = (letter.factor, Fraction(0)) if kind == "delta" else (Fraction(0), letter.factor)
        known = found.get(letter.name, replace(letter, factor=Fraction(0)))
        if known.conjugate != letter.conjugate:
            raise OutOfReach(f"a family that holds one block to {letter.name} and to its conjugate")
        found[letter.name] = replace(known, factor=known.factor + on, ones=known.ones + ones)
    return tuple(letter for letter in found.values() if letter.factor or letter.ones)


def _multiples(letters: tuple[Letter, ...]) -> HeldBlock | None:
    match letters:
        case ():
            return HeldBlock(Shape.ZERO)
        case (one,) if not one.ones:
            return HeldBlock(Shape.DIAGONAL, letters)
        case (one,) if not one.factor:
            return HeldBlock(Shape.ONES, (replace(one, factor=one.ones, ones=Fraction(0)),))
        case (one, other) if one.factor * other.ones != one.ones * other.factor:
            return HeldBlock(Shape.EXCHANGEABLE, letters)
    return None


def _letter(term: Term, complex_: frozenset[str]) -> Letter:
    names = [name for name, power in term.weight.scalars if power == ONE]
    entries = [f for f in term.factors if f.kind is Kind.ENTRY]
    names += [f.name for f in entries]
    if term.weight.affine or len(term.weight.scalars) > 1 or len(names) != 1:
        raise OutOfReach("a family whose blocks are not letters times numbers")
    transposed, conjugate = any(f.indices == (COLUMN, ROW) for f in entries), any(f.conjugate for f in entries)
    return Letter(names[0], term.weight.rational, transposed, conjugate, names[0] in complex_)


def _kind(term: Term, indices: tuple[int, ...]) -> str:
    """Of what kind a term is; "other" also where it sums over something."""
    if term.dimensions or term.ranges:
        return "other"
    entries = [f for f in term.factors if f.kind is Kind.ENTRY and f.indices]
    deltas = [f for f in term.factors if f.kind is Kind.DELTA]
    numbers = [f for f in term.factors if f.kind is Kind.ENTRY and not f.indices]
    if entries and not term.weight.scalars:
        return "other" if numbers else _kind_of_entries(entries, deltas, indices)
    if entries or len(numbers) + len(term.weight.scalars) != 1:
        return "other"
    return "delta" if deltas else "ones" if indices else "letter"


def _kind_of_entries(entries: list[Factor], deltas: list[Factor], wanted: tuple[int, ...]) -> str:
    indices = sorted(entries[0].indices)
    if len(entries) == 1 and not deltas and indices == sorted(wanted):
        return "letter"
    return "vector" if len(entries) == len(deltas) == len(indices) == 1 else "other"
