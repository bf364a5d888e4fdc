"""Fetching extracts from a server that behaves, and from one that does everything wrong. All on this machine."""

from __future__ import annotations

import hashlib
import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from railsight.datasets import FetchStep, fetch
from railsight.errors import OutputError, ServiceError, UsageError

DATA = bytes(range(256)) * 4000  # about 1 MB
NAME = "monaco-latest.osm.pbf"


class Server:
    """A small server in a thread. ``misbehave`` is called first and says whether it answered."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.misbehave: Callable[[Any], bool] = lambda _: False
        self.data, self.md5, self.ranges = DATA, hashlib.md5(DATA).hexdigest(), True
        outer = self

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append((self.path, dict(self.headers)))
                if not outer.misbehave(self):
                    outer.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.http.daemon_threads = True
        self.http.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.base = f"http://127.0.0.1:{self.http.server_port}"
        self.index = [
            {
                "id": "monaco",
                "name": "Monaco",
                "iso3166-1:alpha2": ["MC"],
                "urls": {"pbf": f"{self.base}/europe/{NAME}"},
            },
            {"id": "georgia", "name": "Georgia", "iso3166-1:alpha2": ["GE"], "urls": {"pbf": f"{self.base}/{NAME}"}},
            {"id": "us/georgia", "name": "Georgia", "urls": {"pbf": f"{self.base}/us/{NAME}"}},
            {"id": "both", "name": "Both", "iso3166-1:alpha2": ["MC", "GE"], "urls": {"pbf": f"{self.base}/b/{NAME}"}},
        ]
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()  # stops within 20 ms

    def answer(self, ask: Any) -> None:
        if ask.path == "/index.json":
            body = json.dumps({"features": [{"properties": p} for p in self.index]}).encode()
        elif ask.path.endswith(".md5"):
            body = f"{self.md5}  {NAME}\n".encode()
        else:
            body = self.data
        first = 0
        asked = ask.headers.get("Range")
        if asked and self.ranges and ask.headers.get("If-Range", '"v1"') == '"v1"':
            first = int(asked.removeprefix("bytes=").rstrip("-"))
        if first >= len(body):
            ask.send_response(416)
            ask.end_headers()
            return
        ask.send_response(206 if first else 200)
        if first:
            ask.send_header("Content-Range", f"bytes {first}-{len(body) - 1}/{len(body)}")
        ask.send_header("Content-Length", str(len(body) - first))
        ask.send_header("ETag", '"v1"')
        ask.end_headers()
        ask.wfile.write(body[first:])


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.http.shutdown()
    one.http.server_close()


def get(server: Server, folder: Path, region: str = "monaco", **options: Any) -> Any:
    return fetch(region, online=True, folder=folder, index_url=f"{server.base}/index.json", **options)


def test_never_without_being_asked_to(server: Server, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="needs the network") as caught:
        fetch("monaco", folder=tmp_path, index_url=f"{server.base}/index.json")
    assert "--online" in caught.value.hint
    assert server.asked == []


@pytest.mark.parametrize("region", ["monaco", "Monaco", "MC", "mc", " MONACO "])
def test_a_region_is_fetched_checked_and_recorded(server: Server, tmp_path: Path, region: str) -> None:
    steps: list[FetchStep] = []
    found = get(server, tmp_path, region, progress=steps.append)
    assert Path(found.path).read_bytes() == DATA
    assert found.md5 == hashlib.md5(DATA).hexdigest()
    assert found.sha256 == hashlib.sha256(DATA).hexdigest()
    record = json.loads((tmp_path / f"{NAME}.json").read_text())
    assert record["attribution"] == "© OpenStreetMap contributors"
    assert record["licence"] == "ODbL-1.0"
    assert record["url"].endswith(f"/europe/{NAME}")
    assert record["fetched"].endswith("+00:00")
    assert sorted(p.name for p in tmp_path.iterdir()) == [NAME, f"{NAME}.json"]
    assert (steps[-1].done_bytes, steps[-1].total_bytes) == (len(DATA), len(DATA))
    assert steps[-1].bytes_per_s > 0
    assert all(h["User-Agent"].startswith("railsight/") for _, h in server.asked)


def test_regions_unknown_or_ambiguous(server: Server, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no region") as caught:
        get(server, tmp_path, "Monacco")
    assert "Monaco" in caught.value.hint
    assert get(server, tmp_path, "georgia").region == "georgia"  # its own id wins over a name
    server.index[1]["id"] = "asia/georgia"
    with pytest.raises(UsageError, match="several regions") as caught:
        get(server, tmp_path, "Georgia")
    assert "us/georgia" in caught.value.hint


def test_a_broken_download_is_taken_up(server: Server, tmp_path: Path) -> None:
    def break_off(ask: Any) -> bool:
        if not ask.path.endswith(".pbf") or "Range" in ask.headers:
            return False
        ask.send_response(200)
        ask.send_header("Content-Length", str(len(DATA)))
        ask.send_header("ETag", '"v1"')
        ask.end_headers()
        ask.wfile.write(DATA[:400_000])
        return True

    server.misbehave = break_off
    with pytest.raises(ServiceError, match="broke off after 400000"):
        get(server, tmp_path)
    assert not (tmp_path / NAME).exists()
    found = get(server, tmp_path)
    assert found.resumed_bytes == 400_000
    assert Path(found.path).read_bytes() == DATA
    assert server.asked[-1][1]["Range"] == "bytes=400000-"
    assert server.asked[-1][1]["If-Range"] == '"v1"'


@pytest.mark.parametrize("change", ["no ranges", "another etag", "another file", "complete"])
def test_a_part_is_used_only_for_the_same_file(server: Server, tmp_path: Path, change: str) -> None:
    part, note = tmp_path / f"{NAME}.part", tmp_path / f"{NAME}.part.json"
    part.write_bytes(DATA if change == "complete" else b"x" * 1000)
    mark = {"url": server.index[0]["urls"]["pbf"], "checksum": server.md5, "etag": '"v1"'}  # type: ignore[index]
    if change == "another etag":
        mark["etag"] = '"v0"'
    if change == "another file":
        mark["checksum"] = "0" * 32
    server.ranges = change != "no ranges"
    note.write_text(json.dumps(mark))
    assert Path(get(server, tmp_path).path).read_bytes() == DATA


def test_a_wrong_checksum_keeps_nothing(server: Server, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"old")
    server.data = DATA[:-1] + b"?"
    with pytest.raises(ServiceError, match="does not match"):
        get(server, tmp_path)
    assert (tmp_path / NAME).read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == [NAME]


def reply(status: int, body: bytes = b"", **headers: str) -> Callable[[Any], bool]:
    def answer(ask: Any) -> bool:
        ask.send_response(status)
        for key, value in headers.items():
            ask.send_header(key.replace("_", "-"), value)
        ask.end_headers()
        ask.wfile.write(body)
        return True

    return answer


def hang(_: Any) -> bool:
    time.sleep(3)
    return True


def drip(ask: Any) -> bool:
    ask.send_response(200)
    ask.end_headers()
    for _ in range(60):
        ask.wfile.write(b"x")
        ask.wfile.flush()
        time.sleep(0.1)
    return True


def flood(ask: Any) -> bool:
    ask.send_response(200)
    ask.end_headers()
    for _ in range(5000):
        ask.wfile.write(bytes(1 << 16))
    return True


def reset(ask: Any) -> bool:
    import socket
    import struct

    ask.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    ask.connection.close()
    return True


FAULTS: dict[str, Callable[[Any], bool]] = {
    "429": reply(429, Retry_After="2099"),
    "429 rubbish": reply(429, Retry_After="soon"),
    "500": reply(500),
    "404": reply(404),
    "html": reply(200, b"<!DOCTYPE html><html>maintenance</html>"),
    "empty": reply(200),
    "nonsense": reply(200, b"\xff\x00" * 50),
    "elsewhere": reply(302, Location="https://example.org/x"),
    "plain": reply(302, Location="ftp://127.0.0.1/x"),
    "loop": reply(302, Location="/index.json"),
    "hang": hang,
    "drip": drip,
    "flood": flood,
    "reset": reset,
}


@pytest.mark.parametrize("stage", ["/index.json", f"/europe/{NAME}.md5", f"/europe/{NAME}"])
@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_of_the_service_is_said_to_be_one(server: Server, tmp_path: Path, fault: str, stage: str) -> None:
    server.misbehave = lambda ask: ask.path == stage and FAULTS[fault](ask)
    if fault == "loop" and stage != "/index.json":
        server.misbehave = lambda ask: ask.path == stage and reply(302, Location=stage)(ask)
    begun = time.monotonic()
    with pytest.raises((ServiceError, UsageError)) as caught:
        get(server, tmp_path, stall_s=0.5, limit_s=20, max_bytes=20_000_000)
    assert time.monotonic() - begun < 8
    assert isinstance(caught.value, ServiceError) or fault == "plain"
    assert "no region" not in str(caught.value)
    assert not (tmp_path / NAME).exists()
    assert sum(p.stat().st_size for p in tmp_path.iterdir()) < 21_000_000
    assert all(path.startswith("/") for path, _ in server.asked)


def test_one_deadline_for_everything(server: Server, tmp_path: Path) -> None:
    server.misbehave = lambda ask: ask.path.endswith(".pbf") and drip(ask)
    begun = time.monotonic()
    with pytest.raises(ServiceError, match="time allowed"):
        get(server, tmp_path, stall_s=30, limit_s=1.0)
    assert time.monotonic() - begun < 4


@pytest.mark.parametrize(
    "name", ["../../etc/x.osm.pbf", "x.exe", "..osm.pbf", "a%2Fb.osm.pbf", ".osm.pbf", "x y.osm.pbf"]
)
def test_file_names_of_the_index_are_not_trusted(server: Server, tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    server.index[0]["urls"] = {"pbf": f"{server.base}/{name}"}
    try:
        get(server, tmp_path / "in")
    except ServiceError:
        pass
    else:
        assert {p.name for p in (tmp_path / "in").iterdir()} == {"x.osm.pbf", "x.osm.pbf.json"}
    assert [p.name for p in tmp_path.iterdir()] == ["in"]


def test_only_https_and_only_this_host(tmp_path: Path) -> None:
    for url in (
        "http://example.org/index.json",
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "https://user@example.org/x",
    ):
        with pytest.raises(UsageError, match="https"):
            fetch("monaco", online=True, folder=tmp_path, index_url=url)


def test_a_folder_that_cannot_be_made_is_said(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError):
        get(server, tmp_path / "file" / "below")
