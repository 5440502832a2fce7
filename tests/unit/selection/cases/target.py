# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of the packages for a device is meant: latest, status, rings, pins."""

from __future__ import annotations

from ansible_collections.surveillance.hikvision.tests.unit.selection.documents import case, device, entry

OLD = entry("old", "5.7.15 240201")
NEW = entry("new", "5.7.18 240826", supersedes=["old"])
NEWEST = entry("newest", "5.8.0 250301", supersedes=["new"])
TRIAL = entry("trial", "5.9.0 250601", "candidate", supersedes=["new"], rings=["lab", "canary"])
WITHDRAWN = entry("bad", "5.7.20 250101", "withdrawn", supersedes=["new"])
RETIRED = entry("retired", "5.6.0 220101", "deprecated")
BEFORE = "5.5.0 180101"

CASES = [
    case("latest is what supersedes the others", OLD, NEW, on=device(BEFORE), steps="new"),
    case(
        "latest is what supersedes the others, over several entries",
        OLD,
        NEW,
        NEWEST,
        on=device(BEFORE),
        steps="newest",
    ),
    case(
        "superseding reaches over an entry that is not offered",
        OLD,
        {**NEW, "status": "deprecated"},
        NEWEST,
        on=device(BEFORE),
        steps="newest",
    ),
    case(
        "superseding reaches over an entry for other models",
        entry("old", "5.7.15 240201"),
        entry("other", "5.7.16 240301", models=["DS-7608*"], supersedes=["old"]),
        entry("new", supersedes=["other"]),
        on=device(BEFORE),
        steps="new",
    ),
    case(
        "higher numbers alone supersede nothing",
        entry("a", "5.7.15 240201"),
        entry("b", "5.8.0 250301"),
        on=device(BEFORE),
        standing="ambiguous",
        because="a (V5.7.15 build 240201) and b (V5.8.0 build 250301)",
    ),
    case(
        "lower numbers are the latest where the catalogue says so",
        entry("branch", "5.5.820 220520"),
        entry("main", "5.5.160 210629", supersedes=["branch"]),
        on=device(BEFORE),
        steps="main",
    ),
    case(
        "a step to a package is older than the package",
        entry("a", "5.6.0 220101"),
        entry("b", via=["a"]),
        on=device("5.6.0 220101"),
        steps="b",
    ),
    case(
        "two entries that supersede one another are no answer",
        entry("a", supersedes=["b"]),
        entry("b", "5.8.0 250301", supersedes=["a"]),
        on=device(BEFORE),
        standing="ambiguous",
        because="supersede one another",
    ),
    case(
        "something that supersedes the package of a device and does not fit it changes nothing",
        OLD,
        {**NEW, "language": "CN"},
        on=device(BEFORE),
        steps="old",
    ),
    case("what was withdrawn is not the latest", OLD, NEW, WITHDRAWN, on=device(BEFORE), steps="new"),
    case(
        "nothing but a withdrawn package is no package",
        WITHDRAWN,
        standing="no_package",
        because="bad (V5.7.20 build 250101) is withdrawn: it loses the clock",
    ),
    case(
        "a withdrawn package can not be pinned",
        *(OLD, NEW, WITHDRAWN),
        target="bad",
        because="FW023: bad (V5.7.20 build 250101) was withdrawn: it loses the clock",
        codes="FW023",
    ),
    case(
        "no permission brings a withdrawn package back",
        *(OLD, NEW, WITHDRAWN),
        target="bad",
        allow=["candidate", "downgrade", "uncatalogued", "config_reset"],
        because="was withdrawn",
        codes="FW023",
    ),
    case(
        "a device that runs a withdrawn firmware stays with it only by mistake",
        WITHDRAWN,
        on=device("5.7.20 250101"),
        target="bad",
        standing="current",
        because="was withdrawn: it loses the clock",
        codes="FW023",
    ),
    case(
        "a device that runs a withdrawn firmware is moved on",
        *(NEW, WITHDRAWN, entry("fixed", "5.7.21 250201", supersedes=["bad"])),
        on=device("5.7.20 250101"),
        steps="fixed",
        because="it runs V5.7.20 build 250101, fixed",
        codes="FW023",
    ),
    case(
        "from a withdrawn firmware back to its predecessor is a downgrade like any other",
        *(OLD, NEW, WITHDRAWN),
        on=device("5.7.20 250101"),
        standing="downgrade",
        because="(allow: downgrade)",
        codes="FW023 FW041",
    ),
    case(
        "a deprecated package is not the latest",
        RETIRED,
        on=device(BEFORE),
        standing="no_package",
        because="retired (V5.6.0 build 220101) is deprecated",
    ),
    case(
        "a deprecated package can be pinned, with a warning",
        RETIRED,
        on=device(BEFORE),
        target="retired",
        steps="retired",
        codes="FW023",
    ),
    case("a candidate is not for a device without a ring", OLD, NEW, TRIAL, steps="new"),
    case("a candidate is for the rings that it names", OLD, NEW, TRIAL, ring="canary", steps="trial"),
    case("a candidate is not for other rings", OLD, NEW, TRIAL, ring="office", steps="new"),
    case(
        "nothing but a candidate is no package outside of its rings",
        TRIAL,
        ring="office",
        standing="no_package",
        because="trial (V5.9.0 build 250601) is candidate for the rings lab, canary; the device is in ring office",
    ),
    case("permission for candidates does not make one the latest", OLD, NEW, TRIAL, allow=["candidate"], steps="new"),
    case(
        "a candidate without rings is for nobody",
        entry("trial", "5.9.0 250601", "candidate"),
        ring="lab",
        standing="no_package",
        because="is candidate",
    ),
    case(
        "a pinned candidate needs permission outside of its rings",
        TRIAL,
        target="trial",
        because="trial (V5.9.0 build 250601) is not approved yet except for the rings lab, canary (allow: candidate)",
        codes="FW023",
    ),
    case(
        "a pinned candidate with permission", TRIAL, target="trial", allow=["candidate"], steps="trial", codes="FW023"
    ),
    case("a pinned candidate in its ring needs no permission", TRIAL, target="trial", ring="lab", steps="trial"),
    case("an approved package with rings is for these rings", entry("a", rings=["lab"]), ring="lab", steps="a"),
    case(
        "an approved package with rings is not for other rings",
        entry("a", rings=["lab"]),
        standing="no_package",
        because="a (V5.7.18 build 240826) is approved for the rings lab; the device is in none",
    ),
    case("each ring has its own latest package", OLD, NEW, {**NEWEST, "rings": ["lab"]}, ring="office", steps="new"),
    case("a pin reaches over rings, with a warning", entry("a", rings=["lab"]), target="a", steps="a", codes="FW023"),
    case("a package pinned by its id", OLD, NEW, NEWEST, target="new", steps="new"),
    case("a package pinned by version and build", OLD, NEW, NEWEST, target="V5.7.18 build 240826", steps="new"),
    case("zeros in front of numbers are no difference", OLD, NEW, NEWEST, target="V5.07.018 build 240826", steps="new"),
    case("a package pinned by a version that has one build", OLD, NEW, NEWEST, target="5.7.18", steps="new"),
    case(
        "a version with two builds is not enough",
        entry("a", "5.7.18 240826"),
        entry("b", "5.7.18 241010", "deprecated"),
        target="V5.7.18",
        standing="ambiguous",
        because="a (V5.7.18 build 240826) and b (V5.7.18 build 241010) have this version; name the build, too",
    ),
    case(
        "builds of a version that are for other devices do not count",
        entry("a", "5.7.18 240826"),
        entry("b", "5.7.18 241010", hardware={"platform": "G3"}),
        target="V5.7.18",
        steps="a",
    ),
    case(
        "of two files with one firmware the one in the right language is meant",
        *(entry("cn", language="CN"), entry("en")),
        target="V5.7.18 build 240826",
        steps="en",
    ),
    case(
        "of two files with one firmware the one that was not withdrawn is meant",
        *(entry("first", status="withdrawn"), entry("again", status="deprecated")),
        target="V5.7.18 build 240826",
        steps="again",
        codes="FW023",
    ),
    case(
        "of two files with one firmware the one that is offered is meant",
        *(entry("first", status="deprecated"), entry("again")),
        target="V5.7.18 build 240826",
        steps="again",
    ),
    case(
        "two files that are alike in everything are too many, pinned or not",
        *(entry("first"), entry("again")),
        target="V5.7.18 build 240826",
        standing="ambiguous",
        because="again (V5.7.18 build 240826) and first (V5.7.18 build 240826) are for",
    ),
    case(
        "a pin for other devices says why it is not for this one",
        *(NEW, entry("nvr", kind="recorder", models=["DS-76*"])),
        target="nvr",
        standing="no_package",
        because=("nvr (V5.7.18 build 240826) is for DS-76*, and this is DS-2CD2386G2-IU", "recorder firmware"),
        codes="FW030 FW032",
    ),
    case(
        "a pin that blocks is meant all the same",
        entry("cn", language="CN"),
        target="cn",
        because="(allow: language_mismatch)",
        codes="FW034",
    ),
    case(
        "a pin to what the catalogue does not have",
        *(OLD, NEW),
        target="newer",
        standing="no_package",
        because="no package for the model DS-2CD2386G2-IU is or brings newer",
    ),
    case(
        "a pin to another build than the catalogue has",
        *(OLD, NEW),
        target="V5.7.18 build 241010",
        standing="no_package",
        because="is or brings V5.7.18 build 241010",
    ),
]
