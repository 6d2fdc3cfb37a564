"""What is for sale and how it is described: products, variants, attributes, categories, collections, media, offers.

What it costs is pricing's, how much there is is inventory's, what a page says is content's.
"""
