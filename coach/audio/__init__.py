"""The loudspeaker and the microphone: streams, the sample timeline, files."""
