"""What the tests of the engagement file share."""

import pytest

from domain.engagement_file import (
    read_json,
    sample,
)


@pytest.fixture
def document():
    return read_json(sample())
