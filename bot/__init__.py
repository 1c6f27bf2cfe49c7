"""The edges and the wiring: Slack, Teams, the browser console, the command line, and what binds them."""
