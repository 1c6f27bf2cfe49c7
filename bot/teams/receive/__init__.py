"""What comes in from Teams."""
