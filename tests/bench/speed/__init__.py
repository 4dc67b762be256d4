"""Measurements of speed: the core without a broker, catching up, a long day, a city live, and the floor beside them."""
