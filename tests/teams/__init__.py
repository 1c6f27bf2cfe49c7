"""A local Teams that refuses what Teams refuses."""
