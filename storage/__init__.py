"""Everything that is remembered: the only package that knows SQL."""
