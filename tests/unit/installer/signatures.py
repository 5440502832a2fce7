# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of certificates as signed programs have them, with names and keys made for the test."""

from __future__ import annotations

import datetime
import struct

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def certificate_of(name: str | None, key: rsa.RSAPrivateKey, serial: int) -> x509.Certificate:
    """Issued by somebody else than it is for."""
    common_name = [x509.NameAttribute(NameOID.COMMON_NAME, name)] if name else []
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "XX"), *common_name]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "An authority")]))
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(NOW)
        .not_valid_after(NOW + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )


def table(name: str | None, *others: str) -> bytes:
    """A table of certificates: of the signer, after those of ``others``."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    builder = pkcs7.PKCS7SignatureBuilder().set_data(b"digest of the program")
    builder = builder.add_signer(certificate_of(name, key, 7), key, hashes.SHA256())
    for serial, other in enumerate(others, 100):
        builder = builder.add_certificate(certificate_of(other, key, serial))
    signed = builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])
    size = -(-(8 + len(signed)) // 8) * 8
    return (struct.pack("<IHH", size, 0x200, 2) + signed).ljust(size, b"\0")
