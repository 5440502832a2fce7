# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan for those who approve it: complete, harmless whatever devices call themselves, and quick for a large fleet."""

from __future__ import annotations

import dataclasses
import html.parser
import json
import re
import time
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.plugin_utils import _wording as wording
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._page.markdown_text import code, link, text
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import LeftOut, Remark, State
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document import document
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_page import overview
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_page.html_page import as_html
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_page.markdown_page import ROOM, as_markdown
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.limits import Limits, Share
from ansible_collections.surveillance.hikvision.tests.unit.plan import sample_fleet as sample

PLAN = sample.plan()
DIGEST = document.digest_of(document.to_bytes(PLAN))
RENDERINGS = (as_markdown, as_html)
VOID = {"meta", "br"}
Rendering = typing.Callable[[Plan, str], str]


class Page(html.parser.HTMLParser):
    """Checks that elements are closed in order, and keeps what they are and what they say."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def words_of(rendering: Rendering, plan: Plan, digest: str = DIGEST) -> str:
    told = rendering(plan, digest)
    return " ".join(Page(told).words) if rendering is as_html else told.replace("\\_", "_")


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_it_says_everything_that_decides(rendering: Rendering) -> None:
    told = words_of(rendering, PLAN)
    wanted = [DIGEST, "2026-03-02 07:30 UTC", "2026-03-09 07:30 UTC", "serial 7", "signature valid", "ab" * 32]
    wanted += [
        "16 of 24 devices",
        f"{sum(device.canary for device in PLAN.devices)} canaries first",
        "629 MB",
        "https://example.net/notes/ipc-g5-5.7.18",
    ]
    wanted += ["known issue", "line crossing has to be armed again", "CVE-2021-36260", "4 devices of a site"]
    wanted += ["FW045", "FW031", "does not answer", "locked for 29 min", "DS-2DE4425IW-DE", "Check the network."]
    wanted += [step.package.sha256 or "" for step in PLAN.steps]
    wanted += [device.host for device in (*PLAN.devices, *PLAN.left_out)]
    assert [words for words in wanted if words not in told] == []


def test_the_page_has_all_waves_in_order() -> None:
    told = " ".join(Page(as_html(PLAN, DIGEST)).words)
    places = [told.index(f"Wave {wave.number}: ") for wave in PLAN.waves]
    assert places == sorted(places)
    hosts = re.findall(r'<td class="host">([^<]+)</td>', as_html(PLAN, DIGEST).partition("<h2>Devices</h2>")[2])
    assert hosts == [device.host for device in PLAN.devices]


def test_the_page_loads_and_runs_nothing() -> None:
    page = Page(as_html(PLAN, DIGEST))
    assert page.names.isdisjoint({"script", "link", "img", "iframe", "object", "form"})
    assert {name for name, _value in page.attributes}.isdisjoint({"src", "srcset", "onload", "onclick"})
    told = as_html(PLAN, DIGEST)
    assert "url(" not in told and "@import" not in told
    assert "default-src 'none'" in told
    assert "prefers-color-scheme: dark" in told and "@media print" in told


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</table></body>",
    "cam|1|\n\n# Heading",
    "`` ` <b>",
    "a\\|<b>|[x](y)",
    "[here](javascript:alert(1))",
    "![](https://evil.example/x.png)",
    "@everyone #1 !2",
    "https://evil.example/ www.evil.example",
    'https://evil.example/"onmouseover="alert(1)',
    "\u202egnp.exe\u0000\ud800",
    "{{ lookup('pipe', 'id') }}",
]


def hostile(words: str) -> Plan:
    """A plan in which everything that comes from devices and inventories is hostile."""
    device = dataclasses.replace(
        PLAN.devices[0],
        host=words,
        model=words,
        platform=words,
        kind=words,
        site=words,
        areas=(words,),
        parent=words,
        findings=(Remark(code=words, severity=words, sentence=words),),
    )
    notes = [
        dataclasses.replace(each, package=words, url=words, fixes=(words,), known_issues=(words,))
        for each in PLAN.release_notes
    ]
    return dataclasses.replace(
        PLAN,
        target=words,
        devices=(device, *PLAN.devices[1:]),
        left_out=tuple(LeftOut(host=words, state=state, reason=words, advice=words) for state in State),
        release_notes=tuple(notes),
        problems=(words,),
        limits=Limits(areas={words: Share(50)}),
    )


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_names_stay_text_on_the_page(words: str) -> None:
    usual, page = Page(as_html(PLAN, DIGEST)), Page(as_html(hostile(words), DIGEST))
    assert page.names <= usual.names
    assert {name for name, _value in page.attributes} <= {name for name, _value in usual.attributes}
    assert all(re.match("https?://|#wave-", value or "") for name, value in page.attributes if name == "href")
    as_html(hostile(words), DIGEST).encode()


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_names_stay_text_in_markdown(words: str) -> None:
    told = as_markdown(hostile(words), DIGEST)
    told.encode()
    without_code = re.sub(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", "", told)
    allowed = without_code
    if words.startswith("https://"):
        allowed = re.sub(r"<https://evil\.example/[^ <>]*>", "", allowed)
    allowed = re.sub(r"<https://example\.net/\S+>", "", allowed)
    assert "<" not in allowed
    assert "](" not in re.sub(r"\\[\[\]]", "", allowed)
    assert "://" not in allowed
    assert "www." not in allowed
    assert "@everyone" not in allowed
    assert all(line.count("|") == line.count("\\|") or line.startswith("| ") for line in allowed.splitlines())
    headings = [line for line in told.splitlines() if line.startswith("#")]
    assert "# Heading" not in headings


@pytest.mark.parametrize("words", HOSTILE)
def test_a_table_keeps_its_columns_whatever_stands_in_it(words: str) -> None:
    told = as_markdown(hostile(words), DIGEST).splitlines()
    rows = [line for line in told[told.index("### Devices") :] if line.startswith("|")]
    assert len(rows) == 2 + len(PLAN.devices)
    assert {re.sub(r"\\.", "", row).count("|") for row in rows} == {7}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (code("a"), "`a`"),
        (code("a`b"), "a\\`b"),
        (code("a|b"), "a\\|b"),
        (code("a\\|b"), "a\\\\\\|b"),
        (code(""), ""),
        (text("a_b*c"), "a\\_b\\*c"),
        (text("<b>&"), "&lt;b&gt;&amp;"),
        (text("a@b"), "a@\u2060b"),
        (text("10% of"), "10% of"),
        (text("https://x www.x"), "https:\u2060//x www\u2060.x"),
        (link("https://example.net/a"), "<https://example.net/a>"),
        (link("javascript:alert(1)"), "`javascript:alert(1)`"),
        (link("https://example.net/a b"), "`https://example.net/a b`"),
        (wording.visible("a\u202eb\nc"), "a\\u202eb c"),
        (wording.visible("Tür 門"), "Tür 門"),
        (wording.duration(59.4), "59 s"),
        (wording.duration(3620), "1 h 00 min"),
        (wording.duration(3599), "1 h 00 min"),
        (wording.duration(100_000), "1 d 4 h"),
        (wording.size(999), "999 B"),
        (wording.size(1_400_000_000), "1.4 GB"),
        (wording.size(31_457_280), "31 MB"),
        (wording.size(5 * 10**15), "5000.0 TB"),
        (wording.counted(2000, "device"), "2,000 devices"),
        (wording.listed(["cam-10", "cam-2", "cam-1"], 2), "cam-1, cam-2 and 1 more"),
        (wording.moment("2026-03-02T07:30:00Z"), "2026-03-02 07:30 UTC"),
        (wording.moment("2026-03-02T07:30:00+01:00"), "2026-03-02T07:30:00+01:00"),
        (wording.shortened("x" * 400)[-2:], "x…"),
    ],
)
def test_words(given: str, expected: str) -> None:
    assert given == expected


def test_whoever_approves_is_told_what_is_unusual() -> None:
    step = PLAN.devices[0].steps[0]
    lower = dataclasses.replace(step.package, firmware=FirmwareVersion("V5.0.0", "200101"))
    unusual = [
        dataclasses.replace(step, config_reset=True),
        dataclasses.replace(step, status=None),
        dataclasses.replace(step, status="candidate"),
        dataclasses.replace(step, package=lower),
    ]
    devices = [
        dataclasses.replace(PLAN.devices[0], host=f"cam-{number}", steps=(each,)) for number, each in enumerate(unusual)
    ]
    assert PLAN.source is not None
    source = dataclasses.replace(PLAN.source, signature="off")
    told = overview.attention(dataclasses.replace(PLAN, devices=tuple(devices), source=source, left_out=()))
    assert [sentence for sentence in told if "cam-" in sentence] == [
        "No catalogue vouches for what 1 device gets (cam-1).",
        "A package that is not approved yet is what 1 device gets (cam-2).",
        "The settings are reset by what 1 device gets (cam-0).",
        "A lower version than the one before is what 1 device gets (cam-3).",
    ]
    assert "Nobody has checked the signature of the catalogue example." in told


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_an_empty_plan_says_so(rendering: Rendering) -> None:
    plan = sample.plan([sample.camera(number, "5.7.18 240826") for number in range(3)])
    assert "Nothing is upgraded: all of 3 devices are left out." in words_of(rendering, plan)


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_a_plan_from_a_list_says_that_there_is_no_catalogue(rendering: Rendering) -> None:
    assert "none" in words_of(rendering, dataclasses.replace(PLAN, source=None))


def large(devices: int) -> Plan:
    """A plan of that size, made of copies."""
    first = [device for device in PLAN.devices if not device.canary][:1]
    copies = [
        dataclasses.replace(first[0], host=f"cam-{number}", wave=1 + number // 500, canary=False)
        for number in range(devices)
    ]
    return dataclasses.replace(PLAN, devices=tuple(copies))


@pytest.mark.parametrize("room", [500, 3_000, 20_000, ROOM])
def test_a_comment_has_the_room_that_it_has(room: int) -> None:
    told = as_markdown(large(3000), DIGEST, room)
    assert len(told) <= room
    long = dataclasses.replace(
        PLAN,
        left_out=tuple(
            LeftOut(host=f"cam-{number}", state=State.UNKNOWN, reason=f"{number} {'x' * 5000}") for number in range(500)
        ),
    )
    assert len(as_markdown(long, DIGEST, room)) <= room


def test_a_comment_says_what_it_leaves_out() -> None:
    assert re.search(r"\d+ lines more in the plan file", as_markdown(PLAN, DIGEST, 5000))


def test_ten_thousand_devices_are_a_matter_of_seconds() -> None:
    plan = large(10_000)
    start = time.process_time()
    data = document.to_bytes(plan)
    assert document.read(data, document.digest_of(data)) == plan
    page = as_html(plan, DIGEST)
    comment = as_markdown(plan, DIGEST)
    spent = time.process_time() - start
    assert json.loads(data)["totals"]["upgrades"] == page.count('class="host">cam-') == 10_000
    assert len(comment) <= ROOM
    assert spent < 30, "about 6 s on a slow machine"
