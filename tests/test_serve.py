"""The service asked in process: its answers are those of the commands, its refusals are typed, its bounds hold."""

from __future__ import annotations

import asyncio
import io
import json
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import jsonschema
import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from railsight.cli import main
from railsight.network import compile_tables
from railsight.routing import profiles
from railsight.serve import Service, Settings, openapi
from railsight.serve.answers import Answers
from railsight.serve.contract import QUESTIONS, Question
from railsight.serve.kept import Kept
from railsight.serve.page import page, page_policy
from railsight.serve.pool import Pool
from railsight.serve.refusals import Answer
from tests.small_network import TABLES, write_tables

Ask = Callable[..., httpx.Response]
# Statuses of the whole service, beside those a question documents.
LOCAL = {"host": "localhost"}


class Running:
    """A service on an event loop of its own, so that plain tests can ask it."""

    def __init__(self, settings: Settings) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.service = Service(settings)
        self._life = self.service.running()
        self.wait(self._life.__aenter__())
        transport = httpx.ASGITransport(app=self.service)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://localhost")

    def wait(self, turn: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(turn, self.loop).result(90)

    def ask(self, method: str, url: str, **options: Any) -> httpx.Response:
        answer: httpx.Response = self.wait(self.client.request(method, url, **options))
        return answer

    def end(self) -> None:
        self.wait(self.client.aclose())
        self.wait(self._life.__aexit__(None, None, None))
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    service = Running(Settings(workers=1, log=False))
    yield service
    service.end()


@pytest.fixture(scope="module")
def ask(running: Running) -> Ask:
    return running.ask


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi()


@pytest.fixture(scope="module")
def story(root: Path) -> bytes:
    return (root / "seeds" / "armoured-train-2023" / "report.txt").read_bytes()


def printed(capsys: pytest.CaptureFixture[str], *command: str) -> Any:
    """What a command prints as JSON."""
    capsys.readouterr()
    assert main(command) == 0
    return json.loads(capsys.readouterr().out)


def check_schema(document: dict[str, Any], value: Any, name: str) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    jsonschema.Draft202012Validator(schema).validate(value)


# ---------------------------------------------------------------- the same JSON as the commands


def test_distance_is_what_the_command_prints(
    ask: Ask, capsys: pytest.CaptureFixture[str], document: dict[str, Any]
) -> None:
    answer = ask("GET", "/distance?from=Pyongyang&to=Moscow&via=Khabarovsk&avoid=MN&profile=passenger")
    assert answer.status_code == 200
    command = ("distance", "Pyongyang", "Moscow", "--via", "Khabarovsk", "--avoid", "MN", "--profile", "passenger")
    assert answer.json() == printed(capsys, *command, "--json")
    check_schema(document, answer.json(), "Distance")


def test_place_is_what_the_command_prints(
    ask: Ask, capsys: pytest.CaptureFixture[str], document: dict[str, Any]
) -> None:
    answer = ask("GET", "/place", params={"name": "Восточный", "near": "131.9,43.1", "country": "ru", "limit": "4"})
    command = ("place", "Восточный", "--near", "131.9,43.1", "--country", "ru", "--limit", "4", "--json")
    assert answer.json() == printed(capsys, *command)
    assert 1 < len(answer.json()) <= 4
    check_schema(document, answer.json(), "Places")


@pytest.mark.parametrize(
    ("verb", "query", "options", "schema"),
    [
        ("read", "", (), "Reading"),
        ("read", "?published=2023-09-12T21:00%2B09:00", ("--published", "2023-09-12T21:00+09:00"), "Reading"),
        (
            "track",
            "?at=2023-09-13T06:00%2B10:00&to=Vladivostok&to=Moscow",
            ("--at", "2023-09-13T06:00+10:00", "--to", "Vladivostok", "--to", "Moscow"),
            "Journey",
        ),
    ],
)
def test_reports_are_read_as_on_standard_input(
    ask: Ask,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    document: dict[str, Any],
    story: bytes,
    verb: str,
    query: str,
    options: tuple[str, ...],
    schema: str,
) -> None:
    answer = ask("POST", f"/{verb}{query}", content=story, headers={"content-type": "text/plain"})
    assert answer.status_code == 200, answer.text
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(story)))
    assert answer.json() == printed(capsys, verb, "-", *options, "--json")
    assert answer.json()["sightings" if verb == "read" else "used"]
    check_schema(document, answer.json(), schema)


