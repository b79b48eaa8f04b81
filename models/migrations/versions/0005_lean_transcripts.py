"""Transcripts without the times of their words, for replays

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

# What was packed of a transcript must not outlive a change of it: an erasure, above all.
SQLITE_FORGETS = (
    "CREATE TRIGGER transcripts_forget_lean AFTER UPDATE OF body ON transcripts "
    "BEGIN DELETE FROM lean_transcripts WHERE transcript_id = NEW.id; END",
)
POSTGRES_FORGETS = (
    "CREATE FUNCTION transcripts_forget_lean() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN DELETE FROM lean_transcripts WHERE transcript_id = NEW.id; RETURN NULL; END $$",
    "CREATE TRIGGER transcripts_forget_lean AFTER UPDATE OF body ON transcripts "
    "FOR EACH ROW EXECUTE FUNCTION transcripts_forget_lean()",
)


def upgrade() -> None:
    op.create_table('lean_transcripts',
    sa.Column('transcript_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('form', sa.Integer(), nullable=False, comment='of rules.lean; rows of another form are made again'),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['transcript_id'], ['transcripts.id'],
                            name=op.f('fk_lean_transcripts_transcript_id_transcripts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('transcript_id', name=op.f('pk_lean_transcripts'))
    )
    for statement in SQLITE_FORGETS if op.get_bind().dialect.name == "sqlite" else POSTGRES_FORGETS:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER transcripts_forget_lean")
    else:
        op.execute("DROP TRIGGER transcripts_forget_lean ON transcripts")
        op.execute("DROP FUNCTION transcripts_forget_lean()")
    op.drop_table('lean_transcripts')
