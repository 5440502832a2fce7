# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may vouch for a catalogue, with real keys and the real ssh-keygen."""

from __future__ import annotations

import base64
import dataclasses
import os
import pathlib
import time

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue import errors, signature
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.signature import Evidence, verify
from ansible_collections.surveillance.hikvision.tests.unit.catalogue import sample


@pytest.fixture
def evidence(signed):
    return Evidence(
        name="catalogue.yml",
        data=signed.path.read_bytes(),
        signature=signed.signature.read_bytes(),
        allowed_signers=signed.allowed_signers.read_bytes(),
    )


@pytest.fixture
def other(tmp_path):
    """A key that nobody knows."""
    return sample.key_pair(tmp_path, "other")


def with_signers(evidence, *lines):
    return dataclasses.replace(evidence, allowed_signers="\n".join(lines).encode() + b"\n")


def test_a_listed_key_vouches(evidence, signed):
    told = verify(evidence)
    assert (told.signature, told.signer, told.key) == ("valid", sample.PRINCIPAL, signed.key.fingerprint)


@pytest.mark.parametrize("options", [("-t", "ecdsa"), ("-t", "rsa", "-b", "3072")], ids=["ecdsa", "rsa"])
def test_other_kinds_of_keys_vouch_as_well(evidence, signed, tmp_path, options):
    key = sample.key_pair(tmp_path, "another", *options)
    made = key.sign(signed.path).read_bytes()
    told = verify(with_signers(dataclasses.replace(evidence, signature=made), key.allowed("b")))
    assert (told.signer, told.key) == ("b", key.fingerprint)


def test_one_key_with_several_names(evidence, signed):
    """The first name may not sign catalogues, the second may."""
    told = verify(with_signers(evidence, signed.key.allowed("a", 'namespaces="git"'), signed.key.allowed("b")))
    assert told.signer == "b"


@pytest.mark.parametrize(
    "options", ["", 'valid-after="20200101",namespaces="git,hikvision-*"', 'valid-before="20990101Z"']
)
def test_limits_that_are_kept(evidence, signed, options):
    assert verify(with_signers(evidence, signed.key.allowed(options=options))).signature == "valid"


@pytest.mark.parametrize("options", ["", f'namespaces="{sample.NAMESPACE}"', 'namespaces="git,hikvision-*"'])
def test_bytes_that_were_changed(evidence, signed, options):
    evidence = with_signers(evidence, signed.key.allowed(options=options))
    with pytest.raises(errors.Tampered, match=f"is not what {sample.PRINCIPAL} signed") as refused:
        verify(dataclasses.replace(evidence, data=evidence.data + b" "))
    assert refused.value.key == signed.key.fingerprint


def test_a_signature_of_another_issue(evidence, signed, tmp_path):
    second = sample.write(tmp_path / "second.yml", sample.catalogue(serial=8))
    with pytest.raises(errors.Tampered):
        verify(dataclasses.replace(evidence, signature=signed.key.sign(second).read_bytes()))


def test_a_signature_for_another_purpose(evidence, signed):
    made = signed.key.sign(signed.path, namespace="git").read_bytes()
    with pytest.raises(errors.WrongNamespace, match="was signed for 'git'"):
        verify(dataclasses.replace(evidence, signature=made))


def test_a_claimed_purpose_helps_nobody(evidence, signed):
    """The namespace is part of what is signed; another one cannot be written into a signature."""
    made = signed.key.sign(signed.path, namespace="x" * len(sample.NAMESPACE)).read_bytes()
    lines = made.split(b"\n")
    blob = base64.b64decode(b"".join(lines[1:-2]))
    forged = blob.replace(b"x" * len(sample.NAMESPACE), sample.NAMESPACE.encode())
    armour = b"\n".join([lines[0], base64.b64encode(forged), lines[-2], b""])
    with pytest.raises(errors.Tampered):
        verify(dataclasses.replace(evidence, signature=armour))


def test_a_key_that_nobody_lists(evidence, signed, other):
    made = other.sign(signed.path).read_bytes()
    with pytest.raises(errors.UnknownSigner) as refused:
        verify(dataclasses.replace(evidence, signature=made))
    assert other.fingerprint in str(refused.value)
    assert refused.value.details() == {"key": other.fingerprint}


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ('valid-before="20200101"', errors.SignerExpired, "whose time was over at 2020-01-01"),
        ('valid-before="202001010830Z"', errors.SignerExpired, "whose time was over at 2020-01-01 08:30 UTC"),
        ('valid-after="20990101"', errors.SignerNotYetValid, "which is valid from 2099-01-01"),
        ('namespaces="git,file"', errors.SignerNotPermitted, "permits to sign git, file only"),
        ("cert-authority", errors.SignerNotPermitted, "not in a way that lets it sign"),
    ],
)
def test_a_listed_key_outside_its_limits(evidence, signed, options, error, words):
    with pytest.raises(error, match=words):
        verify(with_signers(evidence, signed.key.allowed(options=options)))


