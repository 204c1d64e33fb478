"""The microphone's samples: any rate and channels in, blocks at the ears' rate out."""
