"""Clients on both sides of a fork, as with `gunicorn --preload` and `multiprocessing`: no answer is another's."""

import json
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.support.apps import ended
from tests.support.server import Server, running_server

FILE = b"id\r\n" + b"1\r\n" * 1_000_000

BEGIN = """
import asyncio, os, sys, warnings
import httpx2
from threadline import AsyncThreadline, Retries, Threadline

# Newer Pythons warn of any fork beside threads; that this one is safe is what is tested.
warnings.simplefilter("ignore", DeprecationWarning)
once = Retries(most_tries=1)

def fork(child):
    pid = os.fork()
    if pid == 0:
        status = 70
        try:
            child()
            status = 0
        except BaseException as error:
            print(type(error).__name__, error, file=sys.stderr, flush=True)
        finally:
            os._exit(status)
    return lambda: sys.exit(os.waitpid(pid, 0)[1] and "the child has failed")

def told(call):
    try:
        call()
    except RuntimeError as error:
        return str(error)
"""

SYNC = """
client = Threadline(retries=once)

def gets(name):
    for _ in range(100):
        assert client.conversations.get(name).id == name

def child():
    # A grandchild, too: its parent has connections by now.
    client.conversations.get("child")
    grandchild = os.fork()
    if grandchild == 0:
        gets("grandchild")
        os._exit(0)
    gets("child")
    assert os.waitpid(grandchild, 0)[1] == 0
    client.close()

client.conversations.get("parent")
end = fork(child)
gets("parent")
try:
    end()
finally:
    gets("parent")
    client.close()
"""

ASYNC = """
client = AsyncThreadline(retries=once)

async def gets(name):
    for _ in range(100):
        assert (await client.conversations.get(name)).id == name

async def all_gets(name):
    await gets(name)
    await client.close()

with asyncio.Runner() as runner:
    runner.run(gets("parent"))
    end = fork(lambda: asyncio.run(all_gets("child")))
    runner.run(gets("parent"))
    try:
        end()
    finally:
        runner.run(all_gets("parent"))
"""

EXPORT = """
client = Threadline(retries=once)
pieces = client.query.export_events()
first = next(pieces)

def child():
    assert told(lambda: next(pieces)) == (
        "This answer began before the fork, and is the parent's. Ask again in this process."
    )
    pieces.close()

end = fork(child)
try:
    end()
finally:
    print(len(first + b"".join(pieces)))
    client.close()
"""

HANDED_IN = """
used, unused = httpx2.Client(), httpx2.Client()
clients = [Threadline(http_client=each, retries=once) for each in (used, unused, httpx2.Client)]
clients[0].conversations.get("parent")
clients[2].conversations.get("parent")

def child():
    print(told(lambda: clients[0].conversations.get("child")), flush=True)
    for client in clients[1:]:
        assert client.conversations.get("child").id == "child"

end = fork(child)
try:
    end()
finally:
    for client in clients:
        assert client.conversations.get("parent").id == "parent"
        client.close()
    used.close()
    unused.close()
"""

POOL = """
import multiprocessing

client = Threadline(retries=once)
ids = [f"pool-{number}" for number in range(8)]
for id_ in ids:
    client.conversations.log(id=id_, type="openai", messages=[{"role": "user", "content": id_}])

def get(id_):
    return client.conversations.get(id_).messages[0].content

with multiprocessing.get_context("fork").Pool(4) as pool:
    assert pool.map(get, ids * 50, chunksize=5) == ids * 50
client.close()
"""


class Peers(ThreadingHTTPServer):
    """Answers to `GET /conversations/NAME`, and keeps which connections have asked for a name."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _PeersHandler)
        self.ports: dict[str, set[int]] = {}

    def env(self) -> dict[str, str]:
        return {"THREADLINE_URL": f"http://127.0.0.1:{self.server_port}", "THREADLINE_API_KEY": "a-key"}


class _PeersHandler(BaseHTTPRequestHandler):
    server: Peers  # pyright: ignore[reportIncompatibleVariableOverride]  # no other server uses it
    protocol_version = "HTTP/1.1"
    # Head and body leave at once; apart, the second would wait for the first to be acknowledged.
    wbufsize = 1 << 16

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        self.server.ports.setdefault(name, set()).add(self.client_address[1])
        moment = "2026-01-05T10:00:00.000Z"
        names = ("externalId", "externalUrl", "supportTicketConversationId", "projectId", "integrationId")
        self._answer(
            json.dumps(
                {"id": name, "type": "openai", "createdAt": moment, "updatedAt": moment, "messages": []}
                | dict.fromkeys((*names, "visibility"))
            ).encode()
        )

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self._answer(FILE)

    def _answer(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def peers() -> Generator[Peers]:
    with Peers() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("forks")) as server:
        yield server


@pytest.mark.parametrize(
    ("program", "names"),
    [(SYNC, ["child", "grandchild", "parent"]), (ASYNC, ["child", "parent"])],
    ids=["sync", "asynchronous"],
)
def test_each_process_has_a_connection_of_its_own_and_keeps_it(program: str, names: list[str]) -> None:
    with peers() as server:
        code, _, err = ended(BEGIN + program, server.env())
    assert (code, err) == (0, "")
    assert sorted(server.ports) == names
    # One for each: none is shared, and the parent's is still open when its child has ended.
    assert [len(ports) for ports in server.ports.values()] == [1] * len(names)
    assert len(set[int]().union(*server.ports.values())) == len(names)


def test_an_export_that_is_under_way_stays_the_parents() -> None:
    with peers() as server:
        code, out, err = ended(BEGIN + EXPORT, server.env())
    assert (code, err, out) == (0, "", f"{len(FILE)}\n")


def test_an_http_client_that_was_handed_in_and_used_stays_the_parents() -> None:
    with peers() as server:
        code, out, err = ended(BEGIN + HANDED_IN, server.env())
    assert (code, err) == (0, "")
    assert out.startswith("The HTTP client was handed in and used before this process was forked")
    assert "`http_client=lambda: httpx2.Client(…)`" in out
    assert len(server.ports["child"]) == 2
    assert not server.ports["child"] & server.ports["parent"]


def test_a_pool_of_processes_uses_a_client_that_was_made_before(server: Server) -> None:
    place = {"THREADLINE_URL": server.url, "THREADLINE_API_KEY": server.api_key}
    code, _, err = ended(BEGIN + POOL, place)
    assert (code, err) == (0, "")
