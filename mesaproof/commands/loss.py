"""`mesaproof loss`: the population loss of a setting, as a formula or as an exact number."""

from __future__ import annotations

import click

from mesaproof.commands.options import as_json, at_values, family, form, progress, show, show_json, show_latex


@click.command("loss")
@click.argument("setting")
@family
@at_values
@form
@as_json
def command(setting: str, family: str | None, at: str | None, form: str, as_json: bool) -> None:
    """The population loss of SETTING, with sizes as symbols; with --at its exact value.

    SETTING is a key that `mesaproof settings` lists, or a FILE.py with a Setting of your own (FILE.py:NAME where it has
    several). It is run, as `python FILE.py` would run it: give only files that you trust.
    """
    from mesaproof.answers.deriving import loss
    from mesaproof.documents.models import setting_views

    with progress("deriving the loss"):
        found = loss(setting, family, at)
    if as_json:
        show_json(setting_views.loss_record(found))
    elif form == "latex":
        show_latex(setting_views.latex_display([found.equation]))
    else:
        show(lambda: setting_views.loss_screen(found))
