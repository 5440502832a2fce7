# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates are made once for all tests: signing takes longer than a handshake."""

from __future__ import annotations

import pathlib

import pytest
from hypothesis.configuration import set_hypothesis_home_dir

from ansible_collections.surveillance.hikvision.tests.unit.isapi.certificates import Certificate, certificate

# Beside the other caches, not in the root of the checkout.
set_hypothesis_home_dir(pathlib.Path(__file__).resolve().parents[3] / ".cache" / "hypothesis")


@pytest.fixture(scope="session")
def vault(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    return tmp_path_factory.mktemp("certificates")


@pytest.fixture(scope="session")
def authority(vault: pathlib.Path) -> Certificate:
    return certificate(vault, "authority")


@pytest.fixture(scope="session")
def signed(vault: pathlib.Path, authority: Certificate) -> Certificate:
    """What a site with its own authority puts on a device."""
    return certificate(vault, "signed", address="127.0.0.1", issuer=authority)


@pytest.fixture(scope="session")
def signed_for_another(vault: pathlib.Path, authority: Certificate) -> Certificate:
    return certificate(vault, "another", address="192.0.2.1", issuer=authority)


@pytest.fixture(scope="session")
def factory_made(vault: pathlib.Path) -> Certificate:
    """What a device comes with: signed by itself and valid for no name at all."""
    return certificate(vault, "factory")
