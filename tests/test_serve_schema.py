"""The service held to its own OpenAPI document by schemathesis: requests made from it, answers compared with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from railsight.serve import Settings, openapi
from tests.test_serve_wire import Served

OPERATIONS = [f"{method} {path}" for path, methods in openapi()["paths"].items() for method in methods]


@pytest.fixture(scope="module")
def schemathesis() -> Any:
    """Loaded where it is used: a second and a half that no other worker has to pay."""
    return pytest.importorskip("schemathesis")


@pytest.fixture(scope="module")
def operations(schemathesis: Any) -> dict[str, Any]:
    """As schemathesis finds them in the document."""
    found = (r.ok() for r in schemathesis.openapi.from_dict(openapi()).get_all_operations())
    return {f"{one.method} {one.path}": one for one in found}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(Settings(workers=1, log=False), tmp_path_factory.mktemp("schema") / "log.txt")
    yield server
    server.process.terminate()
    server.process.wait(20)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_answers_are_those_of_the_document(
    operation: str, operations: dict[str, Any], schemathesis: Any, served: Served
) -> None:
    # A request of the right form may still have no answer (no such place: 404) or ask for no profile there is (400).
    left_out = [schemathesis.checks.CHECKS.get_one("positive_data_acceptance")]
    seen = []

    @tried(max_examples=12, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def hold(data: Any) -> None:
        case = data.draw(operations[operation].as_strategy())
        answer = case.call(base_url=f"http://127.0.0.1:{served.port}")
        case.validate_response(answer, excluded_checks=left_out)
        seen.append(answer.status_code)

    hold()
    assert seen
    assert max(seen) < 500


def test_every_operation_is_tried(operations: dict[str, Any]) -> None:
    assert list(operations) == OPERATIONS


def test_log_stays_empty_of_faults(served: Served) -> None:
    assert "fault" not in Path(served.log).read_text()
