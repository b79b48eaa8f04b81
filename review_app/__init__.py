"""Shows: the pages where people look and decide."""
