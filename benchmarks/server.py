"""A real server process on a folder of its own, and its console as a page would use it."""

import asyncio
import json
import os
import re
import secrets
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import psutil

READY_SECONDS = 60.0
LOOK_SECONDS = 0.01
STOP_SECONDS = 15.0


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server that is ready: where it is, how long that took, and its process."""

    address: str
    ready_seconds: float
    process: psutil.Process

    @property
    def megabytes(self) -> float:
        """Resident memory."""
        return float(self.process.memory_info().rss) / 2**20


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Server]:
    """Start `headway run` in the folder, and stop it at the end. Raises RuntimeError where it fails."""
    port = await _free_port()
    ours = {"CONSOLE": "1", "PORT": str(port), "LOG_LEVEL": "warning", "PYTHONPATH": os.getcwd()}
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=folder,
        env={"PATH": os.defpath, **ours},
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        await _wait_until_ready(address, process)
        ready = time.perf_counter() - began
        yield Server(address=address, ready_seconds=ready, process=psutil.Process(process.pid))
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    if process.returncode != 0:
        raise RuntimeError(f"the server ended with status {process.returncode}")


async def _free_port() -> int:
    async with await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0) as server:
        port: int = server.sockets[0].getsockname()[1]
    return port


async def _wait_until_ready(address: str, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(READY_SECONDS), aiohttp.ClientSession() as client:
        while process.returncode is None and not await _is_ready(client, address):  # noqa: ASYNC110 - a process
            await asyncio.sleep(LOOK_SECONDS)
    if process.returncode is not None:
        raise RuntimeError(f"the server ended with status {process.returncode}")


async def _is_ready(client: aiohttp.ClientSession, address: str) -> bool:
    try:
        async with client.get(f"{address}/readyz") as answer:
            return answer.ok
    except aiohttp.ClientConnectionError:
        return False


@dataclass(frozen=True, kw_only=True)
class Page:
    """The console's page as one person has it open in one channel."""

    client: aiohttp.ClientSession
    address: str
    token: str
    account: str
    channel: str

    async def say(self, text: str) -> float:
        """Say it and wait for the answer. Return the seconds that took. Raises RuntimeError if refused."""
        body = {
            "as": self.account,
            "in": self.channel,
            "key": secrets.token_hex(16),
            "act": {"kind": "say", "text": text},
        }
        headers = {"X-Page-Token": self.token, "Origin": self.address}
        began = time.perf_counter()
        async with self.client.post(f"{self.address}/console/act", json=body, headers=headers) as answer:
            said = await answer.text()
        seconds = time.perf_counter() - began
        if not answer.ok or json.loads(said):
            raise RuntimeError(f"{text!r} was answered {answer.status}: {said[:200]}")
        return seconds


@asynccontextmanager
async def open_page(server: Server, *, account: str, channel: str) -> AsyncIterator[Page]:
    """Open the console's page."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as client:
        async with client.get(f"{server.address}/console") as answer:
            found = re.search(r'name="page-token" content="([^"]+)"', await answer.text())
        assert found is not None, "the page has no token"
        yield Page(client=client, address=server.address, token=found[1], account=account, channel=channel)
