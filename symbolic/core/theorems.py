"""Theorems, which only rules make, and the register of rules."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import Annotated, Any, Generic, ParamSpec, TypeAlias, get_args, get_origin, get_type_hints

from symbolic.core.expressions import Expression, Refused, Sort, Variable, each_once
from symbolic.core.sorts import sort_of

Formula: TypeAlias = Annotated[Expression, Sort.FORMULA]
Term: TypeAlias = Annotated[Expression, Sort.REAL]
Law: TypeAlias = Annotated[Expression, Sort.LAW]
AnyLaw: TypeAlias = Annotated[Expression, Sort.LAW, Sort.VECTOR_LAW]
Matrix: TypeAlias = Annotated[Expression, Sort.MATRIX]
Unknown: TypeAlias = Annotated[Expression, Sort.REAL, Sort.MATRIX]
Value: TypeAlias = Annotated[Expression, Sort.REAL, Sort.VECTOR]
Domain: TypeAlias = Annotated[Expression, Sort.DOMAIN]
Function: TypeAlias = Annotated[Expression, Sort.FUNCTION]
Predicate: TypeAlias = Annotated[Expression, Sort.PREDICATE]

_MADE_BY_A_RULE = object()


@dataclass(frozen=True, slots=True)
class Sequent:
    """`hypotheses ⊢ conclusion`: true for all values of the free variables, each any element of its sort."""

    hypotheses: frozenset[Expression]
    conclusion: Expression


class Theorem:
    """A sequent with the rule that gave it and what the rule was applied to.

    A rule makes it. Python does not hinder a person from making one otherwise, which is why a theorem counts once its
    tree has been replayed in a fresh process (`symbolic.core.replay`), and not before.
    """

    __slots__ = ("arguments", "rule", "sequent")

    sequent: Sequent
    rule: str
    arguments: tuple[Any, ...]

    def __init__(self, key: object, sequent: Sequent, rule: str, arguments: tuple[Any, ...]) -> None:
        if key is not _MADE_BY_A_RULE:
            raise Refused("only a rule makes a theorem")
        for name, value in (("sequent", sequent), ("rule", rule), ("arguments", arguments)):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise Refused("a theorem does not change")

    def __reduce__(self) -> str:
        raise Refused("a theorem is written as a certificate, see symbolic.core.certificates")

    @property
    def hypotheses(self) -> frozenset[Expression]:
        """What the conclusion is proved under."""
        return self.sequent.hypotheses

    @property
    def conclusion(self) -> Expression:
        """What is proved."""
        return self.sequent.conclusion

    @property
    def premises(self) -> list[Theorem]:
        """The theorems that the rule was applied to."""
        return _theorems(self.arguments)


def _theorems(arguments: tuple[object, ...]) -> list[Theorem]:
    found: list[Theorem] = []
    for each in arguments:
        if isinstance(each, Theorem):
            found.append(each)
        elif isinstance(each, tuple):
            found += _theorems(each)
    return found


def history(*theorems: Theorem) -> tuple[Theorem, ...]:
    """All theorems that theorems were made from, and these, each once and after its premises."""
    found: dict[int, Theorem] = {}
    ahead = [(theorem, False) for theorem in reversed(theorems)]
    while ahead:
        theorem, done = ahead.pop()
        if done:
            found[id(theorem)] = theorem
        elif id(theorem) not in found:
            ahead.append((theorem, True))
            ahead += [(premise, False) for premise in theorem.premises if id(premise) not in found]
    return tuple(found.values())


P = ParamSpec("P")


class Rule(Generic[P]):
    """A rule: a function from checked arguments to a sequent; called, it gives a theorem or raises `Refused`."""

    def __init__(self, run: Callable[P, Sequent], fact: str) -> None:
        self.name = run.__name__
        self.group = run.__module__.rpartition(".")[2]
        self.statement = inspect.cleandoc(run.__doc__ or "")
        self.fact = fact
        self._run: Callable[..., Sequent] = run
        self._signature = inspect.signature(run)
        kinds = get_type_hints(run, include_extras=True)
        self._doors = tuple(_door(kinds[name]) for name in self._signature.parameters)
        self._repeats = any(one.kind is one.VAR_POSITIONAL for one in self._signature.parameters.values())

    def __call__(self, *given: P.args, **named: P.kwargs) -> Theorem:
        arguments = self._checked(given, named)
        if not _made:
            return self._applied(arguments)
        asked = self, arguments
        found = _made[-1].get(asked)
        if found is None:
            found = _made[-1][asked] = self._applied(arguments)
        return found

    def anew(self, *given: Any) -> Theorem:
        """A theorem that the rule gives here and now, whatever is shared; for replays."""
        return self._applied(self._checked(given, {}))

    def _checked(self, given: tuple[Any, ...], named: Mapping[str, Any]) -> tuple[Any, ...]:
        arguments = self._arguments(given, named)
        doors = self._doors
        if self._repeats:
            doors = (*doors[:-1], *doors[-1:] * (len(arguments) - len(doors) + 1))
        _enter(arguments, doors)
        return arguments

    def _arguments(self, given: tuple[Any, ...], named: Mapping[str, Any]) -> tuple[Any, ...]:
        """What is given in the order of the parameters; a rule has no defaults."""
        if not named:
            return given
        try:
            return self._signature.bind(*given, **named).args
        except TypeError as reason:
            raise Refused(f"{self.name}: {reason}") from None

    def _applied(self, arguments: tuple[Any, ...]) -> Theorem:
        sequent = self._run(*arguments)
        for formula in (*sequent.hypotheses, sequent.conclusion):
            _check_sort(formula, Sort.FORMULA)
        return Theorem(_MADE_BY_A_RULE, sequent, self.name, arguments)


Door = Callable[[Any], None]
"""Refuses an argument that is not of its kind; expressions have to be closed and of their sort."""


def _enter(arguments: tuple[Any, ...], doors: tuple[Door, ...]) -> None:
    if len(arguments) != len(doors):
        raise Refused(f"{len(arguments)} arguments where {len(doors)} are expected")
    for argument, door in zip(arguments, doors, strict=True):
        door(argument)


def _door(kind: Any) -> Door:
    inside = get_args(kind)
    if get_origin(kind) is Annotated:
        return lambda argument: _check_sort(argument, *inside[1:])
    if get_origin(kind) is not tuple:
        return partial(_check_kind, kind)
    if inside[1:] == (...,):
        each = _door(inside[0])
        return lambda argument: _enter(_tuple(argument), (each,) * len(argument))
    doors = tuple(map(_door, inside))
    return lambda argument: _enter(_tuple(argument), doors)


def _tuple(argument: Any) -> tuple[Any, ...]:
    if type(argument) is not tuple:
        raise Refused(f"{argument!r} is not of the kind {tuple}")
    return argument


def _check_kind(kind: Any, argument: Any) -> None:
    if kind not in (int, str, Fraction, Variable, Theorem) or type(argument) is not kind:
        raise Refused(f"{argument!r} is not of the kind {kind}")
    if kind is Variable:
        sort_of(argument)


def _check_sort(expression: object, *sorts: Sort) -> None:
    if not isinstance(expression, Expression) or (found := sort_of(expression)) not in sorts:
        given = found.value if isinstance(expression, Expression) else repr(expression)
        raise Refused(f"a {' or a '.join(sort.value for sort in sorts)} is expected, not {given}")


Made = dict[tuple["Rule[Any]", tuple[Any, ...]], Theorem]

_made: list[Made] = []


@contextmanager
def sharing() -> Iterator[None]:
    """Inside, a rule that is applied to what it was applied to before gives the theorem that it gave then.

    For searches, which ask for the same again and again. A replay does not share: it applies every rule that it reads.
    Expressions are the same objects where they are written again, as in a replay.
    """
    _made.append({})
    try:
        with each_once():
            yield
    finally:
        _made.pop()


_rules: dict[str, Rule[Any]] = {}
RULES: Mapping[str, Rule[Any]] = MappingProxyType(_rules)
"""All rules by name; the modules of `symbolic.core.rulebook` fill it."""


def rule(run: Callable[P, Sequent]) -> Rule[P]:
    """Put a function into the register, as a rule that is sound by what its docstring says."""
    return _registered(run, "")


def fact(source: str) -> Callable[[Callable[P, Sequent]], Rule[P]]:
    """Put a function into the register, as a rule that is a theorem of a textbook."""
    return lambda run: _registered(run, source)


def _registered(run: Callable[P, Sequent], source: str) -> Rule[P]:
    made = Rule(run, source)
    if made.name in _rules:
        raise Refused(f"there are two rules {made.name}")
    _rules[made.name] = made
    return made


def sequent(conclusion: Expression, *premises: Theorem, without: tuple[Expression, ...] = ()) -> Sequent:
    """A conclusion under all hypotheses of premises, but for those that the rule discharges."""
    found: frozenset[Expression] = frozenset()
    for premise in premises:
        if not premise.hypotheses <= found:
            found = found | premise.hypotheses if found else premise.hypotheses
    return Sequent(found.difference(without) if without else found, conclusion)


def rests_on(*theorems: Theorem) -> dict[str, str]:
    """The textbook facts in the trees of theorems, by name with their sources."""
    return facts_in(history(*theorems))


def facts_in(steps: Iterable[Theorem]) -> dict[str, str]:
    """The textbook facts among the steps of a proof, by name with their sources."""
    used = {theorem.rule for theorem in steps}
    return {name: made.fact for name, made in sorted(RULES.items()) if name in used and made.fact}
