"""JSON records with stable keys: what a program reads."""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING, Any

import sympy

from mesaproof.documents.formal_words import formula_of
from proofs.claim import Claim
from proofs.verdict import CheckedNumber, Replay, Unavailable, Verdict
from symbolic.algebra.harmonics import HarmonicSymbol, to_float
from symbolic.laws.law_letters import law_letters
from symbolic.typeset.printing import text

if TYPE_CHECKING:
    from mesaproof.answers.deciding import Answer
    from numeric_check.compare.agreement import Comparison
    from proofs.zheng2024.answers.block_gradients import Gradient
    from proofs.zheng2024.answers.check_routes import SecondRoute
    from proofs.zheng2024.answers.law_report import LawReport


def number(value: sympy.Expr | None) -> dict[str, Any] | None:
    """`{"exact", "float"}` of an exact number or expression; float null where symbols remain, and beyond 1e308."""
    if value is None:
        return None
    closed = value.is_finite is not False and all(isinstance(s, HarmonicSymbol) for s in value.free_symbols)
    approximate = to_float(value) if closed else None
    return {"exact": text(value), "float": approximate if approximate is not None and isfinite(approximate) else None}


def numbers(values: tuple[sympy.Expr, ...] | None) -> Any:
    """One record where all coordinates agree, else a list."""
    if values is None:
        return None
    return number(values[0]) if len(values) == 1 else [number(value) for value in values]


def verdict_record(verdict: Verdict) -> dict[str, Any]:
    """One claim of `verify --json`."""
    claim = verdict.claim
    record: dict[str, Any] = {"key": claim.key, "verdict": str(verdict.outcome)}
    record |= {"grade": verdict.grade} if verdict.grade else {}
    record |= {"goal": verdict.replay.goal, "replay": _replay(verdict.replay)} if verdict.replay else {"goal": None}
    record |= {"assumed": [asdict(step) for step in verdict.assumed]} if verdict.assumed else {}
    record |= {"satisfied_by": verdict.satisfied} if verdict.satisfied else {}
    record |= {"witness": verdict.witness} if verdict.witness else {}
    record |= {"reason": verdict.reason} if verdict.reason else {}
    record |= {"leftover": list(verdict.leftover)} if verdict.leftover else {}
    record |= {"uses": [used.key for used in claim.uses]}
    record |= {"repairs": claim.repairs.key} if claim.repairs else {}
    record |= {"rests_on": list(verdict.rests_on)}
    record["crosschecks"] = [*map(_checked, verdict.crosschecks), *map(_unavailable, verdict.unavailable)]
    return record | {"seconds": round(verdict.seconds, 3), "kept": verdict.kept}


def _replay(replay: Replay) -> dict[str, Any]:
    found: dict[str, Any] = {"facts": list(replay.facts), "trusts": list(replay.trusts), "steps": replay.steps}
    found |= {"left_out": replay.left_out} if replay.left_out else {}
    return found | ({"reason": replay.reason} if replay.reason else {})


def _checked(checked: CheckedNumber) -> dict[str, Any]:
    found = {"name": checked.name, "case": str(checked.case), **_compared(checked.comparison)}
    found |= {"claimed": checked.comparison.claimed, "found": checked.comparison.estimate}
    return found | _resolutions(checked.comparison, checked.relative_resolution)


def _resolutions(found: Comparison | None, relative: float | None) -> dict[str, float | None]:
    """Relative shifts noticed with probability 1/2 and with 0.999; null where no shift is sure to be."""
    if found is None or relative is None or not isfinite(relative):
        return {"resolution": relative, "resolution_sure": None}
    sure = relative * found.resolution_sure / found.resolution if found.resolution else relative
    return {"resolution": relative, "resolution_sure": sure if isfinite(sure) else None}


def _unavailable(missing: Unavailable) -> dict[str, Any]:
    return {
        "name": None,
        "case": str(missing.case),
        **_compared(None),
        "kind": missing.kind,
        "because": missing.because,
        "stopped": missing.stopped,
    }


