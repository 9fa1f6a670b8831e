"""The printer of formulas: quantifiers and relations, terms, sequences and matrices, laws, points of models."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, count

from symbolic.core.expressions import Expression, Node, Sort, Variable, loose, nodes, opened
from symbolic.core.sorts import argument_sorts, components, members, signature_of, sort_of, values
from symbolic.typeset.kernel_formulas.abbreviations import abbreviated, replaced
from symbolic.typeset.kernel_formulas.alike import Alike, for_each, grouped, told_inside
from symbolic.typeset.kernel_formulas.bound_terms import HARMONIC, bound_piece
from symbolic.typeset.kernel_formulas.domains_and_laws import domain_piece, membership, of_numbers
from symbolic.typeset.kernel_formulas.matrix_formulas import matrix_piece
from symbolic.typeset.kernel_formulas.model_points import model_point
from symbolic.typeset.kernel_formulas.number_terms import number_piece
from symbolic.typeset.kernel_formulas.patterns import (
    Point,
    System,
    harmonic,
    hint,
    is_turned,
    labels,
    moving,
    names,
    point_of,
    points,
    shared,
    systems,
    turned,
)
from symbolic.typeset.kernel_formulas.styles import (
    BOTH,
    CLOSED,
    CONDITION,
    DENIED,
    EACH,
    EITHER,
    POWER,
    PRODUCT,
    SUM,
    TEXT,
    Piece,
    Style,
    apart,
    inside,
    plain,
)
from symbolic.typeset.kernel_formulas.writer import arguments

COSINE, SINE = "cos", "sin"
LOSS, BLOCK = "L", "W"
"""What the loss of a model is called, and a block that stands for several."""

LETTERS = {Sort.REAL: "c", Sort.MATRIX: "C"}
"""What long terms are called; laws are μ."""

FEW = 3
"""So many blocks are listed, even where those that are left out are fewer."""


@dataclass(frozen=True)
class Printer:
    """Writes closed expressions; `systems` and `points` are those that have names, with these names.

    Harmonic numbers, cosines and sines are written as such where their definition is told, and variables with their
    sort where two of different sorts have one name. The variables in `whole` are integers,
    `labels` are what the models call their sizes, data and blocks.
    """

    style: Style
    taken: frozenset[str] = frozenset()
    systems: tuple[tuple[System, tuple[str, ...]], ...] = ()
    points: tuple[tuple[Point, str], ...] = ()
    harmonic: bool = False
    circle: bool = False
    shared: frozenset[str] = frozenset()
    whole: frozenset[Variable] = frozenset()
    labels: frozenset[str] = frozenset()

    def statement(self, formula: Expression) -> str:
        """A formula, a term, a domain or a function."""
        printer = replace(self, taken=names(formula), shared=shared(formula), labels=labels(formula))
        if sort_of(formula) is not Sort.FORMULA:
            return printer.piece(formula)[0]
        told = list[str]()
        orders = sorted({harmonic(node) for node in nodes(formula)} - {0})
        if orders and HARMONIC not in printer.taken:
            printer = replace(printer, harmonic=True, taken=printer.taken | {HARMONIC})
            told += [printer._definition(order) for order in orders]
        if any(map(is_turned, nodes(formula))) and not {COSINE, SINE} & printer.taken:
            printer = replace(printer, circle=True, taken=printer.taken | {COSINE, SINE})
            told.append(printer._circle())
        return printer.scope(formula, told)[0]

    def piece(self, expression: Expression) -> Piece:
        """An expression with how tightly it holds together."""
        if isinstance(expression, Variable):
            return self._variable(expression), CLOSED
        assert isinstance(expression, Node)
        written = self._formula(expression) or self._term(expression) or domain_piece(self, expression)
        assert written is not None, expression.head
        return written

    def within(self, expression: Expression, least: int) -> str:
        """An expression, in brackets where it holds together less tightly than it has to."""
        return inside(self.piece(expression), least, self.style.brackets)

    def name(self, name: str) -> str:
        """A name of a variable or a constant."""
        return self.style.name(plain(name))

    def _variable(self, variable: Variable) -> str:
        if plain(variable.name) in self.shared:
            return self.style.brackets(self.name(variable.name) + self.style.words(f", a {variable.sort.value}"))
        return self.name(variable.name)

    def called(self, stem: str, besides: frozenset[str] = frozenset()) -> tuple[Printer, str]:
        """A name that is not taken, and a printer that knows so."""
        tried = chain([stem], (f"{stem}_{k}" for k in count(2)))
        name = next(name for name in tried if plain(name) not in self.taken | besides)
        return replace(self, taken=self.taken | {plain(name)}), name

    def opened(self, node: Node, part: int, *sorts: Sort) -> Opened:
        """The part of a node in which it binds, with a printer that knows the variables."""
        printer, variables = self, tuple[Variable, ...]()
        for n, sort in enumerate(sorts):
            printer, name = printer.called(hint(node, n))
            variables += (Variable(name, sort),)
        return printer, variables, opened(node.parts[part], variables)

    def scope(self, formula: Expression, told: list[str] | None = None) -> Piece:
        """A formula, with what the solutions, points and letters in it are that are known from here on."""
        printer, formula, letters = self._lettered(formula)
        for system, hints in dict(systems(formula)).items():
            if system not in dict(self.systems) and not (self.circle and turned(system)):
                printer = printer._solving(system, hints)
        for point in dict.fromkeys(points(formula)):
            if point not in dict(self.points):
                printer, name = printer.called(LOSS)
                printer = replace(printer, points=(*printer.points, (point, name)))
        written, tightness = printer.piece(formula)
        meanings = [f"{printer.name(letter)} = {printer.within(term, SUM)}" for letter, term in letters]
        meanings += [printer._problem(*each) for each in printer.systems[len(self.systems) :]]
        meanings += [printer._losses(*each, formula) for each in printer.points[len(self.points) :]] + (told or [])
        if not meanings:
            return written, tightness
        return written + self.style.words(", where ") + ", ".join(meanings), min(tightness, CONDITION)

    def _lettered(self, formula: Expression) -> tuple[Printer, Expression, list[tuple[str, Expression]]]:
        """A formula in which long terms are called by letters, and what these are, each with those before it."""
        printer, told = self, list[tuple[str, Expression]]()
        formula, letters = abbreviated(formula, lambda term: len(replace(self, style=TEXT).piece(term)[0]))
        for n, (letter, _) in enumerate(letters):
            printer, name = printer.called(LETTERS.get(letter.sort, "μ"), self.labels)
            called = Variable(name, letter.sort)
            formula = replaced(formula, letter, called)
            letters = tuple((one, replaced(each, letter, called)) for one, each in letters)
            told.append((name, letters[n][1]))
        return printer, formula, told

    def _definition(self, order: int) -> str:
        """`H(n) = 1 + 1/2 + … + 1/n`."""
        arguments = "n" if order == 1 else f"n, {order}"
        first, last = (self._reciprocal(each, order) for each in ("2", "n"))
        return f"{HARMONIC}({arguments}) = 1 + {first} + {self.style.characters('…')} + {last}"

    def _circle(self) -> str:
        """`cos(φ) = u(1), sin(φ) = v(1) for u' = −φ·v, v' = φ·u, u(0) = 1, v(0) = 0`."""
        sign, words = self.style.characters, self.style.words
        angle, dot = sign("φ"), sign("·")
        functions = f"{words(COSINE)}({angle}) = u(1), {words(SINE)}({angle}) = v(1){words(' for ')}"
        return f"{functions}u' = {sign('−')}{angle}{dot}v, v' = {angle}{dot}u, u(0) = 1, v(0) = 0"

    def _reciprocal(self, number: str, order: int) -> str:
        below = (number, CLOSED) if order == 1 else (self.style.power(number, order), POWER)
        return self.style.quotient(("1", CLOSED), below)[0]

    def _formula(self, node: Node) -> Piece | None:
        parts, sign = node.parts, self.style.characters
        match node.head:
            case "for_all" | "exists":
                return self._quantifier(node)
            case "almost_every":
                printer, (variable,), body = self.opened(node, 1, values(parts[0]))
                about = f"{self.name(variable.name)} {sign('∼')} {self.piece(parts[0])[0]}"
                written, tightness = printer.scope(body)
                return f"{self.style.words('for almost every ')}{about}: {written}", min(tightness, CONDITION)
            case "implies" | "iff":
                arrow = sign("⇒" if node.head == "implies" else "⇔")
                return f"{self.within(parts[0], EITHER)} {arrow} {self.within(parts[1], EITHER)}", CONDITION
            case "and" | "or":
                return self._junction(node)
            case "not":
                return self._denial(parts[0])
            case "equal" | "equal_matrices" | "at_most" | "less" | "member":
                return self._relation(node), DENIED
            case "tends" | "global" | "regular" | "flows" | "has_cell":
                return self._statement_in_words(node), CONDITION
            case "abstraction":
                printer, variables, body = self.opened(node, 0, *argument_sorts(node))
                called = ", ".join(self.name(variable.name) for variable in variables)
                return f"{sign('λ')}{called}: {printer.piece(body)[0]}", CONDITION
        return None

    def _quantifier(self, node: Node) -> Piece:
        """Quantifiers of one kind over one set of numbers stand together: `∀j, k ∈ {1, …, d}: …`."""
        domain, called = node.parts[0], ""
        printer, variable, body = self._quantified(node)
        while isinstance(body, Node) and body.head == node.head and body.parts[0] == domain and of_numbers(domain):
            called += f"{self.name(variable.name)}, "
            printer, variable, body = printer._quantified(body)
        sign = self.style.characters("∀" if node.head == "for_all" else "∃")
        about = called + membership(printer, variable, domain)
        written, tightness = printer.scope(body)
        if node.head == "exists":
            written, tightness = inside((written, tightness), CONDITION, self.style.brackets), CONDITION
        return f"{apart(sign, about)}: {written}", min(tightness, CONDITION)

    def _quantified(self, node: Node) -> tuple[Printer, Variable, Expression]:
        """What a quantifier is about, with a printer that knows whether its variable is an integer."""
        printer, (variable,), body = self.opened(node, 1, members(node.parts[0]))
        of_integers = isinstance(node.parts[0], Node) and node.parts[0].head.startswith("integers")
        return (printer.knowing(variable) if of_integers else printer), variable, body

    def knowing(self, *integers: Variable) -> Printer:
        """A printer that knows that these variables are integers."""
        return replace(self, whole=self.whole | set(integers))

    def _junction(self, node: Node) -> Piece:
        if not node.parts:
            return self.style.words("true" if node.head == "and" else "false"), CLOSED
        if len(node.parts) == 1:
            return self.piece(node.parts[0])
        sign, least, tightness = ("∧", DENIED, BOTH) if node.head == "and" else ("∨", BOTH, EITHER)
        pieces = self._conjuncts(node.parts) if node.head == "and" else [self.piece(part) for part in node.parts]
        if len(pieces) == 1:
            return pieces[0]
        joined = f" {self.style.characters(sign)} "
        return joined.join(inside(piece, least, self.style.brackets) for piece in pieces), tightness

    def _conjuncts(self, parts: tuple[Expression, ...]) -> list[Piece]:
        """Conjuncts; those that differ in the block of a model only are one, at the place of the first."""
        found = list[Piece]()
        for one in grouped(parts):
            family = self._family(one) if isinstance(one, Alike) else None
            if isinstance(one, Alike):
                found += [family] if family else map(self.piece, one.parts)
            else:
                found.append(self.piece(one))
        return found

    def _family(self, alike: Alike) -> Piece | None:
        """`∂L/∂W[1, 1] = 0 for W = P, K`, or `… for all blocks W but P`; None where a part tells what a loss is."""
        printer, name = self.called(BLOCK, self.labels)
        formula, words = alike.template(name), self.style.words
        if told_inside(formula):
            return None
        named = ", ".join(self.style.label(block) for block in alike.named)
        others = ", ".join(self.style.label(block) for block in alike.others)
        about = self.name(name)
        if not others or len(alike.named) > max(FEW, len(alike.others)):
            about = words(" for all blocks ") + about + (words(" but ") + others if others else "")
        else:
            about = f"{words(' for ')}{about} = {named}"
        return printer.within(formula, CONDITION if for_each(formula) else CLOSED) + about, EACH

    def _denial(self, formula: Expression) -> Piece:
        if isinstance(formula, Node) and formula.head in ("equal", "equal_matrices"):
            left, right = (self.within(part, SUM) for part in formula.parts)
            return f"{left} {self.style.characters('≠')} {right}", DENIED
        return f"{self.style.characters('¬')}{self.within(formula, CLOSED)}", DENIED

    def _relation(self, node: Node) -> str:
        if node.head == "member":
            element, domain = node.parts
            return membership(self, element, domain, "has")
        sign = self.style.characters({"at_most": "≤", "less": "<"}.get(node.head, "="))
        return f"{self.within(node.parts[0], SUM)} {sign} {self.within(node.parts[1], SUM)}"

    def _statement_in_words(self, node: Node) -> str:
        parts, sign, words = node.parts, self.style.characters, self.style.words
        for_ever = sign("[0, ∞)")
        match node.head:
            case "tends":
                printer, (variable,), body = self.opened(node, 1, Sort.REAL)
                arrow, name = sign("→"), self.name(variable.name)
                along = f"{words(' as ')}{name} {arrow} {sign('∞')}{words(' in ')}{self.piece(parts[0])[0]}"
                return f"{printer.within(body, SUM)} {arrow} {self.within(parts[2], SUM)}{along}"
            case "global":
                return self._problem_or_names(node) + words(" has exactly one solution on ") + for_ever
            case "flows":
                return self._loss(parts) + words(" has exactly one gradient flow on ") + for_ever
            case "has_cell":
                matrix, *places = (self.piece(part)[0] for part in parts)
                return f"{matrix}{words(' has an entry at ')}{', '.join(places)}"
        return self._loss(parts) + words(" is a polynomial in the entries of the blocks, whose shapes are the model's")

    def _solving(self, system: System, hints: tuple[str, ...]) -> Printer:
        """A printer that calls the components of a system by names that are not taken."""
        node = Node("global", system, None, hints)
        printer, variables, _ = self.opened(node, 0, *components(node))
        called = tuple(variable.name for variable in variables)
        return replace(printer, systems=(*self.systems, (system, called)))

    def _problem(self, system: System, names: tuple[str, ...]) -> str:
        """`a' = …, b' = …, a(0) = …, b(0) = …`."""
        variables = tuple(map(Variable, names, components(Node("global", system))))
        called = [self.name(name) for name in names]
        velocities = (opened(velocity, variables) for velocity in system[: len(called)])
        equations = [f"{name}' = {self.within(each, SUM)}" for name, each in zip(called, velocities, strict=True)]
        starts = zip(called, system[len(called) :], strict=True)
        return ", ".join([*equations, *(f"{name}(0) = {self.within(start, SUM)}" for name, start in starts)])

    def _problem_or_names(self, node: Node) -> str:
        """A system whose solution has names by these, `the system of a, b`; another one whole."""
        if node.parts not in dict(self.systems):
            printer = self._solving(node.parts, node.hints)
            return printer._problem(node.parts, dict(printer.systems)[node.parts])
        return self.style.words("the system of ") + ", ".join(map(self.name, dict(self.systems)[node.parts]))

    def _losses(self, point: Point, name: str, formula: Expression) -> str:
        """`L is the loss of … at (…)`."""
        signature, words = signature_of(Node("loss", point)), self.style.words
        found = f"{self.name(name)}{words(' is the loss of ')}{self.style.key(signature.key)}{words(' at ')}"
        found += model_point(self, point)
        return found + (
            words(" and blocks at a time follow its gradient flow from there") if point in moving(formula) else ""
        )

    def _loss(self, point: Point) -> str:
        """The name of a loss, or where it has none the model with its point."""
        if point in dict(self.points):
            return self.name(dict(self.points)[point])
        key = self.style.key(signature_of(Node("loss", point)).key)
        return f"{LOSS}[{key}{self.style.words(' at ')}{model_point(self, point)}]"

    def _term(self, node: Node) -> Piece | None:
        if node.head == "flow" and isinstance(node.value, int):
            return self._turned(node, node.value) or self._solution(node, node.value), CLOSED
        return number_piece(self, node) or bound_piece(self, node) or self._of_model(node) or matrix_piece(self, node)

    def _turned(self, node: Node, component: int) -> str:
        """`cos(φ)` or `sin(φ)`; empty for another solution, and where nothing tells what these are."""
        angle = turned(node.parts[:-1]) if self.circle and is_turned(node) else None
        if angle is None or loose(angle):
            return ""
        return self.style.words(SINE if component else COSINE) + arguments(self, (angle,))

    def _solution(self, node: Node, component: int) -> str:
        system, time = node.parts[:-1], arguments(self, node.parts[-1:])
        if system in dict(self.systems):
            return f"{self.name(dict(self.systems)[system][component])}{time}"
        printer = self._solving(system, node.hints)
        called = dict(printer.systems)[system]
        return f"{self.name(called[component])}[{printer._problem(system, called)}]{time}"

    def _of_model(self, node: Node) -> Piece | None:
        """`L`, `∂L/∂W` and `W(t)`."""
        point = point_of(node)
        if node.head == "loss":
            return self._loss(point), CLOSED
        if not point or node.head not in ("gradient", "trajectory"):
            return None
        block = self._block(node)
        if node.head == "gradient":
            return self.style.slope(self._loss(point), block), PRODUCT
        loss = self._loss(point)
        along = "" if loss == LOSS else f"; {loss}"
        return f"{block}({self.piece(node.parts[-1])[0]}{along})", CLOSED

    def _block(self, node: Node) -> str:
        """The name of a block; that of what stands for several, where a node carries a name and no number."""
        if isinstance(node.value, str):
            return self.name(node.value)
        assert isinstance(node.value, int)
        return self.style.label(signature_of(node).blocks[node.value])


Opened = tuple[Printer, tuple[Variable, ...], Expression]
"""A printer that knows some variables, these, and what they stand free in."""
