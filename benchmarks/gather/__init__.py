"""Many boxes, many lifters: what gathering keeps when servers and lines fail, and what it costs as they grow."""
