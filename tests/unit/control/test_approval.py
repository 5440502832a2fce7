# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Approval of a wave: when it is asked for, what is asked, and what counts as an answer."""

from __future__ import annotations

import dataclasses
import hashlib
import json

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.approval import (
    SCHEMA,
    Answer,
    Approvals,
    Request,
    reply,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.approval_files import ApprovalFiles
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.approving import Approving
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import JournalError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import RolloutDirectory
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.going_on import TO_REPEAT
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.waves import Wave

WAVES = [
    Wave(1, canary=True, hosts=("a",)),
    Wave(2, canary=True, hosts=("b",)),
    Wave(3, canary=False, hosts=("c", "d")),
    Wave(4, canary=False, hosts=("e",)),
]
REQUEST = Request(plan="0f" * 32, wave=3, hosts=("c", "d"), troubled={"a": "failed"}, pending=("b",))


def changed(**values):
    return dataclasses.replace(REQUEST, **values)


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        (None, []),
        ("", []),
        ([], []),
        (False, []),
        (2, [2]),
        ("2, 4", [2, 4]),
        ([2, "4"], [2, 4]),
        ("canaries", [3]),
        (["canaries", 4], [3, 4]),
        ("ALL", [1, 2, 3, 4]),
    ],
)
def test_waves_before_which_a_person_is_asked(told, asked):
    approvals = Approvals.read(told)
    approvals.check(WAVES)
    assert [wave.number for wave in WAVES if approvals.before(wave.number, WAVES)] == asked


def test_without_canaries_the_first_wave_is_the_first_after_them():
    waves = [Wave(1, canary=False, hosts=("a",)), Wave(2, canary=False, hosts=("b",))]
    assert [number for number in (1, 2) if Approvals.read("canaries").before(number, waves)] == [1]


@pytest.mark.parametrize("told", ["canary", "0", "-1", "2.5", True, {"wave": 2}, [["2"]]])
def test_what_is_no_wave_is_refused(told):
    with pytest.raises(ControlError, match=r"^rollout_approve can not have ") as caught:
        Approvals.read(told)
    assert '"canaries"' in caught.value.advice


def test_a_wave_that_the_plan_does_not_have_is_refused():
    with pytest.raises(ControlError, match="names wave 5, 9, and the last one is 4"):
        Approvals.read("9,2,5").check(WAVES)


def test_the_digest_is_that_of_the_file():
    data = REQUEST.to_bytes()
    assert REQUEST.digest == hashlib.sha256(data).hexdigest()
    assert json.loads(data)["schema"] == SCHEMA
    assert Request.read(data) == REQUEST


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", REQUEST.to_bytes() + b"\n", REQUEST.to_bytes()[:-4], b"\xff"])
def test_anything_else_is_no_request(data):
    assert Request.read(data) is None


@pytest.mark.parametrize(
    "other",
    [
        changed(plan="1f" * 32),
        changed(wave=4),
        changed(hosts=("c",)),
        changed(troubled={}),
        changed(troubled={"a": "rolled_back"}),
        changed(pending=()),
    ],
)
def test_everything_is_in_the_digest(other):
    assert other.digest != REQUEST.digest


@pytest.mark.parametrize(
    ("now", "covered"),
    [
        pytest.param(REQUEST, True, id="the same"),
        pytest.param(changed(hosts=("c",)), True, id="a part of the wave"),
        pytest.param(changed(troubled={}), True, id="trouble is over"),
        pytest.param(changed(troubled={}, pending=("a", "b")), True, id="trouble is tried again later"),
        pytest.param(changed(pending=()), True, id="what was pending is done"),
        pytest.param(changed(plan="1f" * 32), False, id="another plan"),
        pytest.param(changed(wave=4), False, id="another wave"),
        pytest.param(changed(hosts=("c", "d", "x")), False, id="one more device"),
        pytest.param(changed(troubled={"a": "failed", "b": "regressed"}), False, id="more trouble"),
        pytest.param(changed(pending=("b", "x")), False, id="less done"),
    ],
)
def test_an_approval_stands_while_nothing_gets_worse(now, covered):
    assert REQUEST.covers(now) is covered


OTHER_WAVE = changed(wave=2)
BETTER_DAYS = changed(troubled={})


