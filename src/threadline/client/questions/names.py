"""Names of fields, checked while a question is put together. Type checkers find most of these faults before."""

from collections.abc import Sequence
from difflib import get_close_matches

from threadline.client.errors import ThreadlineError
from threadline.client.fields import ALL_FIELDS, FIELDS, View


class QuestionError(ThreadlineError, ValueError):
    """A question that cannot be asked; found before anything is sent."""


def check_name(name: str, view: View | None = None) -> None:
    """Do nothing if a view, or any view, has a field of that name.

    Raises:
        QuestionError: it has none.
    """
    known = ALL_FIELDS if view is None else FIELDS[view]
    if name not in known:
        noun = "any view" if view is None else view.replace("-", " ")
        raise QuestionError(f"`{name}` is not a field of {noun}.{_hint(name, known)}")


def _hint(name: str, known: Sequence[str]) -> str:
    lowered = {each.lower(): each for each in known}
    near = get_close_matches(name.lower().replace("_", ""), lowered, n=1, cutoff=0.5)
    return f" Did you mean `{lowered[near[0]]}`?" if near else f" There are: {', '.join(known)}."
