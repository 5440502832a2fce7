# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A pretended Windows server: what the doubles of ansible.windows act on.

`description` says what is installed on a server. Two backends carry it out: `state` keeps everything in a JSON file,
`wine` has real services, share locks and installers. `modules` holds what the doubles do, the same for both.
"""
