"""What Teams takes as a manifest, as a JSON schema: the part of Microsoft's own that this app uses."""

LONGEST_TITLE, LONGEST_DESCRIPTION, MOST_COMMANDS = 32, 128, 12


def _text(most: int, pattern: str = "") -> dict[str, object]:
    return {"type": "string", "minLength": 1, "maxLength": most, "pattern": pattern}


def _object(needed: str = "", **fields: object) -> dict[str, object]:
    made = {"type": "object", "properties": fields, "additionalProperties": False}
    return made | {"required": needed.split()}


def _list(of: object, most: int) -> dict[str, object]:
    return {"type": "array", "items": of, "minItems": 1, "maxItems": most, "uniqueItems": True}


def _one_of(*values: object) -> dict[str, object]:
    return {"enum": [*values]}


YES_OR_NO = {"type": "boolean"}
HTTPS, FILE = _text(2048, "^https://"), _text(2048, r"^[\w.]+\.png$")
GUIDS = _text(36, "^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$")
SCOPES = ("personal", "team", "groupChat", "copilot")
COMMAND = _object("title description", title=_text(LONGEST_TITLE), description=_text(LONGEST_DESCRIPTION))
# MicrosoftTeams.schema.json of this version with the limits of the reference beside it (its lists of commands
# are longer than what clients show), and nothing that this app does not use.
MANIFEST = _object(
    "manifestVersion version id developer name description icons accentColor supportsChannelFeatures",
    **{"$schema": HTTPS},
    manifestVersion={"const": "1.25"},
    version=_text(256, r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$"),
    id=GUIDS,
    developer=_object(
        "name websiteUrl privacyUrl termsOfUseUrl",
        name=_text(32),
        websiteUrl=HTTPS,
        privacyUrl=HTTPS,
        termsOfUseUrl=HTTPS,
    ),
    name=_object("short", short=_text(30), full=_text(100)),
    description=_object("short full", short=_text(80), full=_text(4000)),
    icons=_object("color outline", color=FILE, outline=FILE, color32x32=FILE),
    accentColor=_text(7, "^#[0-9a-fA-F]{6}$"),
    bots=_list(
        _object(
            "botId scopes",
            botId=GUIDS,
            scopes=_list(_one_of(*SCOPES), 4),
            isNotificationOnly=YES_OR_NO,
            supportsFiles=YES_OR_NO,
            commandLists=_list(
                _object(
                    "scopes commands",
                    scopes=_list(_one_of(*SCOPES), 4),
                    commands=_list(COMMAND, MOST_COMMANDS),
                ),
                3,
            ),
        ),
        1,
    ),
    composeExtensions=_list(
        _object(
            "botId commands",
            botId=GUIDS,
            commands=_list(
                _object(
                    "id title",
                    id=_text(64),
                    type=_one_of("query", "action"),
                    context=_list(_one_of("compose", "commandBox", "message"), 3),
                    title=_text(32),
                    description=_text(128),
                    fetchTask=YES_OR_NO,
                ),
                10,
            ),
        ),
        1,
    ),
    permissions=_list(_one_of("identity", "messageTeamMembers"), 2),
    validDomains=_list(_text(2048, r"^[^/:*]+\.[^/*]+$"), 16),
    supportsChannelFeatures={"const": "tier1"},
    defaultInstallScope=_one_of("personal", "team", "groupChat", "meetings", "copilot"),
    defaultGroupCapability=_object(team=_one_of("bot"), groupchat=_one_of("bot")),
    webApplicationInfo=_object("id resource", id=GUIDS, resource=_text(2048)),
    authorization=_object(
        permissions=_object(
            resourceSpecific=_list(
                _object(
                    "name type",
                    name=_text(128, r"^\w+\.\w+\.(Group|Chat)$"),
                    type=_one_of("Application", "Delegated"),
                ),
                16,
            )
        )
    ),
)
