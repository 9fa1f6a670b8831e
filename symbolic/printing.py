"""Expressions and derivations in print: what is printed is what `Derivation.faults` checks.

The documents (LaTeX, Markdown, and those that `mesaproof` makes) share the layout of this file: which formulas are
broken over rows, and where reasons stand.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import sympy
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import StrPrinter

from symbolic.derivation import Chain, Derivation
from symbolic.formulas import parse, width
from symbolic.hypotheses import Hypotheses
from symbolic.limits import NumericSequence
from symbolic.line_breaking import rows
from symbolic.moments import MomentSymbol
from symbolic.naming import Named, names
from symbolic.notation import a, b, tau
from symbolic.prose import escape, mathematics, prose

__all__ = [
    "Finding",
    "PrintedChain",
    "Section",
    "chain_latex",
    "escape",
    "laid_out",
    "latex",
    "mathematics",
    "prose",
    "text",
]


VARIABLES = frozenset((a, b, tau))
"""Symbols that stand after the constants of a product."""


class _Printer(LatexPrinter):
    """SymPy's printer in the order of the papers: `H_n`, constants before variables, no sum that starts with a minus.

    Products and sums come in an order that is settled here (`none` keeps SymPy from sorting them again).
    """

    def __init__(self) -> None:
        super().__init__({"order": "none"})

    def _print_Named(self, expression: Named, exp: str | None = None) -> str:
        return expression.letter if exp is None else f"{expression.letter}^{{{exp}}}"

    def parenthesize(self, item: sympy.Basic, *args: object, **options: object) -> str:
        """Brackets where they are needed; never around a letter."""
        if isinstance(item, Named):
            return item.letter
        return str(super().parenthesize(item, *args, **options))

    def _needs_mul_brackets(self, item: sympy.Basic, first: bool = False, last: bool = False) -> bool:
        if isinstance(item, Named):
            return False
        if isinstance(item, sympy.UnevaluatedExpr):
            negative = item.args[0].could_extract_minus_sign()
            return item.args[0].is_Add or (negative and not first)
        return bool(super()._needs_mul_brackets(item, first, last))

    def _as_ordered_terms(self, expression: sympy.Add, order: str | None = None) -> list[sympy.Expr]:
        terms = sorted(expression.as_ordered_terms(), key=_degree)
        first = next((n for n, term in enumerate(terms) if not term.could_extract_minus_sign()), 0)
        return [terms[first], *terms[:first], *terms[first + 1 :]]

    def _print_Mul(self, expression: sympy.Mul) -> str:
        if expression.args[0] is sympy.S.One or any(part.is_Number for part in expression.args[1:]):
            return str(super()._print_Mul(expression))
        if expression.could_extract_minus_sign():
            opposite = -expression
            return f"- {self._print(opposite)}" if opposite.is_Mul else str(super()._print_Mul(expression))
        factors = sorted(_under_one_root(expression).as_ordered_factors(), key=_place)
        return str(super()._print_Mul(sympy.Mul(*factors, evaluate=False)))

    def _print_ComplexRootOf(self, expression: sympy.CRootOf, exp: str | None = None) -> str:
        """The polynomial, and the number of the root where it has several real ones."""
        number = f"_{{{expression.index + 1}}}" if expression.poly.count_roots() > 1 else ""
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"\operatorname{{root}}{number}{power}\left({self._print(expression.expr)}\right)"

    def _print_harmonic(self, expression: sympy.harmonic, exp: str | None = None) -> str:
        argument, *order = expression.args
        upper = f"^{{({self._print(order[0])})}}" if order and order[0] != 1 else ""
        text = f"H_{{{self._print(argument)}}}{upper}"
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"


def _degree(term: sympy.Expr) -> sympy.Expr:
    """The degree in a and b together of a monomial; 0 for every other term."""
    powers = [factor.as_base_exp() for factor in sympy.Mul.make_args(term)]
    return sum((power for base, power in powers if base in (a, b) and power.is_Integer), start=sympy.Integer(0))


def _place(factor: sympy.Expr) -> tuple[int, str]:
    """Numbers, constants (small letters first), variables, then everything else in the order it has."""
    base = factor.as_base_exp()[0]
    if factor.is_number:
        return 0, ""
    if isinstance(base, MomentSymbol) or not (base.is_Symbol or isinstance(base, Named)):
        return 3, ""
    letter = base.letter if isinstance(base, Named) else base.name
    return (2, letter) if base in VARIABLES else (1, letter.swapcase())


def _under_one_root(product: sympy.Mul) -> sympy.Expr:
    """Square roots multiplied and divided, a number among them, as one root: what SymPy takes apart by itself."""
    roots = [factor for factor in product.args if factor.is_Pow and abs(factor.exp) == sympy.Rational(1, 2)]
    if len(roots) < 2 or not any(root.base.is_Integer for root in roots):
        return product
    inside = sympy.Mul(*(root.base ** (2 * root.exp) for root in roots))
    number, others = sympy.Mul(*(f for f in product.args if f not in roots), evaluate=False).as_coeff_Mul()
    whole = sympy.sqrt(sympy.UnevaluatedExpr(inside * number**2))
    return sympy.sign(number) * others * whole


@lru_cache(maxsize=1)
def _printer() -> _Printer:
    return _Printer()


def latex(expression: sympy.Expr) -> str:
    """One expression in the papers' notation.

    >>> from symbolic.notation import T
    >>> latex(sympy.harmonic(T - 2))
    'H_{T - 2}'
    """
    return str(_printer().doprint(expression))


class _TextPrinter(StrPrinter):
    """Plain text with harmonic numbers as `H(n)`."""

    def _print_harmonic(self, expression: sympy.harmonic) -> str:
        return f"H({', '.join(self._print(part) for part in expression.args)})"


def text(expression: sympy.Expr) -> str:
    """One expression in plain text.

    >>> from symbolic.notation import T
    >>> text(sympy.harmonic(T - 2))
    'H(T - 2)'
    """
    return str(_TextPrinter().doprint(expression))


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


@dataclass(frozen=True)
class Finding:
    """What settled a part of a claim, in words; `formulas` is the part's statement in LaTeX, where it is formulas."""

    name: str
    because: str
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """One statement with its hypotheses, its derivation, and the verdict that running it gave, in words.

    `findings` say what settled each part, `witness` where it fails, `source` where it is printed, `names` what the
    letters in its formulas stand for.
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

    @property
    def outcome(self) -> str:
        """The first word of the verdict."""
        return self.verdict.split(":")[0].split(".")[0].split()[0]

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


ROOM, BESIDE, LEFT, MARGIN = 45.0, 30.0, 12.0, 2.0
"""In em: a row of a formula; a row with a reason beside it; a left side that shares its row; sign and spaces."""


@dataclass(frozen=True)
class PrintedLine:
    """The rows of a formula after its equals sign, and the reason, which is LaTeX text."""

    rows: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class PrintedChain:
    """A chain as it is laid out.

    With `above`, the left side stands on a row of its own; with `beside`, reasons stand beside the formulas and not
    below them.
    """

    heading: str
    symbol: str
    above: bool
    beside: bool
    lines: tuple[PrintedLine, ...]
    sequence: str = ""


def laid_out(chain: Chain, sequence: NumericSequence | None = None) -> PrintedChain:
    """The layout of a chain: long left sides above, long formulas broken, reasons below where one is long."""
    left = width(parse(chain.symbol))
    above = left > LEFT
    room = ROOM - MARGIN - (MARGIN if above else left)
    lines = tuple(PrintedLine(rows(latex(line.expression), room), line.reason) for line in chain.lines)
    used = [width(parse(row)) for line in lines for row in line.rows]
    beside = not above and all(len(line.rows) == 1 for line in lines) and left + MARGIN + max(used) <= BESIDE
    after = f"Beside it, {_numerically(chain, sequence)}." if sequence else ""
    return PrintedChain(heading(chain.name), chain.symbol, above, beside, lines, after)


def printed_chains(section: Section) -> tuple[PrintedChain, ...]:
    """What each letter stands for, then every chain of a section, a limit with the values that accompany it."""
    sequences = section.derivation.sequences()
    meanings = [_meaning(name, "" if n else "notation") for n, name in enumerate(section.names)]
    chains = [laid_out(chain, sequences.get(chain.name)) for chain in section.derivation.chains]
    return (*meanings, *chains)


def _meaning(name: Named, title: str) -> PrintedChain:
    """What a letter stands for, as a chain of one line without a reason; only the first has a heading."""
    line = PrintedLine(rows(latex(name.value), ROOM - MARGIN - width(parse(name.letter))), "")
    return PrintedChain(title, name.letter, above=False, beside=len(line.rows) == 1, lines=(line,))


def in_blocks(chains: Sequence[PrintedChain]) -> tuple[tuple[PrintedChain, ...], ...]:
    """Chains that are set as one block: those without a heading go with the one before them."""
    found: list[list[PrintedChain]] = []
    for chain in chains:
        if chain.heading:
            found.append([chain])
        else:
            found[-1].append(chain)
    return tuple(map(tuple, found))


def condition_rows(hypotheses: Hypotheses) -> tuple[tuple[str, ...], ...]:
    """Each condition as the rows of a formula."""
    return tuple(rows(condition.latex, ROOM) for condition in hypotheses.conditions)


def heading(name: str) -> str:
    """The name of a part in words; an entry of a block as a code span."""
    return f"`{name}`" if re.match(r"W_(PV|KQ)_\d\d", name) else name.replace("_", " ")


def _numerically(chain: Chain, sequence: NumericSequence) -> str:
    """The values that accompany a limit, in words; formulas stand between dollars."""
    at = ", ".join(f"${latex(symbol)} = {value}$" for symbol, value in chain.sequence.items())
    pairs = zip(sequence.times, sequence.values, strict=True)
    values = "; ".join(f"{value} at $T = 10^{len(str(time)) - 1}$" for time, value in pairs)
    return f"computed numerically{' for ' if at else ''}{at}: {values}"


def chain_latex(chain: Chain) -> str:
    """The lines of a chain as an `align*` block, each with its reason."""
    return aligned_latex((laid_out(chain),))


def aligned_latex(block: Sequence[PrintedChain]) -> str:
    """Chains that are laid out as one `align*` block."""
    joined = " \\\\\n".join(row for printed in block for row in _aligned(printed))
    return f"\\begin{{align*}}\n{joined}\n\\end{{align*}}"


def _aligned(printed: PrintedChain) -> list[str]:
    indent = r"\quad " if printed.above else ""
    body = [row for line in printed.lines for row in _line(line, indent, printed.beside)]
    first = [f"& {printed.symbol}"] if printed.above else []
    body[0] = body[0] if printed.above else f"{printed.symbol} {body[0]}"
    return [*first, *body]


def _line(line: PrintedLine, indent: str, beside: bool) -> list[str]:
    first, *more = line.rows
    if beside:
        return [rf"&= {first}" + (rf" && \reason{{{line.reason}}}" if line.reason else "")]
    note = [rf"&{indent}\note{{{line.reason}}}"] if line.reason else []
    return [rf"&{indent}= {first}", *(rf"&{indent}\quad {row}" for row in more), *note]
