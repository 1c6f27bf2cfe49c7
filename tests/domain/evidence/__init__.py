"""The evidence for a decision."""
