"""Measurements of what is kept: memory and stored bytes of a person, an order and a day, and pay that is stated again."""
