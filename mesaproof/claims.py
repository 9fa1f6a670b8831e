"""Everything that a claim of one's own is written with, in one place.

>>> import sympy
>>> from mesaproof.claims import Chain, Equality, Line, Source, claim, prove
>>> x = sympy.Symbol("x", real=True)
>>> @claim(
...     "mine/square", source=Source("mine", "Lemma 1"),
...     parts=(Equality("square", lambda: (x + 1) ** 2, x**2 + 2 * x + 1),),
... )
... def square():
...     "The square of a sum."
...     yield Chain("square", "(x+1)^2", (Line((x + 1) ** 2, "given"), Line(x**2 + 2 * x + 1, "expanded")))
>>> prove(square).words
'PROVED'
"""

from __future__ import annotations

from mesaproof import show_in_notebooks
from mesaproof.running.runner import prove
from mesaproof.running.verifying import verify
from proofs.claim import Claim, Formula, Source, Step, claim
from proofs.crosschecks import Case, Computed, Sample, crosscheck
from proofs.parts import Equality, Follows, Invariant, Positive, Settled
from proofs.verdict import Outcome, Verdict
from symbolic.algebra.notation import T, d, t
from symbolic.decide.conclusions import Conclusion, Requirement, alike, moment_is, same_for_every, zero
from symbolic.decide.conditions import Equals, MixedMomentsVanish, SameForAll, vanishes
from symbolic.decide.conditions.finiteness import Finite
from symbolic.decide.conditions.marginals import MomentsOf
from symbolic.decide.conditions.supports import Support
from symbolic.decide.conditions.symmetries import Independent, Permutations, SignFlips, Values
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.outcomes import Fails, Holds, Unknown
from symbolic.expectation.moments import Pattern, at_law, moment
from symbolic.laws import IID, Atoms, Law, LawFamily, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, Laplace, rademacher, two_point
from symbolic.typeset.derivation import Chain, Line, Rule

show_in_notebooks()

__all__ = [
    "IID",
    "Atoms",
    "Case",
    "Chain",
    "Claim",
    "Computed",
    "Conclusion",
    "Equality",
    "Equals",
    "Fails",
    "Finite",
    "Follows",
    "Formula",
    "Gaussian",
    "Holds",
    "Hypotheses",
    "Independent",
    "Invariant",
    "Laplace",
    "Law",
    "LawFamily",
    "Line",
    "MixedMomentsVanish",
    "MomentsOf",
    "Ones",
    "Outcome",
    "Pattern",
    "Permutations",
    "Positive",
    "Requirement",
    "Rule",
    "SameForAll",
    "Sample",
    "Settled",
    "SignFlips",
    "Source",
    "Sparse",
    "Step",
    "Support",
    "T",
    "Unknown",
    "Values",
    "Verdict",
    "alike",
    "at_law",
    "claim",
    "crosscheck",
    "d",
    "moment",
    "moment_is",
    "prove",
    "rademacher",
    "same_for_every",
    "t",
    "two_point",
    "vanishes",
    "verify",
    "zero",
]
