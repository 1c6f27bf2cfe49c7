"""Adaptive Cards as Teams takes them: what stands in them, and what it refuses."""
