"""What leaves the house: from an event's row to a request or a mail."""
