# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a path to a catalogue: what was verified is what is read, and a run examines it once."""

from __future__ import annotations

import datetime
import hashlib
import pathlib

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue import reading
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.errors import Expired, Tampered
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.reading import (
    Trust,
    admit,
    open_catalogue,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.serials import SerialMemory
from ansible_collections.surveillance.hikvision.tests.unit.catalogue import sample

FILES = pathlib.Path("/srv/firmware")
NOW = datetime.datetime.now(datetime.UTC)
OFF = Trust(signature=False)


@pytest.fixture
def trust(signed):
    return Trust(allowed_signers=signed.allowed_signers)


class Once:
    """Remembers answers as a run does, and counts how often one had to be made."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.made = 0

    def __call__(self, key, new):
        if key not in self.answers:
            self.made += 1
            self.answers[key] = new()
        return self.answers[key]


@pytest.mark.parametrize("name", ["catalogue.yml", "catalogue.json"])
def test_a_catalogue_is_read(tmp_path, name):
    signed = sample.signed(tmp_path, name=name)
    read = open_catalogue(signed.path, Trust(allowed_signers=signed.allowed_signers), FILES).catalogue
    assert (read.id, read.serial) == ("example", 7)
    assert read.digest == hashlib.sha256(signed.path.read_bytes()).hexdigest()
    assert read.verification.as_result() == {
        "signature": "valid",
        "signer": sample.PRINCIPAL,
        "key": signed.key.fingerprint,
    }
    [entry] = read.entries
    assert entry.package.src == "/srv/firmware/digicap-5.7.18-240826.dav"
    assert Catalogue.from_result(read.as_result()) == read


def test_without_verification_it_says_so(signed):
    signed.signature.unlink()
    read = open_catalogue(signed.path, OFF, FILES).catalogue
    assert read.verification.as_result() == {"signature": "off", "signer": None, "key": None}
    assert read.source["signature"] == "off"


def test_the_file_is_read_once(signed, trust, monkeypatch):
    """Somebody who swaps the file while it is being checked gains nothing."""
    asked = []
    read_file = reading.read_file

    def read_and_swap(path, largest, name):
        data = read_file(path, largest, name)
        asked.append(path)
        if path == signed.path:
            sample.write(signed.path, sample.catalogue(serial=99))
        return data

    monkeypatch.setattr(reading, "read_file", read_and_swap)
    assert open_catalogue(signed.path, trust, FILES).catalogue.serial == 7
    assert asked.count(signed.path) == 1


def test_a_run_examines_the_same_files_once(signed, trust):
    once = Once()
    first = open_catalogue(signed.path, trust, FILES, once)
    second = open_catalogue(signed.path, trust, FILES, once)
    assert first == second
    assert once.made == 1


def test_another_file_or_another_trust_is_examined_anew(signed, trust, tmp_path):
    once = Once()
    open_catalogue(signed.path, OFF, FILES, once)
    open_catalogue(signed.path, trust, FILES, once)
    revoked = tmp_path / "revoked"
    revoked.touch()
    open_catalogue(signed.path, Trust(allowed_signers=signed.allowed_signers, revoked=revoked), FILES, once)
    signed.allowed_signers.write_text("# " + signed.allowed_signers.read_text() + signed.key.allowed("b"))
    assert open_catalogue(signed.path, trust, FILES, once).catalogue.verification.signer == "b"
    signed.replace(sample.catalogue(serial=8))
    assert open_catalogue(signed.path, trust, FILES, once).catalogue.serial == 8
    assert once.made == 5


def test_a_refusal_is_not_remembered(signed, trust):
    once = Once()
    good = signed.path.read_bytes()
    signed.path.write_bytes(good + b"# and more\n")
    for _attempt in range(2):
        with pytest.raises(Tampered):
            open_catalogue(signed.path, trust, FILES, once)
    signed.path.write_bytes(good)
    assert open_catalogue(signed.path, trust, FILES, once).catalogue.serial == 7


def test_doubts_are_told_and_refuse_nothing(tmp_path):
    signed = sample.signed(tmp_path, sample.catalogue(changes={"firmware.0.build": "241345"}))
    [doubt] = open_catalogue(signed.path, Trust(allowed_signers=signed.allowed_signers), FILES).doubts
    assert doubt.startswith("firmware[0].build (line 17): builds are dates")


def test_an_unverified_catalogue_neither_asks_nor_teaches_the_memory(signed, trust):
    memory = SerialMemory(signed.memory)
    signed.replace(sample.catalogue(serial=999))
    admit(open_catalogue(signed.path, OFF, FILES).catalogue, NOW, memory=memory)
    assert not signed.memory.exists()
    signed.replace(sample.catalogue(serial=7))
    admit(open_catalogue(signed.path, trust, FILES).catalogue, NOW, memory=memory)
    signed.replace(sample.catalogue(serial=6))
    admit(open_catalogue(signed.path, OFF, FILES).catalogue, NOW, memory=memory)


def test_nothing_is_remembered_of_an_expired_catalogue(signed, trust):
    signed.replace(sample.catalogue(issued="2020-01-01T00:00:00Z", expires="2020-07-01T00:00:00Z"))
    with pytest.raises(Expired):
        admit(open_catalogue(signed.path, trust, FILES).catalogue, NOW, memory=SerialMemory(signed.memory))
    assert not signed.memory.exists()


def test_check_mode_remembers_nothing(signed, trust):
    memory = SerialMemory(signed.memory)
    admit(open_catalogue(signed.path, trust, FILES).catalogue, NOW, memory=memory, remember=False)
    assert not signed.memory.exists()


@pytest.mark.parametrize(("issued", "expires"), [(-1, 1), (0.5, 1)])
def test_a_clock_may_be_off_by_a_day(signed, trust, issued, expires):
    dates = [sample.moment(NOW + datetime.timedelta(days=days)) for days in (issued, expires)]
    signed.replace(sample.catalogue(issued=dates[0], expires=dates[1]))
    admit(open_catalogue(signed.path, trust, FILES).catalogue, NOW)