def test_a_key_that_has_been_revoked(evidence, signed, other, tmp_path):
    binary = tmp_path / "binary"
    sample.ssh_keygen("-q", "-k", "-f", str(binary), str(signed.key.public_file))
    for revoked in (signed.key.public.encode(), binary.read_bytes()):
        with pytest.raises(errors.KeyRevoked, match=f"of {sample.PRINCIPAL}, which has been revoked"):
            verify(dataclasses.replace(evidence, revoked=revoked))
    for revoked in (other.public.encode(), b"", b"# nobody yet\n"):
        assert verify(dataclasses.replace(evidence, revoked=revoked)).signature == "valid"


def test_tampered_bytes_with_a_revocation_list(evidence, other):
    with pytest.raises(errors.Tampered):
        verify(dataclasses.replace(evidence, data=b"", revoked=other.public.encode()))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n",
        b"-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n",
        b"-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAf////8=\n-----END SSH SIGNATURE-----\n",
        b"-----BEGIN SSH SIGNATURE-----\nU1NIU0lHA\n-----END SSH SIGNATURE-----\n",
    ],
)
def test_what_is_no_signature(evidence, content):
    with pytest.raises(errors.NotASignature, match=r"catalogue.yml.sig is not an SSH signature"):
        verify(dataclasses.replace(evidence, signature=content))


def test_a_signature_cut_short_anywhere_is_refused(evidence):
    for length in range(0, len(evidence.signature) - 2, 7):
        with pytest.raises(errors.NotTrusted):
            verify(dataclasses.replace(evidence, signature=evidence.signature[:length]))


def program(directory: pathlib.Path, script: str) -> str:
    path = directory / "fake-keygen"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return str(path)


def test_no_ssh_keygen(evidence, tmp_path):
    with pytest.raises(errors.VerifierMissing, match="is not installed here"):
        verify(evidence, program=str(tmp_path / "absent"))


def test_an_ssh_keygen_that_is_no_program(evidence, tmp_path):
    path = pathlib.Path(program(tmp_path, ""))
    path.chmod(0o600)
    with pytest.raises(errors.VerifierMissing, match="can not be run"):
        verify(evidence, program=str(path))


@pytest.mark.parametrize(
    "words", ["unknown option -- Y", "illegal option -- Y", 'Unsupported operation for -Y: "verify"']
)
def test_an_ssh_keygen_that_is_too_old(evidence, tmp_path, words):
    with pytest.raises(errors.VerifierTooOld, match="too old"):
        verify(evidence, program=program(tmp_path, f"echo '{words}' >&2; exit 1"))


def test_an_ssh_keygen_that_never_ends(evidence, tmp_path, monkeypatch):
    monkeypatch.setattr(signature, "SECONDS", 0.3)
    start = time.monotonic()
    with pytest.raises(errors.VerifierTooSlow, match="within 0.3 seconds"):
        verify(evidence, program=program(tmp_path, "exec sleep 30"))
    assert time.monotonic() - start < 10


def test_a_disk_that_is_full(evidence, monkeypatch):
    def full(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pathlib.Path, "write_bytes", full)
    with pytest.raises(errors.NotVerifiable, match="can not be checked: No space left on device"):
        verify(evidence)


def test_an_answer_counts_only_with_success(evidence, tmp_path):
    script = f"echo {sample.PRINCIPAL}; echo 'Good signature'; exit 255"
    with pytest.raises(errors.NotTrusted):
        verify(evidence, program=program(tmp_path, script))


def test_ssh_keygen_gets_names_of_files_and_no_contents(evidence, tmp_path):
    told = tmp_path / "told"
    script = f'printf "%s\\n" "$*" >> {told}; exec ssh-keygen "$@"'
    verify(dataclasses.replace(evidence, revoked=b""), program=program(tmp_path, script))
    find, check = told.read_text().splitlines()
    assert find.startswith("-Y find-principals -f ")
    assert check.startswith("-Y verify -f ")
    assert check.partition(" -r ")[2]
    assert "check-novalidate" not in told.read_text()
    directory = pathlib.Path(find.split(" ")[3]).parent
    assert not directory.exists(), "the copies outlast the check"
    assert os.fsdecode(evidence.data) not in told.read_text()
