"""How the tables came to be, revision by revision. Add one: python -m storage.migrations "what changes"."""
