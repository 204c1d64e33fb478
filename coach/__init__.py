"""A voice-guided, offline workout companion for the hip hinge."""

import os

# Before numpy is imported. The coach multiplies small matrices, often: threads that wait for one another make each of
# them slower, and on busy cores by a hundred times.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Before onnxruntime is imported, here or in a process of our own: its newer wheels report their use to their maker.
# Nothing leaves this machine, whoever wishes it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
