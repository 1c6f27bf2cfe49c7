"""Which variables set Slack and Teams up, and what is missing or wrong among those that are set."""

import re
from collections.abc import Mapping, Sequence

from domain.wording import listed

MISSING = "{name} is missing: {platform} needs it beside {given}."
KEYLESS = "SECRET_KEY is missing: {platform} needs one to keep tokens and links safe."
ONE_OR_MANY = (
    "SLACK_BOT_TOKEN is for one workspace, {given} for many. Remove SLACK_BOT_TOKEN to serve many,"
    " or {given} to serve one."
)
NOT_THE_BOTS = (
    "SLACK_BOT_TOKEN does not begin with xoxb-. Take the Bot User OAuth Token from the page"
    " OAuth & Permissions of your Slack app."
)
ODD = "{name} holds something that Slack's never do, such as a space or a line break. Copy it once more."
ENDS_SOON = (
    "SLACK_BOT_TOKEN ends after 12 hours, because token rotation is on in your Slack app. Make an app"
    " without it, or connect by SLACK_CLIENT_ID and SLACK_CLIENT_SECRET."
)
NOT_THE_APPS = (
    "SLACK_APP_TOKEN does not begin with xapp-. Make one on the page Basic Information of your Slack app,"
    " under App-Level Tokens, with the scope connections:write."
)
NOT_TEAMS = (
    "{name} holds something that Microsoft's never do, such as a space or a line break. Copy it once more."
)
NO_TENANT = (
    "TEAMS_TENANT_ID names no single tenant. Take the Directory (tenant) ID from the Overview of your app"
    " registration."
)

SLACK_OAUTH = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")
SLACK = ("SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN", *SLACK_OAUTH, "SLACK_APP_TOKEN")
TEAMS = ("TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID")
# What both need, and what is set without either.
SHARED = ("PUBLIC_URL", "SECRET_KEY")

# They go into the headers of HTTP, which take no others.
PRINTED = re.compile(r"[!-~]+")
# What a login takes in place of a tenant, and no activity ever names.
ANY_TENANT = ("common", "organizations", "consumers")

Given = Mapping[str, str]


def slack_trouble(given: Given) -> str:
    """What keeps Slack from being served with these variables, in a line; nothing if nothing does.

    `given` holds the variables that are set, by their names. No value is ever part of the answer.
    """
    slack = [name for name in SLACK if name in given]
    if not slack:
        return ""
    return _misshapen(given) or _missing("Slack", slack, _needed(given), given)


def teams_trouble(given: Given) -> str:
    """What keeps Teams from being served with these variables, in a line; nothing if nothing does.

    Unsigned activities of this computer (TEAMS_LOCAL) need none of them. No value is ever part of the answer.
    """
    teams = [name for name in TEAMS if name in given]
    if not teams:
        return ""
    if missing := _missing("Teams", teams, TEAMS, given):
        return missing
    tenant = given["TEAMS_TENANT_ID"]
    if "." in tenant or tenant.lower() in ANY_TENANT:
        return NO_TENANT
    return next((NOT_TEAMS.format(name=name) for name in teams if not PRINTED.fullmatch(given[name])), "")


def _misshapen(given: Given) -> str:
    """What can be seen without asking Slack."""
    oauth = [name for name in SLACK_OAUTH if name in given]
    token = given.get("SLACK_BOT_TOKEN", "xoxb-")
    if "SLACK_BOT_TOKEN" in given and oauth:
        return ONE_OR_MANY.format(given=listed(oauth))
    if token.startswith("xoxe"):
        return ENDS_SOON
    if not token.startswith("xoxb-"):
        return NOT_THE_BOTS
    if not given.get("SLACK_APP_TOKEN", "xapp-").startswith("xapp-"):
        return NOT_THE_APPS
    return next((ODD.format(name=name) for name in SLACK if not PRINTED.fullmatch(given.get(name, "x"))), "")


def _needed(given: Given) -> Sequence[str]:
    """What this way of connecting Slack needs: Socket Mode or HTTP, one workspace or many."""
    way = () if "SLACK_APP_TOKEN" in given else ("SLACK_SIGNING_SECRET",)
    # People install many workspaces in a browser, which has to find us whichever way events come.
    is_many = any(name in given for name in SLACK_OAUTH)
    return (*way, *SLACK_OAUTH, "PUBLIC_URL") if is_many else (*way, "SLACK_BOT_TOKEN")


def _missing(platform: str, there: Sequence[str], needed: Sequence[str], given: Given) -> str:
    for name in needed:
        if name not in given:
            return MISSING.format(name=name, platform=platform, given=listed(there))
    return "" if "SECRET_KEY" in given else KEYLESS.format(platform=platform)
