# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a device's answers say about logging in: its offers, its locks, and whether it objects to the password."""

from __future__ import annotations

from . import status, xml
from .authentication import Challenge, read_challenges
from .errors import BadAnswer, LockState
from .request import Answer


def offers(answer: Answer) -> list[Challenge]:
    return read_challenges(answer.headers.get("www-authenticate", ""))


def offers_in_words(offers: list[Challenge]) -> str:
    if any(offer.scheme == "basic" for offer in offers):
        return (
            "only Basic without TLS, which would send the password readable (use hikvision_use_ssl, or allow it with "
            "hikvision_allow_basic)"
        )
    names = ", ".join(f"{offer.scheme.capitalize()} {offer.algorithm}".strip() for offer in offers)
    return f"no login that is known here ({names or 'none at all'})"


def refuses_credentials(answer: Answer) -> bool:
    """Whether the device objects to the password.

    HTTP does not tell: some firmwares send 401 with a verdict on the firmware file, others speak of the password in
    a sub status under 403 or in a ``userCheck`` document under 200.
    """
    verdict = status.response_status(answer)
    if verdict is not None and verdict.concerns_credentials:
        return True
    if answer.status == 401:
        return verdict is None or not verdict.key or lock_state(answer) != LockState()
    return xml.to_integer(_fields(answer, "userCheck").get("statusValue")) == 401


def lock_state(answer: Answer) -> LockState:
    """Lock fields of a ``userCheck`` or ResponseStatus body, wherever the firmware puts them."""
    fields = _fields(answer, "userCheck") or _fields(answer, "ResponseStatus")
    verdict = status.response_status(answer)
    told = fields.get("lockStatus", "").casefold()
    locked = told in ("lock", "locked") or (verdict is not None and verdict.says_locked)
    return LockState(
        locked=locked if locked or told else None,
        unlock_time=_first(fields, "unlockTime", "resLockTime"),
        attempts_left=_first(fields, "retryLoginTime", "retryTimes"),
    )


def _first(fields: dict[str, str], *names: str) -> int | None:
    return next((value for name in names if (value := xml.to_integer(fields.get(name))) is not None), None)


def _fields(answer: Answer, root: str) -> dict[str, str]:
    """The fields of a document named ``root``, from XML or JSON; empty when the body is something else."""
    if root.encode() not in answer.body:
        return {}
    try:
        if answer.is_json:
            inner = answer.json().get(root)
            return {name: str(value) for name, value in inner.items()} if isinstance(inner, dict) else {}
        document = answer.xml()
    except BadAnswer:
        return {}
    return {child.name: child.text for child in document.children} if document.name == root else {}


def says_not_activated(answer: Answer) -> bool:
    verdict = status.response_status(answer)
    if verdict is not None:
        return verdict.says_not_activated
    return xml.to_boolean(_fields(answer, "userCheck").get("isActivated")) is False
