# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks that make up the health of a device, one small function each, chosen by its kind."""

from __future__ import annotations

import dataclasses
import typing

from .._isapi.client import Client
from . import access_control, channels, picture, recording, storage, system
from .device_time import DeviceTime, read_time
from .identity import DeviceKind, Identity
from .observation import Observation, Rule

_MAIN_STREAM = 101

Observations = typing.Iterator[Observation]


@dataclasses.dataclass(frozen=True, slots=True)
class Subject:
    """What a check looks at."""

    client: Client
    identity: Identity
    max_clock_drift: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Check:
    """A function that looks, and the kinds of device that it makes sense for."""

    observe: typing.Callable[[Subject], Observations]
    kinds: frozenset[DeviceKind] = frozenset(DeviceKind)


def _device(subject: Subject) -> Observations:
    identity = subject.identity
    yield Observation("device", "firmware", f"the firmware is {identity.firmware}", True, str(identity.firmware))
    if identity.name is not None:
        yield Observation("device", "name", f"the device is named {identity.name!r}", None, identity.name, Rule.SAME)
    if identity.kind is DeviceKind.UNKNOWN:
        told = identity.device_type or "nothing"
        yield Observation("device", "kind", f"the device type is {told!r}, so only general checks were made")
    status = system.read_status(subject.client)
    if status is None or status.uptime is None:
        yield Observation("device", "uptime", "the device does not tell its uptime")
    else:
        yield Observation("device", "uptime", f"the device has been up for {status.uptime} s", True, status.uptime)


def _clock(subject: Subject) -> Observations:
    time = read_time(subject.client)
    limit = subject.max_clock_drift
    good = None if limit is None or time.drift is None else abs(time.drift) <= limit or _is_summer(time, limit)
    yield Observation("clock", "drift", _drift_sentence(time, limit), good, time.drift, Rule.NEAR)
    for name, value in (("zone", time.zone), ("mode", time.mode)):
        if value is not None:
            yield Observation("clock", name, f"the clock's {name} is {value}", None, value, Rule.SAME)


def _is_summer(time: DeviceTime, limit: int | None) -> bool:
    return time.summer_time_suspected(60 if limit is None else limit)


def _drift_sentence(time: DeviceTime, limit: int | None) -> str:
    if time.drift is None:
        return f"the device's time {time.local or '(none told)'} has no offset from UTC, so its drift is unknown"
    direction = "ahead" if time.drift >= 0 else "behind"
    sentence = f"the clock is {abs(time.drift)} s {direction}"
    if _is_summer(time, limit):
        sentence += ", which looks like summer time told with the offset of winter"
    return sentence


def _streams(subject: Subject) -> Observations:
    streams = channels.read_streams(subject.client)
    if not streams:
        yield Observation("streams", "any", "the device lists no stream", good=False)
    for stream in streams:
        sentence = f"stream {stream.id} ({stream.settings}) is {'enabled' if stream.enabled else 'disabled'}"
        is_main = stream.id is not None and stream.id % 100 == 1
        good = stream.enabled or (False if is_main else None)  # an unused sub stream is a choice, not a fault
        value = f"{stream.settings}, {stream.name or 'unnamed'}"
        yield Observation("streams", f"stream {stream.id}", sentence, good, value, Rule.SAME)


def _picture(subject: Subject) -> Observations:
    defect = picture.defect(picture.read_picture(subject.client, _MAIN_STREAM))
    sentence = f"stream {_MAIN_STREAM} gives " + (f"no picture but {defect}" if defect else "a picture")
    yield Observation("picture", f"stream {_MAIN_STREAM}", sentence, defect is None)


def _channels(subject: Subject) -> Observations:
    found = channels.read_channels(subject.client, DeviceKind.RECORDER)
    for channel in found.proxied or ():
        state = {True: "online", False: "offline", None: "in a state that is not told"}[channel.online]
        sentence = f"channel {channel.id} ({channel.name or 'unnamed'}) is {state}"
        yield Observation("channels", f"channel {channel.id}", sentence, channel.online, channel.name, Rule.SAME)
    for entry in found.inputs or ():
        state = {True: "has video", False: "has no video", None: "does not tell whether it has video"}[entry.signal]
        sentence = f"input {entry.id} ({entry.name or 'unnamed'}) {state}"
        # An analogue input without a camera is normal; one that had video and lost it shows in the comparison.
        yield Observation("channels", f"input {entry.id}", sentence, entry.signal or None, entry.name, Rule.SAME)


def _recording(subject: Subject) -> Observations:
    found = recording.read_recording(subject.client)
    sentence = f"{found.count} channels {'are recording' if found.live else 'are set to record'}"
    # What records at this moment depends on motion; what is set to record does not.
    rule = Rule.STILL_SOME if found.live else Rule.NOT_FEWER
    yield Observation("recording", "channels", sentence, True if found.count else None, found.count, rule)


def _storage(subject: Subject) -> Observations:
    for volume in storage.read_storage(subject.client):
        state = "an empty slot" if volume.empty_slot else volume.status or "in a state that is not told"
        yield Observation("storage", volume.label, f"{volume.label} is {state}", volume.working, volume.status)


def _doors(subject: Subject) -> Observations:
    state = access_control.read_access_control(subject.client, subject.identity.locks)
    for door in state.doors:
        sentence = f"door {door.number}: lock {door.lock or 'not told'}, mode {door.mode or 'not told'}"
        yield Observation("doors", f"door {door.number}", sentence, door.working, door.lock)
    for number in state.readers_online:
        yield Observation("doors", f"reader {number}", f"reader {number} is online", True)
    for name, count in (("persons", state.persons), ("cards", state.cards)):
        if count is not None:
            yield Observation("doors", name, f"{count} {name} are stored", None, count, Rule.NOT_FEWER)
    yield from _housing(state)


def _housing(state: access_control.AccessControl) -> Observations:
    if state.power is not None:
        good = "battery" not in state.power.casefold()
        yield Observation("doors", "power", f"power comes from {state.power}", good, state.power)
    if state.battery_low is not None:
        sentence = f"the battery is {'low' if state.battery_low else 'not low'}"
        yield Observation("doors", "battery", sentence, not state.battery_low)
    if state.tamper is not None:
        good = state.tamper.casefold() in ("close", "closed")
        yield Observation("doors", "tamper", f"the tamper contact is {state.tamper}", good, state.tamper)
    if state.fire_input is not None:
        good = state.fire_input.casefold() == "normal"
        yield Observation("doors", "fire input", f"the fire input is {state.fire_input}", good, state.fire_input)


_CAMERA = frozenset({DeviceKind.CAMERA})
_RECORDER = frozenset({DeviceKind.RECORDER})
_DOORS = frozenset({DeviceKind.ACCESS_CONTROL, DeviceKind.INTERCOM})

CHECKS: typing.Final = {
    "device": Check(_device),
    "clock": Check(_clock),
    "streams": Check(_streams, _CAMERA),
    "picture": Check(_picture, _CAMERA),
    "channels": Check(_channels, _RECORDER),
    "recording": Check(_recording, _RECORDER),
    "storage": Check(_storage, _CAMERA | _RECORDER),
    "doors": Check(_doors, _DOORS),
}
