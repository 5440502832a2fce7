# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Following the device's own report of an upgrade, as far as it has one and as far as it can be believed."""

from __future__ import annotations

import dataclasses

from .._device.upgrade import UpgradeProgress, read_progress
from .._isapi.client import Client
from .._isapi.errors import CredentialsRefused, IsapiError, Rejected

_DEVICE_ERROR = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """One look at the report.

    ``progress`` is ``None`` without a report. Not ``is_certain``: the report could not be read now, so the device may
    be writing all the same. ``failure`` is why writing seems to have failed, as a sentence part.
    """

    progress: UpgradeProgress | None
    is_certain: bool
    failure: str = ""

    @property
    def is_writing(self) -> bool:
        return self.progress is not None and self.progress.upgrading

    @property
    def is_done(self) -> bool:
        """Neither writing nor, at 100 percent, waiting for a reboot."""
        return self.progress is not None and not self.progress.upgrading and self.progress.percent != 100

    @property
    def wants_reboot(self) -> bool:
        return self.progress is not None and self.progress.reboot_wanted


class ProgressWatch:
    """Remembers what the report has shown.

    ``wrote`` tells whether it ever showed an upgrade; ``None`` where there is no report. ``percent`` is the last
    percentage while writing.
    """

    def __init__(self, client: Client) -> None:
        self.wrote: bool | None = None
        self.percent: int | None = None
        self._client = client

    def look(self) -> Reading:
        """Raises :class:`CredentialsRefused`; everything else that goes wrong is an uncertain reading."""
        try:
            progress = read_progress(self._client)
        except CredentialsRefused:
            raise
        except Rejected as error:
            # Some firmwares report a failed flash in place of the progress.
            failed = error.status_code == _DEVICE_ERROR
            return Reading(None, is_certain=failed, failure=str(error) if failed else "")
        except IsapiError:
            self._client.forget_session()
            return Reading(None, is_certain=False)
        if progress is None:
            return Reading(None, is_certain=self.wrote is None)
        self._remember(progress)
        return Reading(progress, is_certain=True, failure=self._stopped_short(progress))

    def _remember(self, progress: UpgradeProgress) -> None:
        if progress.upgrading:
            self.percent = progress.percent
        self.wrote = self.wrote or progress.upgrading or progress.reboot_wanted or bool(progress.percent)

    def _stopped_short(self, progress: UpgradeProgress) -> str:
        """Devices that leave the reboot to us stay at 100 percent until they get it."""
        if progress.upgrading or progress.percent in (None, 100) or self.percent in (None, 100):
            return ""
        return "its report ended before 100 %"
