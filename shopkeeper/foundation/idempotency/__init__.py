"""The same request twice, one effect: the first answer is kept and given again.

Owns the keys and the answers. Which requests take a key is the door's business.
"""