@pytest.mark.parametrize(
    ("text", "answer", "by"),
    [
        (None, Answer.NONE, ""),
        ("", Answer.UNREADABLE, ""),
        ("yes, please", Answer.UNREADABLE, ""),
        (REQUEST.digest[:12], Answer.UNREADABLE, ""),
        (REQUEST.digest + "0", Answer.UNREADABLE, ""),
        (REQUEST.digest, Answer.YES, ""),
        (f"{REQUEST.digest.upper()}\nJane Doe:\tgo\x1b ahead\n", Answer.YES, "Jane Doe: go ahead"),
        (f"ok {REQUEST.digest}, Jane", Answer.YES, "ok , Jane"),
        (BETTER_DAYS.digest, Answer.OLD, ""),
        (OTHER_WAVE.digest, Answer.OTHER_WAVE, ""),
        ("ab" * 32, Answer.WRONG, ""),
    ],
)
def test_answers_are_told_apart(text, answer, by):
    found = reply(text, REQUEST, [OTHER_WAVE, BETTER_DAYS])
    assert (found.answer, found.by) == (answer, by)


def test_a_long_comment_is_cut():
    assert len(reply(f"{REQUEST.digest} {'word ' * 1000}", REQUEST, []).by) <= 200


@pytest.fixture
def place(tmp_path):
    found = RolloutDirectory(tmp_path / "rollouts" / "0f0f0f0f0f0f")
    found.make()
    return found


def test_earlier_requests_are_kept(place):
    files = ApprovalFiles(place)
    files.ask(REQUEST)
    files.ask(REQUEST)
    files.ask(BETTER_DAYS)
    files.ask(OTHER_WAVE)
    assert place.approval_request(3).read_bytes() == BETTER_DAYS.to_bytes()
    assert place.approval_request(3).stat().st_mode & 0o777 == 0o600
    assert sorted(request.digest for request in files.asked()) == sorted(
        request.digest for request in (REQUEST, BETTER_DAYS, OTHER_WAVE)
    )


def test_a_request_file_that_somebody_has_formatted_is_none(place):
    place.approval_request(3).write_bytes(REQUEST.to_bytes().replace(b"  ", b" "))
    assert ApprovalFiles(place).asked() == []


def test_an_answer_that_can_not_be_read_is_an_error(place):
    place.approval(3).mkdir()
    with pytest.raises(JournalError, match="can not be read: Is a directory"):
        ApprovalFiles(place).answer(3)


def approving(place, **values):
    defaults = {"request": REQUEST, "files": ApprovalFiles(place), "variable": None, "journaled": None}
    return Approving(**{**defaults, "command": "ansible-playbook go_on.yml", **values})


@pytest.mark.parametrize("where", ["variable", "file", "journaled"])
def test_there_are_three_places_for_an_answer(place, where):
    assert approving(place).approved() is None
    text = f"{REQUEST.digest} Jane"
    if where == "file":
        place.approval(3).write_text(text)
    found = approving(place, **({} if where == "file" else {where: text})).approved()
    assert (found.answer, found.digest, found.by) == (Answer.YES, REQUEST.digest, "Jane")


def test_the_words_are_exact(place):
    asking = approving(place, variable="ab" * 32)
    asking.ask()
    place.approval(3).write_text(OTHER_WAVE.digest)
    ApprovalFiles(place).ask(OTHER_WAVE)
    assert asking.sentence == (
        "Wave 3 (2 devices) is not approved. Of the waves before, in trouble: a; still to be done: b. "
        f"rollout_approval names a digest that this rollout has never asked for. {place.approval(3)} approves another "
        "wave."
    )
    assert asking.refusal().advice == (
        f"Read {place.approval_request(3)}. To approve it, run\n"
        f"  echo {REQUEST.digest} your name >{place.approval(3)}\n"
        "and then\n  ansible-playbook go_on.yml\n"
        f"or, without the file,\n  ansible-playbook go_on.yml -e rollout_approval={REQUEST.digest}\n"
        f"{TO_REPEAT}"
    )


def test_an_answer_to_an_earlier_request_is_called_that(place):
    ApprovalFiles(place).ask(BETTER_DAYS)
    asking = approving(place, variable=BETTER_DAYS.digest)
    assert asking.approved() is None
    assert "rollout_approval is an answer to an earlier request; something has got worse since." in asking.sentence
