"""A setting in words and formulas: sizes, data, tokens, prediction, loss, what is trained, and the families."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from symbolic.setting.affine import Affine
from symbolic.setting.nodes import ONE, Array, Axis, Parameter, Stack, Sum, nodes
from symbolic.setting.randomness import (
    AnyLawDraw,
    Draw,
    GaussianDraw,
    Haar,
    IIDDraw,
    Orbit,
    Sample,
    Samples,
    State,
    Torus,
    Turned,
)
from symbolic.setting.randomness import Source as Drawn
from symbolic.setting.recursion import Recursed, Recursion
from symbolic.setting.setting import Setting
from symbolic.setting.weights import Weight
from symbolic.typeset.array_formulas import ArrayWriter, form_of, label_in, parameter_latex, weight_latex
from symbolic.typeset.article.elements import Element, Lines, Paragraph, Row
from symbolic.typeset.coefficient_formulas import affine_latex
from symbolic.typeset.layout import Room
from symbolic.typeset.letter_names import name
from symbolic.typeset.line_breaking import rows

BLOCK_NUMBERS = " The last two indices of a block are the numbers of its row and its column of blocks."
TOKENS = ("e", "f", "g", "h")
"""What tokens are called, one letter for each kind."""


def described(setting: Setting, room: Room) -> tuple[Element, ...]:
    """What is drawn, what is predicted from it, for which loss, and what is trained."""
    telling = _Telling(setting, room)
    return tuple(telling.elements())


@dataclass(frozen=True)
class _Telling:
    setting: Setting
    room: Room

    def elements(self) -> Iterator[Element]:
        setting = self.setting
        sizes = ", ".join(rf"${name(size.name).latex} \ge {size.at_least}$" for size in setting.sizes)
        sequences = {node.of.name: node.of for node in nodes(setting.predicted) if isinstance(node, Recursed)}
        data = " ".join([*map(_source, setting.draws), *_independent(setting), *map(_recursion, sequences.values())])
        yield Paragraph((f"The sizes are {sizes}. {data}",))
        yield from self._model()
        yield Paragraph((self._trained(),))
        yield from self._families()

    def _model(self) -> Iterator[Element]:
        """Tokens, prediction and loss."""
        tokens = _tokens(self.setting)
        writer = ArrayWriter(self._star, {form: letter for letter, form in tokens.items()})
        at = self.setting.times.label if self.setting.times else ""
        predicted = rf"\hat y_{{{at}}}" if at else r"\hat y"
        plain = ArrayWriter(self._star)
        lines = [(_token_name(letter, label), plain.stack(stack)) for letter, (stack, label) in _kinds(self.setting)]
        lines += [(predicted, writer.formula(self.setting.predicted))]
        lines += [("L", self._loss(predicted, writer.formula(self.setting.wanted)))]
        what = "The tokens, the prediction and the loss are" if tokens else "The prediction and the loss are"
        yield Paragraph((f"{what}",))
        yield Lines(tuple(row for left, right in lines for row in self._rows(left, right)))

    @property
    def _star(self) -> str:
        turned = any(isinstance(draw, Orbit) for draw in self.setting.draws)
        turned = turned or any(isinstance(node, Turned) for node in nodes(self.setting.predicted))
        complex_ = any(parameter.complex_ for parameter in self.setting.parameters)
        return "*" if turned or complex_ else r"\top"

    def _rows(self, left: str, right: str) -> Iterator[Row]:
        first, *more = rows(right, self.room.row - 4)
        yield Row(left, first)
        yield from (Row("", row, equals=False, indent=1) for row in more)

    def _loss(self, predicted: str, target: str) -> str:
        times, factor = self.setting.times, weight_latex(self.setting.factor)
        over, at = "", ""
        if times and times.low != times.high:
            over = rf"\sum_{{{times.label}={affine_latex(times.low)}}}^{{{affine_latex(times.high)}}} "
        elif times:
            at = rf",\quad {times.label} = {affine_latex(times.low)}"
        norm = r"\|" if self.setting.predicted.rows not in ((), (ONE,)) else "|"
        factor = "" if factor == "1" else f"{factor} "
        wanted = rf"\left({target}\right)" if isinstance(self.setting.wanted, Sum) else target
        return rf"{over}{factor}\mathbb{{E}} {norm}{predicted} - {wanted}{norm}^2{at}"

    def _trained(self) -> str:
        """The parameters, those of one shape together."""
        shapes: dict[str, list[str]] = {}
        for parameter in self.setting.parameters:
            shapes.setdefault(_shape(parameter), []).append(f"${parameter_latex(parameter)}$")
        told = [f"{' and '.join(names)} ({'each ' * (len(names) > 1)}{shape})" for shape, names in shapes.items()]
        blocks = any(len(parameter.blocks) > 1 for parameter in self.setting.parameters)
        return f"Trained are all entries of {' and '.join(told)}.{BLOCK_NUMBERS if blocks else ''}"

    def _families(self) -> Iterator[Element]:
        for called, family in self.setting.families.items():
            held = ", ".join(f"${name(block).latex} = {_value(value)}$" for block, value in family.blocks.items())
            left = len(family.blocks) < len(self.setting.blocks)
            blocks = "all other blocks are zero" if left else "no other block is left"
            only = " Only the letters of the family are trained." if family.masked else ""
            yield Paragraph((f"On the family that is called {called}, {held}; {blocks}.{only}",))


def _value(value: Array | Weight) -> str:
    return weight_latex(value) if isinstance(value, Weight) else ArrayWriter(r"\top").formula(value)


def _shape(parameter: Parameter) -> str:
    """The dimensions of a parameter, and the blocks that it is cut into."""
    sides = [affine_latex(_total(axis)) for axis in (parameter.rows, parameter.columns) if axis]
    if not sides:
        return "a number"
    if len(sides) == 1:
        return f"a vector of dimension ${sides[0]}$"
    axes = [", ".join(map(affine_latex, axis)) for axis in (parameter.rows, parameter.columns)]
    sides_of = f"sides ${axes[0]}$" if axes[0] == axes[1] else f"${axes[0]}$ rows and ${axes[1]}$ columns"
    cut = f" in blocks of {sides_of}" if len(parameter.blocks) > 1 else ""
    shape = r" \times ".join(f"({side})" if " + " in side else side for side in sides)
    return f"a matrix, ${shape}${cut}"


def _total(axis: Axis) -> Affine:
    total = Affine()
    for dimension in axis:
        total = total.plus(dimension)
    return total


def _source(source: Drawn) -> str:
    match source:
        case Orbit(name=letter, by=by, start=start):
            state, turned = name(letter).latex, name(by.name).latex
            first, n = name(start.draw.name).latex, "n" if letter == "s" else "s"
            return (
                f"The data are ${state}_{n} = {turned}^{{{n}-1}} {first}$ for ${n} \\ge 1$, and ${state}_{n} = 0$ for "
                f"${n} \\le 0$; ${turned}$ is {_turn(by)}, and ${first}$, independent of ${turned}$, "
                f"{_law(start.draw)}."
            )
        case Samples(draw=draw):
            return f"The ${name(draw.name).latex}_i$ are independent of one another; each {_law(draw)}."
        case Sample(draw=draw):
            return f"${name(draw.name).latex}$ {_law(draw)}."


def _turn(by: Torus | Haar) -> str:
    size = affine_latex(by.dimension)
    if isinstance(by, Haar):
        return f"uniform among the {by.group} ${size} \\times {size}$ matrices"
    return f"diagonal and unitary, ${size} \\times {size}$, its entries independent and uniform on {_circle(by)}"


def _circle(torus: Torus) -> str:
    return f"the roots of unity of order ${torus.order}$" if torus.order else "the unit circle"


def _recursion(sequence: Recursion) -> str:
    """How each state comes of the one before, and what turns it."""
    n = "n" if sequence.name == "s" else "s"
    writer = ArrayWriter("*", renamed={sequence.label: n})
    state = name(sequence.name).latex
    turned = "".join(
        f" ${name(one.name).latex}$ is diagonal and unitary, its entries independent and uniform on {_circle(one)}."
        for one in {node.by.name: node.by for node in nodes(sequence.step) if isinstance(node, Turned)}.values()
    )
    begins = writer.formula(sequence.start)
    first = f"${begins}$" if begins == f"{state}_{{1}}" else f"${state}_1 = {begins}$"
    return (
        f"The data are {first}, "
        f"${state}_{{{n}+1}} = {writer.formula(sequence.step)}$ for ${n} \\ge 1$, and ${state}_{n} = 0$ for "
        f"${n} \\le 0$.{turned}"
    )


def _law(draw: Draw) -> str:
    space = rf"$\mathbb{{R}}^{{{affine_latex(draw.axis[0])}}}$" if draw.axis else r"$\mathbb{R}$"
    match draw:
        case GaussianDraw(covariance=spread, mean=mean, complex_=complex_):
            factor = weight_latex(spread.factor)
            letter = name(spread.letter).latex if spread.letter else "I" if spread.axis else ""
            shown = " ".join(part for part in ("" if factor == "1" and letter else factor, letter) if part)
            centre = name(mean.name).latex if mean is not None else "0"
            return f"has the {'circular ' if complex_ else ''}normal law $N({centre}, {shown})$"
        case IIDDraw(centred=centred, symmetric=symmetric):
            kind = "symmetric " if symmetric else "centred " if centred else ""
            return f"has independent coordinates with one {kind}law, known by its moments"
        case AnyLawDraw():
            return f"has any law on {space} whose moments below are finite"
    return f"is random in {space}"


def _independent(setting: Setting) -> list[str]:
    return ["Different draws are independent."] if len(setting.draws) > 1 else []


Kind = tuple[Stack, str]
"""A token with the label that it is taken at, empty where it has none."""


def _kinds(setting: Setting) -> list[tuple[str, Kind]]:
    """The different tokens of a prediction, with a letter each, those of a label first."""
    found: dict[str, Kind] = {}
    for stack in _outermost(setting.predicted):
        found.setdefault(form_of(stack), (stack, label_in(stack)))
    found = dict(sorted(found.items(), key=lambda item: not item[1][1]))
    return list(zip(TOKENS, found.values(), strict=False))


def _tokens(setting: Setting) -> Mapping[str, str]:
    """By letter, the form that the token has at a label s."""
    return {letter: form_of(stack) for letter, (stack, _) in _kinds(setting)}


def _outermost(array: Array) -> Iterator[Stack]:
    inner = {id(part) for node in nodes(array) if isinstance(node, Stack) for part in list(nodes(node))[1:]}
    stacks = (node for node in reversed(list(nodes(array))) if isinstance(node, Stack) and id(node) not in inner)
    return (stack for stack in stacks if any(isinstance(node, Sample | State) for node in nodes(stack)))


def _token_name(letter: str, label: str) -> str:
    return f"{letter}_{{{label}}}" if label else letter
