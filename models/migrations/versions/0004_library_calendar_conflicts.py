"""Case library, working week, extensions, questions in an appeal, kinds of conflict, former teams

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

NOTICES = (
    'assigned', 'released', 'deadline_near', 'appeal_filed', 'appeal_withdrawn', 'opinion_asked', 'opinion_due',
    'opinions_complete', 'overdue', 'decided', 'corrected', 'approval_asked', 'approval_decided', 'recalled',
)
NEW_NOTICES = ('clarification_asked', 'clarification_closed', 'deadline_extended')
CONFLICTS = ('kin', 'dispute', 'recused', 'other')

# Words that are searched in must not outlive a change of the transcript: an erasure, above all.
FORGET = (
    "UPDATE library_entries SET words = '' WHERE case_id IN (SELECT cases.id FROM cases "
    "JOIN score_runs ON score_runs.id = cases.score_run_id WHERE score_runs.transcript_id = NEW.id);"
)
SQLITE_FORGETS = (
    f"CREATE TRIGGER transcripts_forget_library AFTER UPDATE OF body ON transcripts BEGIN {FORGET} END",
)
POSTGRES_FORGETS = (
    "CREATE FUNCTION transcripts_forget_library() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN {FORGET} RETURN NULL; END $$",
    "CREATE TRIGGER transcripts_forget_library AFTER UPDATE OF body ON transcripts "
    "FOR EACH ROW EXECUTE FUNCTION transcripts_forget_library()",
)


def upgrade() -> None:
    op.create_table('library_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('note', sa.Text(), nullable=False, comment='what is to be learned'),
    sa.Column('words', sa.Text(), nullable=False, comment='what was said, masked; searched in'),
    sa.Column('curated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('removed_why', sa.String(length=400), nullable=True),
    sa.CheckConstraint('(removed_at IS NULL) = (removed_why IS NULL)',
                       name=op.f('ck_library_entries_removed_for_a_reason')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_library_entries_case_id_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_library_entries')),
    sa.UniqueConstraint('case_id', name=op.f('uq_library_entries_case_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_library_entries_public_id'))
    )
    op.create_table('working_weeks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('timezone', sa.String(length=60), nullable=False),
    sa.Column('hours', sa.JSON(), nullable=False, comment='weekday, 0 is Monday -> [opens, closes], minutes'),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_working_weeks_there_is_one')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_working_weeks'))
    )
    op.create_table('extensions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('hours', sa.Double(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('results', sa.Integer(), nullable=False, comment='released results whose appeal time was extended'),
    sa.Column('opinions', sa.Integer(), nullable=False),
    sa.Column('decisions', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('hours > 0', name=op.f('ck_extensions_adds_time')),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_extensions_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extensions')),
    sa.UniqueConstraint('public_id', name=op.f('uq_extensions_public_id'))
    )
    op.create_table('former_teams',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('why', sa.String(length=400), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_former_teams_team_id_teams')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_former_teams_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_former_teams')),
    sa.UniqueConstraint('user_id', 'team_id', name=op.f('uq_former_teams_user_id_team_id'))
    )
    op.create_index(op.f('ix_former_teams_user_id'), 'former_teams', ['user_id'], unique=False)
    op.create_table('clarifications',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('appeal_id', sa.Integer(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('answer_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('closed_by', sa.Enum('answer', 'lead', 'clock', name='closed_by', native_enum=False,
                                   create_constraint=True, length=40), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(closed_at IS NULL) = (closed_by IS NULL)',
                       name=op.f('ck_clarifications_closed_by_something')),
    sa.CheckConstraint("answer IS NULL OR closed_by = 'answer'", name=op.f('ck_clarifications_answered_in_words')),
    sa.ForeignKeyConstraint(['appeal_id'], ['appeals.id'], name=op.f('fk_clarifications_appeal_id_appeals')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['users.id'], name=op.f('fk_clarifications_asked_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clarifications')),
    sa.UniqueConstraint('public_id', name=op.f('uq_clarifications_public_id'))
    )
    op.create_index(op.f('ix_clarifications_appeal_id'), 'clarifications', ['appeal_id'], unique=False)
    op.create_index('uq_clarifications_open', 'clarifications', ['appeal_id'], unique=True,
                    sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
    with op.batch_alter_table('conflicts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(length=40), nullable=True))
    # Until now a conflict came from nowhere but an inspector who stepped back.
    op.execute("UPDATE conflicts SET kind = 'recused'")
    with op.batch_alter_table('conflicts', schema=None) as batch_op:
        batch_op.alter_column('kind', existing_type=sa.String(length=40), nullable=False)
        batch_op.create_check_constraint(batch_op.f('ck_conflicts_conflict_kind'), f'kind IN {CONFLICTS}')
    _allow_notices(NOTICES + NEW_NOTICES)
    for statement in SQLITE_FORGETS if op.get_bind().dialect.name == "sqlite" else POSTGRES_FORGETS:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER transcripts_forget_library")
    else:
        op.execute("DROP TRIGGER transcripts_forget_library ON transcripts")
        op.execute("DROP FUNCTION transcripts_forget_library()")
    op.execute(f'DELETE FROM notices WHERE kind IN {NEW_NOTICES}')
    _allow_notices(NOTICES)
    with op.batch_alter_table('conflicts', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_conflicts_conflict_kind'), type_='check')
        batch_op.drop_column('kind')
    for table in ('clarifications', 'former_teams', 'extensions', 'working_weeks', 'library_entries'):
        op.drop_table(table)


def _allow_notices(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_notices_notice_kind'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_notices_notice_kind'), f'kind IN {kinds}')
