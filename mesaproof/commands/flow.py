"""`mesaproof flow`: where training goes from a point of the line, or on a family of a setting."""

from __future__ import annotations

import sys
from typing import Any

import click

from mesaproof.commands.options import as_json, dimension, family, length, progress, show, show_json
from mesaproof.errors import InputError


@click.command("flow")
@click.argument("law", required=False)
@dimension
@length
@click.option("--start", "start", metavar="A0,B0", help="W_KQ_32 = A0 I, W_PV_12 = B0 I, such as 1/2,-0.25.")
@click.option("--setting", "setting", default=None, help="A setting, by key or FILE.py, instead of a law.")
@family
@as_json
def command(law: str | None, setting: str | None, family: str | None, as_json: bool, **of_law: Any) -> None:
    """Where gradient flow goes from a start on the line: limit, conserved quantity, rate; exit 1 where it leaves it.

    With --setting and --family, of any model and for symbolic sizes: whether it stays on the family, how the letters
    move, what is conserved, where they rest and end; exit 1 where some law or covariance takes it off. A FILE.py is
    run, as `python FILE.py` would run it: give only files that you trust.
    """
    if setting is not None:
        _on_family(law, setting, family, of_law, as_json)
    if family is not None:
        raise InputError("--family", "--setting with it")
    if law is None:
        raise InputError("neither a law nor a setting", "LAW, or --setting SETTING")
    _on_line(law, of_law["d"], of_law["T"], of_law["start"], as_json)


def _on_line(law: str, d: int | None, T: int | None, start: str | None, as_json: bool) -> None:
    from mesaproof.answers.flowing import flow, read_start
    from mesaproof.documents.flow_views import flow_record, flow_screen

    with progress("following the flow"):
        found = flow(law, d, T, None if start is None else read_start(start))
    if as_json:
        show_json(flow_record(found))
    else:
        show(lambda: flow_screen(found))
    sys.exit(0 if found.line_invariant else 1)


def _on_family(law: str | None, setting: str, family: str | None, of_law: dict[str, Any], as_json: bool) -> None:
    from mesaproof.answers.family_flows import family_flow
    from mesaproof.documents.models.family_flow_views import family_flow_record, family_flow_screen

    if law is not None:
        raise InputError(f"the law {law[:60]!r} together with --setting", "either of them")
    options = {"d": "-d", "T": "-T", "start": "--start"}
    if given := [option for name, option in options.items() if of_law[name] is not None]:
        raise InputError(given[0], "no sizes and no start: they are symbols with --setting")
    if family is None:
        raise InputError("--setting without --family", "the family whose flow is asked for")
    with progress("deriving the flow"):
        found = family_flow(setting, family)
    if as_json:
        show_json(family_flow_record(found))
    else:
        show(lambda: family_flow_screen(found))
    sys.exit(0 if found.stays else 1)
