# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make kill-matrix``: every fault in every trial; prints the table and writes it to docs/kill-matrix.md."""

from __future__ import annotations

import collections
import concurrent.futures
import datetime
import pathlib
import signal
import sys
import tempfile
import time
import typing

from ansible_collections.surveillance.hikvision.tests.integration.kill_matrix.moments import Moment
from ansible_collections.surveillance.hikvision.tests.integration.kill_matrix.trial import SIGNALS, Result, run
from ansible_collections.surveillance.hikvision.tests.integration.kill_matrix.troubles import Trouble, fleet

DOCUMENT = pathlib.Path(__file__).parents[3] / "docs" / "kill-matrix.md"
AT_ONCE = 2

INTRODUCTION = """# What is left when the controller dies

Each column is a moment at which the controller was killed in the middle of a rollout, each row a device with one fault
that begins to act when the rollout begins. After the kill the same command was run once more, and then the journal was
held against the record of the simulated devices. SIGKILL took away all processes of the run at once, as a power failure
does; SIGTERM went to the main process, as `kill` or a cancelled job sends it. A cell shows how the journal has the
device in the end: after SIGKILL, and after the slash after SIGTERM where that differs.

For every device of every trial, this was asserted:

- Its turn has exactly one end, and the end is true: `upgraded` runs the new firmware, `refused`,
  `failed_before_write` and `unreachable` run the old one.
- No file was sent again before it was proven that the one before had done nothing.
- No file was sent without a backup whose digest is right, exported before the first byte.

`make kill-matrix` runs all of it and writes this page. `make kills`, a part of `make test`, runs every trial with an
eighth of the faults.
"""


def main() -> int:
    """Returns 1 when a journal and a device do not agree somewhere."""
    began = time.monotonic()
    trials = [(moment, number) for moment in Moment for number in SIGNALS]
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        results = list(pool.map(lambda trial: _trial(*trial), trials))
    text = document(results, seconds=time.monotonic() - began)
    DOCUMENT.write_text(text, encoding="utf-8")
    print(text)
    return 1 if any(result.lies for result in results) else 0


def _trial(moment: Moment, number: signal.Signals) -> Result:
    with tempfile.TemporaryDirectory(prefix="kill-matrix-") as directory:
        result = run(moment, number, fleet(), pathlib.Path(directory))
    print(f"{moment}, {number.name}: {_told(result)}", file=sys.stderr, flush=True)
    return result


def _told(result: Result) -> str:
    if result.lies:
        return f"DISAGREES: {dict(result.lies)}"
    counted = collections.Counter(result.states.values())
    return ", ".join(f"{count} {state}" for state, count in counted.most_common())


def document(results: typing.Sequence[Result], *, seconds: float) -> str:
    """The page."""
    heads = ["device", *Moment]
    rows = [[_name(trouble), *(_cell(results, trouble, moment) for moment in Moment)] for trouble in fleet()]
    devices = sum(len(result.states) for result in results)
    lies = sum(len(result.lies) for result in results)
    today = datetime.datetime.now(datetime.UTC).date()
    summary = f"{today}: {len(results)} trials, {devices} devices, {seconds / 60:.0f} minutes; {lies} disagreements."
    lines = [" | ".join(row) for row in (heads, ["---"] * len(heads), *rows)]
    return "\n".join([INTRODUCTION, summary, "", *(f"| {line} |" for line in lines), ""])


def _name(trouble: Trouble) -> str:
    return f"`{trouble.fault}`" if trouble.fault else trouble.name.replace("-", " ")


def _cell(results: typing.Sequence[Result], trouble: Trouble, moment: Moment) -> str:
    states = [result.states[trouble.name] for result in results if result.moment is moment]
    return " / ".join(dict.fromkeys(states))


if __name__ == "__main__":
    sys.exit(main())
