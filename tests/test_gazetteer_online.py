"""Online look-up against a server of our own on this machine: the turn, the cache, and failures that stay failures."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from railsight.cli import main
from railsight.errors import ServiceError, UsageError
from railsight.gazetteer import online
from railsight.gazetteer.online import find_online

KHASAN: dict[str, Any] = {
    "osm_type": "node", "osm_id": 1, "lat": "42.4281", "lon": "130.6453", "class": "railway", "type": "station",
    "importance": 0.3, "name": "Khasan", "display_name": "Khasan, Primorsky Krai, Russia",
    "namedetails": {"name:ru": "Хасан", "name:en": "Khasan"}, "boundingbox": ["42.42", "42.43", "130.64", "130.65"],
}  # fmt: skip
HASSAN = {**KHASAN, "osm_id": 2, "lat": "13.0", "lon": "76.1", "class": "place", "type": "city", "importance": 0.4}


class Server:
    """A stand-in for Nominatim: what it answers is set by the test; it keeps what it was asked."""

    def __init__(self) -> None:
        self.status, self.body = 200, json.dumps([KHASAN])
        self.asked: list[tuple[float, dict[str, list[str]], str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                query = parse_qs(urlsplit(self.path).query)
                outer.asked.append((time.time(), query, self.headers.get("User-Agent", "")))
                body = outer.body.encode()
                self.send_response(outer.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self.httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.httpd.server_address[1]}"


@pytest.fixture(autouse=True)
def quick_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    assert online.INTERVAL_S >= 1.0  # the policy of the public server
    monkeypatch.setattr(online, "INTERVAL_S", 0.01)


@pytest.fixture
def server() -> Iterator[Server]:
    s = Server()
    thread = threading.Thread(target=s.httpd.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield s
    s.httpd.shutdown()
    s.httpd.server_close()


def test_an_answer_becomes_candidates(server: Server, tmp_path: Path) -> None:
    server.body = json.dumps([KHASAN, HASSAN])
    found = find_online("Khasan", server=server.url, cache=tmp_path, country="RU")
    assert [c.place.kind for c in found] == ["town", "station"]
    station = found[1].place
    assert (station.lon, station.lat, station.names["ru"]) == (130.6453, 42.4281, "Хасан")
    assert "OpenStreetMap" in station.source
    assert 0 < sum(c.score for c in found) < 1
    _, query, agent = server.asked[0]
    assert query["q"] == ["Khasan"]
    assert query["countrycodes"] == ["ru"]
    assert agent.startswith("railsight/")


def test_the_second_time_it_comes_from_the_disk(server: Server, tmp_path: Path) -> None:
    first = find_online("Khasan", server=server.url, cache=tmp_path)
    assert find_online(" Khasan ", server=server.url, cache=tmp_path) == first
    assert len(server.asked) == 1
    find_online("Khasan", server=server.url, cache=tmp_path, country="IN")  # another question
    assert len(server.asked) == 2


def test_not_found_is_an_answer(server: Server, tmp_path: Path) -> None:
    server.body = "[]"
    assert find_online("Xyzzy", server=server.url, cache=tmp_path) == ()
    assert find_online("Xyzzy", server=server.url, cache=tmp_path) == ()
    assert len(server.asked) == 1


@pytest.mark.filterwarnings("ignore:Latitude normalization")
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, "oops"),
        (429, "slow down"),
        (403, "blocked"),
        (200, "<html>captive portal</html>"),
        (200, '{"error": "no"}'),
        (200, '[{"lat": "nan", "lon": "1"}]'),
        (200, '[{"lat": "95", "lon": "1", "osm_type": "node", "osm_id": 3, "display_name": "x"}]'),
        (200, '["text"]'),
        (200, "[1, 2]"),
        (200, '[{"lat": "42", "lon": "130", "display_name": "no id"}]'),
    ],
)
def test_a_failure_is_never_not_found_and_never_kept(server: Server, tmp_path: Path, status: int, body: str) -> None:
    server.status, server.body = status, body
    with pytest.raises(ServiceError):
        find_online("Khasan", server=server.url, cache=tmp_path)
    server.status, server.body = 200, json.dumps([KHASAN])
    assert find_online("Khasan", server=server.url, cache=tmp_path)[0].place.name == "Khasan"


def test_nobody_there(tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match="failed"):
        find_online("Khasan", server="http://127.0.0.1:9", cache=tmp_path)


def test_requests_keep_their_distance_across_threads(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(online, "INTERVAL_S", 0.3)
    threads = [
        threading.Thread(target=find_online, args=(f"place {i}",), kwargs={"server": server.url, "cache": tmp_path})
        for i in range(3)
    ]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    times = sorted(t for t, _, _ in server.asked)
    assert len(times) == 3
    assert all(b - a >= 0.29 for a, b in pairwise(times))


def test_a_damaged_cache_is_asked_again(server: Server, tmp_path: Path) -> None:
    find_online("Khasan", server=server.url, cache=tmp_path)
    for path in tmp_path.glob("*.json"):
        path.write_text("{", encoding="utf-8")
    assert find_online("Khasan", server=server.url, cache=tmp_path)
    assert len(server.asked) == 2


@pytest.mark.parametrize("bad", ["ftp://x.org", "http://example.org", "https://user@x.org", "https://"])
def test_bad_servers_are_refused(tmp_path: Path, bad: str) -> None:
    with pytest.raises(UsageError):
        find_online("Khasan", server=bad, cache=tmp_path)


def test_no_name_no_question(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        find_online("  ", cache=tmp_path)


# ---------------------------------------------------------------- as an option of the commands

AWAY: dict[str, Any] = {
    **KHASAN,
    "osm_id": 7,
    "name": "Qorwinovo",
    "lat": "43.9",
    "lon": "132.1",
    "namedetails": {},
}
STORY = "The armoured train was seen in Qorwinovo on Tuesday. A secret paragraph. It had left Ussuriysk on Monday."


@dataclass
class Done:
    """What a command left behind."""

    status: int
    out: str
    err: str


@pytest.fixture
def run(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Done]:
    monkeypatch.setattr(online, "_user_cache", lambda: tmp_path / "cache")
    monkeypatch.setenv("RAILSIGHT_ONLINE_SERVER", server.url)
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def runs(*args: str) -> Done:
        capsys.readouterr()
        status = main(list(args))
        caught = capsys.readouterr()
        return Done(status, caught.out, caught.err)

    return runs


def test_offline_unless_asked(run: Callable[..., Done], server: Server) -> None:
    server.body = json.dumps([AWAY])
    assert run("place", "Qorwinovo").status == 1
    assert server.asked == []
    found = run("place", "Qorwinovo", "--online", "--json")
    assert json.loads(found.out)[0]["lat"] == 43.9
    assert run("place", "Qorwinovo").status == 1  # what was allowed once is not allowed for good


def test_a_distance_from_a_place_of_the_server(run: Callable[..., Done], server: Server) -> None:
    server.body = json.dumps([AWAY])
    found = run("distance", "Qorwinovo", "Ussuriysk", "--online", "--json")
    assert found.status == 0, found.err
    assert json.loads(found.out)["from"]["source"].startswith("OpenStreetMap")
    assert len(server.asked) == 1  # Ussuriysk is known, and never asked


def test_only_unknown_names_of_a_report_are_asked(run: Callable[..., Done], server: Server) -> None:
    server.body = json.dumps([AWAY])
    found = run("read", "story.txt", "--online", "--json", "--published", "2023-09-12")
    assert found.status == 0, found.err
    seen = next(s for s in json.loads(found.out)["sightings"] if s["event"] == "seen")
    assert seen["place"]["lon"] == 132.1
    assert [query["q"] for _, query, _ in server.asked] == [["Qorwinovo"]]


@pytest.mark.parametrize(("status", "body"), [(500, "no"), (200, "<html>"), (429, "slow down")])
def test_a_failure_is_said_and_is_not_unknown(run: Callable[..., Done], server: Server, status: int, body: str) -> None:
    server.status, server.body = status, body
    for command in (["place", "Qorwinovo"], ["read", "story.txt", "--published", "2023-09-12"]):
        found = run(*command, "--online")
        assert found.status != 0
        assert "no place named" not in found.err
        assert "127.0.0.1" in found.err


def test_several_answers_are_ambiguous(run: Callable[..., Done], server: Server) -> None:
    server.body = json.dumps([AWAY, {**AWAY, "osm_id": 8, "lat": "50.0", "lon": "20.0"}])
    found = run("distance", "Qorwinovo", "Ussuriysk", "--online")
    assert found.status == 1
    assert "ambiguous" in found.err


def test_a_case_asks_for_the_places_nobody_knows_and_only_when_allowed(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from railsight.api import asking_online, track

    monkeypatch.setattr(online, "_user_cache", lambda: tmp_path / "cache")
    server.body = json.dumps([{**KHASAN, "name": "Qwxzy Halt", "namedetails": {"name:en": "Qwxzy Halt"}}])
    case = tmp_path / "case.yaml"
    sightings = "- {place: Qwxzy Halt, event: seen, at: '2023-09-12T06:00+10:00'}\n"
    sightings += "- {place: Ussuriysk, event: seen, at: '2023-09-12T13:00+10:00'}\n"
    case.write_text(f"case: asked\nsightings:\n{sightings}", encoding="utf-8")
    assert len(track(case).used) == 1
    assert not server.asked
    with asking_online(server.url):
        used = track(case).used
    assert {u.sighting.place.name for u in used} == {"Qwxzy Halt", "Ussuriysk"}
    assert len(server.asked) == 1  # the name that the gazetteer knows is not asked
