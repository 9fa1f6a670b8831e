"""The trusted procedure `engine`: losses and gradients of settings on families, derived anew and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache

from symbolic.core.expressions import Expression, Node, Refused, nodes
from symbolic.core.rules.procedures import procedure, trusted
from symbolic.core.sorts import signature_of
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import at_most, cell, equal, equal_matrices
from symbolic.expectation.characters import OutOfReach
from symbolic.goals.called_terms import at_all_blocks, on_family
from symbolic.goals.derived_terms import of_matrices, polynomial, word_matrix
from symbolic.goals.stated import ENTRY, Stated, derived_of
from symbolic.goals.stated_at_sizes import Numbers, StatedAt, from_dimension, numbers_in
from symbolic.model.derived_model import Derived, OnFamily
from symbolic.setting.setting import Setting

ENGINE = "engine"

_settings: dict[str, Callable[[], Setting]] = {}


def declare(key: str, setting: Callable[[], Setting]) -> None:
    """Tell which setting a key of formulas names; it is made when it is needed.

    Raises `Refused` where the key already names another one.
    """
    if _settings.setdefault(key, setting) is not setting:
        raise Refused(f"the key {key!r} already names a setting")


def declare_anew(setting: Setting) -> None:
    """Tell that the key of a setting names this one; what was derived of another one is forgotten."""
    _settings[setting.key] = lambda: setting
    for derived in (_on, gradient_formula, loss_formula, loss_anywhere_formula, regular_formula):
        derived.cache_clear()


def declared(key: str) -> Setting:
    """The setting that a key names; raises `Refused` where none has it, or what has it is called otherwise."""
    if key not in _settings:
        raise Refused(f"no setting {key!r} is known; known are {', '.join(sorted(_settings)) or 'none'}")
    setting = _settings[key]()
    if setting.key != key:
        raise Refused(f"the setting declared as {key} is called {setting.key}")
    return setting


@cache
def _on(key: str, family: str, sizes: Numbers) -> tuple[Stated, OnFamily]:
    setting = declared(key)
    if family not in setting.families:
        raise Refused(f"{key} has the families {', '.join(setting.families)}, not {family}")
    if not sizes:
        return Stated(setting, family), derived_of(setting).on(setting.families[family])
    return StatedAt(setting, family, sizes), Derived(setting, dict(sizes)).on(setting.families[family])


def stated_on(key: str, family: str, sizes: Numbers = (), first: int = 1) -> Stated:
    """A setting with a family, as formulas name them.

    Where W is uniform on a group some sizes are numbers, and the dimension is at least `first`.
    """
    return from_dimension(_on(key, family, sizes)[0], first)


@cache
def gradient_formula(key: str, family: str, block: str, sizes: Numbers = ()) -> Expression:
    """For all sizes, laws, letters and entries: a gradient's entry by a block on a family, as derived.

    Where covariances or matrices of the family join row and column, the whole gradient as a sum of words. Where indices
    join more or fewer than two of them it is an entry, with sums over entries of the matrices.
    """
    stated, derived = _on(key, family, sizes)
    terms = derived.derivative(block)
    stated = from_dimension(stated, derived.least_dimension(block))
    gradient = stated.gradient(block)
    if of_matrices(terms) and any(graph.open for graph in terms):
        with suppress(OutOfReach, Refused):
            words = word_matrix(terms, stated.shape(block), on_family(stated))
            return stated.everywhere(equal_matrices(gradient, words))
    entry = cell(gradient, *ENTRY)
    found = polynomial(terms, on_family(stated), stated.places(block))
    return stated.everywhere(stated.entries(block, equal(entry, found)))


@cache
def loss_formula(key: str, family: str, sizes: Numbers = ()) -> Expression:
    """For all sizes, laws and letters: the loss on a family, as the engine has it.

    Where W is uniform on a group some sizes are numbers, and the dimension is from one on where the loss is that one.
    """
    stated, derived = _on(key, family, sizes)
    stated = from_dimension(stated, derived.least_dimension())
    loss = stated.loss()
    return stated.everywhere(equal(loss, polynomial(derived.terms, on_family(stated))))


@cache
def loss_anywhere_formula(key: str, in_words: bool = False) -> Expression:
    """For all sizes, laws and blocks of the model's shapes: the loss, as derived, in the entries of all blocks.

    Or in words of blocks, as far as their entries make such.
    """
    stated = Stated(declared(key))
    loss = stated.model.loss(*stated.given, *stated.any_blocks)
    found = polynomial(derived_of(stated.setting).terms, at_all_blocks(stated, in_words))
    return stated.for_all_data(stated.for_all_blocks(equal(loss, found)))


@cache
def regular_formula(key: str, family: str, sizes: Numbers = ()) -> Expression:
    """For all sizes, laws and letters: the blocks fit, and the loss is a polynomial in all their entries."""
    stated = stated_on(key, family, sizes)
    return stated.everywhere(stated.model.regular(*stated.given, *stated.blocks))


def regular_everywhere_formula(key: str) -> Expression:
    """For all sizes, laws and blocks of the model's shapes: the loss is a polynomial in all entries."""
    stated = Stated(declared(key))
    return stated.for_all_data(stated.for_all_blocks(stated.model.regular(*stated.given, *stated.any_blocks)))


