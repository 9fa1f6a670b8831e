"""Exact proofs, exact refutations and independent numerical checks for statements about in-context learning.

>>> import mesaproof as mp
>>> mp.check("gaussian", d=1, T=4).ab_limit
1/5
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any

__version__ = "0.2.0"

_HOMES = {
    "law": "mesaproof.reading.law_spec",
    "InputError": "mesaproof.errors",
    "check": "mesaproof.answers.checking",
    "enclosure": "mesaproof.reading.adapters.enclosures",
    "check_sample": "mesaproof.uncertain",
    "check_density": "mesaproof.uncertain",
    "SampleReport": "mesaproof.uncertain",
    "gradient": "mesaproof.answers.gradients",
    "verify": "mesaproof.running.verifying",
    "Verdicts": "mesaproof.running.verifying",
    "derivation": "mesaproof.documents.derivations",
    "decide": "mesaproof.answers.deciding",
    "leftover": "mesaproof.answers.deciding",
    "mutants": "mesaproof.selftest.claims.claim_mutants",
    "flow": "mesaproof.answers.flowing",
    "train": "mesaproof.answers.training",
    "sweep": "mesaproof.running.sweeps",
    "check_properties": "mesaproof.strategies.properties",
    "assert_properties": "mesaproof.strategies.properties",
    "hunt": "mesaproof.strategies",
    "claim": "proofs.claim",
    "crosscheck": "proofs.crosschecks",
    "Claim": "proofs.claim",
    "Verdict": "proofs.verdict",
    "Law": "symbolic.laws",
    "LawFamily": "symbolic.laws",
    "Hypotheses": "symbolic.decide.hypotheses",
    "Conclusion": "symbolic.decide.conclusions",
    "moment_is": "symbolic.decide.conclusions",
    "Pattern": "symbolic.expectation.moments",
    "Equals": "symbolic.decide.conditions",
    "vanishes": "symbolic.decide.conditions",
    "SameForAll": "symbolic.decide.conditions",
    "MixedMomentsVanish": "symbolic.decide.conditions",
    "SignFlips": "symbolic.decide.conditions.symmetries",
    "Permutations": "symbolic.decide.conditions.symmetries",
    "Independent": "symbolic.decide.conditions.symmetries",
    "Values": "symbolic.decide.conditions.symmetries",
    "Finite": "symbolic.decide.conditions.finiteness",
    "MomentsOf": "symbolic.decide.conditions.marginals",
    "Support": "symbolic.decide.conditions.supports",
    "Setting": "symbolic.setting",
    "loss": "mesaproof.answers.deriving",
    "family_flow": "mesaproof.answers.family_flows",
    "FamilyFlow": "mesaproof.answers.family_flows",
    "stays_on": "mesaproof.answers.family_flows",
    "simulate": "mesaproof.answers.simulating",
    "check_at": "mesaproof.answers.setting_checks",
    "Simulation": "mesaproof.answers.simulating",
    "PopulationLoss": "mesaproof.answers.deriving",
    "PopulationGradient": "mesaproof.answers.deriving",
}
"""Where each public name lives; it is imported when it is first used."""

_OF_THE_PAPER = (
    "LawReport",
    "FlowReport",
    "TrainingRun",
    "line_invariant",
    "OnLine",
    "StartCondition",
    "Recovers",
    "ASSUMPTION_3_1",
    "ASSUMPTION_4_1",
    "ASSUMPTION_4_1_ODD",
    "ASSUMPTION_4_2",
    "ASSUMPTION_4_2_ALMOST",
    "CENTRED_IID",
    "CENTRED_IID_FINITE",
    "LINE_CONDITIONS",
    "ODD_REPAIRED",
    "UNSKEWED_IID",
)
"""Public names of the paper whose setting is asked; it says where they live."""

VIEWS = (
    "mesaproof.documents.screen_views",
    "mesaproof.documents.notebook",
    "mesaproof.documents.notebook_matrices",
    "mesaproof.documents.law_markup",
    "mesaproof.documents.claim_markup",
    "mesaproof.uncertain.sample_views",
    "mesaproof.documents.models.setting_views",
    "mesaproof.documents.models.family_flow_views",
    "mesaproof.documents.models.simulation_views",
    "mesaproof.documents.models.setting_run_views",
)
"""Modules that register what notebooks show and Python prints; imported when something is first shown."""

__all__ = ["__version__", *_HOMES, *_OF_THE_PAPER]


PART_OF = f"mesaproof {__version__}"
"""What our other packages call themselves part of, so that they are recognised wherever they lie."""


class ForeignPackage(ImportError):
    """A package of another project is found under one of our names."""


def require_own_packages(names: tuple[str, ...] = ("symbolic", "numeric_check", "proofs")) -> None:
    """Raise ForeignPackage when a package of another project or version is found under one of our names.

    Not asked when this package is imported: pytest does so, for the plugin, in every project.
    """
    for name in names:
        if not _is_own(name):
            from mesaproof.terminal.installation import foreign

            raise ForeignPackage(foreign(name))


def _is_own(name: str) -> bool:
    """Whether a package is part of this one; a stranger's is not run to find out."""
    if name in sys.modules:
        return getattr(sys.modules[name], "__part_of__", None) == PART_OF
    spec = find_spec(name)
    compiled = getattr(spec and spec.loader, "get_code", None)
    if compiled is None:
        return False
    try:
        code = compiled(name)
    except (ImportError, OSError, SyntaxError, ValueError):
        return False
    return code is not None and "__part_of__" in code.co_names and PART_OF in code.co_consts


def __getattr__(name: str) -> Any:
    if name not in _HOMES and name not in _OF_THE_PAPER:
        raise AttributeError(f"module 'mesaproof' has no attribute {name!r}")
    require_own_packages()
    show_in_notebooks()
    if name in _OF_THE_PAPER:
        return import_module("mesaproof.answers.asking").named(name)
    return getattr(import_module(_HOMES[name]), name)


def show_in_notebooks() -> None:
    """Let records find their views when a notebook shows them; done when a public name is first used."""
    from symbolic.views import provided_by

    for module in VIEWS:
        provided_by(module)


def __dir__() -> list[str]:
    return sorted(__all__)
