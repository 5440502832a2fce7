# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sign a firmware catalogue. The work is done by the action of the same name."""

from __future__ import annotations

DOCUMENTATION = r"""
module: catalogue_signature
short_description: Sign a firmware catalogue with OpenSSH
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Signs a catalogue with C(ssh-keygen -Y sign) for the namespace C(hikvision-firmware-catalogue) and puts the
    signature beside it, in a file with the same name and the ending C(.sig).
  - A catalogue that is not valid or has expired is not signed.
  - A signature by this key over the catalogue as it is stays, and nothing changes.
  - Nobody is asked for a passphrase. A key with a passphrase, and a FIDO key, must be in an C(ssh-agent) that this run
    can reach through C(SSH_AUTH_SOCK); a key without a passphrase works as a file.
  - Works on files of the controller, whatever host the task is for, and never talks to a device.
options:
  path:
    description: The catalogue.
    type: path
    required: true
  key:
    description:
      - The private key file, or the public key file of a key in C(ssh-agent).
      - The key itself is read by OpenSSH alone.
    type: path
    required: true
  allowed_signers:
    description:
      - The list of keys whose signature counts. Nothing is signed with a key that it does not list, and no signature is
        kept that would be refused by it.
      - Without it, any key signs.
    type: path
  revoked:
    description: Keys that do not count any more, for O(allowed_signers).
    type: path
  timeout:
    description: Seconds that signing may take, such as the time to touch a FIDO key.
    type: float
    default: 60.0
requirements:
  - OpenSSH client 8.9 or newer on the controller
attributes:
  check_mode:
    description: In check mode, says whether the catalogue would be signed, and does not use the private key to do so.
    support: full
  diff_mode:
    description: A signature has no difference that would mean something to people.
    support: none
  async:
    description: Can be run with the C(async) keyword.
    support: none
  platform:
    description: Where the module works.
    support: full
    platforms: the controller
seealso:
  - module: surveillance.hikvision.catalogue_entry
  - module: surveillance.hikvision.catalogue_info
"""

EXAMPLES = r"""
- name: Sign the catalogue
  surveillance.hikvision.catalogue_signature:
    path: firmware/catalogue.yml
    key: ~/.ssh/firmware_signing
    allowed_signers: allowed_signers

- name: Sign it with a key in ssh-agent
  surveillance.hikvision.catalogue_signature:
    path: firmware/catalogue.yml
    key: ~/.ssh/firmware_signing.pub
"""

RETURN = r"""
path:
  description: The catalogue.
  returned: always
  type: str
signature:
  description: The file that holds the signature.
  returned: success
  type: str
serial:
  description: Serial number of the catalogue that is signed.
  returned: success
  type: int
key:
  description: Fingerprint of the key, as C(ssh-keygen -l) shows it.
  returned: success
  type: str
  sample: SHA256:9NtQJyS9gyXKJgYB0mZ3v1sQp0mXH0p8Nf2x7o9W0lk
"""
