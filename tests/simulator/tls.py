# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Self-signed certificates as devices have them, and the TLS settings of old and new ones."""

from __future__ import annotations

import hashlib
import ipaddress
import ssl
import tempfile
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from .fleet_spec import CertificateSpec

VERSIONS = {
    "1.0": ssl.TLSVersion.TLSv1,
    "1.1": ssl.TLSVersion.TLSv1_1,
    "1.2": ssl.TLSVersion.TLSv1_2,
    "1.3": ssl.TLSVersion.TLSv1_3,
}


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate with its key, both PEM."""

    pem: bytes
    key: bytes
    sha256: str
    """Fingerprint, lower-case hexadecimal."""


@cache
def _key(bits: int) -> rsa.RSAPrivateKey:
    """One key per size and process: making one takes longer than starting a hundred devices."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def make_certificate(spec: CertificateSpec, common_name: str, address: str) -> Certificate:
    """A new self-signed certificate."""
    key = _key(spec.rsa_bits)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64])])
    start = datetime.now(UTC) - timedelta(days=4000 if spec.expired else 1)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    )
    if spec.subject_alt_name:
        alternative = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
        builder = builder.add_extension(alternative, critical=False)
    certificate = builder.sign(key, hashes.SHA256())
    return Certificate(
        pem=certificate.public_bytes(serialization.Encoding.PEM),
        key=key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        sha256=hashlib.sha256(certificate.public_bytes(serialization.Encoding.DER)).hexdigest(),
    )


def server_context(certificate: Certificate, maximum: str | None) -> ssl.SSLContext:
    """TLS settings of a device; ``maximum`` is the highest version it speaks, None for everything up to 1.3."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if maximum is not None:
        _make_old(context, VERSIONS[maximum])
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "device.pem"
        path.write_bytes(certificate.pem + certificate.key)
        context.load_cert_chain(path)
    return context


def _make_old(context: ssl.SSLContext, maximum: ssl.TLSVersion) -> None:
    """Speak what old devices speak, although it is below OpenSSL's security level and Python warns of it."""
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.maximum_version = maximum
