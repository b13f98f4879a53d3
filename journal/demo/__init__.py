"""A journal to look at: four months of invented entries, in a folder that is gone when it has been looked at."""

from journal.demo.folder import temporary
from journal.demo.story import DEMO_PASSPHRASE, Story, create, load

__all__ = ["DEMO_PASSPHRASE", "Story", "create", "load", "temporary"]
