"""Stationery."""
from studio.families.paper import cards, notebook, pencils, planner, rolls, ruler
from studio.families.storage import chest
from studio.families.tools import shears
from studio.families.vessels import vessel
from studio.product import Shelf

S = Shelf("desk/stationery", "stationery", {"material": "Paper", "origin_country": "DE"})
S.add("field-notebook", "Field notebook", "cloth-bound notebook with a contrasting spine", 22, 340, "ink moss clay", lambda c, v: notebook(c, spine={"ink": "rust", "moss": "cream", "clay": "ink"}[c], title="Notes"),
      "Cloth-bound, sewn, opens flat and stays there.",
      """One hundred and sixty pages of cream paper that takes a fountain pen without feathering. Sewn in signatures, so it lies open on page three as readily as on page eighty.

The cloth gets grubby at the corners. That is called use.""", a={"pages": 160, "ruling": "Plain"}, tags="under-25 gifts", more=[("Size", [("A6", .65), ("A5", 1)])])
S.add("ring-notebook", "Spiral workbook", "brass ring-bound notebook", 17, 310, "sage kraft brick", lambda c, v: notebook(c, 17, 22, 5, rings=True, cover="card", title="Work"),
      "Brass rings, grey board, folds right over.",
      """For people who write standing up. The board at the back is three millimetres thick and the rings are the sort that do not unwind into your sleeve.

Perforated, with a sincerity that few perforations have.""", a={"pages": 140, "ruling": "Dot grid"}, tags="under-25")
S.add("pocket-pair", "Pocket notebooks", "three small notebooks with elastic bands", 14, 150, [("Ink & rust", "ink"), ("Rose & plum", "plum")], lambda c, v: notebook(c, 9, 14, -10, stack=3, second="rust" if c == "ink" else "rose", cover="card", title=""),
      "Three thin notebooks for a coat pocket.",
      """Forty-eight pages: the length of one good idea, or six shopping lists. The stitching is thread and not staples, so they survive the wash. The writing does not.

Paper bags for thoughts.""", a={"pages": 48, "ruling": "Plain", "pieces": 3}, tags="under-25")
S.add("leather-journal", "Saddle journal", "leather journal with a ribbon", 58, 420, "bark black", lambda c, v: notebook(c if c != "black" else "#2f2a27", 14.8, 21, 6, ribbon="rust", cover="leather", band="honey"),
      "Vegetable-tanned leather around paper you can replace.",
      """The cover is for life; the inside is a refill that slides under two flaps. The leather arrives pale and matt and becomes yours with the help of rain and handling.

New leather marks if you look at it. Good.""", a={"material": "Leather, paper", "pages": 192, "ruling": "Lined"}, tags="gifts", low=(1,))
S.add("guest-book", "Visitors' book", "wide cloth-bound visitors' book with a title", 39, 720, "cream forest", lambda c, v: notebook(c, 24, 19, -5, spine="forest" if c == "cream" else "honey", title="Visitors", ink="#3d362e" if c == "cream" else "#f4eee0"),
      "For the hall table, and for the aunt who writes a whole page.",
      """Landscape, so that two people can sign at once. There are no lines; the good entries never stayed on them anyway.

Comes with a pencil on a string, since guests steal pens.""", a={"pages": 120, "ruling": "Plain"}, tags="gifts")
S.add("leaf-cards", "Hedgerow cards", "fan of cards with a printed leaf", 15, 130, [("Moss", "moss"), ("Rust", "rust")], lambda c, v: cards("chalk", art="leaf", ink=c),
      "Six cards with a sprig, printed from a block of lino.",
      """The block is hand-cut and the ink is slightly uneven, so every card has its own weather. Blank inside, for you to be eloquent.

Envelopes of recycled kraft, gummed, tasting as gum does.""", a={"pieces": 6}, tags="under-25 gifts")
S.add("bird-cards", "Wagtail cards", "fan of cards with a printed bird", 15, 130, [("Ink", "ink"), ("Plum", "plum")], lambda c, v: cards("cream", art="bird", ink=c, envelope="sky", angle=-4),
      "A bird that could be a wagtail, drawn by someone who was looking at one.",
      """Good for thank-yous, sorries and we-have-moveds. The card is three hundred grams, so it stands up on a mantelpiece without sulking.

Six cards and seven envelopes, because of the one you always spoil.""", a={"pieces": 6}, tags="under-25")
S.add("house-cards", "New home cards", "fan of cards with a line-drawn house", 14, 130, "brick", lambda c, v: cards("white", art="house", ink="brick", envelope="sage", angle=9, words="at last"),
      "A small house and two words.",
      """For the friends who have finally found a flat with a window in the bathroom. Printed letterpress, so you can feel the roof.

Also bought by estate agents. We cannot stop them.""", a={"pieces": 6}, tags="under-25", sale=.3)
S.add("pear-cards", "Orchard notelets", "fan of notelets with a printed pear", 12, 110, [("Olive", "olive"), ("Rose", "rose")], lambda c, v: cards("cream", 12, 12, 4, "pear", c, "kraft", 3),
      "Small square notes for when a card is too much and a text too little.",
      """Twelve by twelve. Room for three sentences, which is what most of us have.

Check your postage: square is extra in some countries, on principle.""", a={"pieces": 8}, tags="under-25")
S.add("pencil-set", "Six soft pencils", "row of coloured pencils in a paper sleeve", 12, 60, [("Earth", "rust"), ("Coast", "sea")], lambda c, v: pencils(["ink", "rust", "moss", "honey", "plum", "clay"] if c == "rust" else ["ink", "sea", "sky", "fog", "sand", "chalk"], sleeve="cream"),
      "Soft graphite, six lacquers, sharpened before they leave.",
      """2B, which is what you want for lists and sudoku and nothing you want for engineering. Cedar from managed woods, so they smell the way a pencil should.

The colour is outside only. Somebody always asks.""", opt="Colour", a={"material": "Cedar, graphite", "pieces": 6}, tags="under-25 gifts")
S.add("brass-pens", "Turned brass pen", "pair of turned metal pens", 44, 70, "brass copper steel", lambda c, v: pencils([c, c], 14, "pen"),
      "Forty grams of brass with a very ordinary refill in it.",
      """Turned from rod and left unlacquered; in a month it has the colour of a door handle in a good school. Takes the standard refill you can buy at any station.

It will roll off a sloping desk. It is also quite hard to bend.""", opt="Finish", a={"material": "Metal"}, tags="gifts", out=(1,))
S.add("wall-calendar", "Row wall calendar 2027", "wall calendar on an oak bar", 26, 320, "cream", lambda c, v: planner("cream", 30, 42, 5, 7, "January", bar="oak"),
      "Twelve sheets, big squares, Monday first.",
      """Room in each square for four appointments or one really good one. Public holidays are left out, since ours are not yours; there is a sheet of little dots for marking them.

Hangs from an oak bar you keep. Refills each October.""", a={"pages": 12}, tags="gifts", tax="reduced")
S.add("desk-pad", "Week pad", "tear-off weekly desk pad", 18, 480, "white sage", lambda c, v: planner("white" if c == "white" else "#dfe5d6", 30, 21, 1, 7, "This week"),
      "Seven columns and no motivational sentences.",
      """Tear-off, undated, fifty-two sheets. Sunday gets the same width as Monday, which is a position we have thought about.

Lies flat under a wrist. Takes coffee rings with good grace.""", a={"pages": 52}, tags="under-25")
S.add("sun-print", "Noon art print", "art print of a sun on an oak hanger", 38, 260, [("Honey", "honey"), ("Brick", "brick")], lambda c, v: planner("cream", 40, 50, title="", grid=False, poster="sun", bar="oak", ink="#5c5348") if c == "honey" else planner("#e9dccb", 40, 50, grid=False, poster="sun", bar="clay"),
      "A sun, printed in one colour on heavy paper.",
      """Risograph, so the ink is slightly soft at the edge and comes off a little on very keen fingers. Forty by fifty, a size for which frames exist.

The hanger is included; the nail is up to you.""", a={"pieces": 1}, tags="new-in")
S.add("paper-tape", "Paper tape", "rolls of paper tape", 8, 60, [("Rust & oat", "rust"), ("Sea & fog", "sea")], lambda c, v: rolls(c, "oat" if c == "rust" else "fog", 5, 4),
      "Five rolls that stick, and then come off when asked.",
      """Rice paper with a gentle gum. Parcels, labels on jam, a photograph over a desk. It tears by hand in a straightish line.

Not for parcels to Australia.""", a={"pieces": 5}, tags="under-25")
S.add("garden-twine", "Parcel string", "reels of jute string", 9, 180, [("Natural", "natural"), ("Red & white", "red")], lambda c, v: rolls(c, "" if c == "natural" else "white", 3, 6),
      "String, of the sort that is saved in a drawer.",
      """Three reels of three-ply jute, or baker's cotton if you choose the red. Ties parcels, beans and roasts, though not in that order with the same piece.

Sixty metres each. You will leave eleven of them in the garden.""", a={"material": "Jute or cotton", "pieces": 3}, tags="under-25", unit=(180, "m"))
S.add("brass-ruler", "Twenty-centimetre rule", "engraved metal ruler", 24, 110, "brass steel", lambda c, v: ruler(c),
      "A ruler you will not lose, because you would mind.",
      """Engraved, not printed, so the marks survive. Millimetres on one edge, and on the other nothing, for tearing paper.

Heavy enough to hold a book open at a recipe.""", opt="Finish", a={"material": "Metal", "length_cm": 20}, tags="under-25 gifts")
S.add("pen-pot", "Pen pot", "small stoneware desk pot", 17, 340, "slate honey oat", lambda c, v: vessel(c, "drum", 10, 4, dip=.3),
      "For pens, scissors, and the odd wooden spoon that lost its way.",
      """Straight-sided and a little heavier than it needs to be, so a crowd of pencils does not topple it. Felt underneath, to be kind to the desk.

Without a plant in it, at first.""", a={"material": "Stoneware", "origin_country": "PT"}, tags="under-25 made-in-portugal")
S.add("paper-scissors", "Long paper scissors", "long slim steel scissors", 34, 150, [("Black", "black"), ("Steel", "steel")], lambda c, v: shears("black" if c == "black" else "steel", 25, "scissors", spread=6),
      "Twenty-five centimetres, for cutting wrapping paper in one long sigh.",
      """You know the way good scissors glide when you stop snipping. These do, as far as the end of the roll.

For paper only. Write that on them, for your family.""", opt="Finish", a={"material": "Carbon steel", "length_cm": 25}, tags="new-in")
S.add("letter-box", "Correspondence box", "shallow clothbound stationery box", 46, 900, "clay slate", lambda c, v: chest(c, 31, 8, 24, "cloth", tag="Writing", lid_h=.38),
      "Forty sheets, twenty envelopes and a reason to use them.",
      """Laid paper with a deckle on one edge, envelopes lined in tissue the colour of the box. When the paper is gone, the box is the right size for tax.

Writing to someone remains your part of it.""", a={"pieces": 60}, tags="gifts")
