"""Evidence for the question pivot, persevere or stop: inputs in, a pack out, by fixed rules."""
