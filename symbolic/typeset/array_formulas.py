"""The arrays of a description as formulas, in the order in which they are written there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from symbolic.setting.affine import Affine
from symbolic.setting.nodes import (
    Adjoint,
    Array,
    Block,
    Constant,
    Diagonal,
    Multiple,
    Parameter,
    Product,
    Scaled,
    Stack,
    Sum,
    Total,
    nodes,
)
from symbolic.setting.randomness import Sample, State, Turned
from symbolic.setting.recursion import Recursed
from symbolic.setting.weights import Monomial, Weight
from symbolic.typeset.coefficient_formulas import affine_latex
from symbolic.typeset.letter_names import name

CONSTANTS = {"zero": "0", "eye": "I", "ones": r"\mathbf{1}"}


@dataclass(frozen=True)
class ArrayWriter:
    """How arrays are written: the sign of a transpose, and letters for stacks by their form at a label s."""

    star: str
    letters: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)

    def formula(self, array: Array) -> str:
        r"""The array in LaTeX.

        >>> from symbolic.setting import Gaussian, covariance, parameter, size
        >>> d = size("d")
        >>> w, x = parameter("w", [d], []), Gaussian("x", covariance("S", d))
        >>> ArrayWriter(r"\top").formula(w.H @ x / 2)
        '\\frac{1}{2} w^{\\top} x'
        """
        match array:
            case Parameter():
                return parameter_latex(array)
            case Constant(kind=kind):
                return CONSTANTS[kind]
            case Adjoint(of=Adjoint(of=of) | (Constant(kind="zero" | "eye") as of)):
                return self.formula(of)
            case Adjoint(of=of):
                return f"{self._scripted(of)}^{{{self.star}}}"
            case Product(left=left, right=right):
                return f"{self._factor(left)} {self._factor(right)}"
            case Multiple(factor=factor, of=of):
                return f"{self._factor(factor)} {self._factor(of)}"
            case Scaled(weight=weight, of=of):
                return self._scaled(weight, of)
            case Sum(parts=parts):
                return " + ".join(map(self.formula, parts)).replace("+ -", "- ")
            case Stack():
                return self._named(array)
            case Block(of=of, row=row, column=column):
                number = f"{row or ''}{column or ''}"
                return rf"\left[{self.formula(of)}\right]_{{{number}}}"
            case Diagonal(of=of):
                return rf"\operatorname{{diag}}({self.formula(of)})"
            case Total(of=of, label=label, low=low, high=high):
                return rf"\sum_{{{label}={self._at(low)}}}^{{{self._at(high)}}} {self._factor(of)}"
            case Sample(draw=draw, label=label):
                return name(draw.name).latex + (f"_{{{self._at(label)}}}" if label is not None else "")
            case State(orbit=orbit, time=time):
                return f"{name(orbit.name).latex}_{{{self._at(time)}}}"
            case Recursed(of=sequence, time=time):
                return f"{name(sequence.name).latex}_{{{self._at(time)}}}"
            case Turned(by=by, of=of):
                return f"{name(by.name).latex} {self._factor(of)}"
        raise TypeError(f"no formula for {type(array).__name__}")

    def stack(self, stack: Stack, renamed: Mapping[str, str] | None = None) -> str:
        """A stack as a column of what it is made of, some labels renamed."""
        inside = ArrayWriter(self.star, renamed=renamed or {})
        parts = r" \\ ".join(map(inside.row, stack.parts))
        return rf"\begin{{pmatrix}} {parts} \end{{pmatrix}}"

    def row(self, part: Array) -> str:
        """A part of a stack; a stack lying on its side has its parts in the columns."""
        if isinstance(part, Adjoint) and isinstance(part.of, Stack):
            return " & ".join(self.formula(each.H) for each in part.of.parts)
        return self.formula(part)

    def _named(self, stack: Stack) -> str:
        """A stack by its letter where it has one."""
        letter, label = self.letters.get(form_of(stack)), label_in(stack)
        if letter is None:
            return self.stack(stack, self.renamed)
        return f"{letter}_{{{label}}}" if label else letter

    def _at(self, affine: Affine) -> str:
        return affine_latex(affine.at({old: Affine.of({new: 1}) for old, new in self.renamed.items()}))

    def _factor(self, array: Array) -> str:
        inside = self.formula(array)
        return rf"\left({inside}\right)" if isinstance(array, Sum | Total) else inside

    def _scripted(self, array: Array) -> str:
        inside = self.formula(array)
        if isinstance(array, Product | Multiple | Scaled | Sum | Total):
            return rf"\left({inside}\right)"
        return f"{{{inside}}}" if "^" in inside else inside

    def _scaled(self, weight: Weight, of: Array) -> str:
        factor = weight_latex(weight)
        if factor == "1":
            return self.formula(of)
        if factor == "-1":
            return f"-{self._factor(of)}"
        factor = rf"\left({factor}\right)" if len(weight.monomials) > 1 else factor
        return f"{factor} {self._factor(of)}"


def parameter_latex(parameter: Parameter) -> str:
    r"""The name of a whole parameter, written as those of its blocks are.

    >>> from symbolic.setting import parameter, size
    >>> parameter_latex(parameter("A_BC", 2 * [size("d")]))
    'A^{BC}'
    """
    if len(parameter.blocks) == 1:
        return name(parameter.name).latex
    return name(f"{parameter.name}_1").latex.removesuffix("_{1}")


def form_of(stack: Stack) -> str:
    """The form of a stack at a label s: what two stacks share that are the same token at different labels."""
    label = label_in(stack)
    return ArrayWriter("*").stack(stack, {label: "s"} if label else {})


def label_in(stack: Stack) -> str:
    """The one label that a stack depends on, but for those of steps; empty where there is none, or several."""
    labels = {label for node in nodes(stack) for at in _labels(node) for label in at.names if label.isidentifier()}
    return labels.pop() if len(labels) == 1 else ""


def _labels(node: Array) -> tuple[Affine, ...]:
    match node:
        case Sample(label=Affine() as label):
            return (label,)
        case State(time=time) | Recursed(time=time):
            return (time,)
    return ()


def weight_latex(weight: Weight) -> str:
    r"""A weight in LaTeX.

    >>> from symbolic.setting import scalar, size
    >>> weight_latex(scalar("sigma") ** 2 / size("N"))
    '\\frac{\\sigma^{2}}{N}'
    """
    return " + ".join(map(_monomial, weight.monomials)).replace("+ -", "- ") or "0"


def _monomial(monomial: Monomial) -> str:
    alone = len(monomial.affine) == 1
    above: list[str] = []
    below: list[str] = []
    for base, power in monomial.affine:
        written = affine_latex(base)
        bare = (alone and abs(power) == 1) or (len(base.slopes) == 1 and not base.constant)
        written = written if bare else f"({written})"
        (above if power > 0 else below).append(written + (f"^{{{abs(power)}}}" if abs(power) > 1 else ""))
    for letter, exponent in monomial.scalars:
        power_of = affine_latex(exponent)
        above.append(name(letter).latex + ("" if power_of == "1" else f"^{{{power_of}}}"))
    sign, number = ("-" if monomial.rational < 0 else ""), abs(monomial.rational)
    if number.numerator != 1 or not above:
        above.insert(0, str(number.numerator))
    if number.denominator != 1:
        below.insert(0, str(number.denominator))
    top = " ".join(above)
    return sign + (rf"\frac{{{top}}}{{{' '.join(below)}}}" if below else top)
