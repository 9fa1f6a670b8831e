"""The point at which a model stands in a formula: its sizes, its data, its blocks, of which zeros are counted only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from symbolic.core.expressions import Expression, Node, Sort, Variable
from symbolic.core.signatures import Signature
from symbolic.core.sorts import signature_of
from symbolic.typeset.kernel_formulas.bound_terms import entry_of
from symbolic.typeset.kernel_formulas.patterns import ONE, Point, diagonal, is_zero
from symbolic.typeset.kernel_formulas.styles import PRODUCT, SUM
from symbolic.typeset.kernel_formulas.writer import Writer

IDENTITY = "I"

Shape = tuple[Expression, ...]
"""Rows and columns; nothing, where they are not written."""


def model_point(writer: Writer, point: Point) -> str:
    """`(d, T, x_1 ∼ μ; W_12 = b I, 16 others 0; all d × d)`; what is called as in the model is not said twice."""
    signature = signature_of(Node("loss", point))
    given, blocks = point[1 : len(point) - len(signature.blocks)], point[len(point) - len(signature.blocks) :]
    usual = _usual_shape(blocks)
    sections = (
        _given(writer, signature, given),
        _blocks(writer, signature, blocks, usual),
        _shapes(writer, blocks, usual),
    )
    return writer.style.brackets("; ".join(", ".join(section) for section in map(tuple, sections) if section))


def _given(writer: Writer, signature: Signature, given: Point) -> Iterator[str]:
    """Sizes and data."""
    kinds = [*((name, Sort.REAL) for name in signature.sizes), *signature.data]
    for (name, sort), term in zip(kinds, given, strict=True):
        called, found = writer.style.label(name), writer.within(term, SUM)
        if sort not in (Sort.REAL, Sort.MATRIX):
            yield f"{called} {writer.style.characters('∼')} {found}"
        else:
            yield called if called == found and isinstance(term, Variable) else f"{called} = {found}"


def _blocks(writer: Writer, signature: Signature, blocks: Point, usual: Shape) -> Iterator[str]:
    """Blocks with what they are; zeros of the usual shape are counted."""
    zeros = 0
    for name, block in zip(signature.blocks, blocks, strict=True):
        if is_zero(block) and _shape(block) == usual:
            zeros += 1
        else:
            own = _shape(block)
            yield _block(writer, name, block) + (_of_shape(writer, own) if own and own != usual else "")
    if zeros:
        rest = f"all {zeros} blocks" if zeros == len(blocks) else f"{zeros} other{'s' if zeros > 1 else ''}"
        yield writer.style.words(f"{rest} ") + "0"


def _block(writer: Writer, name: str, block: Expression) -> str:
    called = writer.style.label(name)
    if not isinstance(block, Node) or block.head != "matrix":
        return f"{called} = {writer.within(block, SUM)}"
    if is_zero(block):
        return f"{called} = 0"
    rows, columns, body = block.parts
    multiple = diagonal(body)
    if multiple is None or rows != columns or IDENTITY in writer.taken:
        place, entry = entry_of(writer, block)
        return f"{called}[{place}] = {entry}"
    factor = "" if multiple in (ONE, Node("multiply")) else f"{writer.within(multiple, PRODUCT)} "
    return f"{called} = {factor}{IDENTITY}"


def _shapes(writer: Writer, blocks: Point, usual: Shape) -> Iterator[str]:
    """The shape of all blocks, but for those with which another one stands."""
    if usual:
        every = all(_shape(block) == usual for block in blocks)
        yield writer.style.words("all " if every else "the rest ") + _by(writer, usual)


def _of_shape(writer: Writer, shape: Shape) -> str:
    return writer.style.words(" (") + _by(writer, shape) + writer.style.words(")")


def _shape(block: Expression) -> Shape:
    return block.parts[:-1] if isinstance(block, Node) and block.head == "matrix" else ()


def _usual_shape(blocks: Point) -> Shape:
    """The shape that most blocks have, of those that are written."""
    found = Counter(shape for shape in map(_shape, blocks) if shape)
    return found.most_common(1)[0][0] if found else ()


def _by(writer: Writer, shape: Shape) -> str:
    return f" {writer.style.characters('×')} ".join(writer.within(length, SUM) for length in shape)
