"""Short ways to write chains of rules that every proof has."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from symbolic.core.expressions import Expression, Node, Sort, Variable, free, fresh, opened, written
from symbolic.core.rules.entries import (
    cell_within_shape,
    independent_moments,
    indicator_of_false,
    indicator_of_true,
    matrix_of_shape,
)
from symbolic.core.rules.facts import normal_moments
from symbolic.core.rules.logic import (
    apply,
    assume,
    cases,
    conjoin,
    contradict,
    deny,
    discharge,
    generalise,
    instantiate,
    part,
    parts,
    reflexive,
    rewrite,
    witness,
)
from symbolic.core.rules.means import average_moments, mixture_moments, point_moments
from symbolic.core.rules.membership import belongs, integral, lower_moments, meaning, meant, order_of_moments
from symbolic.core.sorts import members, values
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    INTEGERS,
    Number,
    at_most,
    equal,
    for_all,
    function,
    integers_between,
    integers_from,
    less,
    member,
    moments,
    negation,
    vector_moments,
)
from symbolic.tactics.signs import Facts, NotFound, identity, signed, with_head

Solver = Callable[[Expression, Facts], Theorem | None]
"""What settles goals of its own kind, from facts; None where it does not apply."""

Needed = frozenset[Variable]
Done = dict[int, Expression]
"""What has become of parts, by their identity: what is shared is looked at once."""


def conjuncts(theorem: Theorem) -> Facts:
    """The conjuncts of a theorem, and theirs; of another theorem, it alone."""
    match theorem.conclusion:
        case Node(head="and", parts=inside):
            return tuple(each for n in range(len(inside)) for each in conjuncts(part(n, theorem)))
    return (theorem,)


def assumed(*formulas: Expression) -> Facts:
    """Formulas under themselves, with their conjuncts and with what memberships mean."""
    return tuple(each for formula in formulas for fact in conjuncts(assume(formula)) for each in with_meaning(fact))


def with_meaning(theorem: Theorem) -> Facts:
    """A theorem, and if it is a membership that abbreviates something, what it means."""
    match theorem.conclusion:
        case Node(head="member", parts=(_, Node(head=head))) if head in _STANDING_FOR_THEMSELVES:
            return (theorem,)
        case Node(head="member"):
            return (theorem, *conjuncts(meant(theorem)))
    return (theorem,)


_STANDING_FOR_THEMSELVES = ("integers", "moments", "vector_moments", "matrices")
"""Domains in which membership abbreviates nothing."""


def quantified(formula: Expression, *memberships: Expression) -> Expression:
    """A formula for all values of variables in their domains, the first membership outermost."""
    for membership in reversed(memberships):
        variable, domain = parts(membership, "member")
        assert isinstance(variable, Variable)
        formula = for_all(variable, domain, formula)
    return formula


def under(theorem: Theorem, *formulas: Expression) -> Theorem:
    """A theorem with hypotheses taken out, the last first: `x ∈ D` becomes a quantifier, any other one a premise."""
    for formula in reversed(formulas):
        match formula:
            case Node(head="member", parts=(Variable(), _)):
                theorem = generalise(formula, theorem)
            case _:
                theorem = discharge(formula, theorem)
    return theorem


def at(theorem: Theorem, *elements: Theorem | Number) -> Theorem:
    """A universal theorem at elements: memberships, or numbers whose membership is clear; premises are among them."""
    for element in elements:
        if isinstance(element, Theorem) and getattr(theorem.conclusion, "head", "") == "implies":
            theorem = apply(theorem, element)
            continue
        if not isinstance(element, Theorem):
            domain, _ = parts(theorem.conclusion, "for_all")
            element = belonging(element, domain)
        theorem = instantiate(theorem, element)
    return theorem


def belonging(element: Number, domain: Expression, facts: Facts = ()) -> Theorem:
    """That an element is in a domain, from facts by linear inequalities; raises `NotFound`."""
    return proved(member(element, domain), facts)


def proved(goal: Expression, facts: Facts = (), solve: Solver | None = None) -> Theorem:
    """A goal by its form: quantifiers and premises are introduced, memberships unfolded, signs found by linear search.

    `solve` may settle what it knows, before anything else is tried. Raises `NotFound`.
    """
    for fact in facts:
        if fact.conclusion == goal:
            return fact
    if solve and (theorem := solve(goal, facts)):
        return theorem
    match goal:
        case Node(head="and", parts=inside):
            return conjoin(*(proved(each, facts, solve) for each in inside))
        case Node(head="implies", parts=(premise, conclusion)):
            return discharge(premise, proved(conclusion, (*facts, *assumed(premise)), solve))
        case Node(head="for_all", parts=(domain, body)):
            variable = _named(goal, *(formula for fact in facts for formula in (fact.conclusion, *fact.hypotheses)))
            membership = member(variable, domain)
            return under(proved(opened(body, (variable,)), (*facts, *assumed(membership)), solve), membership)
        case Node(head="member"):
            return _membership(goal, facts, solve)
        case Node(head="has_cell", parts=(matrix, row, column)):
            return _cell(matrix, (row, column), facts)
    return _sign(goal, facts)


def _named(goal: Expression, *around: Expression) -> Variable:
    """A variable for what a formula binds, by its own name as long as that is free."""
    assert isinstance(goal, Node)
    taken = {variable.name for variable in free(goal, *around)}
    name = goal.hints[0] if goal.hints else "x"
    while name in taken:
        name += "'"
    return Variable(name, members(goal.parts[0]))


def _membership(goal: Expression, facts: Facts, solve: Solver | None) -> Theorem:
    element, domain = parts(goal, "member")
    match domain:
        case Node(head="integers"):
            return integral(element, *(fact for fact in with_head(facts, "member") if _is_integer(fact.conclusion)))
        case Node(head="moments" | "vector_moments"):
            return _moments(element, domain, facts)
        case Node(head="matrices", parts=shape):
            return matrix_of_shape(goal, *(belonging(length, integers_from(0), facts) for length in shape))
    return belongs(goal, proved(meaning(goal), facts, solve))


def _is_integer(membership: Expression) -> bool:
    return parts(membership, "member")[1] == INTEGERS


def finite(law: Expression, order: float, facts: Facts = ()) -> Theorem:
    """That a law has moments of an order; raises `NotFound`."""
    return _moments(law, vector_moments(order) if values(law) is Sort.VECTOR else moments(order), facts)


def _moments(law: Expression, domain: Expression, facts: Facts) -> Theorem:
    match law:
        case Node(head="normal", parts=(deviation,)):
            return normal_moments(domain, deviation)
        case Node(head="point", parts=(value,)):
            return point_moments(domain, value)
        case Node(head="independent", parts=(of,)):
            return independent_moments(_moments(of, moments(order_of_moments(domain)), facts))
        case Node(head="average", parts=(count, laws)):
            number = fresh(Sort.REAL, law, *(fact.conclusion for fact in facts))
            each = _moments(opened(laws, (number,)), domain, facts)
            of_all = under(each, member(number, integers_between(1, count)))
            return average_moments(of_all, proved(member(count, integers_from(1)), facts))
        case Node(head="mixture", parts=(weight, one, other)):
            range_of_weight = proved(at_most(0, weight), facts), proved(at_most(weight, 1), facts)
            return mixture_moments(weight, *range_of_weight, *(_moments(each, domain, facts) for each in (one, other)))
    for fact in with_head(facts, "member"):
        if parts(fact.conclusion, "member")[0] == law:
            return lower_moments(domain, fact)
    raise NotFound(f"no moments are known of {law}")


def _cell(matrix: Expression, places: tuple[Expression, ...], facts: Facts) -> Theorem:
    """That a matrix whose shape is among the facts has an entry."""
    for fact in with_head(facts, "member"):
        match fact.conclusion:
            case Node(parts=(element, Node(head="matrices", parts=shape))) if element == matrix:
                ends = (integers_between(1, length) for length in shape)
                return cell_within_shape(fact, *(belonging(*each, facts) for each in zip(places, ends, strict=True)))
    raise NotFound(f"no shape is known of {matrix}")


def _sign(goal: Expression, facts: Facts) -> Theorem:
    if not isinstance(goal, Node) or goal.head not in ("equal", "at_most", "less", "not", "or"):
        raise NotFound(f"nothing settles {goal}")
    for degree in (1, 2):
        try:
            return signed(goal, _comparable(goal, facts), degree=degree)
        except NotFound:
            continue
    raise NotFound(f"nothing settles {goal}")


def _comparable(goal: Expression, facts: Facts) -> Facts:
    """Facts without division, unless the goal has it."""
    return tuple(fact for fact in facts if "divide" not in _heads(fact.conclusion) or "divide" in _heads(goal))


@lru_cache(maxsize=2**14)
def _heads(expression: Expression) -> frozenset[str]:
    if not isinstance(expression, Node):
        return frozenset()
    return frozenset({expression.head}).union(*map(_heads, expression.parts))


def rewritten(equation: Theorem, theorem: Theorem) -> Theorem:
    """A theorem with the right side of an equation in all places of its left side."""
    left, _ = parts(equation.conclusion, "equal")
    hole = fresh(Sort.REAL, theorem.conclusion, equation.conclusion)
    return rewrite(function(hole, body=replaced(theorem.conclusion, left, hole)), equation, theorem)


def rewritten_limit(equation: Theorem, theorem: Theorem) -> Theorem:
    """A limit in another way: the right side of an equation where the left side is what something tends to."""
    domain, body, _ = parts(theorem.conclusion, "tends")
    hole = fresh(Sort.REAL, theorem.conclusion, equation.conclusion)
    return rewrite(function(hole, body=Node("tends", (domain, body, hole))), equation, theorem)


def replaced(expression: Expression, old: Expression, new: Expression) -> Expression:
    """An expression with all occurrences of a closed part replaced by another closed one."""
    return _replaced(expression, old, new, free(old), {})


def _replaced(expression: Expression, old: Expression, new: Expression, needed: Needed, done: Done) -> Expression:
    if expression == old:
        return new
    if not isinstance(expression, Node) or not needed <= expression.variables:
        return expression
    found = done.get(id(expression))
    if found is None:
        inside = tuple([_replaced(part, old, new, needed, done) for part in expression.parts])
        same = all(after is before for after, before in zip(inside, expression.parts, strict=True))
        found = expression if same else Node(expression.head, inside, expression.value, expression.hints)
        done[id(expression)] = found
    return found


def indicated(theorem: Theorem) -> Facts:
    """From A, `1[A] = 1` and `1[¬A] = 0`; from ¬A, `1[A] = 0` and `1[¬A] = 1`."""
    formula = theorem.conclusion
    if isinstance(formula, Node) and formula.head == "not":
        return indicator_of_false(theorem), indicator_of_true(theorem)
    twice = deny(negation(formula), contradict(theorem, assume(negation(formula))))
    return indicator_of_true(theorem), indicator_of_false(twice)


def swapped(equation: Theorem) -> Theorem:
    """`t = s` from `s = t`."""
    left, _ = parts(equation.conclusion, "equal")
    hole = fresh(Sort.REAL, equation.conclusion)
    return rewrite(function(hole, body=equal(hole, left)), equation, reflexive(left))


def turned_round(theorem: Theorem) -> Theorem:
    """`t = s` from `s = t`, or `¬ t = s` from `¬ s = t`."""
    match theorem.conclusion:
        case Node(head="not", parts=(Node(head="equal", parts=(left, right)),)):
            opposite = equal(right, left)
            return deny(opposite, contradict(swapped(assume(opposite)), theorem))
    return swapped(theorem)


def other_than_0(theorem: Theorem) -> Theorem:
    """`¬ t = 0` from `0 < t`, from `t < 0` or from itself."""
    if not isinstance(theorem.conclusion, Node) or theorem.conclusion.head == "not":
        return theorem
    left, right = theorem.conclusion.parts
    zero = written(0)
    term, hole = (right if left == zero else left), Variable("x", Sort.REAL)
    order = less(zero, hole) if left == zero else less(hole, zero)
    vanishes = equal(term, zero)
    wrong = rewrite(function(hole, body=order), assume(vanishes), theorem)
    return deny(vanishes, signed(FALSE, (wrong,)))


def unused(facts: Facts, *expressions: Expression) -> Variable:
    """A number that occurs neither in expressions nor in facts or what they are proved under."""
    return fresh(Sort.REAL, *expressions, *(each for fact in facts for each in (fact.conclusion, *fact.hypotheses)))


def modulo(goal: Expression, equations: Facts, facts: Facts = ()) -> Theorem:
    """An equation as an identity of quotients, after the left sides of equations are replaced, one after another."""
    if not equations:
        left, right = parts(goal, "equal")
        return identity(left, right, facts)
    left, right = parts(equations[0].conclusion, "equal")
    hole = fresh(Sort.REAL, goal, left, right)
    body = replaced(goal, left, hole)
    if hole not in free(body):
        return modulo(goal, equations[1:], facts)
    predicate = function(hole, body=body)
    found = modulo(opened(predicate.parts[0], (right,)), equations[1:], facts)
    return rewrite(predicate, swapped(equations[0]), found)


def substituted(expression: Expression, *equations: Theorem) -> Expression:
    """An expression with the right sides of equations in the places of the left ones, one after another."""
    for equation in equations:
        expression = replaced(expression, *parts(equation.conclusion, "equal"))
    return expression


def whichever(goal: Expression, disjunction: Theorem, *prove: Callable[[Facts], Theorem]) -> Theorem:
    """A goal by cases; each proof is given what its case assumes."""
    disjuncts = parts(disjunction.conclusion, "or")
    branches = (under(each(assumed(case)), case) for case, each in zip(disjuncts, prove, strict=True))
    return cases(goal, disjunction, *branches)


def witnessed(goal: Expression, theorem: Theorem, *elements: Expression | int, facts: Facts = ()) -> Theorem:
    """Nested existences, by what is proved of some elements, the outermost first; facts tell of their domains."""
    if not elements:
        return theorem
    domain, body = parts(goal, "exists")
    membership = belonging(elements[0], domain, facts)
    (element, _) = parts(membership.conclusion, "member")
    return witness(goal, membership, witnessed(opened(body, (element,)), theorem, *elements[1:], facts=facts))
