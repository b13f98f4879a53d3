"""The encrypted file. Keys and SQL are here and nowhere else."""
