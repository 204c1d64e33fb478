"""The amounts of a remark: which are meant, what was missed beside them, and as the slots of an intent."""
