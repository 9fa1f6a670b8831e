"""The printer of formulas: quantifiers and relations, terms, sequences and matrices, laws, points of models."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, count

from symbolic.core.expressions import Expression, Node, Sort, Value, Variable, loose, nodes, opened
from symbolic.core.sorts import EVERY, members, signature_of, sort_of, values
from symbolic.typeset.kernel_formulas.abbreviations import abbreviated, replaced
from symbolic.typeset.kernel_formulas.alike import Alike, after, for_each, grouped, integral, told_inside
from symbolic.typeset.kernel_formulas.matrix_formulas import KINDS, MADE, matrix_piece
from symbolic.typeset.kernel_formulas.model_points import model_point
from symbolic.typeset.kernel_formulas.patterns import (
    ONE,
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
    without_minus,
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
    in_brackets,
    inside,
    plain,
)

COSINE, SINE = "cos", "sin"
LOSS, HARMONIC, BLOCK, LETTER, LAW = "L", "H", "W", "c", "μ"
"""What the loss of a model is called, the harmonic numbers, a block that stands for several, long terms and laws."""

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
        written = self._formula(expression) or self._term(expression) or self._domain_or_law(expression)
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
            printer, name = printer.called(LETTER if letter.sort is Sort.REAL else LAW, self.labels)
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
            case "abstraction" if isinstance(node.value, int):
                printer, variables, body = self.opened(node, 0, *(Sort.REAL,) * node.value)
                called = ", ".join(self.name(variable.name) for variable in variables)
                return f"{sign('λ')}{called}: {printer.piece(body)[0]}", CONDITION
        return None

    def _quantifier(self, node: Node) -> Piece:
        """Quantifiers of one kind over one set of numbers stand together: `∀j, k ∈ {1, …, d}: …`."""
        domain, called = node.parts[0], ""
        printer, variable, body = self._quantified(node)
        while isinstance(body, Node) and body.head == node.head and body.parts[0] == domain and _of_numbers(domain):
            called += f"{self.name(variable.name)}, "
            printer, variable, body = printer._quantified(body)
        sign = self.style.characters("∀" if node.head == "for_all" else "∃")
        about = called + printer._member(variable, domain, "")
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

    def _member(self, element: Expression, domain: Expression, has: str) -> str:
        """`element ∈ domain`; of laws in words, which differ before a colon and in a sentence."""
        match domain:
            case Node(head="moments", value=order):
                words = f" {has or 'with'} moments of {_order(order)}"
            case Node(head="vector_moments", value=order):
                words = f"{' is a' if has else ''} law of sequences with moments of {_order(order)}"
            case Node(head=head, parts=(size,)) if head in KINDS:
                words = f" is {KINDS[head]} of size " if has else f" {KINDS[head]} of size "
                return self.within(element, SUM) + self.style.words(words) + self.piece(size)[0]
            case _:
                return f"{self.within(element, SUM)} {self.style.characters('∈')} {self.piece(domain)[0]}"
        return self.within(element, SUM) + self.style.words(words)

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
            return self._member(element, domain, "has")
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
        sorts = (Sort.REAL,) * (len(system) // 2)
        printer, variables, _ = self.opened(Node("global", system, None, hints), 0, *sorts)
        called = tuple(variable.name for variable in variables)
        return replace(printer, systems=(*self.systems, (system, called)))

    def _problem(self, system: System, components: tuple[str, ...]) -> str:
        """`a' = …, b' = …, a(0) = …, b(0) = …`."""
        variables = tuple(Variable(name, Sort.REAL) for name in components)
        called = [self.name(name) for name in components]
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
        parts, sign = node.parts, self.style.characters
        match node.head, node.value:
            case "number", Fraction() as number:
                return self._number(number)
            case "add", _:
                return self._sum(parts)
            case "negate", _:
                return f"{sign('−')}{self.within(parts[0], PRODUCT)}", SUM
            case "multiply", _ if len(parts) < 2:
                return self.piece(parts[0] if parts else ONE)
            case "multiply" | "divide", _ if (positive := without_minus(node)) is not None:
                return f"{sign('−')}{self.within(positive, PRODUCT)}", SUM
            case "multiply", _:
                first, *others = (self.within(part, POWER if n else PRODUCT) for n, part in enumerate(parts))
                return first + "".join(apart(sign("·"), other) for other in others), PRODUCT
            case "divide", _:
                return self.style.quotient(self.piece(parts[0]), self.piece(parts[1]))
            case "power", 1:
                return self.piece(parts[0])
            case "power", int(exponent):
                return self.style.power(self.within(parts[0], CLOSED), exponent), POWER
            case "raised", _:
                return self.style.raised(self.within(parts[0], CLOSED), self.piece(parts[1])), POWER
            case "root", _:
                return self.style.root(self.piece(parts[0])[0]), CLOSED
            case "constant", str(name):
                return self.name(name) + (self._arguments(parts) if parts else ""), CLOSED
            case "flow", int(component):
                return self._turned(node, component) or self._solution(node, component), CLOSED
        return self._binder(node) or self._of_model(node) or self._entry(node) or matrix_piece(self, node)

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
        found = self.within(parts[0], SUM)
        for part in parts[1:]:
            positive = part.parts[0] if isinstance(part, Node) and part.head == "negate" else without_minus(part)
            sign = "+" if positive is None else self.style.characters("−")
            found += f" {sign} {self.within(part if positive is None else positive, PRODUCT)}"
        return found, SUM

    def _arguments(self, parts: tuple[Expression, ...]) -> str:
        return in_brackets(", ".join(self.piece(part)[0] for part in parts))

    def _turned(self, node: Node, component: int) -> str:
        """`cos(φ)` or `sin(φ)`; empty for another solution, and where nothing tells what these are."""
        angle = turned(node.parts[:-1]) if self.circle and is_turned(node) else None
        if angle is None or loose(angle):
            return ""
        return self.style.words(SINE if component else COSINE) + self._arguments((angle,))

    def _solution(self, node: Node, component: int) -> str:
        system, time = node.parts[:-1], self._arguments(node.parts[-1:])
        if system in dict(self.systems):
            return f"{self.name(dict(self.systems)[system][component])}{time}"
        printer = self._solving(system, node.hints)
        called = dict(printer.systems)[system]
        return f"{self.name(called[component])}[{printer._problem(system, called)}]{time}"

    def _binder(self, node: Node) -> Piece | None:
        sign, parts = self.style.characters, node.parts
        match node.head:
            case "mean":
                printer, (variable,), body = self.opened(node, 1, values(parts[0]))
                about = f"{self.name(variable.name)} {sign('∼')} {self.piece(parts[0])[0]}"
                return f"{sign('𝔼')}[{printer.piece(body)[0]}; {about}]", CLOSED
            case "total" if self.harmonic and (order := harmonic(node)):
                more = "" if order == 1 else f", {order}"
                return f"{HARMONIC}({self.piece(parts[1])[0]}{more})", CLOSED
            case "total":
                printer, (variable,), body = self.opened(node, 2, Sort.REAL)
                printer = printer.knowing(variable)
                low = f"{self.name(variable.name)} = {self.piece(parts[0])[0]}"
                over = self.style.between(sign("∑"), low, self.piece(parts[1])[0])
                return f"{over}{printer.within(body, PRODUCT)}", SUM
            case "vector" | "matrix":
                return self._table(node), CLOSED
        return None

    def _table(self, node: Node) -> str:
        """`(j − k)[j = 1, …, n; k = 1, …, m]`."""
        *lengths, _ = node.parts
        printer, variables, body = self.opened(node, len(lengths), *(Sort.REAL,) * len(lengths))
        called = [self.name(variable.name) for variable in variables]
        dots = self.style.characters("…")
        ends = [f"{name} = 1, {dots}, {self.piece(end)[0]}" for name, end in zip(called, lengths, strict=True)]
        return f"{self.style.brackets(printer.piece(body)[0])}[{'; '.join(ends)}]"

    def entry_of(self, matrix: Node) -> tuple[str, str]:
        """Names of row and column, as `j, k`, and the entry there."""
        printer, variables, body = self.opened(matrix, 2, Sort.REAL, Sort.REAL)
        return ", ".join(self.name(variable.name) for variable in variables), printer.within(body, SUM)

    def _entry(self, node: Node) -> Piece | None:
        """`x_j`, or `x[j + 1]` where that could be read as another name; `1[j = k]`; `M[j, k]`."""
        parts = node.parts
        match node.head:
            case "indicator":
                return f"{self.style.one}[{self.piece(parts[0])[0]}]", CLOSED
            case "sequence":
                entries = ", ".join(self.piece(part)[0] for part in parts)
                return self.style.brackets(f"{entries}, {self.style.characters('…')}"), CLOSED
            case "entry":
                table, places = self.within(parts[0], CLOSED), ", ".join(self.piece(part)[0] for part in parts[1:])
                stem, place = (plain(part.name) if isinstance(part, Variable) else "" for part in parts)
                short = stem.isalpha() and place.isalnum() and not {stem, place} & self.shared
                return self.style.below(table, places) if short else f"{table}[{places}]", CLOSED
            case "cell":
                table, tightness = self.piece(parts[0])
                if isinstance(parts[0], Node) and parts[0].head in MADE:
                    table, tightness = self.within(parts[0], CLOSED), CLOSED
                return f"{table}[{', '.join(self.piece(part)[0] for part in parts[1:])}]", tightness
        return None

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

    def _integers(self, ends: tuple[Expression, ...]) -> str:
        """`{1, …, d}` and `{3, 4, …}` where the ends are integers, else `ℤ ∩ [x, y]`."""
        sign = self.style.characters
        shown = [self.piece(end)[0] for end in ends]
        if not all(integral(end, self.whole) for end in ends):
            return f"{sign('ℤ ∩ ')}[{', '.join(shown)}]" if ends[1:] else f"{sign('ℤ ∩ ')}[{shown[0]}, {sign('∞')})"
        listed = [shown[0], sign("…"), shown[1]] if ends[1:] else [shown[0], self.piece(after(ends[0]))[0], sign("…")]
        return self.style.listed(", ".join(listed))

    def _domain_or_law(self, node: Node) -> Piece | None:
        sign, parts = self.style.characters, node.parts
        match node.head:
            case "reals":
                return sign("ℝ"), CLOSED
            case "integers":
                return sign("ℤ"), CLOSED
            case "sequences":
                return self.style.sequences(sign("ℝ")), CLOSED
            case "matrices":
                shape = f" {sign('×')} ".join(self.within(part, POWER) for part in parts)
                return self.style.matrices(sign("ℝ"), shape), CLOSED
            case head if head in KINDS:
                return self.style.words(f"the {KINDS[head]} matrices of size ") + self.piece(parts[0])[0], CLOSED
            case "nonnegative":
                return sign("[0, ∞)"), CLOSED
            case "positive":
                return sign("(0, ∞)"), CLOSED
            case "integers_from" | "integers_between":
                return self._integers(parts), CLOSED
            case "moments":
                return self.style.words(f"the laws with moments of {_order(node.value)}"), CLOSED
            case "vector_moments":
                return self.style.words(f"the laws of sequences with moments of {_order(node.value)}"), CLOSED
            case "normal":
                return f"N(0, {self.style.power(self.within(parts[0], CLOSED), 2)})", CLOSED
            case "point":
                return f"{sign('δ')}{self._arguments(parts)}", CLOSED
            case "independent":
                return self.style.sequences(self.within(parts[0], CLOSED)), CLOSED
            case "average":
                printer, (variable,), body = self.opened(node, 1, Sort.REAL)
                low = f"{self.name(variable.name)} = 1"
                over = self.style.between(self.style.words("average"), low, self.piece(parts[0])[0])
                return f"{over}{printer.within(body, PRODUCT)}", SUM
            case "mixture":
                one, other = (self.within(part, POWER) for part in parts[1:])
                weight, rest = self.within(parts[0], POWER), self.within(ONE - parts[0], POWER)
                dot = sign("·")
                return f"{weight}{apart(dot, one)} + {rest}{apart(dot, other)}", SUM
            case "model":
                return self.style.key(signature_of(Node("loss", (node,))).key), CLOSED
        return None


def _of_numbers(domain: Expression) -> bool:
    return isinstance(domain, Node) and domain.head not in ("moments", "vector_moments")


Opened = tuple[Printer, tuple[Variable, ...], Expression]
"""A printer that knows some variables, these, and what they stand free in."""


def _order(order: Value) -> str:
    """Up to which order there are moments."""
    return "every order" if order == EVERY else f"order {order}"
