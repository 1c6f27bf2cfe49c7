"""A message of Teams that somebody saves as feedback, in the words that were read."""

import pytest

from bot.teams.quoting import words_of


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            "<p>The form took <b>20&nbsp;minutes</b></p><p>and then failed</p>",
            "The form took 20 minutes\nand then failed",
        ),
        ("<div>one<br/>two<br>three</div>", "one\ntwo\nthree"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("<p>hello <at id='0'>Tom Hale</at></p>", "hello Tom Hale"),
        ("<style>p {color: red}</style><p>words</p><script>run()</script>", "words"),
        ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
        ("", ""),
    ],
)
def test_html_is_read_as_people_read_it(content, words):
    assert words_of({"body": {"contentType": "html", "content": content}}) == words


def test_plain_text_stays_as_it_is():
    assert words_of({"body": {"contentType": "text", "content": "5 < 6 & <b>"}}) == "5 < 6 & <b>"


@pytest.mark.parametrize("message", [None, [], "x", {"body": None}, {"body": {"content": 5}}])
def test_a_message_of_another_shape_has_no_words(message):
    assert words_of(message) == ""
