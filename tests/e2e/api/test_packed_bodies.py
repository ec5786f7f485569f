"""Bodies with `Content-Encoding`: unpacked within bounds, or refused with what would work."""

import gzip
import json

import pytest
import zstandard

from tests.support.product import Answer, Caller, Json, user

CHAT: Json = {"type": "openai", "messages": [user("a")]}
PACKERS = {"gzip": gzip.compress, "x-gzip": gzip.compress, "zstd": zstandard.ZstdCompressor().compress}


def send(api: Caller, body: bytes, encoding: str, path: str = "/conversations") -> Answer:
    return api.post(path, body, headers={"Content-Encoding": encoding, "Content-Type": "application/json"})


@pytest.mark.parametrize("encoding", [*PACKERS, "GZIP", "identity"])
def test_a_packed_body_is_read_as_what_it_stands_for(api: Caller, encoding: str) -> None:
    pack = PACKERS.get(encoding.lower(), bytes)
    answer = send(api, pack(json.dumps(CHAT | {"id": "c"}).encode()), encoding)
    assert (answer.status, answer.body["id"]) == (200, "c")
    asked = send(api, pack(b"{}"), encoding, "/query/conversations")
    assert asked.body["data"]["total"] == 1


@pytest.mark.parametrize("encoding", PACKERS)
def test_lines_may_be_packed_and_in_several_streams(api: Caller, encoding: str) -> None:
    pack = PACKERS[encoding]
    body = b"".join(pack(json.dumps(CHAT | {"id": f"c{number}"}).encode() + b"\n") for number in range(50))
    answer = send(api, body, encoding, "/v1/bulk/conversations")
    assert [json.loads(line)["id"] for line in answer.body.splitlines()] == [f"c{n}" for n in range(50)]


@pytest.mark.parametrize("encoding", ["br", "deflate", "compress", "gzip, gzip", "gzip, br", "x" * 500])
@pytest.mark.parametrize(
    "path", ["/conversations", "/events", "/query/conversations", "/v1/bulk/conversations"]
)
def test_another_packing_is_refused_with_those_that_are_read(api: Caller, encoding: str, path: str) -> None:
    answer = send(api, b"whatever", encoding, path)
    assert (answer.status, answer.body["code"]) == (415, "unsupported_media_type")
    assert answer.headers["accept-encoding"] == "gzip, zstd"


@pytest.mark.parametrize("encoding", PACKERS)
def test_what_is_not_packed_as_it_says_or_breaks_off_is_malformed(api: Caller, encoding: str) -> None:
    whole = PACKERS[encoding](json.dumps(CHAT).encode())
    for body in (json.dumps(CHAT).encode(), whole[:-3], whole + b"more"):
        answer = send(api, body, encoding)
        assert (answer.status, answer.body["code"]) == (400, "bad_request")
        assert f"said to be `{encoding}`" in answer.body["detail"]


@pytest.mark.parametrize("encoding", PACKERS)
def test_few_bytes_that_stand_for_too_many_are_too_large(api: Caller, encoding: str) -> None:
    bomb = PACKERS[encoding](b" " * 150_000_000)
    assert len(bomb) < 400_000
    assert send(api, bomb, encoding).status == 413
    assert send(api, bomb, encoding, "/v1/bulk/conversations").status == 413


@pytest.mark.parametrize("encoding", PACKERS)
def test_a_body_within_the_limit_may_be_as_dense_as_it_likes(api: Caller, encoding: str) -> None:
    text = json.dumps(CHAT | {"messages": [user("x" * 1_900_000)]}).encode()
    assert send(api, PACKERS[encoding](text), encoding).status == 200
