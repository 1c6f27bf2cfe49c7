"""Any reply and any form, with the texts that break things; and what Slack sends back of a form."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from domain.chat import (
    Bullets,
    Button,
    Buttons,
    Chart,
    Context,
    Field,
    FieldKind,
    Fields,
    Form,
    Heading,
    Link,
    Mention,
    Option,
    Panel,
    Paragraph,
    Reply,
    Strong,
    Table,
    Typed,
)

MEMBERS = {"U0MAREN": "Maren", "W0THEO": "Theo", "U_CONSOLE": "Somebody", "": "Guest"}
WICKED = (
    "<!channel> <@U0MAREN> <https://evil.example|press> &amp; <#C1>",
    "*bold* _it_ ~x~ `code` ```pre``` :tada: > quote",
    "\n> quoted\n&gt; quoted\n1. one\n- two",
    "@here #general @Maren www.evil.example https://evil.example",
    "\u202eright to left\u202c שלום مرحبا",
    "👩‍👩‍👧‍👦🇩🇪👍🏽 naïve 数字 ½",
    "\x00\x07\x1b[31m\r\n\ttab \x85 \ufffe",
    "=1+1 \"quoted\", 'it' ; |pipe|",
    "wordwithoutend" * 800,
    "many words " * 900,
    "line\n" * 700,
    "😀" * 3100,
    " ",
    "",
)
# By number, since hypothesis writes out what it samples from.
wicked = st.integers(0, len(WICKED) - 1).map(WICKED.__getitem__)
texts = wicked | st.text(max_size=60) | st.text(alphabet="ab *_~`<>&:|\n", max_size=40)
short_texts = st.text(max_size=30) | st.integers(0, 7).map(WICKED.__getitem__)
ADDRESSES = (
    "https://a.example/?b=1&c=2",
    "https://a.example/(x)_y*z",
    "javascript:x",
    "https://b.example/" + "y" * 3200,
)
addresses = st.integers(0, len(ADDRESSES) - 1).map(ADDRESSES.__getitem__)
mentions = st.sampled_from(sorted(MEMBERS)).map(lambda account: Mention(MEMBERS[account], account))
spans = st.lists(
    texts
    | st.builds(Strong, texts)
    | st.builds(Typed, texts)
    # A link that has no words leads nobody anywhere, and nothing of ours makes one.
    | st.builds(Link, short_texts.filter(bool), addresses)
    | mentions
    | st.sampled_from(("see `kpi why leads`, ", " or `help`")),
    max_size=5,
).map(tuple)
short_spans = st.lists(short_texts | st.builds(Strong, short_texts) | mentions, max_size=2).map(tuple)
buttons = st.builds(
    Button,
    label=texts,
    route=st.just("r"),
    style=st.sampled_from(("plain", "primary", "danger")),
    opens_form=st.booleans(),
    id=st.sampled_from(("", "k3J9x_-tokentokentoken")),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table, now and then one that is far too large."""
    width = draw(st.sampled_from((1, 2, 5, 23)))
    row = st.tuples(*([short_spans] * width))
    rows = draw(st.lists(row, max_size=4)) * draw(st.sampled_from((1, 1, 40)))
    if rows and draw(st.integers(0, 5)) == 0:
        rows[-1] = (draw(spans), *rows[-1][1:])
    columns = tuple(draw(st.lists(short_texts, min_size=width, max_size=width)))
    return Table(columns, tuple(rows), tuple(range(1, width)))


