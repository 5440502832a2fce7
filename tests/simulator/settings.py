# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be configured on a device: the part that a backup holds and a restore brings back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from .profiles.model import Profile


@dataclass(slots=True)
class Settings:
    """Configuration of a device; ``revision`` counts changes."""

    device_name: str
    time_zone: str
    time_mode: str
    streams: dict[str, bool]
    channel_names: list[str]
    """Of proxied cameras (recorder) or analogue inputs; an empty name is a removed camera."""
    motion_detection: bool
    doors_enabled: bool
    revision: int = 1

    @classmethod
    def of_factory(cls, profile: Profile) -> Settings:
        """As the device left the factory, with its cameras already added."""
        names = [channel.name for channel in profile.proxied]
        names += [f"Camera {number:02d}" for number in range(1, profile.analog_inputs + 1)]
        return cls(
            device_name=profile.device_name,
            time_zone=profile.time_zone,
            time_mode="NTP",
            streams=dict.fromkeys(profile.streams, True),
            channel_names=names,
            motion_detection=True,
            doors_enabled=True,
        )

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Settings:
        return cls(**data)

    def data(self) -> dict[str, Any]:
        return asdict(self)

    def lose_a_part(self, profile: Profile) -> None:
        """What a careless upgrade does: some of the configuration is the factory's again."""
        self.device_name = profile.device_name
        self.streams = dict.fromkeys(self.streams, False)
        self.channel_names = ["" for _unused in self.channel_names]
        self.doors_enabled = False
        self.revision += 1
