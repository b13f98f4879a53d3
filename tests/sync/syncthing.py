"""Syncthing on this machine alone: instances that know each other by their loopback addresses and nothing else."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAM = "syncthing"
PATIENCE = 60.0  # seconds until a wait is given up; nothing is measured by it
_POLL = 0.05
_FOLDER = "journal"


@dataclass
class Instance:
    """One instance: its home, the folder that it shares, and how it is talked to."""

    home: Path
    folder: Path
    key: str
    name: str
    gui: int
    listens: int

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """What its REST interface answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.gui, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request(method, path, None if body is None else json.dumps(body), {"X-API-Key": self.key})
            answer = connection.getresponse()
            said = answer.read()
            assert answer.status == 200, (path, answer.status, said)
            return json.loads(said) if said.strip() else None

    def scan(self) -> None:
        """Looks for changes in its folder, until it has seen all of them."""
        self.ask("POST", f"/rest/db/scan?folder={_FOLDER}")

    def is_done(self, other: "Instance") -> bool:
        """Whether it has all that the other has, as far as both know."""
        mine = self.ask("GET", f"/rest/db/status?folder={_FOLDER}")
        yours = self.ask("GET", f"/rest/db/completion?folder={_FOLDER}&device={other.name}")
        return bool(mine["state"] == "idle" and mine["needTotalItems"] == 0 and yours["completion"] == 100)

    def pause(self, *, paused: bool) -> None:
        """Lets go of the other devices, or of none."""
        for device in self.ask("GET", "/rest/config/devices"):
            if device["deviceID"] != self.name:
                self.ask("PATCH", f"/rest/config/devices/{device['deviceID']}", {"paused": paused})

    def is_connected(self) -> bool:
        """Whether it talks to another device."""
        connections = self.ask("GET", "/rest/system/connections")["connections"]
        return any(one["connected"] for one in connections.values())


def wait_for(what: Callable[[], bool]) -> None:
    """Returns as soon as something is so."""
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "given up"
        time.sleep(_POLL)


@contextlib.contextmanager
def two(place: Path) -> Iterator[tuple[Instance, Instance]]:
    """Two instances that share a folder, connected, each a process of its own."""
    instances = (_made(place / "one"), _made(place / "two"))
    for one in instances:
        _configure(one, instances)
    with contextlib.ExitStack() as stack:
        for one in instances:
            stack.enter_context(_running(one))
        wait_for(lambda: all(one.is_connected() for one in instances))
        yield instances


def _made(place: Path) -> Instance:
    home, folder = place / "syncthing", place / "folder"
    folder.mkdir(mode=0o700, parents=True)
    (folder / ".stfolder").mkdir()
    subprocess.run(
        [PROGRAM, "generate", "--no-default-folder", "--skip-port-probing", f"--home={home}"],
        check=True, capture_output=True, env=_environment(home),
    )  # fmt: skip
    root = ET.parse(home / "config.xml").getroot()
    device, key = root.find("device"), root.find("gui/apikey")
    assert device is not None and key is not None
    gui, listens = _free_port(), _free_port()
    return Instance(home, folder, key.text or "", device.attrib["id"], gui, listens)


def _configure(one: Instance, instances: tuple[Instance, ...]) -> None:
    """The whole configuration, so that nothing is left to what the program does by itself."""
    devices = "".join(
        f'<device id="{each.name}" name="x"><address>tcp://127.0.0.1:{each.listens}</address></device>'
        for each in instances
    )
    shared = "".join(f'<device id="{each.name}"></device>' for each in instances)
    (one.home / "config.xml").write_text(
        f"""<configuration version="36">
        <folder id="{_FOLDER}" label="" path="{one.folder}" type="sendreceive" rescanIntervalS="3600"
                fsWatcherEnabled="false">{shared}<maxConflicts>10</maxConflicts></folder>
        {devices}
        <gui enabled="true" tls="false"><address>127.0.0.1:{one.gui}</address><apikey>{one.key}</apikey></gui>
        <options>
            <listenAddress>tcp://127.0.0.1:{one.listens}</listenAddress>
            <globalAnnounceEnabled>false</globalAnnounceEnabled>
            <localAnnounceEnabled>false</localAnnounceEnabled>
            <relaysEnabled>false</relaysEnabled>
            <natEnabled>false</natEnabled>
            <startBrowser>false</startBrowser>
            <reconnectionIntervalS>1</reconnectionIntervalS>
            <urAccepted>-1</urAccepted>
            <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
            <crashReportingEnabled>false</crashReportingEnabled>
        </options>
        </configuration>""",
        encoding="utf-8",
    )


@contextlib.contextmanager
def _running(one: Instance) -> Iterator[None]:
    process = subprocess.Popen(
        [PROGRAM, "serve", "--no-browser", "--no-restart", "--no-upgrade", f"--home={one.home}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment(one.home),
    )  # fmt: skip
    try:
        wait_for(lambda: _answers(one))
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _answers(one: Instance) -> bool:
    with contextlib.suppress(OSError, http.client.HTTPException):
        return bool(one.ask("GET", "/rest/system/ping"))
    return False


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "HOME": str(home), "STNOUPGRADE": "1", "STNORESTART": "1", "GOMAXPROCS": "2"}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
