# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person reads after a change of a catalogue."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.confirmation import confirmation
from ansible_collections.surveillance.hikvision.tests.unit.catalogue import sample

SIGN = "Issue 8 of example-eu has to be signed before it is used."


def entry(**keys):
    return sample.entry(None, id="g5", **keys)


def told(before, after, *, check_mode=False, **keys):
    """The confirmation for one entry before and after; ``None`` when there was none."""
    old = {**sample.catalogue(serial=7, catalogue_id="example-eu"), "firmware": [before] if before else []}
    new = {**old, "serial": 8, "firmware": [after] if after else old["firmware"], **keys}
    return confirmation(old, new, "g5" if after else None, check_mode=check_mode)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (None, {"status": "candidate", "rings": ["lab"]}, "g5 is added as a candidate for the rings lab."),
        (
            None,
            {"status": "candidate"},
            "g5 is added as a candidate for nobody: name rings to let devices try it, or approve it.",
        ),
        (
            {"status": "candidate", "rings": ["lab"]},
            {"status": "approved"},
            "g5 is approved for all devices (its rings were removed).",
        ),
        (
            {"status": "candidate", "rings": ["lab"]},
            {"status": "approved", "rings": ["lab", "pilot"]},
            "g5 is approved for the rings lab, pilot.",
        ),
        (
            {"status": "withdrawn", "status_reason": "Reboots at noon."},
            {"status": "approved"},
            "g5 is approved for all devices. It was withdrawn before: Reboots at noon.",
        ),
        ({}, {"status": "deprecated"}, "g5 is deprecated: no target any more, at most a step on the way."),
        ({}, {"status": "withdrawn", "status_reason": "Bad"}, "g5 is withdrawn: Bad."),
        ({"rings": ["lab"]}, {"rings": ["lab", "pilot"]}, "g5 is for the rings lab, pilot now."),
        ({"rings": ["lab"]}, {}, "g5 is for all devices now."),
        ({"rings": ["lab"]}, {"rings": ["lab"], "note": "x"}, "g5 is changed: note."),
    ],
)
def test_it_says_what_was_done(before, after, sentence):
    old = None if before is None else entry(**before)

    assert told(old, entry(**after)) == f"{sentence} {SIGN}"


def test_in_check_mode_nothing_was_done():
    before, after = entry(status="candidate", rings=["lab"]), entry(status="approved")

    assert told(before, after, check_mode=True) == (
        "g5 would be approved for all devices (its rings would be removed). "
        "Issue 8 of example-eu would have to be signed before it is used."
    )


def test_a_renewal_tells_the_date():
    assert told(entry(), None, expires="2030-01-02T23:59:59Z") == (
        f"The catalogue is good until 2030-01-02T23:59:59Z. {SIGN}"
    )


def test_a_new_date_is_told_after_the_entry():
    sentence = told(entry(), entry(note="x"), expires="2030-01-02T23:59:59Z")

    assert sentence == f"g5 is changed: note. The catalogue is good until 2030-01-02T23:59:59Z. {SIGN}"
