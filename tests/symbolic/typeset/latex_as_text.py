"""LaTeX of losses and gradients as the plain text that means the same, so that both forms can be computed with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from symbolic.typeset.formulas import Call, Fence, Group, Mark, Node, Row, Scripts, parse
from symbolic.typeset.letter_names import name

SIGNS = {"\\neq": "!=", "\\ge": ">=", "\\notin": "not", "\\sum": "sum"}
SUMMED = ("r", "s", "u", "v", "m", "n", "g", "h")


def as_text(latex: str, names: Iterable[str]) -> str:
    r"""The text of a formula in which these names occur.

    >>> as_text(r"\frac{1}{N} \operatorname{tr}(\Lambda^{2}) U^{\top} + (A_{12})_{jk}", ["N", "Λ", "U", "A_12"])
    '(1/(N)) tr ( Λ^(2) ) Uᵀ + ( A_12 )[j,k]'
    """
    known = {_bare(name(word).latex): word for word in names}
    return _row(parse(latex), known).replace("E (", "E[").replace("E [", "E[")


def _bare(tex: str) -> str:
    return tex.replace(" ", "")


def _row(row: Row, known: Mapping[str, str]) -> str:
    return " ".join(_node(node, known) for node in row)


def _node(node: Node, known: Mapping[str, str]) -> str:
    if (word := known.get(_bare(node.tex))) is not None:
        return word
    match node:
        case Mark(tex):
            return SIGNS.get(tex, tex)
        case Group(body=body):
            return _row(body, known)
        case Fence(left="[", body=body):
            return f"[ {_row(body, known)} ]"
        case Fence(body=body):
            return f"( {_row(body, known)} )"
        case Call(name="frac", arguments=(above, below)):
            return f"({_row(above, known)}/({_row(below, known)}))"
        case Call(name="mathbf"):
            return "ones"
        case Call(arguments=(body,)):
            return "".join(part.tex for part in body)
        case Scripts():
            return _scripted(node, known)
    raise ValueError(f"no text for {node.tex}")


def _scripted(node: Scripts, known: Mapping[str, str]) -> str:
    base, below, above = node.base, node.below, node.above
    if base == Mark("\\sum"):
        return _sum(below, above, known)
    if base == Mark("H"):
        order = f", {_row(above, known).strip('() ')}" if above else ""
        return f"H({_row(below, known)}{order})"
    if base == Mark("m") and below and below[0].tex.isdigit():
        return _raised("m" + "".join(part.tex for part in below), above, known)
    text = _node(base, known)
    if below:
        is_entry = text in known.values() or text[-1] in ")]"
        text += f"[{','.join(_letters(below))}]" if is_entry else f"_{_letters(below)[0]}"
    return _raised(text, above, known)


def _raised(text: str, above: Row, known: Mapping[str, str]) -> str:
    if not above:
        return text
    if above == (Mark("\\top"),):
        return f"{text}ᵀ"
    digits = "".join(part.tex for part in above)
    return f"{text}^{digits}" if "_" in text and digits.isdigit() else f"{text}^({_row(above, known)})"


def _letters(row: Row) -> list[str]:
    """Indices one behind another; a number belongs to the letter before it."""
    found: list[str] = []
    for part in row:
        if part.tex.isdigit() and found:
            found[-1] += part.tex
        elif part.tex != ",":
            found.append(part.tex)
    return found


def _sum(below: Row, above: Row, known: Mapping[str, str]) -> str:
    if above:
        label, _, low = (part.tex for part in below)
        return f"sum_{{{label}={low}..{_row(above, known)}}}"
    letters = [letter for letter in _letters(below) if letter.isalnum()]
    summed = [letter for letter in letters if letter[0] in SUMMED]
    others = [letter for letter in letters if letter[0] in ("p", "q")]
    return f"sum_{{{','.join(summed)}{f' not {chr(44).join(others)}' if others else ''}}}"
