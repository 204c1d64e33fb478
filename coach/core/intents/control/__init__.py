"""How the session goes on as the lifter wishes: moving through it, more or less of it, its pace, or another one."""
