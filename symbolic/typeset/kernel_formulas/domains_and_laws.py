"""Domains of variables, that something is in one, and laws."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Node, Sort, Value
from symbolic.core.sorts import EVERY, signature_of
from symbolic.typeset.kernel_formulas.alike import after, integral
from symbolic.typeset.kernel_formulas.matrix_formulas import KINDS
from symbolic.typeset.kernel_formulas.patterns import ONE
from symbolic.typeset.kernel_formulas.styles import CLOSED, POWER, PRODUCT, SUM, Piece, apart
from symbolic.typeset.kernel_formulas.writer import Writer, arguments


def membership(writer: Writer, element: Expression, domain: Expression, has: str = "") -> str:
    """`element ∈ domain`; of laws in words, which differ before a colon and in a sentence."""
    match domain:
        case Node(head="moments", value=order):
            words = f" {has or 'with'} moments of {_order(order)}"
        case Node(head="vector_moments", value=order):
            words = f"{' is a' if has else ''} law of sequences with moments of {_order(order)}"
        case Node(head=head, parts=(size,)) if head in KINDS:
            words = f" is {KINDS[head]} of size " if has else f" {KINDS[head]} of size "
            return writer.within(element, SUM) + writer.style.words(words) + writer.piece(size)[0]
        case _:
            return f"{writer.within(element, SUM)} {writer.style.characters('∈')} {writer.piece(domain)[0]}"
    return writer.within(element, SUM) + writer.style.words(words)


def domain_piece(writer: Writer, node: Node) -> Piece | None:
    """A domain, a law or a model."""
    sign, parts = writer.style.characters, node.parts
    match node.head:
        case "reals":
            return sign("ℝ"), CLOSED
        case "integers":
            return sign("ℤ"), CLOSED
        case "sequences":
            return writer.style.sequences(sign("ℝ")), CLOSED
        case "matrices":
            shape = f" {sign('×')} ".join(writer.within(part, POWER) for part in parts)
            return writer.style.matrices(sign("ℝ"), shape), CLOSED
        case head if head in KINDS:
            return writer.style.words(f"the {KINDS[head]} matrices of size ") + writer.piece(parts[0])[0], CLOSED
        case "nonnegative":
            return sign("[0, ∞)"), CLOSED
        case "positive":
            return sign("(0, ∞)"), CLOSED
        case "integers_from" | "integers_between":
            return _integers(writer, parts), CLOSED
        case "moments":
            return writer.style.words(f"the laws with moments of {_order(node.value)}"), CLOSED
        case "vector_moments":
            return writer.style.words(f"the laws of sequences with moments of {_order(node.value)}"), CLOSED
        case "normal":
            return f"N(0, {writer.style.power(writer.within(parts[0], CLOSED), 2)})", CLOSED
        case "point":
            return f"{sign('δ')}{arguments(writer, parts)}", CLOSED
        case "independent":
            return writer.style.sequences(writer.within(parts[0], CLOSED)), CLOSED
        case "average":
            inner, (variable,), body = writer.opened(node, 1, Sort.REAL)
            low = f"{writer.name(variable.name)} = 1"
            over = writer.style.between(writer.style.words("average"), low, writer.piece(parts[0])[0])
            return f"{over}{inner.within(body, PRODUCT)}", SUM
        case "mixture":
            one, other = (writer.within(part, POWER) for part in parts[1:])
            weight, rest = writer.within(parts[0], POWER), writer.within(ONE - parts[0], POWER)
            dot = sign("·")
            return f"{weight}{apart(dot, one)} + {rest}{apart(dot, other)}", SUM
        case "model":
            return writer.style.key(signature_of(Node("loss", (node,))).key), CLOSED
    return None


def _integers(writer: Writer, ends: tuple[Expression, ...]) -> str:
    """`{1, …, d}` and `{3, 4, …}` where the ends are integers, else `ℤ ∩ [x, y]`."""
    sign = writer.style.characters
    shown = [writer.piece(end)[0] for end in ends]
    if not all(integral(end, writer.whole) for end in ends):
        return f"{sign('ℤ ∩ ')}[{', '.join(shown)}]" if ends[1:] else f"{sign('ℤ ∩ ')}[{shown[0]}, {sign('∞')})"
    listed = [shown[0], sign("…"), shown[1]] if ends[1:] else [shown[0], writer.piece(after(ends[0]))[0], sign("…")]
    return writer.style.listed(", ".join(listed))


def of_numbers(domain: Expression) -> bool:
    """Whether the elements of a domain are no laws."""
    return isinstance(domain, Node) and domain.head not in ("moments", "vector_moments")


def _order(order: Value) -> str:
    """Up to which order there are moments."""
    return "every order" if order == EVERY else f"order {order}"
