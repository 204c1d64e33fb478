"""Clock, loudspeaker and microphone behind one port: the live world, and one of sound files."""
