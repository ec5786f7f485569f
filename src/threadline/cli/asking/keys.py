"""Keys of the rows that a question answers with, as `--order` and `--having` name them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from threadline.errors import did_you_mean, shorten
from threadline.query.naming import aggregate_names, bucket_names, duration_names, order_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.catalog import View
    from threadline.cli.asking.parts import Part


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a question's rows."""

    view: View
    groups: tuple[str, ...]
    selected: tuple[str, ...]
    is_grouped: bool

    @property
    def shown(self) -> tuple[str, ...]:
        """All keys; a row without a selection has the fields of the contract."""
        return (*self.groups, *self.selected) or tuple(field.name for field in self.view.default_fields)

    def require(self, name: str, text: str, *, option: str) -> None:
        """See that a name may stand in an option: one of the row's keys, or one that a row could have.

        Args:
            name: the key that is meant.
            text: all that was typed, for the suggestion.
            option: where it was typed.

        Raises:
            click.UsageError: there is no such key.
        """
        view = self.view
        aggregates = [*aggregate_names(view)]
        hidden = {*order_names(view), *aggregates, *bucket_names(view), *duration_names(view)}
        if name in {*self.shown, *hidden}:
            return
        # Names of aggregates are told only where there are groups; the shown ones come first.
        others = aggregates if self.is_grouped else [*view.names, *bucket_names(view)]
        begun = next((key for key in self.shown if key.startswith(f"{name}_")), None)
        near = (
            f" Did you mean `{text.replace(name, begun, 1)}`?"
            if begun
            else did_you_mean(name, self.shown) or did_you_mean(name, others)
        )
        raise click.UsageError(
            f"{option}: `{shorten(name)}` is no key of the answer.{near} It has: {', '.join(self.shown)}."
        )


def keys_of(row: Sequence[Part], view: View, *, is_grouped: bool) -> Keys:
    """Return the keys that the parts of a row have."""
    groups = tuple(_place(part.value) for part in row if part.member == "groupBy")
    selected = tuple(_key(part.value, view) for part in row if part.member == "select")
    return Keys(view, groups, selected, is_grouped)


def key_of(name: str) -> str:
    """Return the key of a row that a name means: `avg(userMessageCount)` is `avg_userMessageCount`.

    >>> key_of("avg(userMessageCount)"), key_of("count")
    ('avg_userMessageCount', 'count')
    """
    return re.sub(r"^(\w+)\(([^()]*)\)$", r"\1_\2", name)


def _key(selected: dict[str, Any], view: View) -> str:
    if selected["type"] == "time":
        return f"{view.main_time.name}_{selected['timeUnit']}"
    if selected["type"] == "field":
        return _place(selected)
    return "_".join([selected["aggregation"], *([_place(selected)] if "field" in selected else [])])


def _place(named: dict[str, Any]) -> str:
    return ".".join([named["field"], *named.get("path", [])])
