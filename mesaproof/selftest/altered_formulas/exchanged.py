"""Two quantifiers in the other order."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Index, Node


def exchanged(node: Node) -> Expression:
    """`∃y∀x: A` for `∀x∃y: A`, which says more; a formula of another form, or where y's domain names x, as it is."""
    if node.head != "for_all" or not isinstance(inner := node.parts[1], Node) or inner.head != "exists":
        return node
    domain, (of_inner, body) = node.parts[0], inner.parts
    if _occurs(of_inner, 0):
        return node
    below = Node("for_all", (_renumbered(domain, (1,)), _renumbered(body, (1, 0))), None, node.hints)
    return Node("exists", (_renumbered(of_inner, (-1, 0)), below), None, inner.hints)


def _renumbered(expression: Expression, order: tuple[int, ...], depth: int = 0) -> Expression:
    """The outermost loose indices renamed; those beyond keep their distance from the whole.

    `(1,)` goes below one more binder, `(1, 0)` exchanges two, `(-1, 0)` leaves one that is not named.
    """
    if isinstance(expression, Index):
        return Index(_new(expression.number - depth, order) + depth) if expression.number >= depth else expression
    if not isinstance(expression, Node) or expression.loose <= depth:
        return expression
    parts = (_renumbered(part, order, depth + n) for part, n in zip(expression.parts, expression.bound, strict=True))
    return Node(expression.head, tuple(parts), expression.value, expression.hints)


def _new(number: int, order: tuple[int, ...]) -> int:
    if order == (1, 0):
        return order[number] if number < 2 else number
    return number + (1 if order == (1,) else -1)


def _occurs(expression: Expression, number: int) -> bool:
    if isinstance(expression, Index):
        return expression.number == number
    if not isinstance(expression, Node):
        return False
    return any(_occurs(part, number + n) for part, n in zip(expression.parts, expression.bound, strict=True))
