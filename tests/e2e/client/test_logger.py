"""Programs that log, against a real server: that ends and starts, while they end, fork and are killed."""

import json
import re
import signal
import socket
import threading
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.support.apps import PATIENCE_SECONDS, ended, start
from tests.support.openai_server import openai_server
from tests.support.server import Server, create_key, running_server
from tests.support.waiting import until
from threadline import Threadline
from threadline.client.bodies.keywords import MessageFields

GUIDES = Path(__file__).parents[3] / "docs" / "guides"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)

LOG = """
import sys
from threadline import Threadline

logger = Threadline().logger(**({"spool": sys.argv[2]} if len(sys.argv) > 2 else {}))
for name in sys.argv[1].split(","):
    logger.log_conversation(id=name, type="openai", messages=[{"role": "user", "content": name}])
"""
WAIT = "print('logged', flush=True); sys.stdin.read()\n"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def env(server: Server) -> dict[str, str]:
    return {"THREADLINE_URL": server.url, "THREADLINE_API_KEY": server.api_key}


def ids(server: Server) -> set[str]:
    with Threadline(server.api_key, base_url=server.url) as client:
        return {conversation.id for conversation in client.conversations.iterate()}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("logger")) as server:
        yield server


@pytest.mark.parametrize(
    ("name", "end", "status"),
    [("falls", "", 0), ("exits", "sys.exit(3)", 3), ("raises", "raise SystemExit('stop')", 1)],
)
def test_the_end_of_a_program_sends_what_it_logged(server: Server, name: str, end: str, status: int) -> None:
    code, _, err = ended(LOG + end, env(server), f"{name}1,{name}2")
    assert (code, err.strip()) == (status, "stop" if status == 1 else "")
    assert {f"{name}1", f"{name}2"} <= ids(server)


def test_the_end_of_a_program_waits_for_a_silent_server_no_longer_than_it_must() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = {
            "THREADLINE_URL": f"http://127.0.0.1:{silent.getsockname()[1]}",
            "THREADLINE_API_KEY": "a-key",
        }
        hurry = "from threadline.client.logger import lifetime\nlifetime.EXIT_SECONDS = 0.3\n"
        # It ends while the server is still silent.
        code, _, err = ended(hurry + LOG, place, "c1,c2")
    assert (code, err) == (0, "2 log calls were not sent before the end.\n")


def test_a_killed_program_leaves_a_spool_that_the_next_one_sends(tmp_path: Path) -> None:
    port, spool = free_port(), tmp_path / "spool"
    names = [f"killed{number}" for number in range(300)]
    nobody = {"THREADLINE_URL": f"http://127.0.0.1:{port}", "THREADLINE_API_KEY": "a-key"}
    with start(LOG + WAIT, nobody, ",".join(names), str(spool)) as process:
        until(lambda: sum(path.read_bytes().count(b'"kind"') for path in spool.glob("*")) == len(names))
        process.send_signal(signal.SIGKILL)
    with running_server(tmp_path / "data", "--port", str(port)) as server:
        code, _, err = ended(LOG, env(server), "next", str(spool))
        assert (code, err) == (0, "")
        assert ids(server) == {*names, "next"}
    assert list(spool.iterdir()) == []


def test_programs_that_are_killed_at_any_moment_lose_nothing_that_was_spooled(
    server: Server, tmp_path: Path
) -> None:
    program = """
import itertools, sys
from threadline import Threadline
logger = Threadline().logger(spool=sys.argv[2])
for number in itertools.count():
    name = f"{sys.argv[1]}-{number}"
    logger.log_conversation(id=name, type="openai", messages=[{"role": "user", "content": name}])
    if not number % 50:
        assert logger.flush(60)
        print(number, flush=True)
"""
    told = {}
    for round_ in range(4):
        with start(program, env(server), f"any{round_}", str(tmp_path)) as process:
            assert process.stdout is not None
            told[round_] = [int(process.stdout.readline()) for _ in range(3 + round_)][-1]
            process.send_signal(signal.SIGKILL)
    code, _, err = ended(LOG, env(server), "after", str(tmp_path))
    assert (code, err, list(tmp_path.iterdir())) == (0, "", [])
    there = ids(server)
    for round_, last in told.items():
        assert {f"any{round_}-{number}" for number in range(last + 1)} <= there


def test_what_is_logged_while_the_server_is_away_comes_when_it_is_back(tmp_path: Path) -> None:
    port, key = free_port(), create_key(tmp_path, project="main", kind="api")
    with ExitStack() as stack, Threadline(key, base_url=f"http://127.0.0.1:{port}") as client:
        logger = client.logger()
        for name in ("away1", "away2"):
            logger.log_conversation(id=name, type="openai", messages=[{"role": "user", "content": "?"}])
        assert not logger.flush(0.2)
        server = stack.enter_context(running_server(tmp_path, "--port", str(port)))
        until(lambda: logger.flush(0.5))
        assert ids(server) == {"away1", "away2"}


