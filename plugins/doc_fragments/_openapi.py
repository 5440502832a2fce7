# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How to reach the OpenAPI of a HikCentral server."""

from __future__ import annotations


class ModuleDocFragment:
    """Mirrors the options of ``module_utils/_hikcentral/connection.py``; a test compares the two."""

    DOCUMENTATION = r"""
options:
  host:
    description:
      - Address or name of the HikCentral server.
      - If it is not set, the environment variable E(HIKCENTRAL_HOST) is used.
    type: str
  port:
    description: TCP port of the server's web interface, where the OpenAPI answers, too. It is used with HTTPS only.
    type: int
    default: 443
  access_key:
    description:
      - Access key of a partner (AK, C(AppKey)), from the OpenAPI settings of HikCentral's web client.
      - If it is not set, the environment variable E(HIKCENTRAL_ACCESS_KEY) is used.
    type: str
  secret_key:
    description:
      - Secret key of the partner (SK, C(AppSecret)). It signs the calls and is never sent.
      - If it is not set, the environment variable E(HIKCENTRAL_SECRET_KEY) is used.
    type: str
  user_id:
    description:
      - The platform user on whose behalf calls are made, for versions that ask for one.
      - It is sent as the header C(userId).
    type: str
  signature_style:
    description:
      - Which text is signed. V(artemis) has a line for each header that is sent.
      - V(aliyun) keeps empty lines for headers that are not sent, as a few installations want it.
      - There is no attempt with one after the other, because refused signatures may be counted.
    type: str
    choices: [artemis, aliyun]
    default: artemis
  validate_certs:
    description:
      - Whether the certificate of the server must be signed by a known authority and carry the name in O(host).
      - HikCentral is installed with a certificate that it has signed itself. O(ca_path) or O(tls_fingerprint) are safer
        answers to that than V(false).
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
    type: str
  timeout:
    description: Seconds to wait for the next sign of life. For a connection, never more than 10.
    type: float
    default: 30.0
  retries:
    description:
      - How often a call is repeated when there is no answer, or when HikCentral says that it is busy (codes V(4),
        V(6), V(0x00052101) and V(0x00052103)). The pauses are 1, 2, 4 and more seconds.
      - Nothing else is repeated, a refused key or signature least of all.
    type: int
    default: 2
requirements:
  - python >= 3.11
  - requests with urllib3 2.0 or newer
notes:
  - This uses the OpenAPI (C(/artemis/api)) of HikCentral Professional as it is described for V2.1 and newer. For V1.x
    no description of one is known. What is sent only reads.
  - TLS 1.2 is the lowest version that is accepted. Proxies of the environment are not used.
"""

    # For modules: the two keys keep the words that inventory plugins share.
    MODULE = r"""
attributes:
  check_mode:
    description: In check mode, says what would change and changes nothing.
    support: full
  diff_mode:
    description: In diff mode, shows what has changed, or would change, as before and after.
    support: none
  action_group:
    description: Takes its connection options from C(module_defaults) of an action group.
    support: full
    membership:
      - surveillance.hikvision.openapi
  platform:
    description: Where the module runs.
    support: full
    platforms: posix
"""
