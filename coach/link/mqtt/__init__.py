"""Home automation by MQTT: a process of its own that speaks to the local door, and to a broker its owner names."""
