"""Reading a file's JSON: exact numbers, and everything that is refused."""

import pytest

from domain.engagement_file import (
    read_json,
    refusal,
)
from tests.domain.engagement_file.steps import refused


def test_numbers_are_read_exactly():
    read = read_json(
        b'{"a": 38.0, "b": 421, "c": 0.1, "d": -0.0, "e": 1E+5, "f": 12345678901234567890.123456789}'
    )
    assert [str(value) for value in read.values()] == [
        *("38.0", "421", "0.1", "0.0", "1E+5", "12345678901234567890.123456789")
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not JSON"),
        (b'{"a": 1,}', "not JSON"),
        (b"\xff\xfe{\x00", "not UTF-8"),
        (b'{"a": NaN}', "NaN is not a number"),
        (b'{"a": -Infinity}', "-Infinity is not a number"),
        (b'{"a": 1e99999999999999999999}', "is not a number"),
        (b'{"a": [1e400]}', "a[0]: expected a number of at most 60 digits"),
        (b'{"a": ' + b"9" * 5000 + b"}", "found a number of 5000 characters"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[" * 60 + b"]" * 60, "nested too deeply"),
        (b'{"a": 1, "a": 2}', '"a" stands twice'),
        (b'{"a": "b\\u0000"}', "a: expected text without NUL"),
        (b'{"a": {"\\ud800": 1}}', "a: expected text without NUL"),
        (b" " * 2_000_001, "larger than 2 MB"),
    ],
)
def test_what_no_database_could_keep_is_refused_in_one_line(data, words):
    sentence = refused(read_json, data)
    assert words in sentence
    assert sentence.endswith("Nothing was imported.")


def test_a_byte_order_mark_is_no_obstacle():
    assert read_json(b"\xef\xbb\xbf{}") == {}


def test_a_place_stays_on_one_line_whatever_its_keys_are():
    sentence = refusal(("people", "a\nb\u202e" + "c" * 100, 3), "a name", "x\ny").sentence
    assert sentence.startswith("people.a b ccc")
    assert "\n" not in sentence
    assert len(sentence) < 150
