"""The model: plain frozen values, no I/O, no clock."""
