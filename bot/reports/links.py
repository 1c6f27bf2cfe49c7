"""The signed addresses of pages. What is signed is the number of a link; the rest stands in its row."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from itsdangerous import BadData, URLSafeSerializer

from storage import reports
from storage.database import Database

PATH = "/reports/"
# Keys for other uses of SECRET_KEY come of other words.
USE = b"headway: links to reports"
KEY_BYTES = 32


def local_url(host: str, port: int) -> str:
    """The address of a server that only this computer reaches."""
    name = host.strip("[]")
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


@dataclass(kw_only=True)
class ReportLinks:
    """Makes and reads addresses below `url`.

    Signs with the first of the comma-separated keys, and takes any of them. Without a key (a console that
    only this computer reaches) one of this process is used until `prepare` has read the installation's.
    """

    url: str
    secret_key: str = field(default="", repr=False)
    _own_key: str = field(default_factory=lambda: secrets.token_urlsafe(KEY_BYTES), repr=False)

    def address(self, *, link_id: int) -> str:
        """The address at which the person who was given this link opens their page."""
        return f"{self.url.rstrip('/')}{PATH}{self._signer.dumps(link_id)}"

    def read(self, token: str) -> int | None:
        """The number of the link that we signed; None for anything else."""
        try:
            found = self._signer.loads(token)
        except BadData:
            return None
        return found if type(found) is int else None

    async def prepare(self, database: Database, *, now: datetime) -> None:
        """Take the key of this installation, so that links outlive a restart and work in each process."""
        if self.secret_key:
            return
        async with database.read() as session:
            key = await reports.known_key(session, use=USE.decode())
        if not key:
            async with database.write() as session:
                key = await reports.made_key(session, use=USE.decode(), now=now)
        self._own_key = key

    @property
    def _signer(self) -> URLSafeSerializer:
        keys = [key.strip() for key in (self.secret_key or self._own_key).split(",") if key.strip()]
        # itsdangerous signs with the last one.
        made = {"key_derivation": "hmac", "digest_method": sha256}
        return URLSafeSerializer(keys[::-1], salt=USE, signer_kwargs=made)
