"""Terms that bind variables, and entries: means, sums, vectors and matrices by their entries, indicators."""

from __future__ import annotations

from symbolic.core.expressions import Node, Sort, Variable
from symbolic.core.sorts import values
from symbolic.typeset.kernel_formulas.matrix_formulas import MADE
from symbolic.typeset.kernel_formulas.patterns import harmonic
from symbolic.typeset.kernel_formulas.styles import CLOSED, PRODUCT, SUM, Piece, plain
from symbolic.typeset.kernel_formulas.writer import Writer

HARMONIC = "H"
"""What harmonic numbers are called."""


def bound_piece(writer: Writer, node: Node) -> Piece | None:
    """A term that binds variables, or an entry."""
    return _binder(writer, node) or _entry(writer, node)


def _binder(writer: Writer, node: Node) -> Piece | None:
    sign, parts = writer.style.characters, node.parts
    match node.head:
        case "mean":
            inner, (variable,), body = writer.opened(node, 1, values(parts[0]))
            about = f"{writer.name(variable.name)} {sign('∼')} {writer.piece(parts[0])[0]}"
            return f"{sign('𝔼')}[{inner.piece(body)[0]}; {about}]", CLOSED
        case "total" if writer.harmonic and (order := harmonic(node)):
            more = "" if order == 1 else f", {order}"
            return f"{HARMONIC}({writer.piece(parts[1])[0]}{more})", CLOSED
        case "total":
            inner, (variable,), body = writer.opened(node, 2, Sort.REAL)
            inner = inner.knowing(variable)
            low = f"{writer.name(variable.name)} = {writer.piece(parts[0])[0]}"
            over = writer.style.between(sign("∑"), low, writer.piece(parts[1])[0])
            return f"{over}{inner.within(body, PRODUCT)}", SUM
        case "vector" | "matrix":
            return _table(writer, node), CLOSED
    return None


def _table(writer: Writer, node: Node) -> str:
    """`(j − k)[j = 1, …, n; k = 1, …, m]`."""
    *lengths, _ = node.parts
    inner, variables, body = writer.opened(node, len(lengths), *(Sort.REAL,) * len(lengths))
    called = [writer.name(variable.name) for variable in variables]
    dots = writer.style.characters("…")
    ends = [f"{name} = 1, {dots}, {writer.piece(end)[0]}" for name, end in zip(called, lengths, strict=True)]
    return f"{writer.style.brackets(inner.piece(body)[0])}[{'; '.join(ends)}]"


def entry_of(writer: Writer, matrix: Node) -> tuple[str, str]:
    """Names of row and column, as `j, k`, and the entry there."""
    inner, variables, body = writer.opened(matrix, 2, Sort.REAL, Sort.REAL)
    return ", ".join(writer.name(variable.name) for variable in variables), inner.within(body, SUM)


def _entry(writer: Writer, node: Node) -> Piece | None:
    """`x_j`, or `x[j + 1]` where that could be read as another name; `1[j = k]`; `M[j, k]`."""
    parts = node.parts
    match node.head:
        case "indicator":
            return f"{writer.style.one}[{writer.piece(parts[0])[0]}]", CLOSED
        case "sequence":
            entries = ", ".join(writer.piece(part)[0] for part in parts)
            return writer.style.brackets(f"{entries}, {writer.style.characters('…')}"), CLOSED
        case "entry":
            table, places = writer.within(parts[0], CLOSED), ", ".join(writer.piece(part)[0] for part in parts[1:])
            stem, place = (plain(part.name) if isinstance(part, Variable) else "" for part in parts)
            short = stem.isalpha() and place.isalnum() and not {stem, place} & writer.shared
            return writer.style.below(table, places) if short else f"{table}[{places}]", CLOSED
        case "cell":
            table, tightness = writer.piece(parts[0])
            if isinstance(parts[0], Node) and parts[0].head in MADE:
                table, tightness = writer.within(parts[0], CLOSED), CLOSED
            return f"{table}[{', '.join(writer.piece(part)[0] for part in parts[1:])}]", tightness
    return None
