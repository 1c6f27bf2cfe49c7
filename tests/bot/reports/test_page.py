"""The page of a pack: everything that was found, in the right order, and nothing that may not be seen."""

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

from bot.reports.page import OPENS, notice_html, page_html
from bot.reports.words import LEAN_HIDDEN
from domain.evidence.inputs import Thresholds
from domain.evidence.pack import Labelled
from handlers import ROUTES
from tests.bot.reports.made import alder, make_frozen, make_shown

EVIL = '<script>alert("1")</script>'


@cache
def usual_page() -> str:
    return page_html(make_shown())


def text_of(html: str) -> str:
    body = html[html.index("<body>") :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).replace("&#34;", '"').replace("&gt;", ">")


def in_order(text: str, *parts: str) -> bool:
    """Whether each of these follows the one before, somewhere."""
    rest = text
    for part in parts:
        _before, found, rest = rest.partition(part)
        if not found:
            return False
    return True


def test_a_page_says_what_it_is_then_what_was_hit_then_the_lean_and_what_speaks_against_it():
    pack = make_frozen().pack
    assert in_order(
        text_of(usual_page()),
        *(
            "Alder Physio",
            "As of 15 November 2026, 09:00",
            "Decides Gwen Tarrant Rules",
            pack.fixed,
            "A tripwire was hit",
        ),
        *("Leans to pivot", pack.because, "The strongest against it", pack.counter),
        *("For continuing", "For changing", "Signals", "Drivers", "How complete the numbers are"),
        *("Assumptions and experiments", "Learning by cycle", "Feedback", "Pivots worth discussing"),
        *("What is missing", "Decisions", "The thresholds that were used", "for Maren Ashdown alone"),
    )


def test_no_value_of_our_own_stands_in_the_page_as_it_is_written_in_code():
    assert not re.search(r"\w+\(\w+=", text_of(usual_page()))


def test_while_the_lean_is_hidden_nothing_tells_of_it():
    frozen = make_frozen()
    text, pack = text_of(page_html(make_shown(frozen, is_lean_hidden=True))), frozen.pack
    told = (
        *(pack.because, pack.settles, pack.fixed, pack.danger, *pack.fragile, *pack.for_continuing[1:2]),
        *("Leans to", "The strongest against", "For changing", "Patience", "Worth discussing"),
    )
    assert [one for one in told if one in text] == []
    assert in_order(text, "A tripwire was hit", LEAN_HIDDEN, "First warning", "Signals", " change ")


def test_while_the_lean_is_hidden_the_page_is_the_same_for_every_lean():
    kept = Labelled(label="Kept", words="1 of 2 promises.")
    leans = (make_frozen(lean="mixed"), make_frozen(lean="not_enough", opening=(kept,)))
    mixed, too_few = (page_html(make_shown(one, is_lean_hidden=True)) for one in leans)
    assert mixed == too_few
    assert "Where things stand" in mixed


def test_a_warning_of_today_is_not_called_the_first_of_0_days_ago():
    warning = make_frozen().pack.warning
    assert warning is not None
    today = make_frozen(warning=replace(warning, days=0))
    assert "First warning" in usual_page()
    assert "First warning" not in page_html(make_shown(today))


def test_words_of_people_are_text_and_there_is_no_script():
    inputs = alder()
    first = replace(inputs.assumptions[0], text=EVIL, threshold=f"`{EVIL}`")
    frozen = make_frozen(replace(inputs, engagement=EVIL, assumptions=(first, *inputs.assumptions[1:])))
    html = page_html(make_shown(frozen, reader=EVIL, changes=(EVIL,)))
    assert html.count("&lt;script&gt;") >= 5
    assert "<script" not in html
    assert " style=" not in html
    assert "http" not in html.partition("</style>")[2]


def test_a_value_before_it_was_due_is_said_beside_the_count_of_those_that_were():
    inputs = alder()
    first = inputs.kpis[0]
    newest = replace(first.points[-1], period="2026-11", at=first.points[-1].at + 1)
    early = replace(first, points=(*first.points, newest))
    text = text_of(page_html(make_shown(make_frozen(replace(inputs, kpis=(early, *inputs.kpis[1:]))))))
    said = "Nov 2026 came before it was due."
    assert text.count(f"{first.reported} of {first.due} months reported. {said}") == 1
    assert f"{first.reported} of {first.due} {said}" in text
    assert "before it was due" not in text_of(usual_page())