def _compared(found: Comparison | None) -> dict[str, Any]:
    """What a comparison found; null throughout where there is none."""
    keys = ("kind", "agrees", "false_alarm", "samples", "seed", "resolution")
    return {key: getattr(found, key) if found else None for key in keys}


def law_record(report: LawReport) -> dict[str, Any]:
    """The record of `check --json`."""
    return {
        "law": report.law.description,
        "given": report.given or None,
        "letters": [str(letter) for letter in law_letters(report.law)],
        "d": report.d if isinstance(report.d, int) else None,
        "T": report.T if isinstance(report.T, int) else None,
        "m2": numbers(report.m2),
        "kappa1": numbers(report.kappa1),
        "kappa2": numbers(report.kappa2),
        "kappa3": numbers(report.kappa3),
        "hypotheses": {key: {"holds": f.holds, "because": f.because} for key, f in report.hypotheses.items()},
        "line_invariant": {
            "holds": report.line_invariant,
            "leftover": _leftover(report),
        },
        "ab_limit": number(report.ab_limit),
        "ab_line": number(report.ab_line),
        "mean_ratio": numbers(report.mean_ratio),
        "relative_mse": number(report.relative_mse),
        "ab_long": number(report.ab_long),
        "relative_mse_long": number(report.relative_mse_long),
        "recovers": {"almost_every_W": report.recovery.almost_every_W, "every_W": report.recovery.every_W},
        "off_line": _off_line(report),
        "off_line_because": report.off_line_because or None,
        "off_line_bend": _bend(report),
        "crosschecks": [_second_route(route) for route in report.crosschecks],
    }


def _off_line(report: LawReport) -> dict[str, Any] | None:
    """Where training goes when it leaves the line; numeric only."""
    found = report.off_line
    names = ("a", "alpha", "b", "beta", "relative_mse", "imbalance", "accuracy")
    return None if found is None else {name: {"exact": None, "float": getattr(found, name)} for name in names}


def _bend(report: LawReport) -> dict[str, Any] | None:
    """Second derivatives of the full loss there; numeric only."""
    found = report.off_line_bend
    return None if found is None else {**asdict(found), "saddle": found.saddle}


def _leftover(report: LawReport) -> list[dict[str, Any]]:
    return [
        {
            "block": item.block,
            "entry": item.entry,
            "coefficient": item.coefficient,
            "moments": text(item.formal(report.T)),
            "value": number(item.value),
        }
        for item in report.leftover
    ]


def _second_route(route: SecondRoute) -> dict[str, Any]:
    return {
        "what": route.what,
        "d": route.d,
        "T": route.T,
        **_compared(route.comparison),
        "kind": route.kind,
        **_resolutions(route.comparison, route.relative_resolution),
        "because": route.because,
    }


def gradient_record(found: Gradient) -> dict[str, list[list[str]]]:
    """The record of `gradient --json`: exact strings."""
    return {name: [[text(entry) for entry in row] for row in block] for name, block in found.blocks.items()}


def claim_record(claim: Claim) -> dict[str, Any]:
    """The record of `show --json`."""
    return {
        "key": claim.key,
        "statement": claim.statement,
        "goal": formula_of(claim),
        "source": str(claim.source),
        "hypotheses": [condition.text for condition in claim.hypotheses.conditions],
        "assumed": [asdict(step) for step in claim.assumed],
        "uses": [used.key for used in claim.uses],
        "repairs": claim.repairs.key if claim.repairs else None,
    }


def answer_record(answer: Answer) -> dict[str, Any]:
    """The record of `decide --json`."""
    return {
        "hypotheses": [condition.text for condition in answer.hypotheses.conditions],
        "conclusion": answer.conclusion.name,
        "d": answer.d,
        "verdict": str(answer.outcome),
        "reason": answer.reason,
        "certificate": list(answer.steps),
        "witness": answer.witness or None,
        "family": answer.family or None,
        "leftover": list(answer.leftover),
        "dimensions": answer.dimensions or None,
    }
