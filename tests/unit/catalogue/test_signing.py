# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signatures by OpenSSH: made with a key file or an agent, never by asking anybody."""

from __future__ import annotations

import contextlib
import os
import pathlib
import pty
import re
import subprocess
import sys
import tempfile
import time

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue import signing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.signature import Evidence, verify
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.signing import (
    NotSigned,
    is_signed,
    sign,
    signing_key,
)
from ansible_collections.surveillance.hikvision.tests.unit.catalogue import sample

DATA = b"the catalogue\n"
PASSPHRASE = "a long passphrase"


@pytest.fixture
def key(tmp_path):
    return sample.key_pair(tmp_path)


@pytest.fixture
def locked_key(tmp_path):
    """A key with a passphrase."""
    key = sample.key_pair(tmp_path, "locked")
    sample.ssh_keygen("-q", "-p", "-P", "", "-N", PASSPHRASE, "-f", str(key.private))
    return key


@pytest.fixture
def agent(monkeypatch):
    """An ssh-agent that holds no key yet; gives a function that adds one."""
    with contextlib.ExitStack() as stack:
        # The path of a socket must be short, whatever the directory of the test is.
        directory = stack.enter_context(tempfile.TemporaryDirectory(prefix="agent-"))
        socket = pathlib.Path(directory, "socket")
        process = subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.DEVNULL)
        stack.callback(process.wait, 10)
        stack.callback(process.terminate)
        deadline = time.monotonic() + 10
        while not socket.exists():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))

        def add(path):
            subprocess.run(["ssh-add", "-q", str(path)], check=True, capture_output=True, timeout=30)

        yield add


@pytest.fixture
def no_agent(monkeypatch):
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)


def evidence(key, signature):
    return Evidence("catalogue.yml", DATA, signature, (key.allowed() + "\n").encode())


@pytest.mark.usefixtures("no_agent")
@pytest.mark.parametrize("options", [("-t", "ed25519"), ("-t", "ecdsa"), ("-t", "rsa", "-b", "2048")], ids=" ".join)
def test_a_key_file_signs(tmp_path, options):
    key = sample.key_pair(tmp_path, "signer", *options)

    found = signing_key(key.private)
    signature = sign(DATA, found, 30)

    assert verify(evidence(key, signature)).signer == sample.PRINCIPAL
    assert found.fingerprint == key.fingerprint


@pytest.mark.usefixtures("no_agent")
def test_the_public_half_is_found_without_its_file(key):
    key.public_file.unlink()

    found = signing_key(key.private)

    assert found.public == key.public
    assert is_signed(DATA, sign(DATA, found, 30), found)


def test_a_signature_is_known_by_key_and_bytes(tmp_path, key):
    found, other = signing_key(key.private), signing_key(sample.key_pair(tmp_path, "other").private)
    signature = sign(DATA, found, 30)

    assert is_signed(DATA, signature, found)
    assert not is_signed(DATA + b" ", signature, found)
    assert not is_signed(DATA, signature, other)
    assert not is_signed(DATA, b"nothing", found)
    catalogue = tmp_path / "other-purpose"
    catalogue.write_bytes(DATA)
    assert not is_signed(DATA, key.sign(catalogue, "git").read_bytes(), found)


def test_an_agent_signs_for_a_public_key(agent, key):
    agent(key.private)
    key.private.unlink()

    found = signing_key(key.public_file)

    assert verify(evidence(key, sign(DATA, found, 30))).key == key.fingerprint


def test_an_agent_signs_for_a_key_with_a_passphrase(agent, key):
    agent(key.private)
    sample.ssh_keygen("-q", "-p", "-P", "", "-N", PASSPHRASE, "-f", str(key.private))

    assert is_signed(DATA, sign(DATA, signing_key(key.private), 30), signing_key(key.private))


def test_a_public_key_that_the_agent_does_not_hold_is_refused(agent, key):
    key.private.unlink()

    with pytest.raises(NotSigned, match="not in an ssh-agent"):
        sign(DATA, signing_key(key.public_file), 30)


@pytest.mark.usefixtures("no_agent")
@pytest.mark.parametrize("with_public_file", [True, False])
def test_a_passphrase_is_never_asked_for(locked_key, monkeypatch, tmp_path, with_public_file):
    asked = tmp_path / "asked"
    askpass = tmp_path / "askpass"
    askpass.write_text(f"#!/bin/sh\ntouch {asked}\necho {PASSPHRASE}\n")
    askpass.chmod(0o700)
    monkeypatch.setenv("SSH_ASKPASS", str(askpass))
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "force")
    monkeypatch.setenv("DISPLAY", ":0")
    if not with_public_file:
        locked_key.public_file.unlink()

    with pytest.raises(NotSigned, match="ssh-add") as refused:
        sign(DATA, signing_key(locked_key.private), 30)

    assert "passphrase" in str(refused.value)
    assert not asked.exists()


def test_a_terminal_is_not_asked_either(locked_key):
    """As a child of a terminal's session, where OpenSSH would open /dev/tty and wait."""
    program = f"""
import pathlib
from {signing.__name__} import NotSigned, sign, signing_key
try:
    sign(b"x", signing_key(pathlib.Path({str(locked_key.private)!r})), 30)
except NotSigned as refused:
    print("refused:", refused)
"""
    process, terminal = pty.fork()
    if process == 0:
        os.environ.pop("SSH_AUTH_SOCK", None)
        os.execv(sys.executable, [sys.executable, "-c", program])
    said = b""
    with contextlib.suppress(OSError):  # the end of a terminal is an error on Linux
        while chunk := os.read(terminal, 4096):
            said += chunk
    os.close(terminal)
    os.waitpid(process, 0)
    assert b"refused: The key" in said
    assert b"Enter passphrase" not in said


@pytest.fixture
def slow_keygen(tmp_path, monkeypatch):
    """An ssh-keygen that waits with a child, as for the touch of a FIDO key."""
    directory = tmp_path / "bin"
    directory.mkdir()
    program = directory / "ssh-keygen"
    program.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {tmp_path}/child\nwait\n")
    program.chmod(0o700)
    monkeypatch.setattr(signing, "_PROGRAM", str(program))
    return tmp_path / "child"


def test_waiting_for_a_touch_ends(key, slow_keygen):
    found = signing_key(key.private)
    began = time.monotonic()

    with pytest.raises(NotSigned, match="FIDO"):
        sign(DATA, found, 1)

    assert time.monotonic() - began < 20
    child = slow_keygen.read_text().strip()
    deadline = time.monotonic() + 10
    while _is_alive(child):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _is_alive(process):
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split(maxsplit=1)[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.usefixtures("no_agent")
def test_a_key_that_others_can_read_is_refused(key):
    key.private.chmod(0o644)

    with pytest.raises(NotSigned, match="chmod 600"):
        sign(DATA, signing_key(key.private), 30)


@pytest.mark.parametrize("content", ["ssh-ed25519\n", "ssh-ed25519 ???\n", "something else\n"])
def test_what_is_no_key_is_refused(tmp_path, content):
    path = tmp_path / "key"
    path.write_text(content)
    path.chmod(0o600)

    with pytest.raises(NotSigned, match=re.escape(str(path))):
        sign(DATA, signing_key(path), 30)


def test_without_openssh_it_says_what_to_install(key, monkeypatch):
    monkeypatch.setattr(signing, "_PROGRAM", "no-such-ssh-keygen")

    with pytest.raises(NotSigned, match="openssh-clients"):
        sign(DATA, signing_key(key.private), 30)
