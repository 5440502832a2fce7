# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""TLS settings as values: what they mean, what they cost, and what is said when they can not be used."""

from __future__ import annotations

import pathlib
import ssl

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.tls import VERSIONS, TlsPolicy, context
from ansible_collections.surveillance.hikvision.tests.unit.isapi.certificates import Certificate


def test_the_default_checks_authority_and_name() -> None:
    made = context(TlsPolicy())
    assert made.verify_mode is ssl.CERT_REQUIRED
    assert made.check_hostname
    assert made.minimum_version is ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize("policy", [TlsPolicy(verify=False), TlsPolicy(fingerprint="ab" * 32)])
def test_without_authorities_none_are_loaded(policy: TlsPolicy) -> None:
    made = context(policy)
    assert made.verify_mode is ssl.CERT_NONE
    assert not made.check_hostname
    assert made.cert_store_stats()["x509_ca"] == 0


def test_own_authorities_replace_those_of_the_system(authority: Certificate) -> None:
    made = context(TlsPolicy(ca_path=str(authority.path)))
    assert made.cert_store_stats()["x509_ca"] == 1


def test_a_policy_costs_its_context_once() -> None:
    assert context(TlsPolicy(ciphers="ECDHE+AESGCM")) is context(TlsPolicy(ciphers="ECDHE+AESGCM"))
    assert context(TlsPolicy(ciphers="ECDHE+AESGCM")) is not context(TlsPolicy())


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_can_be_the_floor(version: str) -> None:
    made = context(TlsPolicy(verify=False, minimum_version=version))
    assert made.minimum_version.name == version.replace("v1.", "v1_")


def test_a_missing_authority_file_is_named(tmp_path: pathlib.Path) -> None:
    with pytest.raises(OSError, match="missing.pem"):
        context(TlsPolicy(ca_path=str(tmp_path / "missing.pem")))


def test_an_authority_file_without_certificates_is_named(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("nothing of the kind")
    with pytest.raises(OSError, match="notes.txt"):
        context(TlsPolicy(ca_path=str(path)))


def test_unknown_ciphers() -> None:
    with pytest.raises(OSError, match="ROT13"):
        context(TlsPolicy(ciphers="ROT13"))
