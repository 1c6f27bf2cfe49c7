"""What each platform has for what Headway does, and what it cannot do, in the words of docs/parity.md."""

from bot.slack import registrations as slack
from bot.teams import surfaces as teams
from bot.teams.arrival import Kind

PLATFORMS = ("Console", "Slack", "Teams")

_SLASH = ", ".join(f"`/{command.name}`" for command in slack.COMMANDS)
_GLOBAL = ", ".join(f"“{one.name}”" for one in slack.SHORTCUTS.values() if one.kind == "global")
_ON_A_MESSAGE = ", ".join(f"“{one.name}”" for one in slack.SHORTCUTS.values() if one.kind == "message")
_BESIDE_THE_BOX = ", ".join(f"“{one.title}”" for one in teams.BEGINNINGS.values())
_FIRST_PROMPTS = ", ".join(f"`{name}`" for name in teams.COMMANDS["personal"][:4])

# Surface, then what stands for it on each platform.
SURFACES = (
    ("Talking alone", "a direct conversation", "the app's messages", "the personal chat"),
    (
        "Talking in a channel",
        "any line is a command or plain words",
        f"slash commands ({_SLASH}), or a mention",
        "a mention; what all may see is answered in its thread",
    ),
    ("Talking in a group chat", "no", "no", "a mention"),
    (
        "Menus of commands",
        "completed while you type",
        "Slack's list of slash commands",
        "Teams' menu, twelve for each place",
    ),
    ("Suggested prompts", "in an empty conversation", "in the agent view (`--agent`)", _FIRST_PROMPTS),
    (
        "Saving a message as feedback",
        "no",
        f"message shortcut {_ON_A_MESSAGE}",
        f"message extension “{teams.SAVE_AS_FEEDBACK_TITLE}”",
    ),
    ("Beginning from anywhere", "no", f"shortcuts {_GLOBAL}", f"{_BESIDE_THE_BOX}, beside the message box"),
    (
        "Forms",
        "in the conversation",
        "windows, at once; a mention and a typed message get **Open form**",
        "dialogs, at once from a button, a message's menu or beside the message box; a typed command gets"
        " **Open form**, or in the personal chat a short form as a card",
    ),
    (
        "Mistakes in a form",
        "beside the field",
        "beside the field",
        "the form again, with its values and the mistake above the field",
    ),
    (
        "Answers for your eyes only",
        "in the channel",
        "in the channel",
        "in the personal chat, with a pointer in the thread",
    ),
    ("Home", "`home`", "the Home tab, kept up to date, and `home`", "`home`, as a card in the personal chat"),
    ("Charts", *("pictures; their description says the same in words",) * 3),
    ("Long lists", "whole", "the beginning, and all of it as a file", "pages behind a button"),
    ("Bringing a spreadsheet", "dropped in", "dropped into a message to it", "sent in the personal chat"),
    ("Showing that it works", "no", "a status in the agent view", "the typing indicator"),
    ("The day's post", "edited in place", "edited in place", "edited in place"),
    (
        "Hearing what does not mention it",
        "everything",
        f"only with `--listen`: {', '.join(f'`{name}`' for name in slack.LISTEN_SCOPES)}",
        f"only with `--listen`: {', '.join(f'`{name}`' for name in teams.LISTEN_PERMISSIONS)}",
    ),
    ("Several companies", "no", "one app, installed by OAuth", "a registration for each tenant"),
    ("Without a public address", "this machine alone", "Socket Mode", "no, but for the local playground"),
)

CANNOT = {
    "Slack": (
        "Slash commands do not work in threads, and people from other companies have none: a mention does.",
        "Headway is not in group messages. Use a channel.",
        "A channel's history can be searched for a post after a crash only with `--listen`.",
    ),
    "Teams": (
        "There are no slash commands: people mention @Headway, or write to it in the personal chat.",
        "A message cannot be shown to one person in a channel. What only the asker shall see goes to the"
        " personal chat, and a pointer stands in the thread; the asker needs the app there.",
        "Typing opens no dialog: a command gets **Open form**, or in the personal chat a short form as a"
        " card. Buttons, the menu of a message and the entries beside the message box open dialogs at once.",
        "A form cannot show a mistake at a field: it is shown again, and the mistake stands above the field.",
        "Bots cannot post in private channels. Headway says so where it can, and asks for another channel.",
        "There is no Home tab that is drawn for each person. `home` is a card in the personal chat, and shows"
        " what was so when it was asked.",
        "A spreadsheet reaches a bot in the personal chat alone.",
        "A post whose sending broke off cannot be looked for. It is not sent twice: it ends as uncertain, and"
        " the lead is told. An answer in a personal chat is sent once more, and may stand there twice.",
        "A card holds about 28 KB. What is longer becomes pages.",
        "A bot is registered in one tenant, so each company needs a registration of its own.",
    ),
    "Console": (
        "It speaks as anyone and answers on this machine alone. It is a playground, not a place for people.",
    ),
}

KINDS: dict[Kind, str] = {"personal": "personal", "channel": "channel", "group": "group chat"}
