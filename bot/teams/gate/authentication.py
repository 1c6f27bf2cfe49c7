"""What the SDK's CloudAdapter asks of us: whose turn it is, and connectors with our tokens.

The SDK's own makes a login client and an HTTP session for every turn, and asks for tokens on the event loop.
"""

from collections import OrderedDict

from botbuilder.schema import Activity, CallerIdConstants
from botframework.connector import AsyncBfPipeline
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import (
    AuthenticateRequestResult,
    AuthenticationConstants,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
)

from bot.teams.gate.gate import Caller, Gate
from bot.teams.gate.sender import Bearer, OutsideSender
from bot.teams.gate.tokens import NoToken
from bot.teams.gate.trust import is_here

# Each bot has one for every region from which it hears.
MOST_CLIENTS = 256
NOT_THIS_WAY = "The gate reads tokens; the SDK does not."
UNTRUSTED = "untrusted service URL"


class HeadwayAuthentication(BotFrameworkAuthentication):  # type: ignore[misc]  # the SDK has no types
    """Turns for callers whom the gate let in, and for posts of our own."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._clients: OrderedDict[tuple[str, str], tuple[ConnectorClient, Bearer]] = OrderedDict()

    def result_for(self, caller: Caller) -> AuthenticateRequestResult:
        """What `process_activity` takes for somebody whom the gate let in."""
        result = AuthenticateRequestResult()
        result.audience = self.get_originating_audience()
        result.claims_identity = _identity(caller.app_id)
        result.caller_id = None if caller.is_local else CallerIdConstants.public_azure_channel
        result.connector_factory = _Unsigned(self, caller.app_id)
        return result

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        """The connectors of the bot that the identity names."""
        return _Connectors(self, claims_identity.claims[AuthenticationConstants.AUDIENCE_CLAIM])

    def get_originating_audience(self) -> str:
        """What our tokens are for."""
        return self._gate.tokens.scope

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """Nothing: we sign nobody in."""

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        """Refuse: see `result_for`."""
        raise PermissionError(NOT_THIS_WAY)

    async def authenticate_streaming_request(
        self, auth_header: str, channel_id_header: str
    ) -> AuthenticateRequestResult:
        """Refuse: nothing comes over streams."""
        raise PermissionError(NOT_THIS_WAY)

    async def connector(self, app_id: str, service_url: str) -> ConnectorClient:
        """The bot's connector at the service URL, with a token that is good for some minutes.

        Raises NoToken, for a URL that is not trusted too, or what the database raises.
        """
        if not self._gate.trust.is_trusted(service_url):
            raise NoToken(UNTRUSTED)
        is_open = self._gate.trust.is_local and is_here(service_url)
        token = "" if is_open else await self._gate.tokens.token(app_id)
        client, bearer = self._client(app_id, service_url)
        bearer.token = token
        return client

    def unsigned(self, app_id: str, service_url: str) -> ConnectorClient:
        """The bot's connector as it is, which may have no token: for turns that send nothing by it."""
        return self._client(app_id, service_url)[0]

    def _client(self, app_id: str, service_url: str) -> tuple[ConnectorClient, Bearer]:
        """One that is kept, or a new one, which takes longer to make than to use."""
        made = self._clients.get((app_id, service_url))
        if made is None:
            bearer, sender = Bearer(), OutsideSender(self._gate.tokens.outside)
            client = ConnectorClient(
                bearer, base_url=service_url, pipeline_type=AsyncBfPipeline, sender=sender
            )
            made = self._clients[app_id, service_url] = (client, bearer)
        self._clients.move_to_end((app_id, service_url))
        if len(self._clients) > MOST_CLIENTS:
            self._clients.popitem(last=False)
        return made


class _Connectors(ConnectorFactory):  # type: ignore[misc]  # the SDK has no types
    """The connectors of one bot."""

    def __init__(self, authentication: HeadwayAuthentication, app_id: str) -> None:
        self._authentication = authentication
        self._app_id = app_id

    async def create(self, service_url: str, audience: str = "") -> ConnectorClient:
        """The one at the service URL. Our tokens are for one audience."""
        return await self._authentication.connector(self._app_id, service_url)


class _Unsigned(_Connectors):
    """For what comes in: it is answered by posts of our own, and must be taken while no token can be had."""

    async def create(self, service_url: str, audience: str = "") -> ConnectorClient:
        """The one at the service URL."""
        return self._authentication.unsigned(self._app_id, service_url)


def _identity(app_id: str) -> ClaimsIdentity:
    claims = {AuthenticationConstants.AUDIENCE_CLAIM: app_id, AuthenticationConstants.APP_ID_CLAIM: app_id}
    return ClaimsIdentity(claims, True)
