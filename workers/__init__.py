"""Runs: RQ jobs, one thin function each."""
