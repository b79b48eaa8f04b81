"""Transcripts made elsewhere: one file per format, each recognised by its content."""
