"""Acts: the path of a call, one file per step."""
