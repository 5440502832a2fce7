# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps on the way, and what has to be agreed to."""

from __future__ import annotations

from ansible_collections.surveillance.hikvision.tests.unit.selection.documents import case, device, entry

FIRST = entry("first", "5.4.41 170312", "deprecated")
SECOND = entry("second", "5.5.0 180101", "deprecated")
LAST = entry("last", "5.6.0 220101", supersedes=["second"])
FROM_FIRST = {**LAST, "requires": {"min": {"version": "V5.4.41", "build": "170312"}, "via": ["first"]}}
FROM_BOTH = {**LAST, "requires": {"via": ["first", "second"]}}
THIRD = entry("third", "5.5.90 190101", "deprecated", via=["first"])
FROM_THREE = {**LAST, "requires": {"via": ["first", "second", "third"]}, "supersedes": []}
RESET = entry("a", config_reset=True)
READ_ME = entry("a", release_notes={"acknowledge": True, "known_issues": ["ONVIF users are lost"]})

CASES = [
    case(
        "below the minimum a device goes over the step",
        FIRST,
        FROM_FIRST,
        on=device("5.3.0 150513"),
        steps="first last",
    ),
    case("at the minimum a device goes straight", FIRST, FROM_FIRST, on=device("5.4.41 170312"), steps="last"),
    case("above the minimum a device goes straight", FIRST, FROM_FIRST, on=device("5.5.0 180101"), steps="last"),
    case(
        "an earlier build than the minimum is below it",
        FIRST,
        FROM_FIRST,
        on=device("5.4.41 170310"),
        steps="first last",
    ),
    case(
        "a minimum without a build is about the version alone",
        {**LAST, "requires": {"min": {"version": "V5.4.41"}}},
        on=device("5.4.41"),
        steps="last",
    ),
    case(
        "below a minimum without a step there is no way",
        {**LAST, "requires": {"min": {"version": "V5.4.41", "build": "170312"}}},
        on=device("5.3.0 150513"),
        because=("last (V5.6.0 build 220101) needs at least V5.4.41 build 170312", "the catalogue names no step to it"),
        codes="FW043",
    ),
    case(
        "the lineage decides what is below the minimum",
        entry("higher", "5.4.41 170310", "deprecated"),
        entry("lower", "5.4.5 170123", "deprecated", via=["higher"]),
        entry("last", "5.5.0 180101", via=["lower"], minimum="5.4.5 170123"),
        on=device("5.4.41 170310"),
        steps="lower last",
        downgrades="lower",
    ),
    case(
        "the lineage decides what is above the minimum",
        entry("higher", "5.4.41 170310", "deprecated"),
        entry("lower", "5.4.5 170123", "deprecated", via=["higher"]),
        entry("last", "5.5.0 180101", via=["higher"], minimum="5.4.41 170310"),
        on=device("5.4.5 170123"),
        steps="last",
    ),
    case("two steps in their order", FIRST, SECOND, FROM_BOTH, on=device("5.3.0 150513"), steps="first second last"),
    case("the first step is passed", FIRST, SECOND, FROM_BOTH, on=device("5.4.41 170312"), steps="second last"),
    case("both steps are passed", FIRST, SECOND, FROM_BOTH, on=device("5.5.0 180101"), steps="last"),
    case(
        "a step that brings what the step before it has brought is left out",
        *(FIRST, {**FIRST, "id": "again"}, {**LAST, "requires": {"via": ["first", "again"]}, "supersedes": []}),
        on=device("5.3.0 150513"),
        steps="first last",
    ),
    case(
        "a chain without an end is no way",
        *(entry(f"e{number}", f"5.4.{number} 170101", "deprecated", via=[f"e{number - 1}"]) for number in range(1, 41)),
        entry("e0", "5.4.0 170101", "deprecated"),
        entry("end", via=["e40"]),
        on=device("5.3.0 150513"),
        because="has more than 30 steps that need one another",
        codes="FW043",
    ),
    case(
        "the order of the steps counts, not their numbers",
        *(FIRST, SECOND, {**LAST, "requires": {"via": ["second", "first"]}, "supersedes": []}),
        on=device("5.5.0 180101"),
        steps="first last",
        downgrades="first",
    ),
    case(
        "a step has a step of its own",
        *(FIRST, {**SECOND, "requires": {"via": ["first"]}}, {**LAST, "requires": {"via": ["second"]}}),
        on=device("5.3.0 150513"),
        steps="first second last",
    ),
    case(
        "the step of a step is passed",
        *(FIRST, {**SECOND, "requires": {"via": ["first"]}}, {**LAST, "requires": {"via": ["second"]}}),
        on=device("5.4.41 170312"),
        steps="second last",
    ),
    case(
        "a device on the way to the second step has the first one behind it",
        *(
            FIRST,
            entry("between", "5.4.90 171201", "deprecated"),
            {**SECOND, "requires": {"via": ["between"]}},
            FROM_BOTH,
        ),
        on=device("5.4.90 171201"),
        steps="second last",
    ),
    case(
        "a step that two steps need is made once",
        *(FIRST, SECOND, THIRD, FROM_THREE),
        on=device("5.3.0 150513"),
        steps="first second third last",
    ),
    case(
        "whoever runs the second step has the first one behind, although the third needs it, too",
        *(FIRST, SECOND, THIRD, FROM_THREE),
        on=device("5.5.0 180101"),
        steps="third last",
    ),
    case(
        "what is reached over a step has passed it",
        *(FIRST, {**SECOND, "requires": {"via": ["first"]}}, {**LAST, "requires": {"via": ["first"]}}),
        on=device("5.5.0 180101"),
        steps="last",
    ),
    case(
        "a firmware between the steps goes back to the step only where that is allowed",
        *(FIRST, {**LAST, "requires": {"via": ["first"]}}),
        on=device("5.4.80 171010"),
        because="first (V5.4.41 build 170312), a step on the way to last (V5.6.0 build 220101), is older than V5.4.80",
        codes="FW041",
    ),
    case(
        "a device that does not tell its build may have passed the step or not",
        *(FIRST, {**LAST, "requires": {"via": ["first"]}}),
        on=device("5.4.41"),
        because="it may have passed first (V5.4.41 build 170312) or not",
        codes="FW043",
    ),
    case(
        "steps that need one another are no way",
        entry("a", "5.4.0 170101", "deprecated", via=["b"]),
        entry("b", "5.5.0 180101", "deprecated", via=["a"]),
        entry("c", via=["b"]),
        on=device("5.3.0 150513"),
        because="leads in a circle",
        codes="FW043",
    ),
    case(
        "a way that leads over one step twice is no way",
        *(FIRST, {**SECOND, "requires": {"via": ["first"]}}, {**LAST, "requires": {"via": ["second", "first"]}}),
        on=device("5.3.0 150513"),
        because="leads over first (V5.4.41 build 170312) twice",
        codes="FW043",
    ),
    case(
        "a step that the catalogue does not have",
        {**LAST, "requires": {"via": ["lost"]}},
        because="is reached over lost, which the catalogue does not have",
        on=device("5.3.0 150513"),
        codes="FW043",
    ),
    case(
        "a withdrawn step closes the way",
        *({**FIRST, "status": "withdrawn", "status_reason": "it loses the clock"}, FROM_FIRST),
        on=device("5.3.0 150513"),
        because="leads over first (V5.4.41 build 170312), which was withdrawn: it loses the clock",
        codes="FW023",
    ),
    case(
        "a withdrawn step that is passed closes nothing",
        *({**FIRST, "status": "withdrawn", "status_reason": "it loses the clock"}, FROM_FIRST),
        on=device("5.4.41 170312"),
        steps="last",
        codes="FW023",
    ),
    case(
        "a step that is a candidate needs permission",
        *({**FIRST, "status": "candidate"}, FROM_FIRST),
        on=device("5.3.0 150513"),
        because="which is not approved yet (allow: candidate)",
        codes="FW023",
    ),
    case(
        "a step that is a candidate for the ring of the device",
        *({**FIRST, "status": "candidate", "rings": ["lab"]}, FROM_FIRST),
        on=device("5.3.0 150513"),
        ring="lab",
        steps="first last",
    ),
    case(
        "a step must itself fit the device",
        *({**FIRST, "hardware": {"platform": "R6"}}, FROM_FIRST),
        on=device("5.3.0 150513"),
        because="first (V5.4.41 build 170312) is for platform R6, the device is G5",
        codes="FW031",
    ),
    case(
        "a step for other models is no step",
        *({**FIRST, "models": {"include": ["DS-2CD2032-I"]}}, FROM_FIRST),
        on=device("5.3.0 150513"),
        because="first (V5.4.41 build 170312) is for DS-2CD2032-I",
        codes="FW030",
    ),
    case(
        "a step for a part of the device is not made over the network",
        *({**FIRST, "component": "mcu"}, FROM_FIRST),
        on=device("5.3.0 150513"),
        because="is for the component mcu",
        codes="FW033",
    ),
    case(
        "a package that resets the settings needs permission",
        RESET,
        because="a (V5.7.18 build 240826) resets the settings of the device (allow: config_reset)",
        codes="FW044",
    ),
    case("a package that may reset the settings", RESET, allow=["config_reset"], steps="a", codes="FW044"),
    case("a package that resets the settings and runs already", RESET, on=device("5.7.18 240826"), standing="current"),
    case(
        "a step that resets the settings needs permission, too",
        *({**FIRST, "requires": {"config_reset": True}}, FROM_FIRST),
        on=device("5.3.0 150513"),
        because="first (V5.4.41 build 170312) resets the settings",
        codes="FW044",
    ),
    case(
        "release notes that nobody has read",
        READ_ME,
        because="nobody has acknowledged the release notes of a (V5.7.18 build 240826); add a to acknowledged",
        codes="FW045",
    ),
    case(
        "no permission stands for reading", READ_ME, allow=["config_reset", "candidate"], because="FW045", codes="FW045"
    ),
    case("release notes that somebody has read", READ_ME, acknowledged=["a"], steps="a"),
    case(
        "the release notes of a step",
        *({**FIRST, "release_notes": {"acknowledge": True}}, FROM_FIRST),
        on=device("5.3.0 150513"),
        acknowledged=["last"],
        because="release notes of first",
        codes="FW045",
    ),
    case(
        "a refusal has all its reasons",
        {**READ_ME, "requires": {"config_reset": True, "min": {"version": "V5.7.16"}}, "status": "candidate"},
        target="a",
        because=("FW023", "FW043", "FW044", "FW045"),
        codes="FW023 FW043 FW044 FW045",
    ),
]
