"""The place Journal: every entry, and what is shared of one."""
