"""What is written together: conjuncts that differ in the block of a model only, and sets of integers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from symbolic.core.expressions import Expression, Node, Variable, loose, nodes, written
from symbolic.core.signatures import Signature
from symbolic.core.sorts import signature_of
from symbolic.typeset.kernel_formulas.patterns import point_of

OF_BLOCKS = ("gradient", "trajectory")
"""Heads of terms that are about one block of a model."""


@dataclass(frozen=True)
class Alike:
    """Conjuncts about blocks of one model, which are the same formula but for the block, and that formula."""

    signature: Signature
    pattern: Expression
    numbers: tuple[int, ...]
    parts: tuple[Expression, ...]

    @property
    def blocks(self) -> tuple[str, ...]:
        """The names of all blocks of the model."""
        return self.signature.blocks

    @property
    def named(self) -> tuple[str, ...]:
        """The blocks that they are about."""
        return tuple(self.blocks[number] for number in self.numbers)

    @property
    def others(self) -> tuple[str, ...]:
        """The blocks of the model that none of them is about."""
        return tuple(block for number, block in enumerate(self.blocks) if number not in self.numbers)

    def template(self, name: str) -> Expression:
        """The formula with a name in place of the number of the block."""
        return _at(self.pattern, name)


def grouped(parts: Sequence[Expression]) -> list[Expression | Alike]:
    """Conjuncts in their order; those that are alike stand together at the place of the first."""
    found: dict[object, Expression | Alike] = {}
    for place, part in enumerate(parts):
        about = _about(part)
        if about is None:
            found[place] = part
            continue
        signature, number = about
        pattern = _at(part, None)
        one = found.get((signature, pattern), Alike(signature, pattern, (), ()))
        assert isinstance(one, Alike)
        if number not in one.numbers:
            one = replace(one, numbers=(*one.numbers, number), parts=(*one.parts, part))
        found[signature, pattern] = one
    return [one.parts[0] if isinstance(one, Alike) and len(one.parts) == 1 else one for one in found.values()]


def _about(formula: Expression) -> tuple[Signature, int] | None:
    """The model and the block that a formula is about; None where it is about none or several."""
    found = {(signature_of(node), node.value) for node in nodes(formula) if node.head in OF_BLOCKS}
    match list(found):
        case [(signature, int(number))]:
            return signature, number
    return None


def _at(formula: Expression, block: str | None) -> Expression:
    """A formula in which all terms are about that block."""
    if not isinstance(formula, Node):
        return formula
    parts = tuple(_at(part, block) for part in formula.parts)
    return replace(formula, parts=parts, value=block if formula.head in OF_BLOCKS else formula.value)


def told_inside(formula: Expression) -> bool:
    """Whether a point of a model or a system depends on what a formula binds, so that it is told inside."""
    for node in nodes(formula):
        systems = [Node("global", node.parts[:-1])] if node.head == "flow" else []
        if any(map(loose, (*point_of(node), *systems))):
            return True
    return False


def for_each(formula: Expression) -> bool:
    """Whether `formula for W = …` means one thing: of `∃x: A for W = …` it is not said whether x depends on W."""
    while isinstance(formula, Node) and formula.head == "for_all":
        formula = formula.parts[1]
    return not isinstance(formula, Node) or formula.head != "exists"


def integral(term: Expression, whole: frozenset[Variable]) -> bool:
    """Whether a term is an integer by its form, where these variables are."""
    match term:
        case Variable():
            return term in whole
        case Node(head="number", value=Fraction() as number):
            return number.denominator == 1
        case Node(head="add" | "multiply" | "negate" | "power", parts=parts):
            return all(integral(part, whole) for part in parts)
    return False


def after(term: Expression) -> Expression:
    """The next integer, a number as its value."""
    match term:
        case Node(head="number", value=Fraction() as number):
            return written(number + 1)
    return term + 1
