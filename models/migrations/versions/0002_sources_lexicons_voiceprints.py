"""Formats without a header per source, lexicons, voiceprints, safe copies, transcripts made elsewhere

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

# Written out: SQLite takes a check or a reference with a new column, but not after it, and a table that others refer to
# cannot be copied while foreign keys are enforced.
ADDED = (
    ("sources", "raw_encoding", "VARCHAR(40) CONSTRAINT ck_sources_raw_encoding "
     "CHECK (raw_encoding IN ('alaw', 'mulaw', 's16le', 'g729', 'g723_1', 'gsm'))",
     "of files without a header; NULL: there are none"),
    ("sources", "raw_sample_rate_hz", "INTEGER", None),
    ("sources", "raw_channels", "INTEGER", None),
    ("recordings", "given_sha256", "VARCHAR(64)", "of the transcript that came with it"),
    ("recordings", "safe_sha256", "VARCHAR(64)", "the copy with spoken numbers silent"),
    ("recordings", "safe_digest", "VARCHAR(64)", "what that copy was made of"),
    ("transcripts", "channel_policy", "VARCHAR(40) CONSTRAINT ck_transcripts_channel_policy "
     "CHECK (channel_policy IN ('stereo_agent_left', 'stereo_agent_right', 'mono_diarize'))",
     "how it was heard; NULL: as the recording says"),
    ("transcripts", "lexicon_id", "INTEGER CONSTRAINT fk_transcripts_lexicon_id_lexicons REFERENCES lexicons (id)",
     "what it was told to expect"),
    ("transcripts", "made_from_id",
     "INTEGER CONSTRAINT fk_transcripts_made_from_id_transcripts REFERENCES transcripts (id)",
     "the hearing whose two sides were exchanged"),
)


def upgrade() -> None:
    op.create_table('lexicons',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('project', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('hot_words', sa.JSON(), nullable=False, comment='words the recogniser should expect'),
    sa.Column('initial_prompt', sa.Text(), nullable=False, comment='text put before every window'),
    sa.Column('corrections', sa.JSON(), nullable=False, comment='pairs: what is often written, what was meant'),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['users.id'], name=op.f('fk_lexicons_created_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lexicons')),
    sa.UniqueConstraint('project', 'version', name=op.f('uq_lexicons_project_version'))
    )
    op.create_table('voiceprints',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agent_id', sa.Integer(), nullable=False),
    sa.Column('recording_id', sa.Integer(), nullable=False, comment='where the voice was taken from'),
    sa.Column('body', sa.JSON(), nullable=True),
    sa.Column('speech_s', sa.Double(), nullable=False, comment="seconds of the agent's speech it was made of"),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(erased_at IS NULL) = (body IS NOT NULL)', name=op.f('ck_voiceprints_erased_has_no_body')),
    sa.ForeignKeyConstraint(['agent_id'], ['users.id'], name=op.f('fk_voiceprints_agent_id_users')),
    sa.ForeignKeyConstraint(['created_by_id'], ['users.id'], name=op.f('fk_voiceprints_created_by_id_users')),
    sa.ForeignKeyConstraint(['recording_id'], ['recordings.id'], name=op.f('fk_voiceprints_recording_id_recordings')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_voiceprints'))
    )
    op.create_index(op.f('ix_voiceprints_agent_id'), 'voiceprints', ['agent_id'], unique=False)
    op.create_index('uq_voiceprints_held', 'voiceprints', ['agent_id'], unique=True, sqlite_where=sa.text("erased_at IS NULL"), postgresql_where=sa.text("erased_at IS NULL"))
    keeps_comments = op.get_bind().dialect.name == "postgresql"
    for table, column, kind, comment in ADDED:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
        if comment and keeps_comments:
            op.execute(f"COMMENT ON COLUMN {table}.{column} IS '{comment}'")


def downgrade() -> None:
    for table, column, _kind, _comment in reversed(ADDED):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    op.drop_index('uq_voiceprints_held', table_name='voiceprints', sqlite_where=sa.text("erased_at IS NULL"), postgresql_where=sa.text("erased_at IS NULL"))
    op.drop_index(op.f('ix_voiceprints_agent_id'), table_name='voiceprints')
    op.drop_table('voiceprints')
    op.drop_table('lexicons')
