"""The command line: a group that loads a command's file when the command is used, and turns errors into sentences."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, NoReturn

import click

from mesaproof import ForeignPackage, __version__, require_own_packages
from mesaproof.errors import InputError

INPUT_AT_FAULT, INTERRUPTED = 2, 130

EXAMPLES = """Three commands to start with:

  mesaproof verify
  mesaproof check gaussian -d 5 -T 100
  mesaproof check "twopoint(2:1/3, -1:2/3)" -d 3 -T 6
"""

COMMANDS = {
    "list": "The claims.",
    "show": "One claim: statement, source, hypotheses, what it uses.",
    "verify": "Run claims and their cross-checks.",
    "check": "Everything about one law of the start.",
    "gradient": "Exact population gradient of every block.",
    "decide": "Do hypotheses of your own force a conclusion?",
    "derive": "The checked derivation of a claim, line by line.",
    "report": "The whole picture as a page: every claim, its verdict, its derivation.",
    "flow": "Where the reduced flow goes from a start, exactly.",
    "selftest": "Alter the toolkit in memory and see that it notices.",
    "figures": "The figures of a paper, simulated again, beside the exact values.",
    "train": "Train the full model on a law: descent or flow, exact or sampled.",
    "sweep": "Laws x d x T x seeds, each kept when it is finished.",
}
"""Each command is `mesaproof.commands.<name>`; the sentence stands in the list of commands."""


class _Group(click.Group):
    """Loads commands by name, and turns every error of the input into one sentence and exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"mesaproof.commands.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        try:
            require_own_packages()
            code = super().main(*args, **(extra | {"standalone_mode": False}))
        except click.Abort:
            sys.exit(INTERRUPTED)
        except click.ClickException as error:
            _stop(" ".join(error.format_message().split()))
        except (InputError, ForeignPackage) as error:
            _stop(str(error))
        except ValueError as error:
            from symbolic.coordinates import MomentDoesNotExist

            if isinstance(error, MomentDoesNotExist):
                _stop(f"{error}; the population loss needs finite sixth moments")
            raise
        sys.exit(code if isinstance(code, int) else 0)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            from mesaproof.exact_text import unknown_name

            given = args[0][:60]
            raise unknown_name(f"the command {given!r}", given, sorted(COMMANDS), "one of the commands") from None


def _stop(sentence: str) -> NoReturn:
    click.echo(f"mesaproof: {sentence}", err=True)
    sys.exit(INPUT_AT_FAULT)


@click.group(cls=_Group, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mesaproof")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Check statements about in-context learning of linear transformers: prove, refute, cross-check."""
    if ctx.invoked_subcommand is None:
        click.echo(EXAMPLES, nl=False)
