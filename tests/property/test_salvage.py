"""Salvage of a journal that isn't damaged is a copy of it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.salvage import salvage
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.examples import few
from tests.peers.test_lossless import empty, exported, filled


@settings(max_examples=few(5))
@given(data=st.data())
def test_nothing_changes_on_the_way(data: st.DataObject) -> None:
    """Whatever a journal holds, hostile text and all, what is exported of the new file is the same byte for byte."""
    with empty() as source:
        with source.atomic():
            filled(data, source)
        out = exported(source)
        path = source.path
        source.close()
        new = path.with_name("new.db")
        said = salvage(path, derive_key(PASSPHRASE, read_salt(path)), new, "another passphrase")
        assert (said.older, said.missing, said.unsure, said.damaged, said.unplaced) == (0, {}, (), (), 0)
        rescued = Vault.open(new, "another passphrase")
        assert exported(rescued) == out
        rescued.close()
