"""A second reader of leads: it adds up every figure from a page as it is printed, or from its JSON, alone.

It shares nothing with the product: no code, no model, no words but those that stand on the page.
"""
