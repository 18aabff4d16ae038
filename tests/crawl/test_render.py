"""Script-only pages are rendered where a source asks for it; the browser reaches public addresses only."""

from __future__ import annotations

import asyncio
import socket

import pytest

from scrapers import render
from tests.crawl.conftest import Registry
from tests.crawl.web import WORDS, Reply, Web

SCRIPTED = """<!doctype html><html><head><title>Observership</title></head><body><div id="root"></div><script>
fetch("/data.json").then(r => r.json()).then(d => {
  document.getElementById("root").innerHTML = "<h1>Observership</h1><p>" + d.text + "</p>"; });
fetch("http://127.0.0.1:%d/secret").catch(e => 0);
fetch("/hop").catch(e => 0);
</script></body></html>"""


@pytest.mark.browser
@pytest.mark.server
def test_a_script_only_page_is_rendered_and_private_addresses_stay_closed(registry: Registry) -> None:
    if why := render.missing():
        pytest.skip(why)
    with socket.create_server(("127.0.0.1", 0)) as secret:
        secret.settimeout(0.1)
        port = secret.getsockname()[1]
        site = {
            "/app": Reply((SCRIPTED % port).encode()),
            "/data.json": Reply(f'{{"text": "{WORDS}"}}'.encode(), type="application/json"),
            "/hop": Reply(status=302, headers={"Location": f"http://127.0.0.1:{port}/hop"}),
            "/elsewhere": Reply(b"<script>location = 'http://127.0.0.1:%d/gone'</script>" % port),
        }
        with Web({"app.test": dict(site), "plain.test": dict(site)}) as web:
            registry.add("app", "http://app.test/app", "http://app.test/elsewhere", render=True)
            registry.add("plain", "http://plain.test/app")
            ended = registry.crawl("--all", test_web=web.address, timeout=20)
        assert ended.returncode == 0, ended.stderr
        with pytest.raises(TimeoutError):
            secret.accept()
    found = registry.attempts()
    assert found["http://app.test/app"].outcome == "ok", found["http://app.test/app"]
    assert found["http://plain.test/app"].outcome == "shell"
    assert found["http://app.test/elsewhere"].outcome not in {"ok", "unchanged"}
    bodies = {standing.url: page.body for standing, page in registry.archive().latest()}
    assert WORDS.strip().encode() in bodies["http://app.test/app"]
    assert {one.headers["user-agent"].split("/")[0] for one in web.asked} == {"imgdir"}


@pytest.mark.server
@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("CONNECT 127.0.0.1:443", b"403"),
        ("CONNECT localhost:443", b"403"),
        ("CONNECT [::1]:443", b"403"),
        ("CONNECT 169.254.169.254:80", b"403"),
        ("CONNECT 8.8.8.8:22", b"403"),
        ("GET http://127.0.0.1/secret", b"403"),
        ("GET http://10.0.0.1/secret", b"403"),
        ("GET file:///etc/passwd", b"403"),
        ("nonsense", b"502"),
    ],
)
def test_the_browsers_proxy_refuses_what_is_not_public(line: str, status: bytes) -> None:
    async def ask(address: str) -> bytes:
        host, _, port = address.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"{line} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        answer = await asyncio.wait_for(reader.read(200), 5)
        writer.close()
        return answer

    with render.GuardedProxy() as proxy:
        assert asyncio.run(ask(proxy.address)).split(b" ")[1] == status
