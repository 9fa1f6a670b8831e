"""The command line: a group that loads a command's file when the command is used, and turns errors into sentences."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, NoReturn

import click

from mesaproof import ForeignPackage, __version__, require_own_packages
from mesaproof.errors import InputError
from mesaproof.terminal.crashes import carried, finished

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
    "settings": "The models of the package, as data.",
    "loss": "Population loss of a model, yours or the package's, as a formula.",
    "gradient": "Exact population gradient of every block.",
    "simulate": "Loss and gradient of a model on random data sets, beside the exact ones.",
    "decide": "Do hypotheses of your own force a conclusion?",
    "derive": "The checked derivation of a claim, line by line.",
    "report": "The whole picture as a page: every claim, its verdict, its derivation.",
    "flow": "Where the reduced flow goes from a start, exactly.",
    "selftest": "Alter the toolkit in memory and see that it notices.",
    "figures": "The figures of a paper, simulated again, beside the exact values.",
    "train": "Train the model of a law, or any setting, by descent or flow.",
    "sweep": "Laws x d x T x seeds, each kept when it is finished.",
}
"""Each command is `mesaproof.commands.<name>`; the sentence stands in the list of commands."""


class _Group(click.Group):
    """Loads commands by name; every error of the input is one sentence and exit code 2, a crash is no verdict."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"mesaproof.commands.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        sys.exit(finished(lambda: self._run(*args, **extra), _refusal))

    def _run(self, *args: Any, **extra: Any) -> int:
        require_own_packages()
        try:
            code = super().main(*args, **(extra | {"standalone_mode": False}))
        except click.Abort as error:
            raise KeyboardInterrupt from error
        return code if isinstance(code, int) else 0

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        with carried():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with carried():
            return super().invoke(ctx)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            from mesaproof.reading.exact_text import unknown_name

            given = args[0][:60]
            raise unknown_name(f"the command {given!r}", given, sorted(COMMANDS), "one of the commands") from None


def _refusal(error: BaseException) -> str:
    """The sentence for what is no fault of the program; empty for everything else."""
    match error:
        case click.ClickException():
            return " ".join(error.format_message().split())
        case InputError() | ForeignPackage():
            return str(error)
        case ModuleNotFoundError(name=str(name)):
            from mesaproof.terminal.installation import missing

            return missing(name)
        case ValueError():
            return _mathematical(error)
    return ""


def _mathematical(error: ValueError) -> str:
    if _is("symbolic.laws.coordinates", "MomentDoesNotExist", error):
        return f"{error}; the population loss needs finite sixth moments"
    return str(error) if _is("proofs.claim", "NoStatements", error) else ""


def _is(module: str, kind: str, error: Exception) -> bool:
    """Whether an error is of a kind that a module defines; one that is not imported has raised nothing."""
    return module in sys.modules and isinstance(error, getattr(sys.modules[module], kind))


@click.group(cls=_Group, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mesaproof")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Check statements about in-context learning of linear transformers: prove, refute, cross-check."""
    if ctx.invoked_subcommand is None:
        click.echo(EXAMPLES, nl=False)