def test_many_reports_as_json_lines(ask: Ask, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    lines = [
        {"id": "a", "published": "2023-09-11T12:00+09:00", "text": "The train left Pyongyang on Sunday evening."},
        {"text": "The train crossed into Russia at Khasan on Tuesday morning.", "published": "2023-09-12"},
    ]
    file = tmp_path / "report.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines) + "\n", encoding="utf-8")
    answer = ask("POST", "/read", content=file.read_bytes(), headers={"content-type": "application/x-ndjson"})
    assert answer.json() == printed(capsys, "read", str(file), "--json")
    assert [r["id"] for r in answer.json()["reports"]] == ["a", "report-2"]


@pytest.mark.parametrize("charset", ["iso-8859-1", '"windows-1251"', "koi8-r", "idna"])
def test_another_charset_than_utf8_is_refused_as_such(ask: Ask, charset: str) -> None:
    kind = {"content-type": f"text/plain; charset={charset}"}
    answer = ask("POST", "/read", content=b"The train left Omsk.", headers=kind)
    assert (answer.status_code, answer.json()["error"]) == (415, "UnsupportedMediaType")
    assert "UTF-8" in answer.json()["hint"]
    for known in ("utf-8", '"UTF-8"', "us-ascii"):
        kind = {"content-type": f"text/plain;charset={known}"}
        assert ask("POST", "/read", content=b"The train left Omsk.", headers=kind).status_code == 200


def test_a_hint_over_http_speaks_of_no_file(ask: Ask) -> None:
    answer = ask("POST", "/read", content=b"The train left \xff.", headers={"content-type": "text/plain"})
    assert answer.status_code == 422
    assert "file" not in answer.json()["hint"]


LINES = {"content-type": "application/x-ndjson"}
GOOD = (
    b'{"text": "The train left Omsk at 6:00 on 12 May 2024."}',
    b'{"text": "The train arrived in Novosibirsk at 7:00 on 13 May 2024."}',
)


@pytest.mark.parametrize("bad", [b"{bad", b"[1]", b'{"text": 5}', b'{"text": "a", "published": "never"}', b"\xff"])
def test_a_bad_line_loses_no_good_one(ask: Ask, bad: bytes) -> None:
    body, sound = b"\n".join((GOOD[0], bad, GOOD[1])), b"\n".join((GOOD[0], b"", GOOD[1]))
    for path in ("/read", "/track"):
        answer, whole = (ask("POST", path, content=lines, headers=LINES) for lines in (body, sound))
        assert answer.status_code == whole.status_code == 200
        (left_out,) = answer.json()["left_out"]
        assert left_out["line"] == 2
        assert left_out["message"].startswith("report:2: ")
        assert {k: v for k, v in answer.json().items() if k != "left_out"} == whole.json()
    page = ask("POST", "/map", content=body, headers=LINES).text
    assert "not readable and left out, by line of what was sent: 2" in page
    assert "строки присланного: 2" in ask("POST", "/map?language=ru", content=body, headers=LINES).text
    nothing = ask("POST", "/track", content=bad, headers=LINES)
    assert (nothing.status_code, nothing.json()["error"]) == (422, "ReportFormatError")


def test_maps_are_pages_in_a_sandbox(ask: Ask, story: bytes) -> None:
    journey = ask("POST", "/map?language=ru", content=story, headers={"content-type": "text/plain"})
    way = ask("GET", "/map?from=Khasan&to=Ussuriysk")
    for answer in (journey, way):
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["content-security-policy"].startswith("sandbox allow-scripts ")
        assert "allow-same-origin" not in answer.headers["content-security-policy"]
        assert answer.text.startswith("<!DOCTYPE html>")
    assert '<html lang="ru">' in journey.text


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("url", "status", "error"),
    [
        ("/distance?from=Xqzzyvk&to=Khasan", 404, "PlaceNotFoundError"),
        ("/place?name=Xqzzyvk", 404, "PlaceNotFoundError"),
        ("/distance?from=Vostochny&to=Khasan", 422, "AmbiguousPlaceError"),
        ("/distance?from=Khasan&to=Ussuriysk&profile=sledge", 400, "UsageError"),
        ("/distance?from=Khasan", 400, "BadRequest"),
        ("/distance?from=Khasan&to=%20", 400, "BadRequest"),
        ("/distance?from=Khasan&from=Chita&to=Omsk", 400, "BadRequest"),
        ("/distance?from=Khasan&to=Ussuriysk&network=/etc/passwd", 400, "BadRequest"),
        ("/distance?from=Khasan&to=%ff", 400, "BadRequest"),
        ("/distance?from=Khasan&to=" + "x" * 301, 400, "BadRequest"),
        ("/distance?from=Khasan&to=" + "x" * 9000, 400, "BadRequest"),
        ("/place?name=Khasan&near=200,95", 400, "UsageError"),
        ("/place?name=Khasan&near=here", 400, "BadRequest"),
        ("/place?name=Khasan&limit=51", 400, "BadRequest"),
        ("/place?name=Khasan&country=RUS", 400, "BadRequest"),
        ("/nothing/here", 404, "NotFound"),
        ("/../../etc/passwd", 404, "NotFound"),
    ],
)
def test_refusals_of_questions(ask: Ask, document: dict[str, Any], url: str, status: int, error: str) -> None:
    answer = ask("GET", url)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["message"]
    check_schema(document, answer.json(), "Error")


