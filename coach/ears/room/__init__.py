"""The room, the loudspeaker and the microphone in numbers: measured, stored, and applied."""
