"""What an examination found, and the settings of an app for many workspaces."""

from collections.abc import AsyncIterator

from bot.findings import Finding
from bot.settings import Settings
from tests.slack.server import LocalSlack

ADDRESS = "https://headway.example.com"


def many(slack: LocalSlack, **others: str) -> Settings:
    """Make settings for many workspaces over HTTP at the local Slack."""
    given = {"slack_client_id": "1.2", "slack_client_secret": "c", "slack_signing_secret": "s"}
    shared = {"secret_key": "key", "public_url": ADDRESS, "slack_api_url": slack.api_url}
    return Settings.model_validate(given | shared | others)


async def all_of(findings: AsyncIterator[Finding]) -> list[Finding]:
    """List everything that was found."""
    return [finding async for finding in findings]


async def said(findings: AsyncIterator[Finding]) -> list[str]:
    """What was found, where all of it is well."""
    found = await all_of(findings)
    assert [finding.says for finding in found if finding.is_bad] == []
    return [finding.says for finding in found]


async def complaint(findings: AsyncIterator[Finding]) -> str:
    """What is wrong, where it is one thing."""
    (wrong,) = [finding.says for finding in await all_of(findings) if finding.is_bad]
    return wrong
