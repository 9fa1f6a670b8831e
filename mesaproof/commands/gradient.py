"""`mesaproof gradient`: exact population gradient of every block, of a law or of a setting."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from mesaproof.commands.options import (
    as_json,
    at_values,
    dimension,
    exact,
    family,
    form,
    length,
    progress,
    show,
    show_json,
    show_latex,
)
from mesaproof.errors import InputError
from symbolic.progress import counted


@click.command("gradient")
@click.argument("law", required=False)
@dimension
@length
@click.option("--a", "a", callback=exact, help="W_KQ_32 = a I (default 1).")
@click.option("--b", "b", callback=exact, help="W_PV_12 = b I (default 1).")
@click.option("--params", "params", default=None, help="JSON file with the six blocks instead of a and b.")
@click.option("--setting", "setting", default=None, help="A setting, by key or FILE.py, instead of a law.")
@family
@at_values
@form
@as_json
def command(law: str | None, setting: str | None, as_json: bool, **given: Any) -> None:
    """Exact population gradient of every block, on the line or at the blocks of a file.

    With --setting, of any model: a key that `mesaproof settings` lists, or a FILE.py with a Setting of your own
    (FILE.py:NAME where it has several), which is run, as `python FILE.py` would run it: give only files that you trust.
    """
    of_setting = {"family": "--family", "at": "--at"} | ({"form": "--to"} if given["form"] != "text" else {})
    of_law = {"d": "-d", "T": "-T", "a": "--a", "b": "--b", "params": "--params"}
    if setting is None:
        _refuse(given, of_setting, "--setting with it")
        if law is None:
            raise InputError("neither a law nor a setting", "LAW, or --setting SETTING")
        _of_law(law, given["d"], given["T"], given["a"], given["b"], given["params"], as_json)
        return
    if law is not None:
        raise InputError(f"the law {law[:60]!r} together with --setting", "either of them", "laws are named in --at")
    _refuse(given, of_law, "the sizes and the parameters of a setting in --at VALUES.json")
    _of_setting(setting, given["family"], given["at"], given["form"], as_json)


def _refuse(given: dict[str, Any], options: dict[str, str], expected: str) -> None:
    for name, option in options.items():
        if given[name] is not None:
            raise InputError(option, expected)


def _of_setting(setting: str, family: str | None, at: str | None, form: str, as_json: bool) -> None:
    from mesaproof.answers.deriving import gradient as derived
    from mesaproof.documents.models import setting_views

    with progress("deriving the gradient"):
        found = derived(setting, family, at)
    if as_json:
        show_json(setting_views.gradient_record(found))
    elif form == "latex":
        show_latex(setting_views.latex_display(found.shown))
    else:
        show(lambda: setting_views.gradient_screen(found))


def _of_law(law: str, d: int | None, T: int | None, a: Any, b: Any, params: str | None, as_json: bool) -> None:
    from mesaproof.answers.asking import PAPER, answer
    from mesaproof.answers.gradients import gradient as derived
    from mesaproof.documents import json_records
    from mesaproof.documents.tables import law_tables
    from mesaproof.reading.law_spec import law_at
    from mesaproof.reading.params_file import read_parameters

    if T is None:
        raise InputError("no -T", "a length -T of at least 3")
    if params is not None and (a is not None or b is not None):
        raise InputError("--params together with --a or --b", "either a point of the line or a file")
    parameters = read_parameters(params, law_at(law, d).d, answer(PAPER, "blocks")) if params is not None else None
    one, other = (1 if value is None else value for value in (a, b))
    with progress("deriving the gradient"):
        found = derived(law, d, T, a=one, b=other, parameters=parameters, counted=partial(counted, "entries of W_KQ"))
    if as_json:
        show_json(json_records.gradient_record(found))
    else:
        show(lambda: law_tables.gradient_tables(found))
