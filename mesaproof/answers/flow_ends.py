"""Where the flow of a few scalars rests, what it does next to that, and where it goes, in words and formulas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mesaproof.answers.limit_check import LimitCheck, checked
from symbolic.expectation.characters import OutOfReach
from symbolic.flow.closed_limits import Limit, LinearLimit, SaddleLimit, limit
from symbolic.flow.equilibria import Rest, equilibria
from symbolic.flow.field import Field
from symbolic.flow.stability import Kind, next_to
from symbolic.setting import Setting

if TYPE_CHECKING:
    import sympy

Write = Callable[["sympy.Expr"], str]


@dataclass(frozen=True)
class RestPoints:
    """A set of rest: its equations, what the flow does next to it, the eigenvalues of its Jacobian there."""

    where: str
    does: Kind
    eigenvalues: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.where}: {self.does}" + (
            f", eigenvalues {', '.join(self.eigenvalues)}" if self.eigenvalues else ""
        )


@dataclass(frozen=True)
class Ends:
    """Sets of rest, and the limit in closed form where there is one, compared with numbers; `open` says why neither."""

    rest: tuple[RestPoints, ...] = ()
    limit: tuple[str, ...] = ()
    check: LimitCheck | None = None
    open: str = ""


def ends_of(field: Field, setting: Setting, write: Write, collected: Callable[..., sympy.Expr]) -> Ends:
    """What is found of the ends of a flow; sizes are at least what the setting says."""
    least = {size.name: size.at_least for size in setting.sizes}
    try:
        found = equilibria(field)
    except OutOfReach as error:
        return Ends(open=str(error))
    rest = tuple(_rest(one, field, least, write, collected) for one in found)
    end = limit(field, least)
    return Ends(rest) if end is None else Ends(rest, tuple(_told(end, write)), checked(field, end, setting))


def _rest(
    rest: Rest, field: Field, least: dict[str, int], write: Write, collected: Callable[..., sympy.Expr]
) -> RestPoints:
    where = ", ".join(f"{write(collected(equation, field))} = 0" for equation in rest.equations)
    near = next_to(field, rest, least)
    values = [write(value) for value, count in near.eigenvalues for _ in range(count)]
    return RestPoints(where, near.kind, (*values, *(f"roots of {write(p)}" for p in near.unsolved)))


def _told(end: Limit, write: Write) -> list[str]:
    where = [f"where {', '.join(write(one) for one in end.needs)} > 0"] if end.needs else []
    if isinstance(end, LinearLimit):
        pairs = zip(end.letters, end.end, strict=True)
        return [f"{letter} tends to {write(value)} from every start, where that is defined" for letter, value in pairs]
    return [*(_of_product(end, write) if end.product is not None else _of_weight(end, write)), *where]


def _of_product(end: SaddleLimit, write: Write) -> list[str]:
    """Of two letters: their product, and the square of the first."""
    import sympy

    a, b = sorted(end.letters, key=str)
    assert end.product is not None
    ratio = end.ratio if end.letters == (a, b) else 1 / end.ratio
    together = write(sympy.sqrt(ratio) * a + end.turned[0].coeff(end.letters[1]) * b)
    C, product = sympy.symbols("C l")
    return [
        f"{a} {b} tends to l = {write(end.product)}",
        f"{a}^2 tends to {write((C + sympy.sqrt(C**2 + 4 * ratio * product**2)) / (2 * ratio))}, "
        f"C = {write(ratio * a**2 - b**2)} at the start",
        f"from every start with {together} != 0, whose sign {a} has in the end; from others both tend to 0",
    ]


def _of_weight(end: SaddleLimit, write: Write) -> list[str]:
    """Of several letters: by the weight of what grows."""
    names = ", ".join(map(str, end.letters))
    turned = ", ".join(map(write, end.turned))
    return [
        f"x = ({names}) tends to sqrt(w) p + (x - p)/sqrt(w), with p = (x + N x/n)/2 at the start",
        f"N x = ({turned}), n^2 = {write(end.square)}, G = {write(end.form)}",
        "w is the positive root of G(p) w + G(x - p)/w = 1; from every start with p != 0, from others all tend to 0",
    ]
