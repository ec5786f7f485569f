"""Random requests that the document allows, and some that it does not, against the app: every answer is as declared."""

from collections.abc import Iterator

import pytest
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.support.product import Caller, opened

EXAMPLES = 12
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
CONFIG = SchemathesisConfig.from_dict(
    {
        "generation": {"deterministic": True, "max-examples": EXAMPLES, "database": "none"},
        "phases": {"coverage": {"enabled": True}},
    }
)


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    with opened(tmp_path_factory.mktemp("contract")) as product:
        yield product.caller()


@pytest.fixture(scope="module")
def contract(caller: Caller) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_asgi("/openapi.json", caller.client.app, config=CONFIG)


operations = schemathesis.pytest.from_fixture("contract")


@operations.parametrize()
def test_every_answer_is_as_the_document_declares(case: schemathesis.Case, caller: Caller) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {caller.key}"}, checks=list(CHECKS))
