"""Several boxes, one history: a box's sessions sent to a server of its owner's, and those of the other boxes taken in.

A process of its own beside the coach. It reads the journal and never writes to it while a session runs; what others
sent is kept in a file beside it.
"""
