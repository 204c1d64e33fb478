"""What tests and benchmarks share, for whoever tests the coach with sound; the coach itself imports none of it.

sound_card  a virtual sound card of one's own: hear the loudspeaker, speak into the microphone
lifter      a lifter made of another voice, on that card or on a microphone track
analysis    measuring a recording: onsets, stretches of sound, clipping
"""
