"""A rule as people edit it."""
