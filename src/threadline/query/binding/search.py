"""Bind a condition with `matches`: a text search over the messages of a row."""

from threadline.catalog import MESSAGES, VIEWS, View
from threadline.query.faults import Faults, unknown
from threadline.query.forms.expression import Condition, Filter, conditions
from threadline.query.forms.plan import Matches
from threadline.query.parsing.members import describe
from threadline.query.parsing.words import NothingToFindError, search_expression


def bind_search(condition: Condition, view: View, faults: Faults) -> Matches | None:
    """Return the search of a condition, or None after its faults are kept."""
    if not _is_about_messages(condition, view, faults):
        return None
    text, pointer = condition.operand, f"{condition.pointer}/value"
    if not isinstance(text, str):
        faults.impossible(pointer, f"A text belongs here, not {describe(text)}.")
        return None
    try:
        return Matches(view, text, search_expression(text))
    except NothingToFindError as error:
        faults.impossible(pointer, str(error))
        return None


def is_known(condition: Condition, view: View) -> bool:
    """Say whether a view has what a condition is about."""
    if condition.field == MESSAGES and condition.operator == "matches":
        return view.messages != "none"
    return view.field(condition.field) is not None


def search_expressions(part: Filter) -> tuple[str, ...]:
    """Return the expressions of all searches in a filter, each once; those with faults are left out."""
    faults = Faults()
    views = [view for view in VIEWS.values() if view.messages != "none"]
    asked = (each for each in conditions(part) if each.operator == "matches")
    found = (bind_search(each, views[0], faults) for each in asked)
    return tuple(dict.fromkeys(each.expression for each in found if each is not None))


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
