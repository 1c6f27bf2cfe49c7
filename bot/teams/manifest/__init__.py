"""The app package that makes Headway an app in Teams, from the same registrations that the bot answers by."""

from bot.teams.manifest.content import Wanted, make_manifest, next_version, wanted
from bot.teams.manifest.package import make_package

__all__ = ["Wanted", "make_manifest", "make_package", "next_version", "wanted"]
