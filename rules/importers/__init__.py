"""Rules and dialogues of other systems, turned into ours. Nothing they say is dropped."""
