"""The statistics of trends."""