def test_every_chart_has_words_that_say_the_same():
    alts = re.findall(r'role="img" aria-label="([^"]+)"', usual_page())
    assert len(alts) == 4
    members = next(alt for alt in alts if alt.startswith("Care-plan members"))
    assert "First 212 in Nov 2025, last 304 in Oct 2026" in members
    assert "Not reported: Apr 2026." in members
    assert "Target: 330 by Dec 2026." in members
    assert "Forecast for Nov 2026: 308 to 317 (80% range)." in members


def test_experiments_show_how_many_were_observed_and_what_was_changed_after_the_start():
    text = text_of(usual_page())
    assert "52 of 212 (24.5%, 95% range 19.2% to 30.7%)" in text
    assert "164 observed, 300 planned" in text
    assert "changed after" not in text
    inputs = alder()
    edited = replace(inputs.experiments[1], changed=("threshold", "stop date"))
    written = replace(inputs.assumptions[0], changed_on=inputs.today)
    frozen = make_frozen(replace(inputs, experiments=(edited,), assumptions=(written,)))
    text = text_of(page_html(make_shown(frozen)))
    assert "changed after the start: threshold, stop date" in text
    assert "changed after a result, 15 November 2026" in text


def test_feedback_is_counted_and_that_of_the_team_apart():
    rows = re.findall(r'scope="row">(\w+)</th>\s*((?:<td.*?</td>\s*){3})', usual_page())
    counts = {name: re.findall(r">(\d+)<", cells) for name, cells in rows}
    assert counts["Negative"] == ["4", "0", "1"]
    assert counts["Indifferent"] == ["1", "0", "0"]
    assert counts["Neutral"] == ["1", "0", "1"]


def test_thresholds_that_are_not_the_usual_ones_say_what_is_usual():
    changed = text_of(page_html(make_shown(make_frozen(alder(thresholds=Thresholds(market_items=9))))))
    assert in_order(changed, "market_items", "9", "usually 5")
    assert "usually" not in text_of(usual_page())


def test_money_is_for_those_who_may_read_of_it():
    assert "cash_stop_months" in usual_page()
    text = page_html(make_shown(has_money=False, withheld="Money is kept apart."))
    assert "cash_stop_months" not in text
    assert in_order(text, "Cash", "Money is kept apart.")
    assert "No cash balance" not in text


def test_what_changed_since_is_listed_and_the_pack_stays():
    words = "New patients of August 2026 was corrected from 448 to 440."
    text = text_of(page_html(make_shown(changes=(words,))))
    assert in_order(text, "The records changed since this pack was made", words)
    assert "edited, corrected or taken back since" in text_of(usual_page())


def test_an_empty_pack_is_still_a_page():
    parts = "kpis assumptions experiments feedback decisions promises tripwires earlier cycles"
    nothing: dict[str, tuple[()]] = dict.fromkeys(parts.split(), ())
    frozen = make_frozen(alder(**nothing))
    text = text_of(page_html(make_shown(frozen)))
    assert in_order(text, "Not enough evidence", frozen.pack.because, "No assumption is written yet")
    assert all(gap.what in text for gap in frozen.pack.gaps)


def test_what_is_to_be_typed_in_the_chat_is_a_command():
    typed = {*re.findall(r"<code>(.*?)</code>", usual_page()), *OPENS.values()}
    known = tuple(ROUTES.commands)
    assert len(typed) > 8
    assert [one for one in typed if not one.startswith(known)] == []
    assert "evidence show 3" in typed


def test_a_notice_is_a_page_with_one_sentence():
    html = notice_html(title="This link is over", sentence="Type `evidence` in the chat.")
    assert "<code>evidence</code>" in html
    assert " ".join(text_of(html).split()) == "Headway This link is over Type evidence in the chat."


def test_headings_go_down_one_at_a_time():
    levels = [int(level) for level in re.findall(r"<h([1-6])", usual_page())]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
