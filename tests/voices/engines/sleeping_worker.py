"""A speech process whose engine is not ready for a minute."""

import time

time.sleep(60)
