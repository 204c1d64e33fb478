"""Parts of `benchmarks.hearing.run`: one module for each kind of sound, or stage, that is measured."""