def nonnegative_formula(key: str) -> Expression:
    """For all sizes, laws and blocks of the model's shapes: the loss, a positive number times a mean of squares, is not
    negative; raises `Refused` where the factor is no positive number.
    """
    stated = Stated(declared(key))
    factor = stated.setting.factor.monomials
    if not all(each.rational > 0 and not (each.affine or each.scalars) for each in factor):
        raise Refused(f"the factor of the loss of {key} is no positive number")
    loss = stated.model.loss(*stated.given, *stated.any_blocks)
    return stated.for_all_data(stated.for_all_blocks(at_most(0, loss)))


@procedure(ENGINE)
def engine(formula: Expression) -> None:
    """Return where a formula is what is derived of the setting that it names, on one of its families or at all blocks.

    Or where it is that the loss is a polynomial in the entries of all blocks that have the shapes of the model's, or
    that it, a mean of squares, is not negative.
    """
    about = next(_about(formula), None)
    if about is None:
        raise Refused("it is about the loss or the gradient of no model")
    key = signature_of(about).key
    on_families = (formula in _derived(key, family, about) for family in declared(key).families)
    if not any(on_families) and formula not in _anywhere(key, about, formula):
        raise Refused(f"the {about.head} of {key} is not derived so")


def _derived(key: str, family: str, about: Node) -> tuple[Expression, ...]:
    """What is derived on a family; nothing where formulas cannot hold it."""
    sizes = numbers_in(declared(key), about)
    try:
        match about:
            case Node(head="gradient", value=int(number)):
                return (gradient_formula(key, family, signature_of(about).blocks[number], sizes),)
            case Node(head="loss"):
                return (loss_formula(key, family, sizes),)
        return (regular_formula(key, family, sizes),)
    except (Refused, OutOfReach):
        return ()


def _anywhere(key: str, about: Node, formula: Expression) -> tuple[Expression, ...]:
    """What is derived at all blocks, for a formula about all of a shape; nothing where formulas cannot hold it."""
    if not any(node.head == "matrices" for node in nodes(formula)):
        return ()
    try:
        match about.head:
            case "loss":
                if any(node.head == "at_most" for node in nodes(formula)):
                    return (nonnegative_formula(key),)
                return loss_anywhere_formula(key), loss_anywhere_formula(key, True)
            case "regular":
                return (regular_everywhere_formula(key),)
    except Refused:
        pass
    return ()


def _about(formula: Expression) -> Iterator[Node]:
    """The terms and formulas about models in a formula."""
    return (node for node in nodes(formula) if node.head in ("gradient", "loss", "regular"))


def derived_gradient(key: str, family: str, block: str, sizes: Numbers = ()) -> Theorem:
    """The gradient by a block on a family, as a theorem that trusts the engine."""
    return trusted(ENGINE, gradient_formula(key, family, block, sizes))


def derived_loss(key: str, family: str, sizes: Numbers = ()) -> Theorem:
    """The loss on a family, as a theorem that trusts the engine."""
    return trusted(ENGINE, loss_formula(key, family, sizes))


def derived_loss_anywhere(key: str, in_words: bool = False) -> Theorem:
    """The loss at all blocks, as a theorem that trusts the engine."""
    return trusted(ENGINE, loss_anywhere_formula(key, in_words))


def derived_sign_anywhere(key: str) -> Theorem:
    """That the loss is nowhere negative, as a theorem that trusts the engine."""
    return trusted(ENGINE, nonnegative_formula(key))


def derived_regularity_everywhere(key: str) -> Theorem:
    """That the loss is a polynomial in the entries of all blocks that fit, as a theorem that trusts the engine."""
    return trusted(ENGINE, regular_everywhere_formula(key))


def derived_regularity(key: str, family: str, sizes: Numbers = ()) -> Theorem:
    """That the loss on a family is a polynomial, as a theorem that trusts the engine."""
    return trusted(ENGINE, regular_formula(key, family, sizes))
