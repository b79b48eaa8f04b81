"""Remembers: tables, the case life cycle, the one transaction type, migrations."""
