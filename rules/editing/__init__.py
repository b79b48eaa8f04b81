"""A rule as people edit it: one text, seen as a form or as YAML; what is not touched stays byte for byte."""