def test_the_hint_for_a_train_is_one_the_service_takes(ask: Ask) -> None:
    answer = ask("GET", "/distance?from=Khasan&to=Ussuriysk&profile=maglev")
    assert answer.status_code == 400
    assert "armoured" in answer.json()["hint"]
    assert ".csv" not in answer.text


@pytest.mark.parametrize(
    ("method", "url", "options"),
    [
        ("POST", "/read", {"content": b"{}", "headers": LOCAL | {"content-type": "application/json"}}),
        ("GET", "/distance?from=Khasan&to=Ussuriysk", {"headers": LOCAL | {"origin": "http://evil.example"}}),
        ("POST", "/place?name=Khasan", {}),
        ("POST", "/read", {"content": b"[1]", "headers": LOCAL | {"content-type": "application/x-ndjson"}}),
        ("POST", "/read", {"content": b"[" * 100_000, "headers": LOCAL | {"content-type": "application/x-ndjson"}}),
        ("GET", "/distance?from=London&to=Moscow", {}),
        ("POST", "/track?published=2023-09-12", {"content": b"Nothing was seen."}),
        ("POST", "/track?until=2023-01-01T00:00:00Z&published=2023-09-12", {"content": b"A train came to Khasan."}),
    ],
)
def test_every_refusal_says_what_to_do_here(ask: Ask, method: str, url: str, options: dict[str, Any]) -> None:
    answer = ask(method, url, **options)
    assert answer.status_code >= 400
    told = answer.json()
    assert told["hint"]
    assert "--" not in told["hint"]
    assert "`" not in told["hint"]
    assert "recursion" not in told["message"]


def test_a_journey_does_not_say_where_the_network_lies(story: bytes) -> None:
    from railsight.datasets import data_path
    from railsight.serve.answers import Answers

    answer = Answers(data_path("network.rsn")).answer("track", {}, story)
    assert answer.status == 200
    assert json.loads(answer.body)["given"]["network"] == "network.rsn"


def test_an_ambiguous_place_comes_with_its_candidates(ask: Ask) -> None:
    found = ask("GET", "/distance?from=Vostochny&to=Khasan").json()["candidates"]
    assert len(found) > 1
    assert all(place["lon"] for place in found)


@pytest.mark.parametrize(
    ("body", "kind", "status", "error"),
    [
        (b"", "text/plain", 422, "ReportFormatError"),
        (b"%PDF-1.7", "text/plain", 422, "ReportFormatError"),
        (b"\xff\xfe\x00", "text/plain", 422, "ReportFormatError"),
        (b"{]", "application/x-ndjson", 422, "ReportFormatError"),
        (b"{}", "application/json", 415, "UnsupportedMediaType"),
        (b"x" * 1_000_001, "text/plain", 413, "TooLarge"),
        (b"Nothing was seen of any train, anywhere.", "text/plain", 422, "NoAnswerError"),
    ],
)
def test_refusals_of_reports(ask: Ask, body: bytes, kind: str, status: int, error: str) -> None:
    answer = ask("POST", "/track", content=body, headers={"content-type": kind})
    assert (answer.status_code, answer.json()["error"]) == (status, error)


@pytest.mark.parametrize("packed", ["gzip", "GZIP", "br", "identity, gzip"])
def test_a_packed_body_is_refused_for_what_it_is(ask: Ask, story: bytes, packed: str) -> None:
    answer = ask("POST", "/read", content=story, headers={"content-type": "text/plain", "content-encoding": packed})
    assert (answer.status_code, answer.json()["error"]) == (415, "UnsupportedMediaType")
    assert packed.lower() in answer.json()["message"]
    assert answer.json()["hint"] == "send it as it is, without Content-Encoding"
    assert answer.headers["accept-encoding"] == "identity"
    told = {"content-type": "text/plain", "content-encoding": "identity"}
    assert ask("POST", "/read", content=story, headers=told).status_code == 200


