# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is signed is a valid catalogue, and it is signed once."""

from __future__ import annotations

import datetime

import pytest

from ansible_collections.surveillance.hikvision.plugins.action.catalogue_signature import signed
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.errors import Expired, Malformed
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.signing import NotSigned, Signers
from ansible_collections.surveillance.hikvision.tests.unit.catalogue import sample


@pytest.fixture
def path(tmp_path, monkeypatch):
    """An unsigned catalogue; no agent is around."""
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    return sample.write(tmp_path / "catalogue.yml", sample.catalogue())


@pytest.fixture
def key(tmp_path):
    return sample.key_pair(tmp_path)


def signature_of(path):
    return path.with_name(path.name + ".sig")


def sign(path, key, *, check_mode=False):
    return signed(path, key.private, 30, check_mode=check_mode)


def test_a_catalogue_is_signed_once(path, key):
    first = sign(path, key)
    written = signature_of(path).read_bytes()

    again = sign(path, key)

    assert first["changed"]
    assert first["key"] == key.fingerprint
    assert first["signature"] == str(signature_of(path))
    assert not again["changed"]
    assert signature_of(path).read_bytes() == written


def test_another_issue_and_another_key_sign_anew(path, key, tmp_path):
    sign(path, key)

    sample.write(path, sample.catalogue(serial=8))
    assert sign(path, key)["changed"]
    assert sign(path, sample.key_pair(tmp_path, "other"))["changed"]


def test_a_listed_key_signs(path, key):
    told = signed(path, key.private, 30, Signers("signers", f"{key.allowed()}\n".encode()), check_mode=False)

    assert told["msg"] == f"Signed issue 7 of example: {signature_of(path)}."


@pytest.mark.parametrize(
    ("listed", "options", "check_mode", "words"),
    [
        ("other", "", True, "signers does not list the key SHA256:"),
        ("signer", 'valid-before="20200101"', False, "would be refused, so it is not kept. .* time was over"),
        ("signer", 'namespaces="git"', False, "would be refused"),
    ],
    ids=["unknown", "expired", "other purpose"],
)
def test_a_key_that_does_not_count_signs_nothing(path, key, tmp_path, listed, options, check_mode, words):
    keys = {"signer": key, "other": sample.key_pair(tmp_path, "other")}
    signers = Signers("signers", keys[listed].allowed(options=options).encode() + b"\n")

    with pytest.raises(NotSigned, match=words):
        signed(path, key.private, 30, signers, check_mode=check_mode)

    assert not signature_of(path).exists()


def test_a_revoked_key_signs_nothing(path, key):
    signers = Signers("signers", f"{key.allowed()}\n".encode(), f"{key.public}\n".encode())

    with pytest.raises(NotSigned, match="has been revoked"):
        signed(path, key.private, 30, signers, check_mode=False)


def test_check_mode_writes_nothing(path, key):
    assert sign(path, key, check_mode=True)["changed"]
    assert not signature_of(path).exists()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"serial": 0}, Malformed),
        ({"firmware.0.supersedes": ["nothing"]}, Malformed),
        ({"expires": sample.moment(datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1))}, Expired),
    ],
    ids=["schema", "meaning", "expired"],
)
def test_what_nobody_could_use_is_not_signed(path, key, changes, error):
    sample.write(path, sample.catalogue(changes=changes))

    with pytest.raises(error):
        sign(path, key)

    assert not signature_of(path).exists()


def test_halves_of_different_keys_sign_nothing(path, key, tmp_path):
    key.public_file.write_bytes(sample.key_pair(tmp_path, "other").public_file.read_bytes())

    with pytest.raises(NotSigned):
        sign(path, key)

    assert not signature_of(path).exists()
