# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands around an upload is asked before the first byte, and told until the end."""

from __future__ import annotations

import contextlib
import datetime
import errno
import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.pace import FULL_SPEED, Pace
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.passage import (
    NotNow,
    Prevented,
    Undertaking,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import Result, Task
from ansible_collections.surveillance.hikvision.plugins.modules.firmware import MODULE, run
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.modules_change.running import options_of
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.model_device import ModelDevice, client_of
from simulator import build_image

IMAGE = bytes(build_image(version="V5.7.18", build="240826", size=25_600))


class Note:
    """A passage that writes everything down, and what the device had seen by then."""

    def __init__(self, device: ModelDevice) -> None:
        self.device = device
        self.lines: list[tuple[str, typing.Any]] = []
        self.refusal: Exception | None = None
        self.broken: OSError | None = None

    @contextlib.contextmanager
    def guard(self, undertaking: Undertaking) -> typing.Iterator[Note]:
        self.lines.append(("open", undertaking))
        yield self
        self.lines.append(("close", None))

    def before_upload(self, uptime: int | None) -> Pace:
        if self.refusal:
            raise self.refusal
        self.lines.append(("before_upload", (uptime, len(self.device.uploads))))
        return FULL_SPEED

    def handing_out(self, sent: int, total: int) -> None:
        if self.broken and sent == total:
            raise self.broken
        self.lines.append(("handing_out", (sent, total, len(self.device.uploads))))

    def after_upload(self, sent: int, total: int, *, accepted: bool, refused: bool = False) -> None:
        self.lines.append(("after_upload", (sent, total, accepted)))
        if refused:
            self.lines.append(("refused", None))

    def phase(self, name: str) -> None:
        if self.lines[-1] != ("phase", name):
            self.lines.append(("phase", name))

    def end(self, result: typing.Mapping[str, typing.Any]) -> None:
        self.lines.append(("end", result["outcome"]))

    def of(self, what: str) -> list[typing.Any]:
        return [told for name, told in self.lines if name == what]


class Story(typing.NamedTuple):
    device: ModelDevice
    note: Note
    result: Result


@pytest.fixture
def upgrade(tmp_path: pathlib.Path) -> typing.Callable[..., Story]:
    path = tmp_path / "digicap.dav"
    path.write_bytes(IMAGE)

    def told(
        refusal: Exception | None = None, broken: OSError | None = None, *, check: bool = False, **traits: typing.Any
    ) -> Story:
        device = ModelDevice(wire.FakeClock(), **traits)
        note = Note(device)
        note.refusal, note.broken = refusal, broken
        params = options_of(MODULE, src=str(path), version="V5.7.18", build="240826", package="g5")
        task = Task(check_mode=check, guard=note.guard)
        return Story(device, note, run(client_of(device, read_only=check), params, task))

    return told


Upgrade = typing.Callable[..., Story]


def test_a_good_upgrade_from_the_first_byte_to_the_proof(upgrade: Upgrade) -> None:
    device, note, result = upgrade()
    assert result["outcome"] == "upgraded"
    [undertaking] = note.of("open")
    assert (undertaking.package, str(undertaking.target), undertaking.size) == ("g5", "V5.7.18 build 240826", 25_600)
    assert str(undertaking.before) == "V5.7.15 build 240201"
    [(uptime, uploads)] = note.of("before_upload")
    assert uptime >= 864_000
    assert uploads == 0
    assert note.of("handing_out")[-1] == (25_600, 25_600, 0)
    names = [name for name, _told in note.lines]
    assert names.index("before_upload") < names.index("handing_out") < names.index("after_upload")
    assert note.of("after_upload") == [(25_600, 25_600, True)]
    assert note.of("phase")[-1] == "verify"
    assert {"flash", "reboot"} < set(note.of("phase"))
    assert note.lines[-2:] == [("end", "upgraded"), ("close", None)]
    assert len(device.uploads) == 1


def test_nothing_is_sent_when_it_must_not_begin(upgrade: Upgrade) -> None:
    until = datetime.datetime(2026, 11, 22, 23, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
    device, _note, result = upgrade(NotNow("deferred", "The window is closed.", until))
    assert result == {
        "outcome": "deferred",
        "changed": False,
        "msg": "The window is closed.",
        "until": "2026-11-22T22:00:00+00:00",
    }
    assert device.uploads == []


def test_what_can_not_be_written_down_is_not_done(upgrade: Upgrade) -> None:
    device, _note, result = upgrade(Prevented("The journal can not be written.", "Make room."))
    assert (result["outcome"], result["failed"], result["changed"]) == ("refused", True, False)
    assert (result["msg"], result["advice"]) == ("The journal can not be written.", "Make room.")
    assert device.uploads == []


def test_a_reboot_that_came_first_is_a_change(upgrade: Upgrade) -> None:
    device, _note, result = upgrade(NotNow("stopped", "The rollout was stopped."), pending="reported")
    assert (result["outcome"], result["changed"]) == ("stopped", True)
    assert (device.boots, device.uploads) == (1, [])


def test_the_last_block_stays_here_when_it_can_not_be_written_down(upgrade: Upgrade) -> None:
    _device, note, result = upgrade(broken=OSError(errno.EIO, "The journal can not be written"))
    # The model device is no socket, so the error comes out of it as it is; nothing was accepted.
    assert result["outcome"] == "refused"
    assert note.of("after_upload") == []


def test_a_broken_upload_tells_how_far_it_came(upgrade: Upgrade) -> None:
    _device, note, result = upgrade(takes=8192)
    assert result["outcome"] == "failed_before_write"
    [(sent, total, accepted)] = note.of("after_upload")
    assert (sent < total, accepted) == (True, False)
    assert note.of("end") == ["failed_before_write"]


def test_a_second_upload_behind_a_reboot_belongs_to_the_same_passage(upgrade: Upgrade) -> None:
    device, note, result = upgrade(pending="200")
    assert result["outcome"] == "upgraded"
    assert (len(note.of("open")), len(note.of("before_upload")), len(device.uploads)) == (1, 2, 2)
    [(before_first, _uploads), (before_second, uploads)] = note.of("before_upload")
    assert (before_first >= 864_000, before_second < 3600, uploads) == (True, True, 1)
    assert note.of("refused") == []


def test_a_second_upload_behind_a_refusal(upgrade: Upgrade) -> None:
    _device, note, result = upgrade(pending="403")
    assert (result["outcome"], len(note.of("before_upload")), len(note.of("refused"))) == ("upgraded", 2, 1)


def test_check_mode_opens_nothing(upgrade: Upgrade) -> None:
    _device, note, result = upgrade(check=True)
    assert (result["outcome"], note.lines) == ("would_upgrade", [])
