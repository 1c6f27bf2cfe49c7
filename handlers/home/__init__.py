"""Home: what waits for a person, in one engagement as a command and in all of theirs as a tab."""

from handlers.home.prompts import Prompt, prompts
from handlers.home.tab import Tab, tab
from handlers.home.waiting import router

__all__ = ["Prompt", "Tab", "prompts", "router", "tab"]
