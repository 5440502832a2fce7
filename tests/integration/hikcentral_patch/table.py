# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make hikcentral-matrix``: everything that may go wrong, on both backends; prints docs/hikcentral-matrix.md."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import datetime
import pathlib
import sys
import tempfile
import time
import typing

from windows_machine.backend import Backend, StateBackend, WineBackend
from windows_machine.wine import programs

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.deaths import (
    ALL_GATES,
    ATTENDED,
    COPIES,
    DEATHS,
    FIRST_STEPS,
    ON_WINE_TO_THE_COPIES,
    ON_WINE_TO_THE_END,
    PATCH,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import WINE
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.tampering import TAMPERINGS
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.trial import (
    Row,
    run_deaths,
    run_ways,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.trouble_trial import (
    run_tamperings,
    run_troubles,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.troubles import (
    CUT_OFF,
    HELD,
    ON_WINE,
    PATCHED,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import WindowsSite

DOCUMENT = pathlib.Path(__file__).parents[3] / "docs" / "hikcentral-matrix.md"
AT_ONCE = 2

INTRODUCTION = """# What is left when the license patch goes wrong

Each row is one server on which one thing went wrong in the procedure that installs the license patch. The services
were looked at right after it: "as before" means that every service has the state and the start mode that it had before
the procedure began. Then whatever was wrong was taken away, the same command was run once more, and the services were
looked at again; the last words tell how far that run came (it waits at the next gate, or all is complete).

Where services are "not as before" right after it, nothing could have put them back: the controller was dead, the
connection lost, or a service refused to start. The next run has put them back before it did anything else.

The servers were pretended ones: `state` is a file that knows the rules of Windows services, `Wine` has real services,
locks and an installer that was built with NSIS. None was a Windows with HikCentral.

`make hikcentral-matrix` runs all of it and writes this page. The integration tests take a part of it at every change.
"""

Trial = typing.Callable[[WindowsSite], list[Row]]


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """A row and the backend that it was seen on."""

    chapter: str
    row: Row
    backend: str


CHAPTERS: dict[str, dict[str, list[Trial]]] = {
    "Nothing goes wrong": {"state": [run_ways], "Wine": [run_ways]},
    "Something goes wrong on the server": {
        "state": [
            lambda site: run_troubles(site, HELD, all_again=True),
            lambda site: run_troubles(site, PATCHED, all_again=True),
        ],
        "Wine": [lambda site: run_troubles(site, {name: (HELD | PATCHED)[name] for name in ON_WINE}, all_again=True)],
    },
    "The connection is lost": {"state": [lambda site: run_troubles(site, CUT_OFF, all_again=True)]},
    "What earlier steps have left on the server is changed": {"state": [lambda site: run_tamperings(site, TAMPERINGS)]},
    "The controller is killed (kill -9)": {
        "state": [
            lambda site: run_deaths(site, ALL_GATES, FIRST_STEPS),
            lambda site: run_deaths(site, ATTENDED, COPIES),
            lambda site: run_deaths(site, ATTENDED, PATCH),
        ],
        "Wine": [
            lambda site: run_deaths(site, ALL_GATES, {name: DEATHS[name] for name in ON_WINE_TO_THE_COPIES}),
            lambda site: run_deaths(site, ATTENDED, {name: DEATHS[name] for name in ON_WINE_TO_THE_END}),
        ],
    },
}
GATES = "A gate waits for a person"


def main() -> int:
    """Returns 1 when something was not as it should be."""
    began = time.monotonic()
    seen = [*_on_state(), *_on_wine()]
    text = document(seen, seconds=time.monotonic() - began)
    DOCUMENT.write_text(text, encoding="utf-8")
    print(text)
    return 1 if any(each.row.wrong for each in seen) else 0


def _on_state() -> list[Seen]:
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        runs = pool.map(lambda each: _run(*each, "state", StateBackend(), {}), _trials("state"))
        return [row for rows in runs for row in rows]


def _on_wine() -> list[Seen]:
    """One after the other; nothing where Wine is not installed."""
    if missing := programs.missing():
        print(f"Without Wine, for which these are not installed: {', '.join(missing)}", file=sys.stderr)
        return []
    rows = []
    with tempfile.TemporaryDirectory(prefix="hikcentral-wine-") as directory:
        backend = WineBackend(pathlib.Path(directory))
        for chapter, trial in _trials("Wine"):
            rows += _run(chapter, trial, "Wine", backend, WINE)
    return rows


def _trials(backend: str) -> list[tuple[str, Trial]]:
    return [(chapter, trial) for chapter, backends in CHAPTERS.items() for trial in backends.get(backend, [])]


def _run(chapter: str, trial: Trial, name: str, backend: Backend, usual: dict[str, typing.Any]) -> list[Seen]:
    with tempfile.TemporaryDirectory(prefix="hikcentral-matrix-") as directory:
        try:
            rows = trial(WindowsSite(pathlib.Path(directory) / "site", backend, **usual))
        finally:
            backend.cut_power()
    wrong = [sentence for row in rows for sentence in row.wrong]
    print(f"{name}, {chapter}: {len(rows)} rows, wrong: {wrong or 'nothing'}", file=sys.stderr, flush=True)
    return [Seen(GATES if row.is_gate else chapter, row, name) for row in rows]


def document(seen: typing.Sequence[Seen], *, seconds: float) -> str:
    """The page."""
    today = datetime.datetime.now(datetime.UTC).date()
    wrong = sum(bool(each.row.wrong) for each in seen)
    backends = " and ".join(dict.fromkeys(each.backend for each in seen))
    summary = f"{today}: {len(seen)} trials on {backends}, {seconds / 60:.0f} minutes; {wrong} not as they should be."
    return "\n".join([INTRODUCTION, summary, "", *_chapters(seen)])


def _chapters(seen: typing.Sequence[Seen]) -> typing.Iterator[str]:
    for chapter in (GATES, *CHAPTERS):
        rows = dict.fromkeys(each.row for each in seen if each.chapter == chapter)
        yield f"## {chapter}\n"
        yield "| what goes wrong | step | services after it | after the next run | seen on |"
        yield "| --- | --- | --- | --- | --- |"
        for row in rows:
            backends = ", ".join(dict.fromkeys(each.backend for each in seen if each.row == row))
            words = "; ".join((row.next_run, *(f"**{sentence}**" for sentence in row.wrong)))
            yield f"| {row.what} | `{row.step}` | {row.services} | {words} | {backends} |"
        yield ""


if __name__ == "__main__":
    sys.exit(main())
