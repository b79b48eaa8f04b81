"""The first page of every role: what waits, what is due, how it goes. One file per role."""
