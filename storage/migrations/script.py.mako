"""${message[:1].upper() + message[1:]}."""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:  # noqa: PLR0915 - a revision is one list of steps
    """Make the change."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:  # noqa: PLR0915 - a revision is one list of steps
    """Take the change back."""
    ${downgrades if downgrades else "pass"}
