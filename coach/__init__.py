"""A voice-guided, offline workout companion for the hip hinge."""

import os

# Before numpy is imported. The coach multiplies small matrices, often: threads that wait for one another make each of
# them slower, and on busy cores by a hundred times.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
