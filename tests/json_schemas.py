"""jsonschema without a check that is not used here: for addresses with letters of any language."""

import sys
from unittest.mock import patch

# Where that part is installed, it builds its grammars as it is imported: half of what collecting all the tests took.
with patch.dict(sys.modules, {"rfc3987_syntax": None}):
    from jsonschema import Draft202012Validator

__all__ = ["Draft202012Validator"]
