"""Words of matrices: sums, products, transposes, traces, iterations."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Index, Node, Sort, free, loose
from symbolic.core.vocabulary import beside, multiple
from symbolic.typeset.kernel_formulas.patterns import ONE, without_minus
from symbolic.typeset.kernel_formulas.styles import CLOSED, POWER, PRODUCT, SUM, Piece, apart
from symbolic.typeset.kernel_formulas.writer import Writer

KINDS = {
    "symmetric": "symmetric",
    "semidefinite": "positive semidefinite",
    "definite": "positive definite",
    "invertible": "invertible",
}
"""What the matrices of a domain are."""

MADE = ("sum_of_matrices", "product", "multiple", "transpose")
"""Words that are written in brackets before a place in them."""

IDENTITY, ALSO = "I", "Id"
"""What an identity is called, and where something else is called so."""


def matrix_piece(writer: Writer, node: Node) -> Piece | None:
    """A word of matrices, or a trace."""
    parts, style = node.parts, writer.style
    match node.head:
        case "sum_of_matrices":
            return _sum(writer, parts)
        case "product" if len(parts) == 1:
            return writer.piece(parts[0])
        case "product":
            return _joined(writer, parts)
        case "multiple" if (positive := _without_minus(node)) is not None:
            return f"{style.characters('−')}{writer.within(positive, PRODUCT)}", SUM
        case "multiple" if parts[0] == ONE:
            return writer.piece(parts[1])
        case "multiple":
            return _joined(writer, parts)
        case "transpose":
            return style.transposed(writer.within(parts[0], CLOSED)), POWER
        case "stacked" | "beside":
            return style.brackets(_blocks(writer, node)), CLOSED
        case "identity" | "zeros":
            return _constant(writer, node), CLOSED
        case "trace":
            return style.words("tr") + style.brackets(writer.piece(parts[0])[0]), CLOSED
        case "iterated":
            return _iteration(writer, node)
    return None


def _joined(writer: Writer, parts: tuple[Expression, ...]) -> Piece:
    dot = writer.style.characters("·")
    first, *others = (writer.within(part, POWER if n else PRODUCT) for n, part in enumerate(parts))
    return first + "".join(apart(dot, other) for other in others), PRODUCT


def _sum(writer: Writer, parts: tuple[Expression, ...]) -> Piece:
    if len(parts) == 1:
        return writer.piece(parts[0])
    found = writer.within(parts[0], SUM)
    for part in parts[1:]:
        positive = _without_minus(part)
        sign = "+" if positive is None else writer.style.characters("−")
        found += f" {sign} {writer.within(part if positive is None else positive, PRODUCT)}"
    return found, SUM


def _without_minus(matrix: Expression) -> Expression | None:
    match matrix:
        case Node(head="multiple", parts=(number, of)):
            positive = without_minus(number)
            if positive is None and isinstance(number, Node) and number.head == "negate":
                positive = number.parts[0]
            if positive is not None:
                return of if positive == ONE else multiple(positive, of)
    return None


def _blocks(writer: Writer, node: Node) -> str:
    """`A, B; C, D`: rows of blocks one below the other."""
    if node.head == "beside":
        return ", ".join(writer.within(each, SUM) for each in node.parts)
    rows = (each if isinstance(each, Node) and each.head == "beside" else beside(each) for each in node.parts)
    return "; ".join(_blocks(writer, row) for row in rows)


def _constant(writer: Writer, node: Node) -> str:
    """`I_n` and `0_(m × n)`."""
    style = writer.style
    if node.head == "zeros":
        shape = f" {style.characters('×')} ".join(writer.within(each, POWER) for each in node.parts)
        return style.below("0", style.brackets(shape))
    size = writer.within(node.parts[0], CLOSED)
    return style.below(style.words(ALSO if IDENTITY in writer.taken else IDENTITY), size)


def _iteration(writer: Writer, node: Node) -> Piece:
    """`[X ↦ X·(2·I_m − A·X)]^n(S)`; of steps that differ, `[X ↦ … at step t]^n(S)`; `M^n` from the identity on."""
    style = writer.style
    match node.parts:
        case Node(head="product", parts=(factor, Index(number=0))), Node(head="identity"), _ if not loose(factor):
            return style.raised(writer.within(factor, CLOSED), writer.piece(node.parts[2])), POWER
    inner, (state, step), body = writer.opened(node, 0, Sort.MATRIX, Sort.REAL)
    made = f"{inner.name(state.name)} {style.characters('↦')} {inner.piece(body)[0]}"
    if step in free(body):
        made += style.words(" at step ") + inner.name(step.name)
    steps = style.raised(f"[{made}]", writer.piece(node.parts[2]))
    return steps + style.brackets(writer.piece(node.parts[1])[0]), CLOSED