def test_reports_are_read_at_the_same_time_by_all_workers_but_one() -> None:
    for workers, at_once in ((1, 1), (2, 1), (3, 2), (8, 7)):
        assert Pool(Settings(workers=workers))._report_slots._value == at_once


@pytest.mark.parametrize(("cores", "workers"), [(1, 2), (2, 3), (4, 5), (64, 8)])
def test_there_is_a_worker_for_each_core_and_one_for_questions(
    monkeypatch: pytest.MonkeyPatch, cores: int, workers: int
) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(cores)), raising=False)
    assert Settings().workers == workers
    assert Settings(workers=1).workers == 1


def test_a_body_without_a_length_is_bounded_too(ask: Ask) -> None:
    async def endless() -> Any:
        while True:
            yield b"the train " * 1000

    answer = ask("POST", "/read", content=endless(), headers={"content-type": "text/plain"})
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")


def test_a_time_with_a_bare_plus_and_a_wrong_one(ask: Ask) -> None:
    text = b"The train arrived at Khasan at 6 a.m. on Tuesday."
    good = ask("POST", "/read?published=2023-09-12T21:00+09:00", content=text)
    assert good.json()["reports"][0]["published"] == "2023-09-12T12:00:00+00:00"
    for wrong in ("soon", "2023-09-12T21:00 09:00:00:00", "0001-01-01T00:00%2B14:00"):
        answer = ask("POST", f"/track?until={wrong}", content=text)
        assert (answer.status_code, answer.json()["error"]) == (400, "UsageError")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_questions_are_asked_by_get_alone(ask: Ask, method: str) -> None:
    answer = ask(method, "/distance?from=Khasan&to=Ussuriysk")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert ask("GET", "/read").headers["allow"] == "POST"
    assert ask("GET", "/distance?from=Khasan&to=Ussuriysk").status_code == 200
    assert ask(method, "/distance?from=Khasan&to=Ussuriysk").status_code == 405  # though the answer is kept now


@pytest.mark.parametrize(
    ("host", "good"),
    [
        ("localhost", True),
        ("LOCALHOST:8321", True),
        ("127.0.0.1:1", True),
        ("[::1]:8321", True),
        ("rails.example.org", False),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org:8321", False),
        ("localhost:80:80", False),
        ("localhost@example.org", False),
        ("", False),
        ("[::1", False),
    ],
)
def test_other_host_names_are_refused(ask: Ask, host: str, good: bool) -> None:
    answer = ask("GET", "/health", headers={"host": host})
    assert answer.status_code == (200 if good else 400)
    assert good or answer.json()["error"] == "WrongHost"


def test_a_named_host_is_answered() -> None:
    async def asked() -> list[int]:
        service = Service(Settings(hosts=("Rails.Example.org",), log=False))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=service), base_url="http://x") as client:
            hosts = ("rails.example.org", "rails.example.org:8321", "other.example.org")
            return [(await client.get("/openapi.json", headers={"host": h})).status_code for h in hosts]

    # a thread of its own: the tests in a browser leave a loop running in this one
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(asyncio.run, asked()).result(90) == [200, 200, 400]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://localhost"}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://localhost:3000"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
    ],
)
def test_pages_of_other_sites_may_not_ask(ask: Ask, headers: dict[str, str], status: int) -> None:
    assert ask("GET", "/distance?from=Khasan&to=Ussuriysk", headers=headers).status_code == status


# ---------------------------------------------------------------- bounds


def test_a_late_worker_is_ended_and_replaced(story: bytes) -> None:
    service = Running(Settings(workers=1, report_s=0.05, log=False))
    try:
        late = service.ask("POST", "/track", content=story)
        assert (late.status_code, late.json()["error"]) == (504, "Deadline")
        after = service.ask("GET", "/distance?from=Khasan&to=Ussuriysk")
        assert after.status_code == 200
        assert service.service.pool.alive == 1
    finally:
        service.end()