def test_programs_that_share_a_spool_send_everything_once(tmp_path: Path) -> None:
    with taking() as taker:
        programs = [
            start(LOG, taker.env(), ",".join(f"{name}-{number}" for number in range(100)), str(tmp_path))
            for name in "abcd"
        ]
        for program in programs:
            _, err = program.communicate(timeout=PATIENCE_SECONDS)
            assert (program.returncode, err) == (0, "")
    assert Counter(taker.ids) == {f"{name}-{number}": 1 for name in "abcd" for number in range(100)}
    assert list(tmp_path.iterdir()) == []


FORK = """
import os, warnings
# Newer Pythons warn of any fork beside threads; that this one is safe is what is tested.
warnings.simplefilter("ignore", DeprecationWarning)
log = lambda name: logger.log_conversation(id=name, type="openai", messages=[{"role": "user", "content": name}])
print("logged", flush=True)
sys.stdin.readline()
log("parent2")
child = os.fork()
if child == 0:
    assert logger.counts.waiting == 0
    log("child")
    sys.exit(0 if logger.close(60) and logger.counts.sent == 1 else 1)
_, status = os.waitpid(child, 0)
log("parent3")
assert logger.close(60) and logger.counts.sent == 3, logger.counts
sys.exit(os.waitstatus_to_exitcode(status))
"""


@pytest.mark.parametrize("has_spool", [False, True])
def test_a_fork_sends_what_parent_and_child_have_logged_once(tmp_path: Path, has_spool: bool) -> None:
    arguments = ["parent1", *([str(tmp_path)] if has_spool else [])]
    with taking() as taker:
        taker.gate.clear()
        # A request of the parent is under way, and another call waits, at the moment of the fork.
        with start(LOG + FORK, taker.env(), *arguments) as process:
            assert process.stdout is not None
            assert process.stdin is not None
            assert process.stdout.readline() == "logged\n"
            assert taker.came.wait(60)
            process.stdin.write("go\n")
            process.stdin.flush()
            until(lambda: taker.ids.count("child") or taker.waiting > 1)
            taker.gate.set()
            _, err = process.communicate(timeout=PATIENCE_SECONDS)
            assert (process.returncode, err) == (0, "")
    assert Counter(taker.ids) == dict.fromkeys(("parent1", "parent2", "parent3", "child"), 1)


def test_times_in_the_spelling_of_python_are_stored(server: Server) -> None:
    said: MessageFields = {"role": "user", "content": "x", "created_at": "2020-01-01T00:00:00Z"}
    with Threadline(server.api_key, base_url=server.url) as client:
        id_ = client.logger().log_conversation(type="openai", messages=[said])
        assert client.logger().flush(60)
        stored = client.conversations.get(id_)
        again = client.conversations.log({"type": "openai", "messages": [said], "user_properties": {"a": 1}})
    assert stored.messages[0].created_at == again.messages[0].created_at == "2020-01-01T00:00:00.000Z"
    assert again.user_properties == {"a": 1}


@pytest.mark.parametrize("guide", ["log-from-an-app.md", "log-from-openai.md"])
def test_the_code_of_a_guide_runs_as_it_stands_there(server: Server, tmp_path: Path, guide: str) -> None:
    blocks = BLOCK.findall((GUIDES / guide).read_text(encoding="utf-8"))
    assert len(blocks) >= 4
    with openai_server() as model:
        place = env(server) | {"OPENAI_BASE_URL": model.url, "OPENAI_API_KEY": "key", "HOME": str(tmp_path)}
        program = f"import os\nos.chdir({str(tmp_path)!r})\n" + "\n".join(blocks)
        code, out, err = ended(program, place)
    assert code == 0, err
    assert [line for line in err.splitlines() if not line.startswith("A log call was refused")] == []
    shown = re.findall(r"^# prints: (.*)$", "\n".join(blocks), re.MULTILINE)
    assert out.splitlines() == shown


class Taker(ThreadingHTTPServer):
    """Takes logs one by one over a socket, counts them, and can be held up."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _TakerHandler)
        self.ids: list[str] = []
        self.came, self.gate = threading.Event(), threading.Event()
        self.waiting = 0
        self.gate.set()

    def env(self) -> dict[str, str]:
        return {"THREADLINE_URL": f"http://127.0.0.1:{self.server_port}", "THREADLINE_API_KEY": "a-key"}


class _TakerHandler(BaseHTTPRequestHandler):
    server: Taker  # pyright: ignore[reportIncompatibleVariableOverride]  # no other server uses it

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["content-length"]))
        self.server.waiting += 1
        self.server.came.set()
        assert self.server.gate.wait(60)
        bodies: list[dict[str, Any]] = [json.loads(line) for line in content.splitlines()]
        self.server.ids += (body["id"] for body in bodies)
        answer = b"\n".join(
            json.dumps({"line": number, "id": body["id"]}).encode()
            for number, body in enumerate(bodies, start=1)
        )
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def taking() -> Generator[Taker]:
    with Taker() as taker:
        thread = threading.Thread(target=taker.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield taker
        finally:
            taker.shutdown()
            thread.join()
