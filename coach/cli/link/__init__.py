"""`coach link`: the local door, and the page that stands on it."""

from coach.cli.link import assistants, broker, page
from coach.cli.link.door import link

__all__ = ["assistants", "broker", "link", "page"]
