"""What it means that Microsoft's login refuses a bot, with the cure."""

from collections.abc import Mapping

DEAD = "TEAMS_APP_PASSWORD does not work ({code}). {cure}"
DEAD_ROW = "The bot {app_id} cannot log in ({code}). {cure}"
MAKE_ANOTHER = (
    "Make a new client secret on the page Certificates & secrets of your app registration, and take its"
    " Value, not its ID."
)
UNKNOWN_APP = (
    "Microsoft knows no such app in that tenant: compare the app id and the tenant id with the Overview of"
    " your app registration."
)
UNKNOWN_TENANT = "Microsoft knows no such tenant: take the Directory (tenant) ID from the Overview."
OTHER = "Compare app id, tenant id and secret with those of your app registration."
CURES: Mapping[str, str] = {
    "AADSTS7000215": MAKE_ANOTHER,
    "AADSTS7000222": MAKE_ANOTHER,
    "AADSTS700016": UNKNOWN_APP,
    "AADSTS90002": UNKNOWN_TENANT,
    "AADSTS900023": UNKNOWN_TENANT,
}


def of_environment(code: str) -> str:
    """What is wrong with the bot of the environment, in a line."""
    return DEAD.format(code=code, cure=CURES.get(code, OTHER))


def of_row(app_id: str, code: str) -> str:
    """What is wrong with one of the others, in a line."""
    return DEAD_ROW.format(app_id=app_id, code=code, cure=CURES.get(code, OTHER))
