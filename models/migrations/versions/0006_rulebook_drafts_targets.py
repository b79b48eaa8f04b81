"""Rulebooks on their way to being published; targets per item of a form

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

STATES = ('open', 'asked', 'published', 'dropped')


def upgrade() -> None:
    op.create_table('rulebook_drafts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('base_version_id', sa.Integer(), nullable=False, comment='what it was begun from'),
    sa.Column('files', sa.JSON(), nullable=False, comment='file name -> YAML text'),
    sa.Column('digest', sa.String(length=64), nullable=False, comment='of the files as they are now'),
    sa.Column('note', sa.Text(), nullable=False, comment='what changes, and why'),
    sa.Column('state', sa.Enum(*STATES, name='draft_state', native_enum=False, create_constraint=True, length=40),
              nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('replay_asked_at', sa.DateTime(timezone=True), nullable=True,
              comment='waits for a worker while there is no answer'),
    sa.Column('replayed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('replayed_digest', sa.String(length=64), nullable=True, comment='of the files that were replayed'),
    sa.Column('replay', sa.JSON(), nullable=True, comment='what changes on stored calls'),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decision_note', sa.Text(), nullable=True),
    sa.Column('published_version_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("state NOT IN ('asked', 'published') OR (asked_by_id IS NOT NULL AND replayed_digest = digest)",
                       name=op.f('ck_rulebook_drafts_asked_was_replayed')),
    sa.CheckConstraint('decided_by_id IS NULL OR decided_by_id <> asked_by_id',
                       name=op.f('ck_rulebook_drafts_two_persons')),
    sa.CheckConstraint("(state = 'published') = (published_version_id IS NOT NULL)",
                       name=op.f('ck_rulebook_drafts_published_has_version')),
    sa.ForeignKeyConstraint(['base_version_id'], ['rulebook_versions.id'],
                            name=op.f('fk_rulebook_drafts_base_version_id_rulebook_versions')),
    sa.ForeignKeyConstraint(['created_by_id'], ['users.id'], name=op.f('fk_rulebook_drafts_created_by_id_users')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['users.id'], name=op.f('fk_rulebook_drafts_asked_by_id_users')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['users.id'], name=op.f('fk_rulebook_drafts_decided_by_id_users')),
    sa.ForeignKeyConstraint(['published_version_id'], ['rulebook_versions.id'],
                            name=op.f('fk_rulebook_drafts_published_version_id_rulebook_versions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rulebook_drafts')),
    sa.UniqueConstraint('public_id', name=op.f('uq_rulebook_drafts_public_id'))
    )
    op.create_index(op.f('ix_rulebook_drafts_name'), 'rulebook_drafts', ['name'])
    op.create_index(op.f('ix_rulebook_drafts_state'), 'rulebook_drafts', ['state'])
    op.create_table('targets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scorecard', sa.String(length=80), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False, comment='id of a section or an item'),
    sa.Column('benchmark', sa.Double(), nullable=True),
    sa.Column('target', sa.Double(), nullable=True),
    sa.Column('set_by_id', sa.Integer(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['set_by_id'], ['users.id'], name=op.f('fk_targets_set_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_targets'))
    )
    op.create_index('ix_targets_scorecard_key', 'targets', ['scorecard', 'key'])


def downgrade() -> None:
    op.drop_table('targets')
    op.drop_table('rulebook_drafts')
