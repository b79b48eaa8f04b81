"""What several steps do to a case, inside the transaction of the step that calls it."""
