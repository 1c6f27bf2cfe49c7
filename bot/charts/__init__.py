"""Charts as pictures: `service` asks for them, and `worker`, a process of its own, draws them.

Nothing is imported here, so that the worker's start takes no more than its drawing needs.
"""
