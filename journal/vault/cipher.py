"""AES-256-CBC, by which the pages of the file are encrypted. The only module that imports cryptography."""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def decrypted(text: bytes, iv: bytes, secret: bytes) -> bytes:
    """The plain text of whole blocks of 16 bytes."""
    decryptor = Cipher(algorithms.AES256(secret), modes.CBC(iv)).decryptor()
    return decryptor.update(text) + decryptor.finalize()
