"""How far the replay of a draft has come, and who holds it

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('draft_replays',
    sa.Column('draft_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('fence', sa.Integer(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False, comment='claims since it was last asked for'),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('beat_at', sa.DateTime(timezone=True), nullable=True, comment='when it was last heard of'),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=True,
              comment='when judging began, after everything was made ready'),
    sa.Column('calls_done', sa.Integer(), nullable=False),
    sa.Column('calls', sa.Integer(), nullable=True, comment='in all; NULL until they were counted'),
    sa.ForeignKeyConstraint(['draft_id'], ['rulebook_drafts.id'],
                            name=op.f('fk_draft_replays_draft_id_rulebook_drafts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('draft_id', name=op.f('pk_draft_replays'))
    )
    # What is waited for while this runs is still waited for afterwards.
    op.execute(
        'INSERT INTO draft_replays (draft_id, fence, attempts, calls_done) SELECT id, 0, 0, 0 FROM rulebook_drafts '
        'WHERE replay_asked_at IS NOT NULL AND replayed_at IS NULL'
    )


def downgrade() -> None:
    op.drop_table('draft_replays')
