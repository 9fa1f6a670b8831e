"""A chain of lines, each with its reason, each checked; it prints as LaTeX or Markdown.

Consecutive expressions of a chain must be equal by `equality.same`, after the rules of the line (hypotheses or
definitions, as replacements) have been applied. What a chain proves is `first expression = last expression` under the
rules used, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import sympy

from symbolic.algebra.equality import Different, Same, Undecided, same
from symbolic.algebra.limits import LimitUnknown, NumericSequence, numeric_sequence
from symbolic.algebra.operators import CannotResolve
from symbolic.expectation.moments import Pattern


@dataclass(frozen=True)
class Rule:
    """A replacement that a hypothesis or a definition allows: `left` may be written as `right`.

    `needs` are the moments that have to be the same for every coordinate before the rule may be used.
    """

    left: sympy.Expr
    right: sympy.Expr
    because: str
    needs: tuple[Pattern, ...] = ()


@dataclass(frozen=True)
class Line:
    """An expression and why it equals the one before it, given the rules; the reason is prose."""

    expression: sympy.Expr
    reason: str
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class Chain:
    """Named lines; the first states the left side of what is shown, in LaTeX as `symbol`.

    `sequence` gives values of the other symbols at which a limit is followed numerically; a chain that takes a limit
    must have it.
    """

    name: str
    symbol: str
    lines: tuple[Line, ...]
    sequence: Mapping[sympy.Symbol, sympy.Rational] = field(default_factory=dict)

    @property
    def first(self) -> sympy.Expr:
        return self.lines[0].expression

    @property
    def last(self) -> sympy.Expr:
        return self.lines[-1].expression


@dataclass(frozen=True)
class Fault:
    """A line that does not follow (or could not be decided), and why."""

    chain: str
    line: int
    message: str
    refuted: bool


@dataclass(frozen=True)
class Derivation:
    """Everything a claim's proof prints."""

    chains: tuple[Chain, ...]

    def chain(self, name: str) -> Chain:
        return next(chain for chain in self.chains if chain.name == name)

    def faults(self) -> tuple[Fault, ...]:
        """Check every line of every chain; an empty answer means all of them follow.

        >>> x = sympy.Symbol("x")
        >>> chain = Chain("square", "y", (Line((x + 1) ** 2, "given"), Line(x**2 + x + 1, "expanded")))
        >>> [fault.refuted for fault in Derivation((chain,)).faults()]
        [True]
        """
        return tuple(fault for chain in self.chains for fault in (*_line_faults(chain), *_sequence_faults(chain)))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule that some line uses."""
        return tuple(dict.fromkeys(rule for chain in self.chains for line in chain.lines for rule in line.rules))

    def sequences(self) -> dict[str, NumericSequence]:
        """For each chain with a limit, the values approached, computed apart from the limit."""
        return {chain.name: follow(chain) for chain in self.chains if _limits(chain)}


def _line_faults(chain: Chain) -> list[Fault]:
    faults = []
    for n, (before, line) in enumerate(zip(chain.lines, chain.lines[1:], strict=False), start=2):
        if message := _step(before.expression, line):
            faults.append(Fault(chain.name, n, *message))
    return faults


def _step(before: sympy.Expr, line: Line) -> tuple[str, bool] | None:
    """What is wrong with a line, and whether it is certainly wrong."""
    try:
        answer = same(apply(before, line.rules), apply(line.expression, line.rules))
    except (CannotResolve, LimitUnknown) as error:
        return str(error), False
    match answer:
        case Same():
            return None
        case Different():
            return f"{line.reason}: {answer}", True
        case Undecided(reason):
            return f"{line.reason}: {reason}", False


def apply(expression: sympy.Expr, rules: tuple[Rule, ...]) -> sympy.Expr:
    """Use each rule wherever its left side occurs literally."""
    return expression.xreplace({rule.left: rule.right for rule in rules}) if rules else expression


def _limits(chain: Chain) -> list[sympy.Limit]:
    return sorted({limit for line in chain.lines for limit in line.expression.atoms(sympy.Limit)}, key=str)


def follow(chain: Chain) -> NumericSequence:
    """The numeric sequence beside a chain's limit."""
    limit = _limits(chain)[0]
    return numeric_sequence(limit.args[0], limit.args[1], chain.last, chain.sequence)


def _sequence_faults(chain: Chain) -> list[Fault]:
    if not _limits(chain):
        return []
    sequence = follow(chain)
    if sequence.approaches:
        return []
    return [
        Fault(chain.name, len(chain.lines), f"the numeric sequence {sequence.values} does not approach the limit", True)
    ]
