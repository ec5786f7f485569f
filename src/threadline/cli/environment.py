"""The settings of this process, and what services are told. A variable that does not fit is misuse."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from threadline.cli.refusals import Origin, told_by_origin
from threadline.clock import new_id, now
from threadline.services.policy import USUAL, Policy, RequestFacts
from threadline.settings import PREFIX, Settings, read_settings

if TYPE_CHECKING:
    from typing import Any

_VARIABLES = [f"{PREFIX}{each.name.upper()}" for each in fields(Settings)]
_OPTIONS = [f"--{each.name.replace('_', '-')}" for each in fields(Settings)]
_ORIGINS = {f"/{name}": Origin(name) for name in (*_VARIABLES, *_OPTIONS)}


def settings(**given: Any) -> Settings:
    """Return the settings: the environment, and what options say.

    Args:
        given: values by name; `None` means not given.

    Raises:
        click.UsageError: a value that does not fit; all of them are told.
    """
    with told_by_origin(_ORIGINS):
        return read_settings(**given)


def facts(policy: Policy = USUAL) -> RequestFacts:
    """Return what services are told about something that is asked for now."""
    return RequestFacts(now(), new_id, policy)
