"""Sums, products, quotients and powers of numbers."""

from __future__ import annotations

from fractions import Fraction

from symbolic.core.expressions import Expression, Node
from symbolic.typeset.kernel_formulas.patterns import ONE, without_minus
from symbolic.typeset.kernel_formulas.styles import CLOSED, FUNCTIONS, POWER, PRODUCT, SUM, Piece, apart
from symbolic.typeset.kernel_formulas.writer import Writer, arguments


def number_piece(writer: Writer, node: Node) -> Piece | None:
    """A term that arithmetic makes of others."""
    parts, sign = node.parts, writer.style.characters
    match node.head, node.value:
        case "number", Fraction() as number:
            return _number(writer, number)
        case "add", _:
            return _sum(writer, parts)
        case "negate", _:
            return f"{sign('−')}{writer.within(parts[0], PRODUCT)}", SUM
        case "multiply", _ if len(parts) < 2:
            return writer.piece(parts[0] if parts else ONE)
        case "multiply" | "divide", _ if (positive := without_minus(node)) is not None:
            return f"{sign('−')}{writer.within(positive, PRODUCT)}", SUM
        case "multiply", _:
            first, *others = (writer.within(part, POWER if n else PRODUCT) for n, part in enumerate(parts))
            return first + "".join(apart(sign("·"), other) for other in others), PRODUCT
        case "divide", _:
            return writer.style.quotient(writer.piece(parts[0]), writer.piece(parts[1]))
        case "power", 1:
            return writer.piece(parts[0])
        case "power", int(exponent):
            return writer.style.power(writer.within(parts[0], CLOSED), exponent), POWER
        case "raised", _:
            return writer.style.raised(writer.within(parts[0], CLOSED), writer.piece(parts[1])), POWER
        case "exponential" | "logarithm", _:
            name = writer.style.function(FUNCTIONS[node.head == "logarithm"])
            return name + writer.style.brackets(writer.piece(parts[0])[0]), CLOSED
        case "root", _:
            return writer.style.root(writer.piece(parts[0])[0]), CLOSED
        case "constant", str(name):
            return writer.name(name) + (arguments(writer, parts) if parts else ""), CLOSED
    return None


def _number(writer: Writer, number: Fraction) -> Piece:
    minus = writer.style.characters("−") if number < 0 else ""
    if number.denominator == 1:
        return f"{minus}{abs(number.numerator)}", SUM if minus else CLOSED
    above, below = (str(abs(number.numerator)), CLOSED), (str(number.denominator), CLOSED)
    quotient, tightness = writer.style.quotient(above, below)
    return f"{minus}{quotient}", SUM if minus else tightness


def _sum(writer: Writer, parts: tuple[Expression, ...]) -> Piece:
    if len(parts) < 2:
        return writer.piece(parts[0]) if parts else ("0", CLOSED)
    found = writer.within(parts[0], SUM)
    for part in parts[1:]:
        positive = part.parts[0] if isinstance(part, Node) and part.head == "negate" else without_minus(part)
        sign = "+" if positive is None else writer.style.characters("−")
        found += f" {sign} {writer.within(part if positive is None else positive, PRODUCT)}"
    return found, SUM
