"""What happens without anybody asking: the clock, its jobs, and delivery."""