def test_a_lost_worker_is_replaced() -> None:
    service = Running(Settings(workers=1, log=False))
    try:
        (worker,) = service.service.pool._alive
        worker.kill()
        lost = service.ask("GET", "/distance?from=Khasan&to=Chita")
        assert (lost.status_code, lost.json()["error"]) == (503, "WorkerLost")
        assert service.ask("GET", "/distance?from=Khasan&to=Chita").status_code == 200
    finally:
        service.end()


def test_more_than_may_wait_are_told_to_come_again(story: bytes) -> None:
    service = Running(Settings(workers=1, max_reports=1, log=False))

    async def at_once() -> list[httpx.Response]:
        return list(await asyncio.gather(*(service.client.post("/read", content=story) for _ in range(3))))

    try:
        answers = service.wait(at_once())
        assert sorted(a.status_code for a in answers) == [200, 503, 503]
        busy = next(a for a in answers if a.status_code == 503)
        assert (busy.json()["error"], busy.headers["retry-after"]) == ("Busy", "2")
    finally:
        service.end()


def test_the_same_question_asked_at_once_is_worked_on_once(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    ask_pool = Pool.ask

    async def counted(self: Pool, question: Question, given: Any, *rest: Any) -> Answer:
        asked.append(given)
        return await ask_pool(self, question, given, *rest)

    async def at_once() -> list[httpx.Response]:
        urls = (
            "/distance?from=Omsk&to=Perm&avoid=MN&avoid=CN",
            "/distance?to=%20Perm&from=Omsk+&avoid=CN&avoid=MN&via=",
        )
        return list(await asyncio.gather(*(running.client.get(u) for u in urls * 10)))

    monkeypatch.setattr(Pool, "ask", counted)
    answers = running.wait(at_once())
    assert {a.status_code for a in answers} == {200}
    assert len({a.content for a in answers}) == 1
    assert len(asked) == 1


def test_kept_answers_are_bounded() -> None:
    kept = Kept(most=50, most_bytes=100_000)
    for n in range(1000):
        kept.put(str(n).encode(), Answer(200, b"x" * (n % 4000)))
        kept.get(b"0")
        assert len(kept) <= 50
        assert kept.bytes <= 100_000
    kept.put(b"large", Answer(200, b"x" * 20_000))
    assert kept.get(b"large") is None
    assert kept.get(b"999") == Answer(200, b"x" * 999)
    for n in range(1000):
        kept.put(b"same", Answer(200, b"x" * n))
    assert len(kept) <= 50


def test_kept_forgets_what_was_not_asked_for_the_longest() -> None:
    kept = Kept(most=2, most_bytes=1_000_000)
    kept.put(b"a", Answer(200, b"a"))
    kept.put(b"b", Answer(200, b"b"))
    kept.get(b"a")
    kept.put(b"c", Answer(200, b"c"))
    assert (kept.get(b"b"), kept.get(b"a")) == (None, Answer(200, b"a"))


# ---------------------------------------------------------------- the contract


def test_every_question_is_in_the_document(ask: Ask, document: dict[str, Any]) -> None:
    assert ask("GET", "/openapi.json").json() == document
    assert document["openapi"] == "3.1.0"
    for question in QUESTIONS:
        operation = document["paths"][question.path][question.method.lower()]
        assert (operation["summary"], operation["description"]) == (question.title, question.says)
        trains = [p["schema"]["enum"] for p in operation["parameters"] if p["name"] == "profile"]
        assert trains in ([], [[train.name for train in profiles()]])
        assert [p["name"] for p in operation["parameters"]] == [p.name for p in question.parameters]
        for parameter in operation["parameters"]:
            jsonschema.Draft202012Validator.check_schema(parameter["schema"])
            if "example" in parameter:
                jsonschema.validate(parameter["example"], parameter["schema"])
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_the_examples_of_the_document_are_answered(ask: Ask, document: dict[str, Any]) -> None:
    for path in ("/distance", "/place"):
        asked = [(p["name"], p["example"]) for p in document["paths"][path]["get"]["parameters"] if p["required"]]
        assert ask("GET", f"{path}?{urlencode(asked)}").status_code == 200


def test_the_page_runs_only_what_it_brought(ask: Ask) -> None:
    answer = ask("GET", "/")
    policy = answer.headers["content-security-policy"]
    assert policy == page_policy()
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    text = page().decode("utf-8")
    for outside in ("http://", "https://", "//cdn", "innerHTML", "eval(", "onclick=", "style="):
        assert outside not in text.replace("https://railsight", ""), outside


_TEXTS = st.one_of(
    st.sampled_from(["Khasan", "Ussuriysk", "Пхеньян", "130.64,42.43", "-0.1,51.5", "", " ", "RU", "0", "5", "99"]),
    st.text(max_size=40),
    st.text(alphabet="'\"<>{}%&;\\\0\n,.;:-+0123456789eE", max_size=30),
)


@tried(max_examples=120, deadline=None)
@given(data=st.data())
def test_whatever_is_asked_gets_a_documented_answer(
    running: Running, document: dict[str, Any], data: st.DataObject
) -> None:
    """Requests made from the document, right and wrong, as a client's fuzzer would."""
    path = data.draw(st.sampled_from(["/distance", "/place", "/map"]))
    operation = document["paths"][path]["get"]
    names = [p["name"] for p in operation["parameters"]]
    pairs = data.draw(st.lists(st.tuples(st.sampled_from([*names, "other"]), _TEXTS), max_size=5))
    required = [(p["name"], data.draw(_TEXTS)) for p in operation["parameters"] if p["required"]]
    query = urlencode([(k, v.encode("utf-8", "replace")) for k, v in pairs + required])
    answer = running.ask("GET", f"{path}?{query}")
    assert str(answer.status_code) in operation["responses"], answer.text
    assert answer.status_code < 500, answer.text
    if answer.status_code != 200:
        check_schema(document, answer.json(), "Error")
    elif path != "/map":
        check_schema(document, answer.json(), {"/distance": "Distance", "/place": "Places"}[path])


@tried(max_examples=40, deadline=None)
@given(query=st.binary(max_size=60), body=st.binary(max_size=300))
def test_no_bytes_are_a_fault(running: Running, query: bytes, body: bytes) -> None:
    async def raw(method: str, path: str) -> int:
        seen: list[Any] = []
        sent = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def receive() -> Any:
            return next(sent, {"type": "http.disconnect"})

        async def send(message: Any) -> None:
            seen.append(message)

        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "scheme": "http",
            "query_string": query,
            "headers": [(b"host", b"localhost")],
            "server": ("127.0.0.1", 80),
            "client": ("127.0.0.1", 1),
            "http_version": "1.1",
        }
        await running.service(scope, receive, send)
        status: int = seen[0]["status"]
        return status

    for method, path in (("GET", "/distance"), ("GET", "/place"), ("POST", "/read")):
        assert running.wait(raw(method, path)) < 500


