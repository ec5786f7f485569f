"""`threadline completion`: what a shell needs to complete commands, options, views and fields."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from threadline.cli import options
from threadline.cli.grouping import COMPLETION_VARIABLE

SHELLS = ("bash", "zsh", "fish")


@click.command(
    epilog=options.examples(
        """
        source <(threadline completion bash)                 # in ~/.bashrc
        source <(threadline completion zsh)                  # in ~/.zshrc, after compinit
        threadline completion fish | source                  # in ~/.config/fish/config.fish
        """
    ),
)
@click.argument("shell", metavar="SHELL", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print what makes a shell complete what you type.

    It completes commands, options, views and fields. SHELL is bash (from 4.4), zsh or fish.
    """
    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"`{shell}` cannot be completed.")
    root = click.get_current_context().find_root().command
    click.echo(found(root, {}, "threadline", COMPLETION_VARIABLE).source())
