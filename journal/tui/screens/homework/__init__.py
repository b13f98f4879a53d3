"""The place Homework, the library, the stages and changing a task."""
