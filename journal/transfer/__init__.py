"""The whole journal as data, out and in: a file per format."""