# ---------------------------------------------------------------- a network of one's own


@pytest.fixture
def own_network(tmp_path: Path) -> Path:
    file = tmp_path / "own.rsn"
    file.write_bytes(compile_tables(write_tables(tmp_path)))
    return file


def test_every_verb_knows_the_points_of_the_network_served(own_network: Path) -> None:
    answers = Answers(str(own_network))
    text = b"The armoured train left Alpha at 06:00 on 12 September 2023 and passed Theta at 09:00."
    found = json.loads(answers.answer("place", {"name": "Theta", "limit": "3"}).body)
    assert found[0]["id"] == "aa-theta"
    missing = answers.answer("place", {"name": "Thetta", "limit": "3"})
    assert "Theta" in missing.body.decode()
    for verb, key in (("read", "sightings"), ("track", "used")):
        said = json.loads(answers.answer(verb, {"published": "2023-09-13"}, text).body)
        assert [s["place"]["id"] for s in said[key]] == ["aa-alpha", "aa-theta"]


def test_answers_are_those_of_the_network_file_as_it_is(own_network: Path, tmp_path: Path) -> None:
    running = Running(Settings(workers=1, log=False, network=str(own_network)))
    try:
        way = "/distance?from=Alpha&to=Beta"
        assert [running.ask("GET", way).json()["rail_km"] for _ in range(2)] == [40.0, 40.0]
        shorter = TABLES["line_points.csv"].replace("main,1,aa-alpha,100", "main,1,aa-alpha,95")
        (tmp_path / "next.rsn").write_bytes(compile_tables(write_tables(tmp_path, line_points=shorter)))
        (tmp_path / "next.rsn").replace(own_network)
        assert running.ask("GET", way).json()["rail_km"] == 45.0
        assert running.ask("GET", "/distance?from=Beta&to=Alpha").json()["rail_km"] == 45.0
    finally:
        running.end()


def test_a_time_of_publication_without_an_offset_is_refused_as_by_the_verbs() -> None:
    answer = Answers().answer("read", {"published": "2023-09-12T18:30"}, b"The train passed Bikin at nine.")
    assert answer.status == 400
    assert "no UTC offset" in answer.body.decode()
