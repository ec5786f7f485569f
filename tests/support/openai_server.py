"""A small server that speaks the protocol of chat completions and of responses, whole and streamed.

It answers from a script, so that tests know what was said, and keeps what it was asked. It is no model.
"""

import json
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]


class OpenAIServer(ThreadingHTTPServer):
    """Answers each request with the next message of the script; with an echo when there is none."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free port of the loopback."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script: list[Json] = []
        """Messages of the assistant; one with `status` is an error, one with `cut` breaks off after so many chunks."""
        self.asked: list[Json] = []
        self.gate: threading.Event | None = None
        """When set, a stream waits for it before its second piece."""

    @property
    def url(self) -> str:
        """The base URL for a client."""
        return f"http://127.0.0.1:{self.server_port}/v1"

    def next_message(self, asked: Json) -> Json:
        """Return what is said next."""
        self.asked.append(asked)
        if self.script:
            return self.script.pop(0)
        last = asked["messages"][-1]["content"] if "messages" in asked else asked["input"]
        return {"content": f"You said: {last}"}


@contextmanager
def openai_server() -> Generator[OpenAIServer]:
    """Serve while the block runs."""
    with OpenAIServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: OpenAIServer  # pyright: ignore[reportIncompatibleVariableOverride]  # no other server uses it
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer."""
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        said = self.server.next_message(asked)
        if "status" in said:
            self._send(said["status"], "application/json", [_encoded({"error": {"message": "No."}})])
        elif asked.get("stream"):
            events = _response_events(said) if "input" in asked else _chunks(said)
            self._send(200, "text/event-stream", self._paced(events, said.get("cut")))
        else:
            whole = _response(said) if "input" in asked else _completion(said)
            self._send(200, "application/json", [_encoded(whole)])

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _paced(self, events: list[Json], cut: int | None) -> Iterator[bytes]:
        for number, event in enumerate(events):
            if number == cut:
                return
            if number == 1 and self.server.gate is not None:
                assert self.server.gate.wait(60)
            yield b"data: " + _encoded(event) + b"\n\n"
        yield b"data: [DONE]\n\n"

    def _send(self, status: int, kind: str, pieces: Any) -> None:
        """Send an answer without a length, whose end is the end of the connection."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        for piece in pieces:
            self.wfile.write(piece)
            self.wfile.flush()


_HEAD = {"id": "chatcmpl-1", "created": 1_760_000_000, "model": "small-1"}
_USAGE = {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}


def _completion(said: Json) -> Json:
    reason = "tool_calls" if "tool_calls" in said else "stop"
    message = {"role": "assistant", "content": None, "refusal": None} | said
    choice = {"index": 0, "message": message, "finish_reason": reason, "logprobs": None}
    other = {"index": 1, "message": message | {"content": "other"}, "finish_reason": "stop", "logprobs": None}
    return _HEAD | {"object": "chat.completion", "choices": [choice, other], "usage": _USAGE}


def _chunks(said: Json) -> list[Json]:
    deltas: list[Json] = [{"role": "assistant", "content": ""}]
    deltas += ({"content": word} for word in _pieces(said.get("content") or ""))
    for index, call in enumerate(said.get("tool_calls", [])):
        start = {"name": call["function"]["name"], "arguments": ""}
        deltas.append(
            {"tool_calls": [{"index": index, "id": call["id"], "type": "function", "function": start}]}
        )
        deltas += (
            {"tool_calls": [{"index": index, "function": {"arguments": piece}}]}
            for piece in _pieces(call["function"]["arguments"])
        )
    chunks = [_chunk(delta, None) for delta in deltas]
    chunks.append(_chunk({}, "tool_calls" if "tool_calls" in said else "stop"))
    return [*chunks, _HEAD | {"object": "chat.completion.chunk", "choices": [], "usage": _USAGE}]


def _chunk(delta: Json, reason: str | None) -> Json:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return _HEAD | {"object": "chat.completion.chunk", "choices": [choice]}


def _response(said: Json) -> Json:
    output: list[Json] = []
    if said.get("content"):
        part = {"type": "output_text", "text": said["content"], "annotations": []}
        output.append(
            {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [part]}
        )
    head: Json = {"type": "function_call", "id": "fc_1", "status": "completed"}
    output += (head | {"call_id": call["id"]} | call["function"] for call in said.get("tool_calls", []))
    return {
        "id": said.get("id", "resp_1"),
        "object": "response",
        "created_at": 1_760_000_000,
        "model": "small-1",
        "status": "completed",
        "output": output,
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "usage": {
            "input_tokens": 5,
            "output_tokens": 7,
            "total_tokens": 12,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens_details": {"reasoning_tokens": 0},
        },
    }


def _response_events(said: Json) -> list[Json]:
    place: Json = {"item_id": "msg_1", "output_index": 0, "content_index": 0, "logprobs": []}
    deltas: list[Json] = [
        {"type": "response.output_text.delta", "delta": word} | place for word in _pieces(said["content"])
    ]
    events: list[Json] = [*deltas, {"type": "response.completed", "response": _response(said)}]
    return [event | {"sequence_number": number} for number, event in enumerate(events)]


def _pieces(text: str) -> list[str]:
    return [text[start : start + 4] for start in range(0, len(text), 4)]


def _encoded(value: Json) -> bytes:
    return json.dumps(value).encode()
