"""The service as a process on loopback: slow, silent, malformed and greedy clients, the log, the page, the end."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from railsight.cli import main
from railsight.errors import UsageError
from railsight.routing import profiles
from railsight.serve import Settings
from railsight.serve.settings import VARIABLE

CODE = (
    "import sys; from railsight.serve import Settings, run; from railsight.serve.settings import VARIABLE; import os; "
    "sys.exit(run(Settings.from_environment()))"
)
GOOD = b"GET /distance?from=Khasan&to=Ussuriysk HTTP/1.1\r\nHost: localhost\r\n\r\n"


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


class Served:
    """A service in a process of its own, its log in a file."""

    def __init__(self, settings: Settings, log: Path) -> None:
        self.settings = replace(settings, port=free_port())
        self.port = self.settings.port
        self.log = log
        environment = os.environ | {VARIABLE: self.settings.to_json()}
        with log.open("wb") as stderr:
            self.process = subprocess.Popen([sys.executable, "-c", CODE], stderr=stderr, env=environment)
        for _ in range(600):
            try:
                self.get("/health")
                return
            except OSError:
                assert self.process.poll() is None, log.read_text()
                time.sleep(0.1)
        raise AssertionError("it does not start")

    def get(self, path: str) -> Any:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return json.load(answer)

    def connect(self, seconds: float = 20.0) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)

    def say(self, data: bytes, seconds: float = 20.0) -> bytes:
        """Send bytes; everything that comes back until the other side closes."""
        with self.connect(seconds) as sock:
            sock.sendall(data)
            return drained(sock)


def drained(sock: socket.socket) -> bytes:
    parts = []
    try:
        while part := sock.recv(65_536):
            parts.append(part)
    except ConnectionError:
        pass
    return b"".join(parts)


def status_of(data: bytes) -> int:
    assert data.startswith(b"HTTP/1.1 "), data[:60]
    return int(data[9:12])


def body_of(data: bytes) -> Any:
    return json.loads(data.partition(b"\r\n\r\n")[2])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    settings = Settings(workers=1, head_s=0.5, body_s=0.5, idle_s=1, max_connections=60)
    server = Served(settings, tmp_path_factory.mktemp("serve") / "log.txt")
    yield server
    server.process.terminate()
    assert server.process.wait(20) is not None


@pytest.fixture(autouse=True)
def still_answers(served: Served) -> Iterator[None]:
    """After whatever a test did, an honest client is answered at once."""
    yield
    began = time.monotonic()
    assert served.get("/distance?from=Khasan&to=Ussuriysk")["rail_km"] > 200
    assert time.monotonic() - began < 20


# ---------------------------------------------------------------- clients that mean no good


@pytest.mark.parametrize("start", [b"", b"GET /distance?fr", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "])
def test_a_header_that_does_not_end_is_given_up(served: Served, start: bytes) -> None:
    answer = served.say(start)
    assert (status_of(answer), body_of(answer)["error"]) == (408, "RequestTimeout")


def test_a_header_that_drips_is_given_up(served: Served) -> None:
    with served.connect() as sock:
        began = time.monotonic()
        try:
            for byte in GOOD:
                sock.sendall(bytes((byte,)))
                time.sleep(0.1)
        except ConnectionError:
            pass
        assert time.monotonic() - began < 6.0
        assert b"200 OK" not in drained(sock)


def test_a_body_that_does_not_come_is_given_up(served: Served) -> None:
    head = b"POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 500\r\n\r\n"
    answer = served.say(head + b"The train")
    assert (status_of(answer), body_of(answer)["error"]) == (408, "RequestTimeout")


def test_a_header_without_end_is_refused(served: Served) -> None:
    answer = served.say(b"GET / HTTP/1.1\r\n" + b"X-Filler: abcdefgh\r\n" * 40_000)
    assert answer == b"" or status_of(answer) == 431  # a reset may overtake the answer


@pytest.mark.parametrize("size", [33_000, 40_000, 66_000, 100_000])
def test_a_header_that_is_too_large_is_refused_though_it_comes_at_once(served: Served, size: int) -> None:
    field, target = b"X-Filler: " + b"a" * size, b"/health?" + b"a" * size
    many = b"\r\n".join(b"X-%d: abcdefghi" % n for n in range(size // 16))
    for head in (
        b"GET /health HTTP/1.1\r\nHost: localhost\r\n" + field,
        b"GET " + target + b" HTTP/1.1\r\nHost: localhost",
    ):
        answer = served.say(head + b"\r\n\r\n")
        assert (status_of(answer), body_of(answer)["error"]) == (431, "TooLarge")
    assert status_of(served.say(b"GET /health HTTP/1.1\r\nHost: localhost\r\n" + many + b"\r\n\r\n")) == 431


def test_a_header_of_nearly_the_size_allowed_is_read_and_so_is_the_next(served: Served) -> None:
    asked = b"GET /health HTTP/1.1\r\nHost: localhost\r\nX-Filler: " + b"a" * 31_000 + b"\r\n"
    answer = served.say(asked + b"\r\n" + asked + b"Connection: close\r\n\r\n")
    assert answer.count(b"HTTP/1.1 200 OK") == 2


def test_an_announced_body_that_is_too_large_is_refused_unread(served: Served) -> None:
    head = b"POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
    for length in (1_000_001, 10**14):
        answer = served.say(head % length)
        assert (status_of(answer), body_of(answer)["error"]) == (413, "TooLarge")
    assert status_of(served.say(head % 10**30)) in (400, 413)


@pytest.mark.parametrize(
    "data",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),  # TLS spoken to a plain port
        b"\x00" * 1000,
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
        b"POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /read HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    ],
)
def test_malformed_requests_are_refused(served: Served, data: bytes) -> None:
    answer = served.say(data)
    assert 400 <= status_of(answer) < 500
    assert body_of(answer)["error"]


@tried(max_examples=40, deadline=None)
@given(data=st.one_of(st.binary(min_size=1, max_size=400), st.binary(max_size=60).map(lambda b: b"GET /" + b + GOOD)))
def test_any_bytes_end_in_an_answer_or_a_close(served: Served, data: bytes) -> None:
    with served.connect(5.0) as sock:
        sock.sendall(data)
        sock.shutdown(socket.SHUT_WR)
        answer = drained(sock)
    assert not answer or answer.startswith(b"HTTP/1.1 ")
    assert b"HTTP/1.1 500" not in answer


def test_one_who_never_reads_is_let_go(served: Served) -> None:
    """What the kernels hold is all that ever comes: the connection was given up, its answers are not kept for it."""
    asked = b"GET /map?from=Khasan&to=Vladivostok HTTP/1.1\r\nHost: localhost\r\n\r\n"
    one = len(served.say(asked.replace(b"localhost\r\n", b"localhost\r\nConnection: close\r\n")))
    with served.connect() as sock:
        sock.sendall(asked * 200)
        time.sleep(3.0)
        assert len(drained(sock)) < 100 * one


def test_more_connections_than_allowed_are_told_so(served: Served) -> None:
    held = [served.connect() for _ in range(80)]
    try:
        answers = [drained(sock) for sock in held]
    finally:
        for sock in held:
            sock.close()
    statuses = [status_of(a) for a in answers if a]
    assert statuses.count(503) >= 15
    assert statuses.count(408) >= 40


def test_pipelined_requests_are_answered_in_order(served: Served) -> None:
    places = ("Khasan", "Chita", "Omsk")
    asked = "".join(f"GET /place?name={p}&limit=1 HTTP/1.1\r\nHost: localhost\r\n\r\n" for p in places)
    with served.connect() as sock:
        sock.sendall(asked.encode() + GOOD.replace(b"localhost\r\n", b"localhost\r\nConnection: close\r\n"))
        names = re.findall(rb'HTTP/1.1 200 OK.*?"name":"(\w+)', drained(sock), re.DOTALL)
    assert names == [b"Khasan", b"Chita", b"Omsk", b"Khasan"]


def test_fifty_connections_at_once_without_an_error(served: Served) -> None:
    def many(_: int) -> set[int]:
        found = set()
        with served.connect() as sock:
            for _ in range(20):
                sock.sendall(GOOD)
                data = sock.recv(65_536)
                found.add(status_of(data))
                head, _, body = data.partition(b"\r\n\r\n")
                missing = int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0]) - len(body)
                while missing > 0:
                    missing -= len(sock.recv(missing))
        return found

    with ThreadPoolExecutor(50) as crowd:
        assert set().union(*crowd.map(many, range(50))) == {200}


# ---------------------------------------------------------------- what it leaves behind


def test_the_text_of_a_report_is_never_logged(served: Served) -> None:
    secret = "Zyxgorod-4711"
    text = f"The train left {secret} for Khasan on Tuesday, source says. Published: {secret}".encode()
    for path in ("/read", "/track", "/map", f"/read?published={secret}", "/nothing", f"/{secret}"):
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {len(text)}\r\n\r\n"
        assert served.say(head.encode() + text)
    served.say(b"PO\x01ST /" + text)
    served.say(
        f"GET /distance?from={secret}&to=Khasan HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    )
    log = served.log.read_text()
    assert "POST /read 200" in log
    assert "GET /distance 404" in log
    assert "POST (other) 404" in log
    assert secret not in log
    assert "4711" not in log


def test_two_processes_serve_and_end_with_their_workers(tmp_path: Path) -> None:
    server = Served(Settings(workers=1, processes=2, log_queries=True), tmp_path / "log.txt")
    assert {server.get("/place?name=Khasan&limit=1")[0]["name"] for _ in range(8)} == {"Khasan"}
    below = children(server.process.pid)
    assert len(below) >= 4  # two that take requests, a worker of each
    server.process.terminate()
    assert server.process.wait(30) is not None
    for _ in range(100):
        if not any(alive(pid) for pid in below):
            break
        time.sleep(0.1)
    assert not any(alive(pid) for pid in below)
    assert "GET /place?name=Khasan&limit=1 200" in server.log.read_text()


def test_workers_end_when_the_service_is_killed(tmp_path: Path) -> None:
    server = Served(Settings(workers=2), tmp_path / "log.txt")
    below = children(server.process.pid)
    assert len(below) == 2
    server.process.kill()
    server.process.wait(10)
    for _ in range(100):
        if not any(alive(pid) for pid in below):
            return
        time.sleep(0.1)
    raise AssertionError("workers outlive the service")


def children(pid: int) -> list[int]:
    """Every process below one (Linux)."""
    if not Path("/proc/self/stat").exists():
        pytest.skip("needs /proc")
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = [pid]
    for member in found:
        found += [child for child, parent in parents.items() if parent == member]
    return found[1:]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# ---------------------------------------------------------------- starting it


def test_an_address_that_is_taken_is_one_line(served: Served, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--port", str(served.port)]) == 2
    err = capfd.readouterr().err
    assert f"cannot listen on 127.0.0.1:{served.port}" in err
    assert "interrupt to stop" not in err, "an address where nothing answers"


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert main(["serve", "--port", str(free_port())]) == 2
    err = capsys.readouterr().err
    assert "railsight[serve]" in err
    assert "interrupt to stop" not in err


def test_a_network_that_cannot_be_read_is_an_error_at_the_start(tmp_path: Path) -> None:
    bad = tmp_path / "bad.rsn"
    bad.write_text("no network")
    settings = Settings(port=free_port(), workers=1, network=str(bad))
    done = subprocess.run(
        [sys.executable, "-c", CODE], env=os.environ | {VARIABLE: settings.to_json()}, capture_output=True, timeout=60
    )
    assert done.returncode != 0
    assert b"the workers do not start" in done.stderr


def test_settings_travel_whole_and_refuse_nonsense() -> None:
    settings = Settings(hosts=("a", "b"), network="x.rsn", report_s=3.5)
    assert Settings.from_environment({VARIABLE: settings.to_json()}) == settings
    assert Settings.from_environment({}) == Settings()
    for wrong in ({"port": 70_000}, {"workers": 0}, {"report_s": 0.0}, {"question_s": float("nan")}):
        with pytest.raises(UsageError):
            Settings(**wrong)  # type: ignore[arg-type]


# ---------------------------------------------------------------- the page


@pytest.mark.browser
def test_the_page_asks_and_shows_the_answer(served: Served, browser: Any) -> None:
    tab = browser.new_page()
    problems: list[str] = []
    asked: list[str] = []
    tab.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"http://127.0.0.1:{served.port}/")
    tab.get_by_role("button", name="GET /distance").click()
    tab.get_by_role("button", name="Ask", exact=True).click()
    tab.locator("#answer", has_text='"rail_km"').wait_for()
    tab.get_by_role("button", name="Read reports").click()
    tab.get_by_label("report text").fill("<img src=x onerror=alert(1)> The train arrived at Khasan on Tuesday.")
    tab.get_by_role("button", name="Ask", exact=True).click()
    tab.locator("#answer", has_text='"sightings"').wait_for()
    assert tab.locator("#answer img").count() == 0
    assert problems == []
    assert all(url.startswith((f"http://127.0.0.1:{served.port}/", "data:", "blob:")) for url in asked)
    tab.close()


@pytest.mark.browser
def test_the_page_says_what_it_does_and_offers_what_can_be_chosen(served: Served, browser: Any) -> None:
    tab = browser.new_page()
    tab.goto(f"http://127.0.0.1:{served.port}/")
    tab.get_by_role("button", name="Follow a train POST /track").click()
    trains = tab.get_by_label("profile").locator("option").all_inner_texts()
    assert trains == ["as usual", *(train.name for train in profiles())]
    tab.get_by_role("button", name="Map of a journey POST /map").click()
    assert tab.get_by_label("language").locator("option").all_inner_texts() == ["as usual", "en", "ru", "ko"]
    tab.get_by_role("button", name="How far by rail GET /distance").click()
    assert tab.get_by_label("profile").input_value() == "armoured"
    tab.close()


@pytest.mark.browser
def test_the_page_says_in_sight_why_there_is_no_answer_and_what_there_is_to_choose(
    served: Served, browser: Any
) -> None:
    tab = browser.new_page(viewport={"width": 390, "height": 700})
    tab.goto(f"http://127.0.0.1:{served.port}/")
    tab.locator("[name='from']").fill("Vostochny")
    tab.get_by_role("button", name="Ask", exact=True).click()
    said = tab.get_by_role("status")
    said.get_by_text("'Vostochny' is ambiguous").wait_for()
    assert 'write "Vostochny, spaceport"' in said.inner_text()
    assert 0 <= said.bounding_box()["y"] < 500
    assert "Vostochny Cosmodrome, spaceport, RU" in tab.locator("#choices li").first.inner_text()
    tab.locator("[name='from']").fill("Kabarovsk")
    tab.get_by_role("button", name="Ask", exact=True).click()
    said.get_by_text("no place named 'Kabarovsk'").wait_for()
    assert tab.locator("#choices li").first.inner_text() == "Khabarovsk"
    tab.close()


@pytest.mark.browser
def test_the_page_gives_a_map_in_sight(served: Served, browser: Any) -> None:
    tab = browser.new_page(viewport={"width": 1024, "height": 700})
    tab.goto(f"http://127.0.0.1:{served.port}/")
    tab.get_by_role("button", name="Map of a journey").click()
    tab.get_by_label("report text").fill("The train left Khasan on Tuesday, 12 September 2023 at 6 a.m.")
    tab.get_by_role("button", name="Ask", exact=True).click()
    save = tab.get_by_role("link", name="Save the map")
    save.wait_for()
    assert save.get_attribute("download") == "map.html"
    assert save.bounding_box()["y"] < 650
    tab.get_by_role("button", name="Map of a way").click()
    assert save.count() == 0
    tab.get_by_role("button", name="Ask", exact=True).click()
    assert tab.get_by_role("link", name="Open the map").get_attribute("href").startswith("/map?from=Khasan")
    tab.close()


def test_a_foreign_origin_is_refused_on_the_wire(served: Served) -> None:
    request = Request(f"http://127.0.0.1:{served.port}/health", headers={"Host": "attacker.example"})
    with pytest.raises(OSError, match="400"):
        urlopen(request, timeout=10)
