"""The page of the settings: variables, options, defaults, and what fits."""

import ast
import inspect
from collections.abc import Iterator
from dataclasses import fields
from itertools import pairwise

from threadline import settings as settings_module
from threadline.cli.serve import serve
from threadline.settings import PREFIX, Settings, fitting

_HEAD = f"""# Settings

What an operator can decide. Each setting is an environment variable, `{PREFIX}` and its name; some are options of
`threadline serve` too, and an option wins over the environment. A variable that is empty is as good as none.

A value that does not fit is refused, by `threadline serve` and by every other command that reads settings, and all such
values are told at once. A variable that begins like these and is none of them does nothing: `threadline serve` and
`threadline doctor` warn of it, with the name that is nearest. This page is generated from `threadline.settings`.

| variable | option | default | what fits | what it does |
|---|---|---|---|---|
"""


def page() -> str:
    """Return the page."""
    return _HEAD + "".join(_rows())


def _rows() -> Iterator[str]:
    options = {parameter.name: parameter.opts[0] for parameter in serve.params}
    fits, meanings, defaults = fitting(), _meanings(), Settings()
    for each in fields(Settings):
        option = f"`{options[each.name]}`" if each.name in options else ""
        default = getattr(defaults, each.name)
        told = f"`{default}`" if default != "" else ""
        yield (
            f"| `{PREFIX}{each.name.upper()}` | {option} | {told} | {fits[each.name]} | {meanings[each.name]} |\n"
        )


def _meanings() -> dict[str, str]:
    """Return the docstring of every setting, which stands below it."""
    tree = ast.parse(inspect.getsource(settings_module))
    (body,) = (
        node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == Settings.__name__
    )
    return {
        field.target.id: str(ast.literal_eval(text.value))
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
    }
