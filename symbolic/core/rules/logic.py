"""The rules of logic: natural deduction with equality, classical."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Node, Refused, Variable, free, opened
from symbolic.core.theorems import Formula, Predicate, Sequent, Term, Theorem, rule, sequent
from symbolic.core.vocabulary import FALSE, conjunction, equal, for_all, iff, implies, member, negation


def parts(formula: Expression, head: str) -> tuple[Expression, ...]:
    """The parts of a formula or term with a head; raises `Refused` where its head is another one."""
    if isinstance(formula, Node) and formula.head == head:
        return formula.parts
    raise Refused(f"{head} is expected, not {formula}")


def same(found: Expression, expected: Expression) -> None:
    """Refuse what is not, up to the names of bound variables, what is expected."""
    if found != expected:
        raise Refused(f"expected {expected}, given {found}")


def not_free(variable: Variable, *expressions: Expression) -> None:
    """Refuse a variable that occurs free where it must not."""
    if variable in free(*expressions):
        raise Refused(f"{variable.name} is free in what is to hold for every value of it")


@rule
def assume(formula: Formula) -> Sequent:
    """`A ⊢ A`."""
    return Sequent(frozenset((formula,)), formula)


@rule
def discharge(formula: Formula, theorem: Theorem) -> Sequent:
    """From `Γ, A ⊢ B`, `Γ ⊢ A ⇒ B`; A need not be among the hypotheses."""
    return sequent(implies(formula, theorem.conclusion), theorem, without=(formula,))


@rule
def apply(implication: Theorem, premise: Theorem) -> Sequent:
    """From `Γ ⊢ A ⇒ B` and `Δ ⊢ A`, `Γ, Δ ⊢ B`."""
    antecedent, consequent = parts(implication.conclusion, "implies")
    same(premise.conclusion, antecedent)
    return sequent(consequent, implication, premise)


@rule
def conjoin(*theorems: Theorem) -> Sequent:
    """From `Γᵢ ⊢ Aᵢ`, `Γ₁, …, Γₙ ⊢ A₁ ∧ … ∧ Aₙ`; of nothing, true."""
    return sequent(conjunction(*(theorem.conclusion for theorem in theorems)), *theorems)


@rule
def part(number: int, theorem: Theorem) -> Sequent:
    """From `Γ ⊢ A₀ ∧ … ∧ Aₙ`, `Γ ⊢ Aᵢ`."""
    conjuncts = parts(theorem.conclusion, "and")
    if not 0 <= number < len(conjuncts):
        raise Refused(f"there is no conjunct {number}")
    return sequent(conjuncts[number], theorem)


@rule
def either(formula: Formula, theorem: Theorem) -> Sequent:
    """From `Γ ⊢ Aᵢ`, `Γ ⊢ A₀ ∨ … ∨ Aₙ`, the disjunction being given."""
    if theorem.conclusion not in parts(formula, "or"):
        raise Refused("it is not one of the disjuncts")
    return sequent(formula, theorem)


@rule
def cases(formula: Formula, disjunction: Theorem, *branches: Theorem) -> Sequent:
    """From `Γ ⊢ A₁ ∨ … ∨ Aₙ` and `Δᵢ ⊢ Aᵢ ⇒ C` for all i, `Γ, Δ₁, …, Δₙ ⊢ C`; from false, everything."""
    disjuncts = parts(disjunction.conclusion, "or")
    if len(branches) != len(disjuncts):
        raise Refused(f"{len(branches)} branches of {len(disjuncts)} cases")
    for disjunct, branch in zip(disjuncts, branches, strict=True):
        same(branch.conclusion, implies(disjunct, formula))
    return sequent(formula, disjunction, *branches)


@rule
def deny(formula: Formula, theorem: Theorem) -> Sequent:
    """From `Γ, A ⊢ false`, `Γ ⊢ ¬A`."""
    same(theorem.conclusion, FALSE)
    return sequent(negation(formula), theorem, without=(formula,))


@rule
def contradict(theorem: Theorem, denial: Theorem) -> Sequent:
    """From `Γ ⊢ A` and `Δ ⊢ ¬A`, `Γ, Δ ⊢ false`."""
    same(denial.conclusion, negation(theorem.conclusion))
    return sequent(FALSE, theorem, denial)


@rule
def excluded_middle(formula: Formula) -> Sequent:
    """`⊢ A ∨ ¬A`."""
    return sequent(Node("or", (formula, negation(formula))))


@rule
def both_ways(one: Theorem, other: Theorem) -> Sequent:
    """From `Γ ⊢ A ⇒ B` and `Δ ⊢ B ⇒ A`, `Γ, Δ ⊢ A ⇔ B`."""
    left, right = parts(one.conclusion, "implies")
    same(other.conclusion, implies(right, left))
    return sequent(iff(left, right), one, other)


@rule
def one_way(theorem: Theorem) -> Sequent:
    """From `Γ ⊢ A ⇔ B`, `Γ ⊢ (A ⇒ B) ∧ (B ⇒ A)`."""
    left, right = parts(theorem.conclusion, "iff")
    return sequent(conjunction(implies(left, right), implies(right, left)), theorem)


@rule
def generalise(membership: Formula, theorem: Theorem) -> Sequent:
    """From `Γ, x ∈ D ⊢ A`, x free neither in Γ nor in D, `Γ ⊢ ∀x ∈ D: A`; given `x ∈ D`, x a variable."""
    variable, domain = parts(membership, "member")
    if not isinstance(variable, Variable):
        raise Refused("only for a variable something holds in general")
    found = sequent(for_all(variable, domain, theorem.conclusion), theorem, without=(membership,))
    not_free(variable, domain, *found.hypotheses)
    return found


@rule
def instantiate(theorem: Theorem, membership: Theorem) -> Sequent:
    """From `Γ ⊢ ∀x ∈ D: A` and `Δ ⊢ t ∈ D`, `Γ, Δ ⊢ A[t]`."""
    domain, body = parts(theorem.conclusion, "for_all")
    element, of = parts(membership.conclusion, "member")
    same(of, domain)
    return sequent(opened(body, (element,)), theorem, membership)


@rule
def witness(formula: Formula, membership: Theorem, theorem: Theorem) -> Sequent:
    """From `Γ ⊢ t ∈ D` and `Δ ⊢ A[t]`, `Γ, Δ ⊢ ∃x ∈ D: A`, which is given."""
    domain, body = parts(formula, "exists")
    element, of = parts(membership.conclusion, "member")
    same(of, domain)
    same(theorem.conclusion, opened(body, (element,)))
    return sequent(formula, membership, theorem)


@rule
def choose(variable: Variable, existence: Theorem, theorem: Theorem) -> Sequent:
    """From `Γ ⊢ ∃x ∈ D: A` and `Δ, x ∈ D, A ⊢ C`, x free neither in Δ nor in C nor in `∃x ∈ D: A`, `Γ, Δ ⊢ C`."""
    domain, body = parts(existence.conclusion, "exists")
    about = member(variable, domain), opened(body, (variable,))
    rest = sequent(theorem.conclusion, theorem, without=about)
    not_free(variable, existence.conclusion, theorem.conclusion, *rest.hypotheses)
    return Sequent(rest.hypotheses | existence.hypotheses, theorem.conclusion)


@rule
def reflexive(term: Term) -> Sequent:
    """`⊢ t = t`."""
    return sequent(equal(term, term))


@rule
def rewrite(predicate: Predicate, equation: Theorem, theorem: Theorem) -> Sequent:
    """From `Γ ⊢ s = t` and `Δ ⊢ A[s]`, `Γ, Δ ⊢ A[t]`; given `λx. A`."""
    left, right = parts(equation.conclusion, "equal")
    body = unary(predicate)
    same(theorem.conclusion, opened(body, (left,)))
    return sequent(opened(body, (right,)), equation, theorem)


def unary(function: Expression) -> Expression:
    """The body of a function or predicate of one variable."""
    if isinstance(function, Node) and function.head == "abstraction" and function.value == 1:
        return function.parts[0]
    raise Refused("a function of one variable is expected")
