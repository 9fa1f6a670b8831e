"""`mesaproof settings`: the models of the package, as data."""

from __future__ import annotations

import click

from mesaproof.commands.options import as_json, show, show_json


@click.command("settings")
@as_json
def command(as_json: bool) -> None:
    """The settings of the package: models as data, each with its sizes, draws, parameters and families.

    `loss` and `gradient --setting` take their keys; docs/settings.md says how to write one of your own.
    """
    from mesaproof.documents.models import setting_lists
    from proofs.catalogue import settings

    found = [paper.setting(key) for key, paper in settings().items()]
    if as_json:
        show_json(setting_lists.settings_record(found))
    else:
        show(lambda: setting_lists.settings_screen(found))
