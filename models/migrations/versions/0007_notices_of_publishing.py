"""People are told when a draft of a rulebook waits for them, and what became of it

Revision ID: 0007
Revises: 0006
"""

from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

NOTICES = (
    'assigned', 'released', 'deadline_near', 'appeal_filed', 'appeal_withdrawn', 'opinion_asked', 'opinion_due',
    'opinions_complete', 'overdue', 'decided', 'corrected', 'approval_asked', 'approval_decided', 'recalled',
    'clarification_asked', 'clarification_closed', 'deadline_extended',
)
NEW_NOTICES = ('publication_asked', 'publication_granted', 'publication_refused')


def upgrade() -> None:
    _allow_notices(NOTICES + NEW_NOTICES)


def downgrade() -> None:
    op.execute(f'DELETE FROM notices WHERE kind IN {NEW_NOTICES}')
    _allow_notices(NOTICES)


def _allow_notices(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_notices_notice_kind'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_notices_notice_kind'), f'kind IN {kinds}')
