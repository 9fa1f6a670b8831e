"""Everything that a claim of one's own is written with that states a formula of the kernel, in one place.

>>> from mesaproof.kernel import at_most, defined, for_all, integers_from, proof_of, proved, real, text
>>> n = real("n")
>>> goal = for_all(n, integers_from(2), at_most(n / (n - 1), 2))
>>> text(goal)
'∀n ∈ {2, 3, …}: n/(n − 1) ≤ 2'
>>> proof_of(goal, proved(goal)).definedness.conclusion == defined(goal)
True
"""

from __future__ import annotations

from typing import TypeVar

from mesaproof import show_in_notebooks
from mesaproof.errors import InputError
from proofs.catalogue import settings
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Refused
from symbolic.core.rules.logic import (
    apply,
    assume,
    both_ways,
    cases,
    conjoin,
    contradict,
    deny,
    either,
    one_way,
    part,
    parts,
    witness,
)
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    INTEGERS,
    NONNEGATIVE,
    POSITIVE,
    REALS,
    at_most,
    cell,
    conjunction,
    disjunction,
    equal,
    exists,
    exponential,
    for_all,
    iff,
    implies,
    integers_between,
    integers_from,
    less,
    logarithm,
    member,
    negation,
    real,
    root,
    tends,
    total,
)
from symbolic.goals.engine import declare_anew
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.setting import Setting
from symbolic.tactics.parabolas import Parabola, completed
from symbolic.tactics.signs import NotFound, identity, nonzero, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, other_than_0, proved, quantified, under, whichever
from symbolic.typeset.kernel_formulas import text


def on_family(setting: Setting, family: str) -> ModelOnFamily:
    """A setting on one of its families, as formulas name it: losses at points, domains, and what is derived there.

    Give each model a key of its own: of two with the same one, the last is meant. Raises `InputError` for a family that
    it has not, for what formulas cannot name yet, and for the key of a setting of the package.
    """
    _declare(setting)
    if family not in setting.families:
        raise InputError(f"the family {family!r}", f"one of {setting.key}: {', '.join(setting.families) or 'none'}")
    return _named(ModelOnFamily(setting.key, family))


def anywhere(setting: Setting) -> ModelAnywhere:
    """A setting at all values of its blocks, as formulas name it; raises `InputError` as `on_family`."""
    _declare(setting)
    return _named(ModelAnywhere(setting.key))


def proof_of(goal: Expression, theorem: Theorem, *models: ModelOnFamily) -> Proof:
    """A goal with the theorem that it is, and that it is defined; losses of the models on their families are.

    Raises `NotFound` where definedness is not found.
    """
    return Proof(goal, theorem, proved(defined(goal), solve=defined_on(*models)))


Model = TypeVar("Model", ModelOnFamily, ModelAnywhere)


def _named(model: Model) -> Model:
    try:
        assert model.stated.model
    except Refused as reason:
        raise InputError(f"the setting {model.key}", "one that formulas can name", str(reason)) from reason
    return model


def _declare(setting: Setting) -> None:
    """A model may be declared again, as it is when its file has changed."""
    if setting.key in settings():
        raise InputError(f"a setting with the key {setting.key}", "a key that no setting of the package has")
    declare_anew(setting)


show_in_notebooks()

__all__ = [
    "FALSE",
    "INTEGERS",
    "NONNEGATIVE",
    "POSITIVE",
    "REALS",
    "Expression",
    "ModelAnywhere",
    "ModelOnFamily",
    "NotFound",
    "Parabola",
    "Proof",
    "Theorem",
    "anywhere",
    "apply",
    "assume",
    "assumed",
    "at",
    "at_most",
    "belonging",
    "both_ways",
    "cases",
    "cell",
    "completed",
    "conjoin",
    "conjunction",
    "contradict",
    "defined",
    "defined_on",
    "deny",
    "disjunction",
    "either",
    "equal",
    "exists",
    "exponential",
    "for_all",
    "identity",
    "iff",
    "implies",
    "integers_between",
    "integers_from",
    "less",
    "logarithm",
    "member",
    "modulo",
    "negation",
    "nonzero",
    "on_family",
    "one_way",
    "other_than_0",
    "part",
    "parts",
    "positive",
    "proof_of",
    "proved",
    "quantified",
    "real",
    "root",
    "signed",
    "tends",
    "text",
    "total",
    "under",
    "whichever",
    "witness",
]
