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

schemathesis = pytest.importorskip("schemathesis")
OPERATIONS = {
    f"{r.ok().method} {r.ok().path}": r.ok() for r in schemathesis.openapi.from_dict(openapi()).get_all_operations()
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(Settings(workers=1, log=False), tmp_path_factory.mktemp("schema") / "log.txt")
    yield server
    server.process.terminate()
    server.process.wait(20)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_answers_are_those_of_the_document(operation: str, served: Served) -> None:
    # A request of the right form may still have no answer (no such place: 404) or ask for no profile there is (400).
    left_out = [schemathesis.checks.CHECKS.get_one("positive_data_acceptance")]
    seen = []

    @tried(max_examples=12, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def hold(data: Any) -> None:
        case = data.draw(OPERATIONS[operation].as_strategy())
        answer = case.call(base_url=f"http://127.0.0.1:{served.port}")
        case.validate_response(answer, excluded_checks=left_out)
        seen.append(answer.status_code)

    hold()
    assert seen
    assert max(seen) < 500


def test_every_operation_is_tried() -> None:
    assert {op.rpartition(" ")[2] for op in OPERATIONS} == set(openapi()["paths"])


def test_log_stays_empty_of_faults(served: Served) -> None:
    assert "fault" not in Path(served.log).read_text()
