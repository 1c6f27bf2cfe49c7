"""What Slack refuses in messages and views, each with its source.

R: the Block Kit reference, docs.slack.dev/reference/block-kit. V: docs.slack.dev/reference/views.
S: slack_sdk's models. M: docs.slack.dev/reference/methods/chat.postMessage. O: others saw it, with the place.
It knows only the kinds of blocks that we make: any other is a problem too.
"""

import json
from collections import Counter
from collections.abc import Sequence

from tests.bot.slack.block_kit.blocks import BLOCKS
from tests.bot.slack.block_kit.inputs import check_groups, check_options
from tests.bot.slack.block_kit.texts import ID, Piece, Problems, plain, sized

MESSAGE_TEXT = 40_000  # M: longer text is truncated
MESSAGE_BLOCKS = 50  # R: "up to 50 blocks in each message, and 100 in modals or Home tabs"
VIEW_BLOCKS = 100
# O: slackapi/bolt-js issue 2509: msg_blocks_too_long above 13,297 characters in one block, sooner in several
MESSAGE_WEIGHT = 13_200
VIEW_BYTES = 250_000  # V: view_too_large above 250 KB


def message_problems(message: Piece) -> list[str]:
    """What chat.postMessage refuses in `text` and `blocks`; nothing for a message that is fine."""
    blocks = message.get("blocks") or []
    made = [*sized(message.get("text", ""), "text", 0, MESSAGE_TEXT), *check_blocks(blocks, MESSAGE_BLOCKS)]
    if not blocks and not message.get("text"):
        made.append("no_text")  # M
    tables = [block for block in blocks if block["type"] == "table"]
    if len(tables) > 1:
        made.append("only_one_table_allowed")  # R, table block
    rest = [block for block in blocks if block["type"] != "table"]
    if len(json.dumps(rest, ensure_ascii=False, separators=(",", ":"))) > MESSAGE_WEIGHT:
        made.append("msg_blocks_too_long")
    kinds = {"input", "file"} & {block["type"] for block in blocks}
    return [*made, *(f"{kind} is no block of a message" for kind in kinds)]


def view_problems(view: Piece) -> list[str]:
    """What views.open, views.update and views.publish refuse; nothing for a view that is fine."""
    made = list(check_blocks(view.get("blocks") or [], VIEW_BLOCKS))
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        made.append("view_too_large")
    kinds = [block["type"] for block in view["blocks"]]
    if "table" in kinds:
        made.append("a table is no block of a view")  # R, table block: messages only
    made += sized(view.get("private_metadata", ""), "private_metadata", 0, 3000)  # V
    made += [p for key in ("callback_id", "external_id") for p in sized(view.get(key, "x"), key, 1, ID)]
    if view["type"] == "home":
        return [*made, *(f"home view has {key}" for key in ("title", "submit", "close") if key in view)]  # V
    if view["type"] != "modal":
        return [*made, "invalid type of a view"]
    made += plain(view.get("title"), "title", 24)  # V: 24 characters each
    made += [p for key in ("submit", "close") if key in view for p in plain(view[key], key, 24)]
    if "input" in kinds and "submit" not in view:
        made.append("a view with inputs needs submit")  # V
    return made


def options_problems(answer: Piece) -> list[str]:
    """What Slack refuses in the answer to a block_suggestion: it has options or groups, at most 100."""
    if "option_groups" in answer:
        return list(check_groups(answer["option_groups"]))
    return list(check_options(answer["options"], 0, 100))


def errors_problems(response: Piece, view: Piece) -> list[str]:
    """What Slack refuses in `response_action: errors`: keys that are no input blocks of the view (V)."""
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    named = response["errors"]
    return [
        *([] if named else ["no errors"]),
        *(f"{key} is no input" for key in named if key not in inputs),
        *(f"empty error at {key}" for key, said in named.items() if not said.strip()),
    ]


def check_blocks(blocks: Sequence[Piece], most: int) -> Problems:
    if len(blocks) > most:
        yield f"more than {most} blocks"
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    yield from (f"duplicate block_id {name}" for name, count in ids.items() if count > 1)  # R
    for at, block in enumerate(blocks):
        check = BLOCKS.get(block["type"])
        found = [*check(block)] if check else [f"unsupported type {block['type']}"]
        yield from (f"blocks/{at}: {problem}" for problem in found)
        yield from sized(block.get("block_id", "x"), "block_id", 1, ID)
