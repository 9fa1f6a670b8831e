r"""Formulas of the kernel in print, as text and as LaTeX: what a goal says, read off the goal.

A bound variable has its own name, with a number behind it where the name is taken (`x_2`), and stands between
quotes where it is no name but could be read as a formula. A solution is written `a(τ)`, and the statement it stands in
ends with the problem that it solves.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, count

from symbolic.core.expressions import Expression, Node, Sort, Variable, free, loose, opened
from symbolic.core.sorts import members
from symbolic.core.vocabulary import REALS
from symbolic.typography import signs, visible

LOOSE, SUM, PRODUCT, POWER, CLOSED = range(5)
"""How tightly a term holds together."""

CONDITION, EITHER, BOTH, DENIED = LOOSE, SUM, PRODUCT, POWER
"""And a formula."""

Piece = tuple[str, int]
"""What is written, and how tightly it holds together."""


@dataclass(frozen=True)
class Style:
    """A way of writing: characters, names and words, and the shapes of what does not stand in a line."""

    characters: Callable[[str], str]
    name: Callable[[str], str]
    words: Callable[[str], str]
    brackets: Callable[[str], str]
    quotient: Callable[[Piece, Piece], Piece]
    power: Callable[[str, int], str]
    root: Callable[[str], str]
    between: Callable[[str, str, str], str]


def inside(piece: Piece, least: int, brackets: Callable[[str], str]) -> str:
    """A piece, in brackets where it holds together less tightly than it has to."""
    return piece[0] if piece[1] >= least else brackets(piece[0])


def _round(text: str) -> str:
    return f"({text})"


def _in_line(numerator: Piece, divisor: Piece) -> Piece:
    return f"{inside(numerator, PRODUCT, _round)}/{inside(divisor, POWER, _round)}", PRODUCT


def _raised(base: str, exponent: int) -> str:
    return base + "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(exponent))


TEXT = Style(
    characters=lambda text: text,
    name=lambda name: name,
    words=lambda words: words,
    brackets=_round,
    quotient=_in_line,
    power=_raised,
    root=lambda text: f"√({text})",
    between=lambda sign, low, high: f"{sign}[{low}, …, {high}] ",
)


def _latex_name(name: str) -> str:
    stem, _, again = name.partition("_")
    letters = stem.rstrip("0123456789")
    below = stem[len(letters) :] + (f"({again})" if again else "")
    return signs(letters) + (f"_{{{below}}}" if below else "")


LATEX = Style(
    characters=signs,
    name=_latex_name,
    words=lambda words: rf"\text{{{words}}}",
    brackets=lambda text: rf"\left({text}\right)",
    quotient=lambda numerator, divisor: (rf"\frac{{{numerator[0]}}}{{{divisor[0]}}}", POWER),
    power=lambda base, exponent: f"{base}^{{{exponent}}}",
    root=lambda text: rf"\sqrt{{{text}}}",
    between=lambda sign, low, high: f"{sign}_{{{low}}}^{{{high}}} ",
)


def text(formula: Expression) -> str:
    """A closed formula or term as a line of text.

    >>> from symbolic.core.vocabulary import POSITIVE, for_all, less, real
    >>> x, y = real("x"), real("y")
    >>> text(for_all(x, POSITIVE, less(0, x / (x + y))))
    '∀x ∈ (0, ∞): 0 < x/(x + y)'
    """
    return _Printer(TEXT).statement(formula)


def latex(formula: Expression) -> str:
    r"""A closed formula or term as LaTeX, for mathematics in a line.

    >>> from symbolic.core.vocabulary import POSITIVE, for_all, less, real
    >>> x = real("x0")
    >>> latex(for_all(x, POSITIVE, less(0, 1 / x)))
    '\\forall x_{0} \\in (0, \\infty): 0 < \\frac{1}{x_{0}}'
    """
    return _Printer(LATEX).statement(formula)


System = tuple[Expression, ...]
"""The field and the start of a flow."""


@dataclass(frozen=True)
class _Printer:
    """Writes closed expressions; `systems` are those whose solutions have names, with these names."""

    style: Style
    taken: frozenset[str] = frozenset()
    systems: tuple[tuple[System, tuple[str, ...]], ...] = ()

    def statement(self, formula: Expression) -> str:
        """A formula, a term, a domain or a function."""
        names = {variable.name for variable in free(formula)} | _constants(formula)
        return replace(self, taken=frozenset(map(_plain, names))).piece(formula)[0]

    def piece(self, expression: Expression) -> Piece:
        if isinstance(expression, Variable):
            return self._name(expression.name), CLOSED
        assert isinstance(expression, Node)
        written = self._formula(expression) or self._term(expression) or self._domain_or_law(expression)
        assert written is not None, expression.head
        return written

    def _name(self, name: str) -> str:
        return self.style.name(_plain(name))

    def _in(self, expression: Expression, least: int) -> str:
        written, tightness = self.piece(expression)
        return written if tightness >= least else self.style.brackets(written)

    def _formula(self, node: Node) -> Piece | None:
        parts, sign = node.parts, self.style.characters
        match node.head:
            case "for_all" | "exists":
                return self._quantifier(node), CONDITION
            case "implies" | "iff":
                arrow = sign("⇒" if node.head == "implies" else "⇔")
                return f"{self._in(parts[0], EITHER)} {arrow} {self._in(parts[1], EITHER)}", CONDITION
            case "and" | "or":
                return self._junction(node)
            case "not":
                return self._denial(parts[0])
            case "equal" | "at_most" | "less" | "member" | "tends" | "global":
                return self._atomic(node)
            case "abstraction" if isinstance(node.value, int):
                printer, variables, body = self._opened(node, 0, (REALS,) * node.value)
                names = ", ".join(self._name(variable.name) for variable in variables)
                return f"{sign('λ')}{names}: {printer.piece(body)[0]}", CONDITION
        return None

    def _opened(self, node: Node, part: int, domains: tuple[Expression, ...]) -> Opened:
        """The part of a node in which it binds, with a printer that knows the variables."""
        taken = self.taken
        variables: tuple[Variable, ...] = ()
        for n, domain in enumerate(domains):
            stem = node.hints[n] if n < len(node.hints) else "x"
            name = next(name for name in chain([stem], (f"{stem}_{k}" for k in count(2))) if _plain(name) not in taken)
            taken |= {_plain(name)}
            variables += (Variable(name, members(domain)),)
        return replace(self, taken=taken), variables, opened(node.parts[part], variables)

    def _quantifier(self, node: Node) -> str:
        printer, (variable,), body = self._opened(node, 1, node.parts[:1])
        sign = self.style.characters("∀" if node.head == "for_all" else "∃")
        about = printer._member(variable, node.parts[0], " with moments of order ")
        return f"{_apart(sign, about)}: {printer.piece(body)[0]}"

    def _member(self, element: Expression, domain: Expression, of_order: str = " has moments of order ") -> str:
        if isinstance(domain, Node) and domain.head == "moments":
            return self._in(element, SUM) + self.style.words(f"{of_order}{domain.value}")
        return f"{self._in(element, SUM)} {self.style.characters('∈')} {self.piece(domain)[0]}"

    def _junction(self, node: Node) -> Piece:
        if not node.parts:
            return self.style.words("true" if node.head == "and" else "false"), CLOSED
        if len(node.parts) == 1:
            return self.piece(node.parts[0])
        sign, least, tightness = ("∧", DENIED, BOTH) if node.head == "and" else ("∨", BOTH, EITHER)
        return f" {self.style.characters(sign)} ".join(self._in(part, least) for part in node.parts), tightness

    def _denial(self, formula: Expression) -> Piece:
        if isinstance(formula, Node) and formula.head == "equal" and not self._new_systems(formula):
            left, right = (self._in(part, SUM) for part in formula.parts)
            return f"{left} {self.style.characters('≠')} {right}", DENIED
        return f"{self.style.characters('¬')}{self._in(formula, CLOSED)}", DENIED

    def _atomic(self, node: Node) -> Piece:
        """A relation, with the problems that the solutions in it solve."""
        printer = self
        for system, hints in self._new_systems(node).items():
            printer = printer._named(system, hints)
        relation = printer._relation(node)
        problems = [printer._problem(*each) for each in printer.systems[len(self.systems) :]]
        if problems:
            relation += self.style.words(", where ") + ", ".join(problems)
        return relation, CONDITION if problems or node.head in ("tends", "global") else DENIED

    def _relation(self, node: Node) -> str:
        parts = node.parts
        if node.head == "tends":
            printer, (variable,), body = self._opened(node, 1, parts[:1])
            arrow, name = self.style.characters("→"), self._name(variable.name)
            along = f"{self.style.words(' as ')}{name} {arrow} {self.style.characters('∞')}{self.style.words(' in ')}"
            return f"{printer._in(body, SUM)} {arrow} {self._in(parts[2], SUM)}{along}{self.piece(parts[0])[0]}"
        if node.head == "global":
            printer = self._named(parts, node.hints)
            problem = printer._problem(*printer.systems[-1])
            return problem + self.style.words(" has exactly one solution on ") + self.style.characters("[0, ∞)")
        if node.head == "member":
            return self._member(parts[0], parts[1])
        sign = self.style.characters({"equal": "=", "at_most": "≤", "less": "<"}[node.head])
        return f"{self._in(parts[0], SUM)} {sign} {self._in(parts[1], SUM)}"

    def _new_systems(self, node: Node) -> dict[System, tuple[str, ...]]:
        """The closed systems in a relation that have no names yet, with the names they would like to have."""
        known = {system for system, _ in self.systems}
        return {system: hints for system, hints in _systems(node) if system not in known}

    def _named(self, system: System, hints: tuple[str, ...]) -> _Printer:
        """A printer that calls the components of a system by names that are not taken."""
        printer, variables, _ = self._opened(Node("global", system, None, hints), 0, (REALS,) * (len(system) // 2))
        names = tuple(variable.name for variable in variables)
        return replace(printer, systems=(*self.systems, (system, names)))

    def _problem(self, system: System, names: tuple[str, ...]) -> str:
        """`a' = …, b' = …, a(0) = …, b(0) = …`."""
        variables = tuple(Variable(name, Sort.REAL) for name in names)
        called = [self._name(name) for name in names]
        velocities = (opened(velocity, variables) for velocity in system[: len(names)])
        equations = [f"{name}' = {self._in(velocity, SUM)}" for name, velocity in zip(called, velocities, strict=True)]
        starts = zip(called, system[len(names) :], strict=True)
        return ", ".join([*equations, *(f"{name}(0) = {self._in(start, SUM)}" for name, start in starts)])

    def _term(self, node: Node) -> Piece | None:
        parts, sign = node.parts, self.style.characters
        match node.head, node.value:
            case "number", Fraction() as number:
                return self._number(number)
            case "add", _:
                return self._sum(parts)
            case "negate", _:
                return f"{sign('−')}{self._in(parts[0], PRODUCT)}", SUM
            case "multiply", _ if len(parts) < 2:
                return self.piece(parts[0] if parts else ONE)
            case "multiply", _:
                first, *others = (self._in(part, POWER if n else PRODUCT) for n, part in enumerate(parts))
                return first + "".join(_apart(sign("·"), other) for other in others), PRODUCT
            case "divide", _:
                return self.style.quotient(self.piece(parts[0]), self.piece(parts[1]))
            case "power", int(exponent):
                return self.style.power(self._in(parts[0], CLOSED), exponent), POWER
            case "root", _:
                return self.style.root(self.piece(parts[0])[0]), CLOSED
            case "constant", str(name):
                return self._name(name) + (self._arguments(parts) if parts else ""), CLOSED
            case "flow", int(component):
                return self._solution(node, component), CLOSED
        return self._binder(node)

    def _number(self, number: Fraction) -> Piece:
        minus = self.style.characters("−") if number < 0 else ""
        if number.denominator == 1:
            return f"{minus}{abs(number.numerator)}", SUM if minus else CLOSED
        above, below = (str(abs(number.numerator)), CLOSED), (str(number.denominator), CLOSED)
        quotient, tightness = self.style.quotient(above, below)
        return f"{minus}{quotient}", SUM if minus else tightness

    def _sum(self, parts: tuple[Expression, ...]) -> Piece:
        if len(parts) < 2:
            return self.piece(parts[0]) if parts else ("0", CLOSED)
        found = self._in(parts[0], SUM)
        for part in parts[1:]:
            if isinstance(part, Node) and part.head == "negate":
                found += f" {self.style.characters('−')} {self._in(part.parts[0], PRODUCT)}"
            else:
                found += f" + {self._in(part, PRODUCT)}"
        return found, SUM

    def _arguments(self, parts: tuple[Expression, ...]) -> str:
        return _round(", ".join(self.piece(part)[0] for part in parts))

    def _solution(self, node: Node, component: int) -> str:
        system, time = node.parts[:-1], self._arguments(node.parts[-1:])
        for known, names in self.systems:
            if known == system:
                return f"{self._name(names[component])}{time}"
        printer = self._named(system, node.hints)
        problem = printer._problem(*printer.systems[-1])
        return f"{self._name(printer.systems[-1][1][component])}[{problem}]{time}"

    def _binder(self, node: Node) -> Piece | None:
        sign = self.style.characters
        if node.head == "mean":
            printer, (variable,), body = self._opened(node, 1, (REALS,))
            about = f"{self._name(variable.name)} {sign('∼')} {self.piece(node.parts[0])[0]}"
            return f"{sign('𝔼')}[{printer.piece(body)[0]}; {about}]", CLOSED
        if node.head == "total":
            printer, (variable,), body = self._opened(node, 2, (REALS,))
            low = f"{self._name(variable.name)} = {self.piece(node.parts[0])[0]}"
            over = self.style.between(sign("∑"), low, self.piece(node.parts[1])[0])
            return f"{over}{printer._in(body, PRODUCT)}", SUM
        return None

    def _domain_or_law(self, node: Node) -> Piece | None:
        sign, parts = self.style.characters, node.parts
        match node.head:
            case "reals":
                return sign("ℝ"), CLOSED
            case "integers":
                return sign("ℤ"), CLOSED
            case "nonnegative":
                return sign("[0, ∞)"), CLOSED
            case "positive":
                return sign("(0, ∞)"), CLOSED
            case "integers_from":
                return f"{sign('ℤ ∩ ')}[{self.piece(parts[0])[0]}, {sign('∞')})", CLOSED
            case "integers_between":
                return f"{sign('ℤ ∩ ')}[{self.piece(parts[0])[0]}, {self.piece(parts[1])[0]}]", CLOSED
            case "moments":
                return self.style.words(f"the laws with moments of order {node.value}"), CLOSED
            case "normal":
                return f"N(0, {self.style.power(self._in(parts[0], CLOSED), 2)})", CLOSED
            case "point":
                return f"{sign('δ')}{self._arguments(parts)}", CLOSED
            case "mixture":
                one, other = (self._in(part, POWER) for part in parts[1:])
                weight, rest = self._in(parts[0], POWER), self._in(ONE - parts[0], POWER)
                dot = sign("·")
                return f"{weight}{_apart(dot, one)} + {rest}{_apart(dot, other)}", SUM
        return None


ONE = Node("number", (), Fraction(1))

Opened = tuple[_Printer, tuple[Variable, ...], Expression]
"""A printer that knows some variables, these, and what they stand free in."""


def _plain(name: str) -> str:
    """A name that is letters with digits behind them, in their plain forms, as it is; another one between quotes.

    >>> [_plain(name) for name in ("κ3", "𝔼", "0 = 0")]
    ['κ3', 'E', '‹0 = 0›']
    """
    plain = unicodedata.normalize("NFKC", name)
    return plain if re.fullmatch(r"[^\W\d_]+\d*(_\d+)?", plain) else f"‹{visible(name)}›"


def _constants(expression: Expression) -> set[str]:
    """The names of constants in an expression."""
    if not isinstance(expression, Node):
        return set()
    own = {expression.value} if expression.head == "constant" and isinstance(expression.value, str) else set()
    return own.union(*map(_constants, expression.parts))


def _apart(sign: str, following: str) -> str:
    """A sign before what follows it; a command of LaTeX ends before a letter."""
    return f"{sign} {following}" if sign[0] == "\\" else f"{sign}{following}"


def _systems(expression: Expression) -> Iterator[tuple[System, tuple[str, ...]]]:
    """The closed systems whose solutions stand in an expression, with the names of their variables."""
    if isinstance(expression, Node):
        if expression.head == "flow" and not loose(Node("global", expression.parts[:-1])):
            yield expression.parts[:-1], expression.hints
        for part in expression.parts:
            yield from _systems(part)
