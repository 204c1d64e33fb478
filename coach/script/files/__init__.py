"""Content files: read, looked up, checked, begun, saved, and their JSON Schemas."""
