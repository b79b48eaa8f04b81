"""Reading what people hand in: folders of recordings, sidecars, tables of calls."""
