"""The page for a session: choosing its lines, seeing it, writing it to a file, and showing it in the room."""
