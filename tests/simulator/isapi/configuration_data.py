# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""System/configurationData: export and import of the configuration."""

from __future__ import annotations

from .. import configuration
from .. import faults as f
from ..answers import BINARY, HTML, Answer, Status, error
from ..secret_key import SecretKeyError, decrypt_secret, derived_key
from .context import Context
from .routes import route

PATH = "/ISAPI/System/configurationData"
ERROR_PAGE = b"<!DOCTYPE html><html><head><title>Document Error</title></head><body><h2>Access Error</h2></body></html>"


def secret_of(context: Context) -> str | Status:
    """The backup's secret, empty when none was sent; a status when the request is refused."""
    config = context.device.profile.config
    encrypted = context.query.get("secretkey")
    if encrypted is None:
        return "" if config.plain_export else error("invalidOperation", description="secret key required")
    security = int(context.query["security"]) if context.query.get("security", "").isdigit() else 0
    iv = context.query.get("iv", "")
    if security not in config.security_versions or len(iv) != 32 or context.account is None:
        return error("invalidOperation", description="the secret key must be encrypted")
    key = derived_key(context.account, context.device.identity.salt, config, security)
    try:
        return decrypt_secret(encrypted, iv, key)
    except SecretKeyError as problem:
        return error("invalidOperation", description=str(problem))


@route("GET", PATH, "configuration", "configuration")
def export(context: Context) -> Answer:
    device = context.device
    if device.upgrading:
        return context.error("serviceUnavailable")
    if page := device.faults.take(f.BackupErrorPage):
        return Answer(200, ERROR_PAGE, HTML) if page.html else context.error("deviceError", http=200)
    secret = secret_of(context)
    if isinstance(secret, Status):
        return context.status(secret)
    device.record.counters.exports += 1
    blob = configuration.export(device, secret)
    if tiny := device.faults.take(f.BackupTiny):
        return Answer(200, blob[: tiny.size], BINARY)
    if device.faults.take(f.BackupTruncated):
        return Answer(200, blob, BINARY, cut=len(blob) // 2)
    return Answer(200, blob, BINARY)


@route("PUT", PATH, "configuration", "configuration")
def import_by_put(context: Context) -> Answer:
    return _import(context, "put")


@route("POST", PATH, "configuration", "configuration")
def import_by_post(context: Context) -> Answer:
    return _import(context, "post")


def _import(context: Context, method: str) -> Answer:
    device = context.device
    config = device.profile.config
    if method not in config.import_methods:
        return context.error("methodNotAllowed", http=device.profile.wrong_verb_http)
    if device.upgrading:
        return context.error("configOperating")
    secret = secret_of(context)
    if isinstance(secret, Status):
        return context.status(secret)
    if refused := configuration.import_refusal(device, context.body, secret):
        return context.error(refused)
    if config.import_reboot == "automatic":
        device.restart()
        return context.status()
    return context.error("rebootRequired")
