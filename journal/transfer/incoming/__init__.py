"""What comes in: files of this program and of others, a module per format."""
