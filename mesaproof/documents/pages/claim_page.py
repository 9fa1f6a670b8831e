"""The page of a claim: its words, what is stated, where it fails, an outline of the proof, the second routes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mesaproof.documents.claim_section import section
from mesaproof.documents.findings import sentence, unproved
from mesaproof.documents.formal_words import formula_rows, stated
from mesaproof.documents.pages.claim_graph import Settled, graph, relatives
from mesaproof.documents.pages.graph_drawing import drawing, outline
from mesaproof.documents.pages.second_route_tables import second_routes
from mesaproof.documents.pages.start_page import rests_on, twin
from mesaproof.errors import InputError
from proofs.claim import Claim
from proofs.verdict import Verdict
from symbolic.typeset.derivation import Derivation
from symbolic.typeset.layout import PrintedChain, printed_chains
from symbolic.typeset.sections import Finding, Section, Stated

NARROW_GOAL = 28.0
"""In em: a row of what is stated on the screen of a telephone, where it is set a little smaller."""

UP = "../"


def claim_values(
    verdict: Verdict, listed: Sequence[Verdict], places: Mapping[str, str], states: Mapping[str, Settled]
) -> dict[str, Any]:
    """What the template of a claim's page reads."""
    claim = verdict.claim
    shown, unprinted = _section(verdict)
    family = relatives(claim, [one.claim for one in listed])
    return {
        "up": UP,
        "outline": outline,
        "verdict": verdict,
        "name": claim.key.rpartition("/")[2],
        "section": shown,
        "unprinted": unprinted,
        "settled": states[claim.key],
        "narrow": _narrow(verdict, shown.stated) if shown.stated else (),
        "relations": _relations(claim, listed, places),
        "drawing": drawing(graph(family), listed, places, states, UP, claim) if len(family) > 1 else None,
        "findings": _own(shown, claim),
        "chains": [_outlined(chain) for chain in printed_chains(shown)],
        "routes": second_routes(verdict),
        "reason": "" if verdict.outcome.proved else unproved(verdict),
        "facts": rests_on(verdict),
        **_neighbours(verdict, listed, places),
    }


def _narrow(verdict: Verdict, wide: Stated) -> tuple[tuple[int, str], ...]:
    """The rows of the formula on a narrow page."""
    return formula_rows(verdict.claim, NARROW_GOAL) if wide.rows else ()


Links = list[tuple[str, str]]


def _relations(claim: Claim, listed: Sequence[Verdict], places: Mapping[str, str]) -> list[tuple[str, Links]]:
    """Other claims by how they are related to this one, each with its page."""
    mended = twin(claim, listed)
    related = {
        "repairs": [claim.repairs] if claim.repairs else [],
        "repaired by": [mended.claim] if mended else [],
        "uses": list(claim.uses),
        "used by": [one.claim for one in listed if claim in one.claim.uses],
    }
    return [
        (word, [(one.key, places.get(one.key, "")) for one in others]) for word, others in related.items() if others
    ]


def _neighbours(verdict: Verdict, listed: Sequence[Verdict], places: Mapping[str, str]) -> dict[str, Any]:
    """The claims before and after this one."""
    at = listed.index(verdict)
    before, after = listed[at - 1 : at] if at else (), listed[at + 1 : at + 2]
    keys = ([one.claim.key for one in found] for found in (before, after))
    return dict(zip(("before", "after"), ([(key, places[key]) for key in found] for found in keys), strict=True))


def _own(shown: Section, claim: Claim) -> tuple[Finding, ...]:
    """What settled the parts of a claim, without the claims that it uses, which come last and are linked elsewhere."""
    return shown.findings[: len(shown.findings) - len(claim.uses)] if shown.findings else ()


def _outlined(chain: PrintedChain) -> dict[str, Any]:
    """A chain with its result: what its last line says, which is all of it where there is one line."""
    last = chain.lines[-1]
    return {"chain": chain, "result": last.rows, "steps": len(chain.lines)}


def _section(verdict: Verdict) -> tuple[Section, str]:
    """A claim as it is printed; where its lines cannot all be checked, without them, and why."""
    claim = verdict.claim
    try:
        return section(verdict), ""
    except InputError as error:
        unprinted = f"{error.given}."
    except Exception as error:
        unprinted = f"it stops with {type(error).__name__}: {error}."
    bare = (Derivation(()), sentence(verdict), (), verdict.witness, str(claim.source), (), stated(verdict))
    return Section(claim.key, claim.statement, claim.hypotheses, *bare), unprinted
