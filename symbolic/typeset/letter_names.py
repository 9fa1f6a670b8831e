r"""Names of sizes, parameters and draws in print: `A_BC_12` is $A^{BC}_{12}$, `Lambda` is Λ's name in LaTeX."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from symbolic.typography import LETTERS, escape

GREEK = {tex.removeprefix("\\"): tex for tex in LETTERS.values()} | {"eps": LETTERS["ε"]}


@dataclass(frozen=True)
class Formula:
    """One formula in plain text and in LaTeX."""

    text: str
    latex: str

    def __bool__(self) -> bool:
        return bool(self.text)


NOTHING = Formula("", "")


def product(*factors: Formula) -> Formula:
    """Factors beside one another, those that are empty left out."""
    kept = [factor for factor in factors if factor]
    return Formula(" ".join(factor.text for factor in kept), " ".join(factor.latex for factor in kept))


def name(word: str) -> Formula:
    r"""A name as it is, and in LaTeX: digits at its end below, words between above.

    >>> [name(word).latex for word in ("A_BC_12", "sigma", "Λ", "T_max", "α2")]
    ['A^{BC}_{12}', '\\sigma', '\\Lambda', 'T_{\\mathrm{max}}', '\\alpha_{2}']
    """
    first, *others = re.sub(r"^(\D)(\d+)$", r"\1_\2", word.strip("_")).split("_")
    below = _script(others.pop()) if others else ""
    above = " ".join(_script(part) for part in others)
    return Formula(word, _letter(first) + (f"^{{{above}}}" if above else "") + (f"_{{{below}}}" if below else ""))


def _letter(word: str) -> str:
    """A letter, or a word as a name."""
    if word in LETTERS or word in GREEK:
        return LETTERS.get(word) or GREEK[word]
    return word if len(word) == 1 and word.isascii() else rf"\mathrm{{{escape(word)}}}"


def _script(word: str) -> str:
    """What stands above or below: digits and short capitals as they are."""
    return word if word.isascii() and (word.isdigit() or word.isupper()) else _letter(word)


def entry(word: str, indices: Sequence[str], conjugate: bool = False) -> Formula:
    r"""An entry of a matrix or a vector.

    >>> entry("A_12", ("j", "k"))
    Formula(text='A_12[j,k]', latex='(A_{12})_{jk}')
    """
    letter = name(word)
    if indices:
        base = letter.latex if "_" not in letter.latex else f"({letter.latex})"
        letter = Formula(f"{letter.text}[{','.join(indices)}]", f"{base}_{{{' '.join(indices)}}}".replace(" ", ""))
    return Formula(f"conj({letter.text})", rf"\overline{{{letter.latex}}}") if conjugate else letter


def power(base: Formula, exponent: int) -> Formula:
    """A formula to a power of at least 1; brackets where the base has scripts of its own.

    >>> power(name("A_1"), 2).latex
    '\\\\left(A_{1}\\\\right)^{2}'
    """
    if exponent == 1:
        return base
    text = base.text if _is_one_piece(base.text) else f"({base.text})"
    tex = base.latex if not set("_^ ") & set(base.latex) else rf"\left({base.latex}\right)"
    return Formula(f"{text}^{exponent}", f"{tex}^{{{exponent}}}")


def _is_one_piece(text: str) -> bool:
    """Whether a text is a name, or something in brackets with at most a name before it."""
    head, bracket, rest = text.partition("[" if "[" in text else "(")
    if "ᵀ" in text or "ᴴ" in text:
        return False
    return not set(" ^/") & set(head) and (not bracket or rest.find("]" if bracket == "[" else ")") == len(rest) - 1)


def collected(factors: Sequence[Formula]) -> Formula:
    """A product with equal neighbours as powers."""
    runs: list[tuple[Formula, int]] = []
    for factor in factors:
        if runs and runs[-1][0] == factor:
            runs[-1] = (factor, runs[-1][1] + 1)
        else:
            runs.append((factor, 1))
    return product(*(power(factor, count) for factor, count in runs))
