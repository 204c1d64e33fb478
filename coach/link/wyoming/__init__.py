"""Voice assistants by Wyoming: a process of its own that takes sentences for the local door, and answers in words."""
