"""Bind a condition with `matches`: a text search over the messages of a row."""

from threadline.catalog import MESSAGES, View
from threadline.query.faults import Faults, unknown
from threadline.query.forms.expression import Condition
from threadline.query.forms.plan import Matches
from threadline.query.parsing.members import describe
from threadline.search_text import NothingToFindError, read_search


def bind_search(condition: Condition, view: View, faults: Faults) -> Matches | None:
    """Return the search of a condition, or None after its faults are kept."""
    if not _is_about_messages(condition, view, faults):
        return None
    text, pointer = condition.operand, f"{condition.pointer}/value"
    if not isinstance(text, str):
        faults.impossible(pointer, f"A text belongs here, not {describe(text)}.")
        return None
    try:
        return Matches(view, read_search(text))
    except NothingToFindError as error:
        faults.impossible(pointer, str(error))
        return None


def is_known(condition: Condition, view: View) -> bool:
    """Say whether a view has what a condition is about."""
    if condition.field == MESSAGES and condition.operator == "matches":
        return view.messages != "none"
    return view.field(condition.field) is not None


def _is_about_messages(condition: Condition, view: View, faults: Faults) -> bool:
    names = (*view.names, *([MESSAGES] if view.messages != "none" else []))
    if condition.field == MESSAGES and view.messages != "none":
        return True
    if condition.field in names:
        message = f"`matches` searches messages. Use `{MESSAGES}` as the field, or the operator `contains`."
        faults.impossible(f"{condition.pointer}/operator", message)
    elif condition.field == MESSAGES:
        noun = view.noun
        message = (
            f"`matches` searches messages, which {noun} do not have. Ask conversations or semantic threads."
        )
        faults.impossible(f"{condition.pointer}/operator", message)
    else:
        faults.malformed(
            f"{condition.pointer}/field", unknown(condition.field, f"a field of {view.noun}", names)
        )
    return False
