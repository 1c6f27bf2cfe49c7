"""What `make bench` runs: how fast Headway answers, starts, and how much memory it takes."""
