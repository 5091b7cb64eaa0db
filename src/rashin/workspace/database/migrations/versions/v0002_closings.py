"""Closing deployments"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rashin.workspace.database.migrations.keeping import append_only
from rashin.workspace.database.migrations.security import secure
from rashin.workspace.database.types import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Closing deployments"""
    op.create_table(
        "closings",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("deployment_id", sa.String(length=40), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("log_index", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["deployment_id"], ["deployments.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("log_index"),
    )
    with op.batch_alter_table("closings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_closings_deployment_id"), ["deployment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_closings_organisation_id"), ["organisation_id"], unique=False)
    secure(op.get_bind(), owned=("closings",), shared=())
    append_only(op.get_bind(), ("closings",))
