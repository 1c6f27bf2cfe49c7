"""Why an activity does not come in. The reason is for our log alone; Teams hears the status."""


class Refused(Exception):
    """An activity that we do not take, although its token is good. `status` is that of the HTTP answer."""

    status = 403

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status or type(self).status


class Unauthorized(Refused):
    """The token is missing or no good."""

    status = 401


class KeysAway(Refused):
    """We know no key of Teams at all, so nobody can say yet whether the token is good."""

    status = 503
