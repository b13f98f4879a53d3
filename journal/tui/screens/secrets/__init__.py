"""Another passphrase, and the recovery sheet."""
