"""Secrets at rest: sealed with keys that come of SECRET_KEY, so that the database alone gives none away."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass, field

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import UserError

KEY_BYTES = 32
# Keys for other uses of SECRET_KEY come of other words.
USE = b"headway: secrets at rest"


class KeyMissing(UserError):
    """SECRET_KEY is empty, and nothing can be kept safe without it. Give it a long random value."""


class Unopenable(UserError):
    """A secret in the database was sealed with another SECRET_KEY. Put the earlier key behind the new one,
    with a comma between them. If it is lost, install Headway in that workspace again."""


@dataclass(frozen=True)
class Sealer:
    """Seals with the first of the comma-separated keys, and opens with any of them."""

    secret_key: str = field(repr=False)
    _keys: MultiFernet = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        keys = [key.strip() for key in self.secret_key.split(",") if key.strip()]
        if not keys:
            raise KeyMissing
        object.__setattr__(self, "_keys", MultiFernet([_fernet(key) for key in keys]))

    def seal(self, secret: str) -> str:
        """The secret as only we can read it; an empty one stays empty."""
        return self._keys.encrypt(secret.encode()).decode() if secret else ""

    def open(self, sealed: str) -> str:
        """The secret again. Raises Unopenable for what none of the keys sealed."""
        try:
            return self._keys.decrypt(sealed.encode()).decode() if sealed else ""
        except InvalidToken as failure:
            raise Unopenable from failure

    def reseal(self, sealed: str) -> str:
        """The same secret under the first key. Raises Unopenable."""
        return self.seal(self.open(sealed))


def _fernet(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=USE).derive(key.encode())
    return Fernet(urlsafe_b64encode(derived))
