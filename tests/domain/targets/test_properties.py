"""What holds for every text that somebody types as a target."""

import contextlib

from hypothesis import example, given
from hypothesis import strategies as st

from domain.errors import UserError
from domain.targets import check_target, read_target, remarks_about, target_words, wording_of
from domain.targets.edges import running
from tests.domain.targets.making import make_habits, make_traits

WORDS = [
    *(
        "120",
        "3%",
        "£5",
        "1,234.5",
        "4.6-5",
        "-3",
        "500k",
        "by",
        "dec",
        "until",
        "to",
        "from",
        "plan",
        "baseline",
    ),
    *(
        "in total",
        "a month",
        "a week",
        "below",
        "at least",
        "between",
        "and",
        "this year",
        "in 2027",
        "2027",
        "w50",
    ),
    *(
        "q1",
        "end of",
        "eoy",
        "hold",
        "jun",
        "80",
        "31",
        ",",
        ":",
        "-",
        "(",
        ")",
        '"',
        "or less",
        "+",
        "now",
        "every",
    ),
]
texts = st.one_of(
    st.text(),
    st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join),
    st.text(alphabet='0123 -to.,"()', max_size=30),
)


@given(
    texts,
    st.sampled_from(["count", "currency", "percent", "ratio", "days", "score"]),
    st.sampled_from(["weekly", "monthly", "quarterly"]),
    st.sampled_from(["en-GB", "de", "fi", "ar", "xx"]),
    st.sampled_from(["up", "down", "range"]),
)
@example("120 by 2099", "count", "weekly", "en-GB", "up")
@example("120 by dec from 0 in 2000-01", "count", "monthly", "en-GB", "up")
def test_any_text_is_a_target_or_refused_with_a_sentence(text, unit, cadence, locale, direction):
    habits = make_habits(unit, cadence, locale=locale)
    with contextlib.suppress(UserError):
        draft = read_target(text, habits=habits)
        target, traits, wording = (
            draft.until(running(habits).next()),
            make_traits(direction),
            wording_of(habits),
        )
        remarks_about(target, draft.baseline, traits, wording=wording)
        assert target_words(target, wording, direction=direction)
        check_target(target, draft.baseline, traits, last_ended=running(habits).previous(), wording=wording)
        assert target.by >= running(habits)
