"""Sections of a document: one statement with its derivation, what settled it, and what its letters stand for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import sympy

from symbolic.decide.hypotheses import Hypotheses
from symbolic.typeset.derivation import Derivation
from symbolic.typeset.naming import Named, names
from symbolic.typeset.printing import latex


@dataclass(frozen=True)
class Finding:
    """What settled parts of a claim, in words; `formulas` is what they state in LaTeX, where it is formulas.

    `parts` are the names of those parts, which stand in no document; `chains` names those whose two ends it says are
    identical, `used` the claim whose use it states.
    """

    because: str
    formulas: tuple[str, ...] = ()
    chains: tuple[str, ...] = ()
    used: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stated:
    """What is proved or refuted, as a formula in rows of LaTeX with their indents; `words` say what settled it.

    Without rows it is stated in words alone, and `words` say so.
    """

    heading: str
    rows: tuple[tuple[int, str], ...]
    words: str

    def indented(self, step: str) -> list[str]:
        """The rows, each behind its indent in steps of an em."""
        return [step * (indent // 2) + row for indent, row in self.rows]


@dataclass(frozen=True)
class Section:
    """One statement with its hypotheses, its derivation, and the verdict that running it gave, in words.

    `findings` say what settled each part, `witness` where it fails, `source` where it is printed, `names` what the
    letters in its formulas stand for, `stated` is what is proved of it by the rules. `cited` is the source as a key of
    the bibliography and a place, `steps` are those that nothing proves, with the reason why each is believed, and
    `repairs` names the false statement that it mends. `decided` is the verdict without the steps.
    """

    title: str
    statement: str
    hypotheses: Hypotheses
    derivation: Derivation
    verdict: str
    findings: tuple[Finding, ...] = ()
    witness: str = ""
    source: str = ""
    names: tuple[Named, ...] = ()
    stated: Stated | None = None
    cited: tuple[str, str] = ("", "")
    steps: tuple[tuple[str, str], ...] = ()
    repairs: str = ""
    decided: str = ""

    @property
    def outcome(self) -> str:
        """The first word of the verdict, or PROVED_MODULO."""
        words = self.verdict.split(":")[0].split(".")[0].split()
        return "_".join(words[:2]) if words[1:2] == ["MODULO"] else words[0]

    @property
    def headline(self) -> str:
        """The first sentence of the statement."""
        return self.statement.split("\n", 1)[0]

    @property
    def remainder(self) -> str:
        """What the statement says after its first sentence."""
        return self.statement.partition("\n")[2].strip()


def hypotheses_stated(sections: Sequence[Section]) -> dict[str, str]:
    """For each section whose hypotheses stand in an earlier one already, the title of the earlier."""
    first: dict[object, str] = {}
    for section in sections:
        first.setdefault(section.hypotheses.conditions, section.title)
    found = {
        section.title: first[section.hypotheses.conditions] for section in sections if section.hypotheses.conditions
    }
    return {title: earlier for title, earlier in found.items() if earlier != title}


def heading(name: str) -> str:
    """The name of a part in words; an entry of a block as a code span."""
    return f"`{name}`" if re.match(r"W_[A-Z]{2}_\d\d", name) else name.replace("_", " ")


class TwoMeanings(ValueError):
    """One letter stands for two parts that are not printed alike."""


def meanings(expressions: Iterable[sympy.Basic], shown: Collection[Named] = ()) -> tuple[Named, ...]:
    """What the letters in expressions stand for, each once, but for those that are `shown` with their meaning.

    Raises TwoMeanings where one letter stands for two parts.
    """
    found: dict[str, Named] = {}
    for name in names(expressions):
        if name not in shown and _by_letters(found.setdefault(name.letter, name).value) != _by_letters(name.value):
            raise TwoMeanings(f"{name.letter} stands for {latex(found[name.letter].value)} and {latex(name.value)}")
    return tuple(found.values())


def _by_letters(expression: sympy.Expr) -> sympy.Expr:
    """The expression as it is read: a symbol where a letter is printed, whatever that stands for."""
    lettered = expression.xreplace({part: sympy.Symbol(part.letter) for part in expression.atoms(Named)})
    return lettered.xreplace({part: sympy.Symbol(latex(part)) for part in lettered.free_symbols})
