"""What is interrupted, made to fail and cut off: tests that go through all of OPERATIONS know nothing else of them."""

from tests.faults.operation import Operation
from tests.faults.replacing import REPLACING
from tests.faults.writing import UNSAFE, WRITING

__all__ = ["OPERATIONS", "UNSAFE"]

OPERATIONS: dict[str, Operation] = {one.name: one for one in (*WRITING, *REPLACING)}
