"""What several benchmarks share: corpora, rooms, recordings, processes, growth."""
