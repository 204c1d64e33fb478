"""The loads of the steps to come: found, told, scaled, and carried over to another movement."""
