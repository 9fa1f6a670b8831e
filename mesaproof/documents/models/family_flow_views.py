"""What `flow --setting` shows: its record as JSON, its screen, and in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mesaproof.answers.family_flows import FamilyFlow
from mesaproof.answers.flow_ends import Ends
from mesaproof.documents.models.setting_views import rows_of
from symbolic.typeset.markup import Html, code, display, heading, table, text, together
from symbolic.typeset.screen_text import by_hand, with_letters
from symbolic.views import as_html

if TYPE_CHECKING:
    from rich.console import RenderableType


def family_flow_record(flow: FamilyFlow) -> dict[str, Any]:
    """The record of `flow --setting --json`."""
    return {
        "setting": flow.setting.key,
        "family": flow.family,
        "invariant": flow.stays,
        "leftovers": list(flow.leftovers),
        "needs": list(flow.needs),
        "velocity": {
            letter: {
                "text": "\n".join(equation.text for equation in equations),
                "latex": "\n".join(equation.latex for equation in equations),
            }
            for letter, equations in flow.velocities.items()
        },
        "conserved": list(flow.conserved),
        "rest": None if flow.rest is None else list(flow.rest),
        "ends": None if flow.ends is None else _ends_record(flow.ends),
    }


def _ends_record(ends: Ends) -> dict[str, Any]:
    check = ends.check
    return {
        "rest": [
            {"where": rest.where, "does": str(rest.does), "eigenvalues": list(rest.eigenvalues)} for rest in ends.rest
        ],
        "limit": list(ends.limit),
        "integrated": check and {"flows": check.runs, "difference": check.difference, "agrees": check.agrees},
        "open": ends.open or None,
    }


def family_flow_screen(flow: FamilyFlow) -> RenderableType:
    """The screen of `flow --setting`."""
    from rich.console import Group
    from rich.text import Text

    title = Text(f"gradient flow on the family {flow.family} of {flow.setting.key}", style="bold")
    parts: list[RenderableType] = [title, Text(), Text(_stays(flow), style="green" if flow.stays else "yellow")]
    parts += [Text(f"    {with_letters(need)}") for need in flow.needs or flow.leftovers]
    parts += [Text(), Text("velocity" if flow.stays else "velocity where it stays", style="bold")]
    parts += [Text(line) for each in flow.velocities.values() for equation in each for line in equation.lines()]
    for name, lines in _facts(flow):
        parts += [Text(), Text(name, style="bold"), *(Text(with_letters(line)) for line in lines)]
    return Group(*parts, *([Text(), Text(by_hand("; ".join(flow.legend)), style="dim")] if flow.legend else []))


def _stays(flow: FamilyFlow) -> str:
    if flow.stays:
        return "it stays on the family, for every law and covariance"
    if flow.needs:
        return "it stays on the family, for all letters, scalars and sizes, if and only if"
    return "it leaves the family, unless"


def _facts(flow: FamilyFlow) -> list[tuple[str, tuple[str, ...]]]:
    facts = [("conserved", flow.conserved or ("nothing of this form",))]
    if flow.ends is None:
        return facts
    ends = flow.ends
    facts.append(("at rest", tuple(map(str, ends.rest)) or (f"not found: {ends.open}" if ends.open else "nowhere",)))
    if ends.limit:
        facts.append(("limit in closed form", (*ends.limit, *([str(ends.check)] if ends.check else []))))
    return facts


@as_html(FamilyFlow)
def family_flow_html(flow: FamilyFlow) -> Html:
    """The velocities as formulas, and what is known of them."""
    equations = [equation for each in flow.velocities.values() for equation in each]
    facts = [(text(_stays(flow)), text("; ".join(flow.needs or flow.leftovers)))]
    facts += [(text(name), text("; ".join(lines))) for name, lines in _facts(flow)]
    title = heading(text("flow on the family"), code(flow.family), text("of"), code(flow.setting.key))
    return together(title, Html(display(rows_of(equations))), table(facts))
