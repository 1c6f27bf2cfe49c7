"""Where Microsoft's keys, tokens and messages are: the public cloud's, and what differs in others."""

from collections.abc import Mapping
from urllib.parse import urlsplit

METADATA_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"
LOGIN_URL = "https://login.microsoftonline.com"
# Who signs what comes in, and what our own tokens are for.
CONNECTOR = "https://api.botframework.com"
# What Microsoft's own SDK for Teams trusts there.
SERVICE_HOSTS = (
    "smba.trafficmanager.net",
    "smba.onyx.prod.teams.trafficmanager.net",
    "smba.infra.gcc.teams.microsoft.com",
)
# The clouds of the USA and of China have connectors of their own, each beside its login.
CONNECTORS: Mapping[str, str] = {
    "login.microsoftonline.us": "https://api.botframework.us",
    "login.partner.microsoftonline.cn": "https://api.botframework.azure.cn",
    "login.chinacloudapi.cn": "https://api.botframework.azure.cn",
}


def connector_of(login_url: str) -> str:
    """The connector for which a token of this login is."""
    return CONNECTORS.get(urlsplit(login_url).hostname or "", CONNECTOR)
