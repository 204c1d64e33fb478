"""A speech process that finds no engine."""

import json
import sys

sys.stdout.write(json.dumps({"missing": "no library was found; install it"}) + "\n")
