"""The environment, as Bolt must not see it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

PREFIX = "SLACK_"


@contextmanager
def without_slack_variables() -> Iterator[None]:
    """Hide SLACK_* while Bolt's app is made, which reads them by itself.

    With SLACK_CLIENT_ID and SLACK_CLIENT_SECRET it would keep installations of its own in files.
    """
    hidden = {name: os.environ.pop(name) for name in [*os.environ] if name.startswith(PREFIX)}
    try:
        yield
    finally:
        os.environ.update(hidden)
