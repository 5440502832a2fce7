# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON report of a run."""

from __future__ import annotations

import collections
import dataclasses
import datetime
import json
import pathlib
import tempfile
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._run_record import HostRow

SCHEMA_VERSION = 1


def totals(rows: typing.Iterable[HostRow]) -> dict[str, int]:
    """How many devices ended in each way, the most frequent first."""
    return dict(collections.Counter(str(row.outcome) for row in rows).most_common())


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """What a report says about the run as a whole; ``finished`` is ``None`` while it goes on or after it was killed."""

    playbook: str
    check_mode: bool
    started: datetime.datetime
    finished: datetime.datetime | None = None


def document(run: Run, rows: typing.Sequence[HostRow]) -> dict[str, typing.Any]:
    """The report as plain data."""
    return {
        "schema_version": SCHEMA_VERSION,
        "playbook": run.playbook,
        "check_mode": run.check_mode,
        "started": run.started.isoformat(timespec="seconds"),
        "finished": run.finished.isoformat(timespec="seconds") if run.finished else None,
        "stopped_early": run.finished is None or any(row.is_open for row in rows),
        "totals": totals(rows),
        "hosts": [{**dataclasses.asdict(row), "outcome": str(row.outcome), "seconds": row.seconds} for row in rows],
    }


def write(path: pathlib.Path, content: typing.Mapping[str, typing.Any]) -> None:
    """Replace the file at ``path`` in one step, so that a reader never sees half of it. Raises :class:`OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        json.dump(content, file, indent=2, ensure_ascii=False)
        file.write("\n")
    pathlib.Path(file.name).replace(path)
