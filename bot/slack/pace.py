"""How fast Slack lets us speak, for the rows that all processes share (storage/paces.py).

Slack takes about one message a second in a channel, with short bursts, and "several hundred" a minute in a
workspace; changes of messages are a method of their own (tier 3: fifty a minute and more). We stay at ten
messages a second in a workspace once fifty went at once. What is too much anyway brings a 429, which the
outbox obeys.
"""

from storage.paces import Limits, Rate

LIMITS = Limits(
    in_conversation=Rate(seconds=1.0, burst=4),
    posts=Rate(seconds=0.1, burst=50),
    edits=Rate(seconds=1.2, burst=20),
)
