"""The place Progress and its sections."""