PANEL = Panel(name="Leads", unit="count", points=())
charts = st.builds(Chart, title=short_texts, panels=st.just((PANEL,)), alt=texts)
blocks = st.one_of(
    st.builds(Paragraph, spans),
    st.builds(Heading, texts),
    st.builds(Context, spans),
    st.builds(Fields, st.lists(st.tuples(texts, spans), max_size=12).map(tuple)),
    st.builds(Bullets, st.lists(spans, max_size=6).map(tuple)),
    st.builds(Bullets, st.just((("one line of many",),) * 300)),
    tables(),
    charts,
    st.builds(Buttons, st.lists(buttons, min_size=1, max_size=4).map(tuple)),
    st.builds(Buttons, st.lists(buttons, min_size=1, max_size=1).map(lambda some: tuple(some * 60))),
)
small_blocks = st.one_of(
    st.builds(Paragraph, short_spans),
    st.builds(Heading, short_texts),
    st.builds(Context, short_spans),
    st.just(Table(("KPI", "Now"), ((("Leads",), ("103",)),), (1,))),
    st.builds(Buttons, st.lists(buttons, min_size=1, max_size=2).map(tuple)),
)
replies = st.builds(lambda made: Reply(blocks=tuple(made)), st.lists(blocks, max_size=6)) | st.builds(
    lambda made: Reply(blocks=tuple(made * 40)), st.lists(small_blocks, min_size=1, max_size=3)
)

values = st.text(max_size=20).filter(lambda text: "," not in text) | st.sampled_from(
    ("x" * 400, "#x", "leads:2026-10", "")
)
options = st.builds(Option, value=values, label=texts, group=st.sampled_from(("", "", "Demand", "*Reach*")))
KINDS: tuple[FieldKind, ...] = (
    "text",
    "long_text",
    "number",
    "date",
    "choice",
    "choices",
    "person",
    "people",
)
kinds = st.sampled_from(KINDS)


@st.composite
def fields(draw: st.DrawFn, name: str) -> Field:
    """A field under this name, with something in it or nothing."""
    kind = draw(kinds)
    made = tuple(draw(st.lists(options, max_size=6)))
    many = tuple(
        Option(value=f"v{at}", label=f"Option {at}") for at in range(draw(st.sampled_from((0, 0, 30, 130))))
    )
    offered = made + many if kind in {"choice", "choices", "person", "people"} else ()
    standing = [draw(texts), draw(st.sampled_from(("2026-11-22", "2026-13-01", "U0MAREN")))]
    standing += [option.value for option in offered[:2]]
    return Field(
        name=name,
        label=draw(texts),
        kind=kind,
        hint=draw(texts),
        placeholder=draw(short_texts),
        options=offered,
        value=tuple(draw(st.lists(st.sampled_from(standing), max_size=2))),
        is_required=draw(st.booleans()),
        max_length=draw(st.sampled_from((1, 80, 3000, 40_000))),
        error=draw(st.sampled_from(("", "", "That is *no* number."))),
    )


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """A form, now and then one with more fields than a view has places."""
    odd = draw(st.lists(st.text(max_size=20) | st.just(400).map("n".__mul__), max_size=3, unique=True))
    names = odd + [f"leads:2026-{at:02}" for at in range(draw(st.sampled_from((1, 2, 120))))]
    few = draw(st.lists(st.sampled_from(names), unique=True, min_size=1, max_size=6))
    drawn = {name: draw(fields(name)) for name in few}
    return Form(
        title=draw(texts),
        fields=tuple(drawn.get(name, Field(name=name, label=name)) for name in names),
        submit_label=draw(short_texts),
        intro=draw(texts),
        error=draw(texts),
        id="showing1",
    )


def sent_untouched(view: Mapping[str, Any]) -> dict[str, Any]:
    """The view as Slack sends it when somebody presses its button without changing anything."""
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    state = {b["block_id"]: {b["element"]["action_id"]: _state(b["element"])} for b in inputs}
    return {**view, "state": {"values": state}}


def _state(element: Mapping[str, Any]) -> dict[str, Any]:
    kind = element["type"]
    match kind:
        case "plain_text_input":
            said: dict[str, Any] = {"value": element.get("initial_value")}
        case "datepicker":
            said = {"selected_date": element.get("initial_date")}
        case "users_select":
            said = {"selected_user": element.get("initial_user")}
        case "multi_users_select":
            said = {"selected_users": element.get("initial_users", [])}
        case "radio_buttons" | "static_select" | "external_select":
            said = {"selected_option": element.get("initial_option")}
        case _:
            said = {"selected_options": element.get("initial_options", [])}
    return {"type": kind, **said}
