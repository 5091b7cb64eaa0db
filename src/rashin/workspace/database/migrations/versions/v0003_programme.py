"""Links between programmes and deployments, measurements, opinions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rashin.workspace.database.migrations.keeping import append_only
from rashin.workspace.database.migrations.security import secure
from rashin.workspace.database.types import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Links between programmes and deployments, measurements, opinions"""
    op.create_table(
        "sendings",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("sendings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sendings_who"), ["who"], unique=False)

    op.create_table(
        "link_offers",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("award", sa.String(), nullable=False),
        sa.Column("award_title", sa.String(), nullable=False),
        sa.Column("offered_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("taken_at", Moment(), nullable=True),
        sa.Column("taken_by", sa.String(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("organisation_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["offered_by"], ["people.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_hash"),
    )
    with op.batch_alter_table("link_offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_offers_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "opinions",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("likeness", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.Column("due", sa.String(length=10), nullable=False),
        sa.Column("published", sa.String(), nullable=True),
        sa.Column("refused_for", sa.String(), nullable=True),
        sa.Column("judged_by", sa.String(length=40), nullable=True),
        sa.Column("judged_at", Moment(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("led_to", sa.String(), nullable=True),
        sa.Column("answered_by", sa.String(length=40), nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("organisation_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["answered_by"], ["people.id"]),
        sa.ForeignKeyConstraint(["judged_by"], ["people.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("link_hash"),
    )
    with op.batch_alter_table("opinions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinions_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("opinions_by_state", ["organisation_id", "state", "id"], unique=False)

    op.create_table(
        "sharings",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("deployment_id", sa.String(length=40), nullable=False),
        sa.Column("offer_id", sa.String(length=40), nullable=False),
        sa.Column("programme_id", sa.String(length=40), nullable=False),
        sa.Column("programme_name", sa.String(), nullable=False),
        sa.Column("award", sa.String(), nullable=False),
        sa.Column("award_title", sa.String(), nullable=False),
        sa.Column("baseline", sa.JSON(), nullable=False),
        sa.Column("from_index", sa.BigInteger(), nullable=False),
        sa.Column("from_at", Moment(), nullable=False),
        sa.Column("asked_month", sa.String(length=7), nullable=False),
        sa.Column("job_id", sa.String(length=40), nullable=True),
        sa.Column("agreed_by", sa.String(length=40), nullable=False),
        sa.Column("agreed_at", Moment(), nullable=False),
        sa.Column("ended_by", sa.String(length=40), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("organisation_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["agreed_by"], ["people.id"]),
        sa.ForeignKeyConstraint(["deployment_id"], ["deployments.id"]),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("offer_id"),
    )
    with op.batch_alter_table("sharings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sharings_deployment_id"), ["deployment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sharings_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "measurements",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("sharing_id", sa.String(length=40), nullable=False),
        sa.Column("deployment_id", sa.String(length=40), nullable=False),
        sa.Column("from_index", sa.BigInteger(), nullable=False),
        sa.Column("to_index", sa.BigInteger(), nullable=False),
        sa.Column("decisions", sa.BigInteger(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("log_index", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["deployment_id"], ["deployments.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"]),
        sa.ForeignKeyConstraint(["sharing_id"], ["sharings.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("log_index"),
    )
    with op.batch_alter_table("measurements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measurements_deployment_id"), ["deployment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_measurements_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_measurements_sharing_id"), ["sharing_id"], unique=False)

    secure(op.get_bind(), owned=("link_offers", "sharings", "measurements", "opinions"), shared=("sendings",))
    append_only(op.get_bind(), ("measurements",))
