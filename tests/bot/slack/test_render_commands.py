"""Many commands in one message."""

from bot.slack.render import render_reply
from domain.chat import Strong, reply, say


def test_many_commands_are_one_text_and_leave_room_for_what_follows():
    commands = ", ".join(f"`exp {at}`" for at in range(40))
    message = render_reply(reply(*(say(Strong("Learning"), f": {commands}") for _topic in range(8))))
    assert {block["type"] for block in message.blocks} == {"section"}
    assert message.blocks[0]["text"]["text"] == f"*Learning*: {commands}"
    assert len(message.blocks) == 8
    assert not message.files
