"""`threadline doctor`: what is well, what is not, and what to do about it. Nothing is changed."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click
import httpx2
import msgspec
from prometheus_client.parser import text_string_to_metric_families
from rich.console import Console
from rich.text import Text

from threadline.cli import options
from threadline.cli.keeping.surroundings import check_memory, check_settings, check_versions
from threadline.cli.places import folders, running
from threadline.cli.printing.output import one_line, print_json, say
from threadline.clock import now
from threadline.services.keeping.checkup import check_up
from threadline.services.keeping.findings import Finding, Surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from threadline.cli.places.running import Running

_SERVER_SECONDS = 5.0
_MARKS = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "bad": ("✗", "bold red"), "skipped": ("-", "dim")}
_INDENT = 14
_LEAST_WIDTH = 20
_PIPE_WIDTH = 10_000


@click.command(
    epilog=options.examples(
        """
        threadline doctor --data /srv/threadline
        threadline doctor --full --json
        """
    ),
)
@options.data
@click.option(
    "--full",
    is_flag=True,
    help="Hold indexes against tables, cut threads anew, look for loose rows: takes longer.",
)
@options.as_json
def doctor(data: Path, full: bool, as_json: bool) -> None:
    """Say what is well in a data folder, what is not, and what to do.

    Nothing is changed, and a server may run on the folder. The exit code is 1 when something is bad; warnings leave
    it at 0.
    """
    folders.require_data(data)
    server = running.find(data)
    given = Surroundings(
        now=now(),
        depth="full" if full else "quick",
        ask_server=lambda: _ask_server(data),
        is_served=server is not None,
    )
    findings = []
    for finding in _findings(data, given, server):
        findings.append(finding)
        if not as_json:
            _print(finding)
    if as_json:
        print_json({"healthy": _is_healthy(findings), "findings": findings})
    else:
        say(_summary(findings))
    if not _is_healthy(findings):
        click.get_current_context().exit(1)


def _findings(data: Path, given: Surroundings, server: Running | None) -> Iterator[Finding]:
    yield check_versions()
    yield from check_settings()
    yield check_memory()
    yield from check_up(data, given)
    if server is not None:
        yield from _jobs(server)


def _ask_server(data: Path) -> Finding:
    """Say how the server is that has the folder open."""
    server = running.find(data)
    if server is None:
        return Finding(
            "projection",
            "skipped",
            "Another process has it open, so it was not compared.",
            "Try again later.",
        )
    at = f"The server at {server.url} (process {server.pid})"
    try:
        answer = httpx2.get(f"{server.url}/readyz", timeout=_SERVER_SECONDS)
    except httpx2.RequestError as error:
        return Finding(
            "projection", "bad", f"{at} does not answer ({error}).", "Look into its log, and start it anew."
        )
    if not answer.is_success:
        return Finding("projection", "warning", f"{at} is not ready: {_said(answer)}", "Wait for it.")
    return Finding(
        "projection", "skipped", f"{at} has it open and is ready; it was not compared with the records."
    )


def _jobs(server: Running) -> Iterator[Finding]:
    """Yield how the jobs go of the server that has the folder open; nothing when it does not tell."""
    try:
        answer = httpx2.get(f"{server.url}/metrics", timeout=_SERVER_SECONDS)
    except httpx2.RequestError:
        return
    if not answer.is_success:
        return
    told = [each for family in text_string_to_metric_families(answer.text) for each in family.samples]
    states = {each.labels["job"]: each.value for each in told if each.name == "threadline_job_failing"}
    failing = ", ".join(f"`{name}`" for name in sorted(states) if states[name])
    if failing:
        yield Finding(
            "jobs",
            "warning",
            f"Of what the server does beside requests, this fails just now: {failing}.",
            "Its log says why. It is tried again until it works.",
        )
    elif states:
        names = ", ".join(f"`{name}`" for name in sorted(states))
        yield Finding("jobs", "ok", f"What the server does beside requests goes well: {names}.")


def _said(answer: httpx2.Response) -> str:
    """Return why a server says that it is not ready."""
    with suppress(msgspec.DecodeError):
        return msgspec.json.decode(answer.content, type=_Problem).detail
    return f"it answers with status {answer.status_code}."


class _Problem(msgspec.Struct, frozen=True):
    """What of a refusal is shown."""

    detail: str


def _print(finding: Finding) -> None:
    mark, style = _MARKS[finding.verdict]
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
    word = "" if finding.verdict in {"ok", "skipped"} else f"{finding.verdict}: "
    head = Text.assemble((mark, style), " ", (f"{finding.check:<{_INDENT - 2}}", "bold"))
    text = Text.assemble((word, style), one_line(finding.sentence))
    if finding.advice:
        text.append(f"\n{one_line(finding.advice)}", "italic")
    for line in text.wrap(console, max(console.width - _INDENT, _LEAST_WIDTH)):
        line.rstrip()
        console.print(head.append_text(line))
        head = Text(" " * _INDENT)


def _is_healthy(findings: Sequence[Finding]) -> bool:
    return not any(finding.verdict == "bad" for finding in findings)


def _summary(findings: Sequence[Finding]) -> str:
    bad, warnings = (sum(each.verdict == verdict for each in findings) for verdict in ("bad", "warning"))
    if not bad and not warnings:
        return "Everything that was looked at is well."
    return f"{bad} bad, {warnings} to look at."
