"""Commands about this machine: doctor, devices, calibrate, listen, hear, model."""
