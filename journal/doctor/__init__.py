"""The doctor: what keeps this journal safe on this machine, what doesn't, and what to do about it.

`surroundings` looks at the file from outside and needs no passphrase; `inside` looks at an open journal. Nothing is
changed by either.
"""
