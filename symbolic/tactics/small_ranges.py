"""Sums and universal statements over a few explicit integers, written out."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Node, Refused, Sort, Variable, fresh, opened, written
from symbolic.core.rules.integers import empty_sum, next_sum
from symbolic.core.rules.logic import cases, instantiate, parts, rewrite
from symbolic.core.rules.membership import integral, next_integer, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import FALSE, INTEGERS, at_most, function, integers_from, less, member
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, belonging, rewritten, under, whichever


def number_of(term: Expression) -> int:
    """The integer that a term is; raises `Refused` for another term."""
    match term:
        case Node(head="number", value=value) if value is not None and int(value) == value:
            return int(value)
    raise Refused(f"an explicit integer is expected, not {term}")


def written_out(total: Expression) -> Theorem:
    """`Σ_{i=k}^{n} f(i) = f(k) + … + f(n)` for explicit k and n, `k ≤ n + 1`.

    >>> from symbolic.core.vocabulary import equal, real, total
    >>> i = real("i")
    >>> sum_of_two = total(i, 1, 2, i**2)
    >>> written_out(sum_of_two).conclusion == equal(sum_of_two, written(1) ** 2 + written(2) ** 2)
    True
    """
    least, greatest, body = parts(total, "total")
    first, last = number_of(least), number_of(greatest)
    sums = [Node("total", (least, written(n), body), None, _hints(total)) for n in range(first - 1, last + 1)]
    found = empty_sum(sums[0], signed(less(first - 1, first)))
    for n, shorter in enumerate(sums[:-1], start=first - 1):
        longer = next_sum(shorter, integral(written(n)), signed(at_most(first, written(n) + 1)))
        longer = rewritten(identity(written(n) + 1, n + 1), longer)
        value = opened(body, (written(n + 1),))
        before = parts(found.conclusion, "equal")[1]
        after = before + value if n >= first else value
        found = identity(parts(longer.conclusion, "equal")[0], after, (), ((longer, 1), (found, 1)))
    return found


def _hints(node: Expression) -> tuple[str, ...]:
    return node.hints if isinstance(node, Node) else ()


def for_each(goal: Expression, *theorems: Theorem) -> Theorem:
    """`∀j ∈ {k, …, n}: A`, from `A[k], …, A[n]` for explicit k and n.

    >>> from symbolic.core.vocabulary import for_all, integers_between, real
    >>> j = real("j")
    >>> squares = for_all(j, integers_between(1, 2), at_most(j**2, 4))
    >>> below = (signed(at_most(written(n) ** 2, 4)) for n in (1, 2))
    >>> for_each(squares, *below).conclusion == squares
    True
    """
    domain, body = parts(goal, "for_all")
    first, last = map(number_of, parts(domain, "integers_between"))
    if len(theorems) != last - first + 1:
        raise Refused(f"one theorem for each of {first}, …, {last} is expected")
    variable = fresh(Sort.REAL, goal, *(formula for theorem in theorems for formula in theorem.hypotheses))
    membership = member(variable, domain)
    formula = opened(body, (variable,))
    predicate = function(variable, body=formula)
    facts = assumed(membership)
    found = _from(first, last, variable, formula, predicate, facts, theorems)
    return under(found, membership)


def _from(
    first: int,
    last: int,
    variable: Expression,
    formula: Expression,
    predicate: Expression,
    facts: Facts,
    theorems: tuple[Theorem, ...],
) -> Theorem:
    """A formula of an integer from the first to the last, by cases, the last one first."""

    def absurd(more: Facts) -> Theorem:
        return cases(formula, signed(FALSE, (*facts, *more)))

    def there(more: Facts) -> Theorem:
        return rewrite(predicate, identity(written(last), variable, using=((more[0], -1),)), theorems[-1])

    def below(more: Facts) -> Theorem:
        if first == last:
            return absurd(more)
        integer = next(fact for fact in facts if fact.conclusion == member(variable, INTEGERS))
        nearer = next_integer(integer, integral(written(last)), more[0])
        smaller = signed(at_most(variable, last - 1), (nearer,))
        return _from(first, last - 1, variable, formula, predicate, (*facts, smaller), theorems[:-1])

    return whichever(formula, trichotomy(variable, written(last)), below, there, absurd)


def later_and(variable: Variable, formula: Expression, first: Facts, later: Theorem) -> Theorem:
    """`∀n ∈ {1, 2, …}: A`, from `A[1], …, A[m − 1]` and `∀n ∈ {m, m + 1, …}: A`.

    >>> from symbolic.core.vocabulary import integers_from, real
    >>> n = real("n")
    >>> later = under(signed(less(0, n), assumed(member(n, integers_from(2)))), member(n, integers_from(2)))
    >>> later_and(n, less(0, n), (signed(less(0, written(1))),), later).hypotheses
    frozenset()
    """
    membership = member(variable, integers_from(1))
    facts = assumed(membership)
    predicate = function(variable, body=formula)
    whole = next(fact for fact in facts if fact.conclusion == member(variable, INTEGERS))

    def from_number(number: int, low: Theorem) -> Theorem:
        if number > len(first):
            return instantiate(later, belonging(variable, integers_from(number), (whole, low)))

        def below(more: Facts) -> Theorem:
            return cases(formula, signed(FALSE, (low, *more)))

        def there(more: Facts) -> Theorem:
            return rewrite(predicate, identity(written(number), variable, using=((more[0], -1),)), first[number - 1])

        def above(more: Facts) -> Theorem:
            return from_number(number + 1, next_integer(integral(written(number)), whole, more[0]))

        return whichever(formula, trichotomy(variable, written(number)), below, there, above)

    low = next(fact for fact in facts if fact.conclusion == at_most(1, variable))
    return under(from_number(1, low), membership)
