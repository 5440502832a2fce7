# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How to reach a device: the options that all device modules share."""

from __future__ import annotations


class ModuleDocFragment:
    """Mirrors the connection options of ``module_utils/_frontend.py``; a test compares the two."""

    DOCUMENTATION = r"""
options:
  host:
    description:
      - Address or name of the device.
      - None of the connection options is needed for a host whose C(ansible_connection) is
        P(surveillance.hikvision.isapi#connection). They are taken from its inventory variables then,
        such as C(ansible_host), C(ansible_user) and C(ansible_password).
      - They exist for plays that run on another host, such as C(localhost) or a gateway, and can be set for all
        modules at once with C(module_defaults) and the action group C(surveillance.hikvision.device).
    type: str
  port:
    description:
      - TCP port of the device's web interface.
      - The default is 443 with TLS and 80 without.
    type: int
  username:
    description:
      - Name of the account on the device.
      - If it is not set, the environment variable E(HIKVISION_USERNAME) is used.
    type: str
  password:
    description:
      - Password of the account.
      - One wrong password ends all attempts on that device for the rest of the run, because a few of them lock it.
      - If it is not set, the environment variable E(HIKVISION_PASSWORD) is used.
    type: str
  use_ssl:
    description: Whether to use HTTPS.
    type: bool
    default: true
  validate_certs:
    description:
      - Whether the certificate of the device must be signed by a known authority.
      - Devices leave the factory with a certificate that they have signed themselves.
        O(tls_fingerprint) is a safer answer to that than V(false).
    type: bool
    default: true
  ca_path:
    description:
      - Certificates of the authorities to trust, instead of those of the system.
      - A file in PEM format, or a directory of hashed certificates.
    type: path
  tls_fingerprint:
    description:
      - SHA-256 fingerprint of the certificate to expect, in hexadecimal digits with or without colons.
      - It takes the place of the check against authorities.
      - A device may make a new certificate when its firmware is upgraded or it is reset.
    type: str
  tls_min_version:
    description: Lowest TLS version to accept. Firmware from before about 2020 may need a lower one than the default.
    type: str
    choices: [TLSv1, TLSv1.1, TLSv1.2, TLSv1.3]
    default: TLSv1.2
  tls_ciphers:
    description:
      - Ciphers to offer, as an OpenSSL cipher list.
      - V(DEFAULT:@SECLEVEL=0) accepts the short keys and old signatures of old devices.
    type: str
  allow_basic:
    description:
      - Whether to send the password readable (HTTP Basic) to a device that offers nothing better and no TLS.
      - With TLS, Basic is used where a device offers nothing better.
    type: bool
    default: false
  timeout:
    description: Seconds to wait for a connection, and for the next sign of life from a device that works on an answer.
    type: float
    default: 10.0
requirements:
  - python >= 3.11
  - requests
notes:
  - The module speaks ISAPI, the HTTP interface of Hikvision devices. Nothing is installed on the device.
  - A device gets one request at a time over one connection.
seealso:
  - plugin: surveillance.hikvision.isapi
    plugin_type: connection
    description: Lets an inventory host be the device itself.
"""
