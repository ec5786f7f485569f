"""`threadline query`: a question by options or in the public query language, and what is behind a row of its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from threadline.catalog import TIME_UNITS, VIEWS
from threadline.cli import options
from threadline.cli.asking import conditions, names
from threadline.cli.asking.bodies import json_object, read_body
from threadline.cli.asking.parts import Asked
from threadline.cli.asking.short import NUMBERS, REST, Short, asked_by
from threadline.cli.places import opening as places
from threadline.cli.printing.output import amount, print_json
from threadline.cli.printing.showing import show
from threadline.cli.printing.times import Times
from threadline.cli.refusals import Origin, told_by_origin

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from threadline.cli.places.api import Api

_FIELDS = names.FieldName()
_ALL_HINT = "--json shows everything."
_SELECT_HINT = f"--select chooses columns; {_ALL_HINT}"
_BODY_HINT = f"`select` in the body chooses columns; {_ALL_HINT}"


def _numbers(command: Callable[..., None]) -> Callable[..., None]:
    for name, meaning in reversed(NUMBERS.items()):
        option = click.option(f"--{name}", metavar="FIELD", type=_FIELDS, multiple=True, help=meaning)
        command = option(command)
    return command


@click.command(
    epilog=options.examples(
        """
        threadline query conversations --group-by type --count --since 30d
        threadline query conversations --by week --avg userMessageCount --where properties.plan=pro
        threadline query semantic-threads --select question,answer --where messages~refund
        threadline query conversations --group-by type --row 1   # conversations behind the first row
        threadline query conversations --group-by type --show-body > question.json
        threadline query conversations question.json --url http://127.0.0.1:8787 --key KEY
        """
    ),
)
@names.view
@click.argument("body", required=False)
@click.option(
    "--select", metavar="FIELD,…", type=_FIELDS, multiple=True, help="Fields of each row; all when left out."
)
@click.option("--group-by", metavar="FIELD,…", type=_FIELDS, multiple=True, help="Fields to group by.")
@click.option("--by", type=click.Choice(TIME_UNITS), help="Unit of time to group by.")
@click.option("--count", is_flag=True, help="How many rows.")
@click.option("--distinct", metavar="FIELD", type=_FIELDS, multiple=True, help="How many different values.")
@_numbers
@click.option(
    "--where",
    metavar="CONDITION",
    type=names.FieldName("condition"),
    multiple=True,
    help=f"Which rows count; all conditions must hold. {conditions.HELP}",
)
@click.option(
    "--since", metavar="TIME", help="From then on: `30d`, `12h`, `8w` before now, or a date or time."
)
@click.option("--until", metavar="TIME", help="Before then.")
@click.option("--having", metavar="CONDITION", multiple=True, help="Which groups count, such as `count>5`.")
@click.option(
    "--order", metavar="KEY", multiple=True, help="Order of the rows: `count`, `-count` or `count:desc`."
)
@click.option("--limit", type=click.IntRange(1), help="How many rows at most.")
@click.option("--offset", type=click.IntRange(0), help="How many rows to skip.")
@click.option("--time-zone", metavar="NAME", help="Where days begin, such as `Europe/Berlin`. [UTC]")
@click.option("--row", metavar="N|JSON", help="Show the conversations behind the answer's row N, from 1.")
@click.option("--show-body", is_flag=True, help="Print the JSON body of the question, and do not ask it.")
@options.place
@options.form
def query(view: str, body: str | None, **chosen: Any) -> None:
    """Ask a question, by options or in the query language.

    VIEW is one of conversations, events, feedback and semantic-threads.
    BODY is JSON, as in POST /query/VIEW, the name of a file, or `-` for stdin; without it, the options make one. FIELD
    may lead into properties: `properties.plan`.

    At a terminal the answer is a table; with --json, or into a pipe, it is the JSON that the API answers.
    """
    asked = _asked(view, body, chosen)
    if chosen["show_body"]:
        print_json(asked.body)
        return
    with places.opened(chosen) as api:
        answer = _behind(api, view, asked, chosen["row"]) if chosen["row"] else _answer(api, view, asked)
    data = answer["data"]
    times = Times.of(asked.body, VIEWS[view].main_time.name)
    words = f"{_words(data)}{times.words}"
    hint = _hint(asked.body, chosen, is_short=body is None)
    show(answer, data["result"], form=chosen | {"hint": hint, "times": times}, words=words)


def _hint(asked: Mapping[str, Any], chosen: Mapping[str, Any], *, is_short: bool) -> str:
    """Return how to see the columns that a table leaves out: which ones groups have is not chosen."""
    is_of_rows = all(each["type"] == "field" for each in asked.get("select") or ())
    if chosen["row"] or asked.get("groupBy") or not is_of_rows:
        return _ALL_HINT
    return _SELECT_HINT if is_short else _BODY_HINT


def _asked(view: str, body: str | None, chosen: dict[str, Any]) -> Asked:
    short = _short(chosen)
    if not short.is_empty and body is not None:
        raise click.UsageError(
            "Give BODY or options such as --where, not both. --show-body prints what options mean."
        )
    return asked_by(VIEWS[view], short) if body is None else Asked(read_body(body))


def _short(chosen: dict[str, Any]) -> Short:
    rest = {member: chosen[option.removeprefix("--").replace("-", "_")] for member, option in REST.items()}
    same = ("select", "group_by", "by", "count", "distinct", "where", "since", "until", "having", "order")
    return Short(
        **{name: chosen[name] for name in same},
        numbers={name: chosen[name] for name in NUMBERS},
        rest={member: value for member, value in rest.items() if value is not None},
    )


def _answer(api: Api, view: str, asked: Asked) -> dict[str, Any]:
    with told_by_origin(asked.origins):
        return api.query(view, {"timeFormat": "rfc3339"} | asked.body)


def _behind(api: Api, view: str, asked: Asked, row: str) -> dict[str, Any]:
    """Return what is behind a row, which is told by its number in the answer, or as it came."""
    is_json = row.lstrip().startswith("{")
    found = json_object(row, "--row") if is_json else _row(api, view, asked, row)
    limit = {"limit": asked.body["limit"]} if "limit" in asked.body else {}
    origins = asked.inside("query") | {"/row": Origin("--row", is_json=is_json), "/limit": Origin("--limit")}
    with told_by_origin(origins if asked.origins else {}):
        answer: dict[str, Any] = api.ask(
            f"/v1/query/{view}/drilldown", {"query": asked.body, "row": found} | limit
        )
    return answer


def _row(api: Api, view: str, asked: Asked, number: str) -> dict[str, Any]:
    if not number.isdecimal() or int(number) < 1:
        raise click.UsageError(
            f"--row: `{number}` is neither the number of a row, from 1, nor a row as JSON."
        )
    rows: list[dict[str, Any]] = _answer(api, view, asked)["data"]["result"]
    if int(number) > len(rows):
        raise click.ClickException(f"--row {number}: the answer has {amount(len(rows), 'row')}.")
    return rows[int(number) - 1]


def _words(data: dict[str, Any]) -> str:
    noun = "conversation" if "rowCount" in data else "row"
    is_all = data["total"] <= data["count"]
    count = amount(data["count"], noun) if is_all else f"{data['count']:,} of {amount(data['total'], noun)}"
    return f"{count} behind {amount(data['rowCount'], 'row')} of the view" if "rowCount" in data else count
