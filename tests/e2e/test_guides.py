"""The guides and the first steps do what they say, followed from top to bottom with a real server."""

import json
import re
from pathlib import Path

import pytest

from tests.support.shortened import text_agrees
from tests.support.tutorial import GUIDES, PAGE, Block, UnknownBlockError, differences, reading, steps

pytestmark = pytest.mark.timeout(900)

FIRST_STEPS, COOKBOOK, MOVE, SECURE = GUIDES


@pytest.mark.parametrize("file", GUIDES, ids=[file.stem for file in GUIDES])
def test_every_answer_of_a_page_is_the_one_that_stands_there(file: Path) -> None:
    different = differences(file, file.read_text(encoding="utf-8"))
    assert not different, "Run `python -m tests.support.tutorial --write`.\n\n" + "\n".join(
        f"{shown.text}\nis in truth\n{text[:2_000]}" for shown, text in different
    )


@pytest.mark.parametrize("file", GUIDES, ids=[file.stem for file in GUIDES])
def test_most_blocks_of_a_page_are_run(file: Path) -> None:
    found = steps(file.read_text(encoding="utf-8"))
    assert len([step for step in found if step.is_run]) > len(found) / 2


def test_a_wrong_answer_on_a_page_is_noticed_and_written_anew() -> None:
    asked = '{"select": [{"type": "aggregation", "aggregation": "count"}]}'
    page = f'`POST /query/conversations`\n\n```json\n{asked}\n```\n\n```json\n[{{"count": 1}}]\n```\n'
    ((shown, text),) = differences(PAGE, page)
    assert isinstance(shown, Block)
    assert json.loads(text) == [{"count": 265}]


def test_a_program_that_fails_stops_the_page() -> None:
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        differences(PAGE, "```python\n1 / 0\n```\n")


def test_what_a_program_prints_needs_a_program() -> None:
    with pytest.raises(UnknownBlockError):
        steps("```nginx\nserver {}\n```\n\n```text\n200\n```\n")


def test_the_server_greets_as_the_first_steps_show() -> None:
    console = next(step.asked.text for step in steps(FIRST_STEPS.read_text()) if step.asked.kind == "console")
    command, _, said = console.partition("\n")
    assert command == "$ threadline serve --demo"
    with reading() as reader:
        assert text_agrees(f"…{said}…", "".join(reader.server.log))


def test_the_cookbook_has_a_question_for_each_answer() -> None:
    text = COOKBOOK.read_text()
    questions = re.findall(r"^### .+\?$", text, re.MULTILINE)
    assert len(questions) >= 12
    assert len(questions) == len(re.findall(r"^### ", text, re.MULTILINE))


def test_the_variables_of_the_old_server_are_those_that_the_programs_read() -> None:
    text = MOVE.read_text()
    exported = set(re.findall(r"^\$ export (\w+)=", text, re.MULTILINE))
    assert exported == set(re.findall(r'os\.environ\["(\w+)"\]', text))


def test_both_proxies_keep_the_metrics_to_themselves() -> None:
    proxies = [step.asked.text for step in steps(SECURE.read_text()) if step.asked.kind == "elsewhere"]
    assert len(proxies) == 2
    assert all("/metrics" in text and "404" in text for text in proxies)
