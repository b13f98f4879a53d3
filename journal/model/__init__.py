"""What a journal is: frozen values and pure rules. Nothing here reads a file, a clock or the environment."""
