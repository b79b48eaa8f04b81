"""The demo: invented people and calls, pushed through the real queue and engine, left in every state."""
