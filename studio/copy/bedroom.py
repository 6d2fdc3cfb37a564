"""Bed linen, throws and cushions, curtains."""
from studio.families.textiles import curtain, cushion, folded
from studio.product import Shelf

B = Shelf("bedroom/bed-linen", "bedding", {"material": "Linen", "machine_washable": True, "wash_temperature_c": 40, "origin_country": "PT"})
SIZES = ("Size", [("Single", .78), ("Double", 1), ("King", 1.16), ("Super king", 1.3)])
B.add("drift-duvet", "Drift linen duvet cover", "folded linen duvet cover with a paper band", 169, 1500, "chalk flax rust sage ink", lambda c, v: folded(c, 40, 29, 4, 4.2, belt="cream", size="240 × 220 cm"),
      "Washed linen that is cool in July and, mysteriously, warm in January.",
      """Garment-washed so it arrives as soft as other linen gets in its third year. Coconut buttons, ties in the corners so the duvet stays where it was put.

It creases. If you iron sheets, you will be happier with the Parish percale; if you do not, nobody has ever looked better on a Sunday.""", a={"weight_gsm": 165}, tags="made-in-portugal gifts", more=[SIZES], low=(3,), out=(7, 13))
B.add("parish-duvet", "Parish percale duvet cover", "folded crisp white cotton duvet cover with a piped edge", 119, 1350, "white sky", lambda c, v: folded(c, 42, 28, 3, 4.6, "fine", size="240 × 220 cm", seed=2),
      "Crisp, matt cotton percale for people who like their beds made.",
      """Two hundred threads, plainly woven, which is all that good cotton needs; higher numbers are mostly arithmetic. It rustles for the first month.

Feels cold when you get in. That is the point, though opinions in our office differ.""", a={"material": "Organic cotton percale", "thread_count": 200, "wash_temperature_c": 60}, tags="made-in-portugal", more=[SIZES])
B.add("drift-pillowcase", "Drift pillowcase", "two folded linen pillowcases", 32, 260, "chalk flax rust sage ink", lambda c, v: folded(c, 38, 26, 2, 2.6, seed=3, size="50 × 75 cm"),
      "An envelope of washed linen, no buttons to find with your ear.",
      """The flap is twenty centimetres deep, so the pillow does not creep out at night. Linen is hollow inside, which is why the cool side stays cool.

Sold singly as well as in pairs, since many of us have an odd number of pillows.""", tags="made-in-portugal", more=[("Size", [("50 × 75 cm", 1), ("65 × 65 cm", 1.1)]), ("Set", [("Single", 1), ("Pair", 1.9)])])
B.add("drift-fitted-sheet", "Drift fitted sheet", "folded linen fitted sheet", 98, 900, "chalk fog", lambda c, v: folded(c, 36, 27, 3, 3, seed=4, belt="kraft", size="160 × 200 cm"),
      "Linen with elastic all the way round, and corners that know their place.",
      """Deep enough for a thirty-centimetre mattress and a topper. There is a small woven tab on the short sides, so you need not turn it three times at midnight.

Fitted sheets cannot be folded. We have folded yours once; enjoy it.""", tags="made-in-portugal", more=[SIZES], sale=.15)
B.add("ticking-set", "Ticking bed set", "folded striped cotton bed linen", 128, 1700, [("Ink stripe", "ink"), ("Clay stripe", "clay")], lambda c, v: folded("cream", 41, 28, 4, 3.8, "fine", "stripe", c, seed=5, size="240 × 220 cm"),
      "Mattress ticking, promoted to the outside.",
      """The old French stripe, woven rather softer than it was for stuffing with horsehair. Duvet cover and two pillowcases, the stripes running head to foot.

Dark stripes may bleed on the very first wash. Send them in alone.""", a={"material": "Cotton", "pieces": 3}, tags="new-in", more=[("Size", [("Single", .78), ("Double", 1), ("King", 1.16)])])
B.add("cloud-quilt", "Cloud quilted coverlet", "thick folded quilted coverlet", 145, 2100, "oat rose slate", lambda c, v: folded(c, 42, 30, 3, 6, "waffle", scale=1.6, seed=6, size="220 × 240 cm"),
      "A light quilt with cotton inside, for the bed or for the person on top of it.",
      """Channel-stitched by a machine older than our founder. The filling is cotton as well, so it can be washed and dried without forming continents.

Not a winter duvet. It is the thing between the sheet and the weather in May.""", a={"material": "Cotton, cotton filling"}, tags="made-in-portugal", out=(1,))
B.add("brushed-sheet", "Hearth flannel sheet", "stack of folded flannel sheets", 68, 1200, "cream plum forest", lambda c, v: folded(c, 37, 27, 3, 3.7, "fleece", seed=7, size="240 × 260 cm", scale=.8),
      "Brushed cotton, for the half of the year with an R in it.",
      """Raised on both sides, so it is warm wherever you put your feet. Woven in Guimarães from long cotton, which keeps the pilling down to what is decent.

Too warm for some. If you share a bed with a furnace, choose percale.""", a={"material": "Brushed cotton"}, tags="made-in-portugal last-pieces", more=[SIZES], sale=.3)
B.add("wool-duvet", "Dale wool duvet", "folded white wool-filled duvet with a band", 198, 2300, "white", lambda c, v: folded("white", 44, 32, 2, 9, "fine", seed=8, belt="sage", size="200 × 200 cm"),
      "Filled with wool from the fells; breathes, and does not rustle.",
      """Wool moves moisture away before you notice it, which is why you do not wake at three with one leg out. Four hundred grams a square metre in the winter weight, half that in the summer one.

Air it, do not wash it. It smells very slightly of sheep when damp, and then forgets.""", a={"material": "Cotton, wool filling", "machine_washable": False, "origin_country": "GB"}, more=[("Size", [("Single", .7), ("Double", 1), ("King", 1.2)])])
B.add("bolster", "Long bolster", "striped bolster cushion", 58, 900, "linen slate", lambda c, v: cushion(c, 90, 34, "canvas", "pin", "ink", seed=9),
      "For reading in bed without stealing the other pillows.",
      """Ninety centimetres of feather in a linen cover, firm in the middle. Put it behind your back on weekdays and under your knees at the end of them.

The feather settles. Hit it, as you would any good argument.""", a={"material": "Linen, feather"}, tags="made-in-portugal")

T = Shelf("bedroom/throws-cushions", "textile", {"material": "Wool", "machine_washable": False, "origin_country": "LT"}, brand="Vilna Looms")
T.add("heath-throw", "Heath wool throw", "folded wool throw with a fringe", 95, 900, "rust oat moss ink", lambda c, v: folded(c, 36, 28, 4, 3.4, "twill", fringe=True, size="130 × 180 cm"),
      "Lambswool with a short fringe, warm out of proportion to its weight.",
      """The wool is spun with a little air left in it. It weighs less than a kilo, it takes the chill off a whole sofa, and it is soft at the neck.

Moths agree with all of this. Keep it aired, with a piece of cedar.""", tags="gifts", low=(0,))
T.add("plaid-throw", "Glen check throw", "folded checked wool throw", 110, 950, [("Forest check", "forest"), ("Brick check", "brick")], lambda c, v: folded(c, 37, 28, 3, 4, "twill", "windowpane", "cream", fringe=True, seed=3, size="140 × 190 cm"),
      "A big plain check that would look at home in a station waiting room.",
      """Woven in four colours though you will count two. The others are there to make the dark ones look darker.

Heavier than the Heath. A throw for sitting outside in October, refusing to admit it.""", tags="new-in", sale=.15)
T.add("cotton-knit", "Moss-stitch knitted throw", "folded chunky knitted cotton throw", 84, 1300, "chalk clay fog", lambda c, v: folded(c, 34, 28, 3, 5, "knit", seed=5, size="130 × 170 cm", scale=1.5),
      "Knitted cotton, thick as a sleeve, washable as a sock.",
      """For houses with toddlers, terriers or tea. It goes in the machine, comes out the same size and dries over two chairs.

Heavy when wet. Give the spin cycle a second turn.""", a={"material": "Cotton", "machine_washable": True}, tags="gifts")
T.add("alpaca-throw", "Cusco alpaca throw", "folded brushed alpaca throw", 165, 750, "honey slate rose", lambda c, v: folded(c, 35, 27, 2, 4.6, "fleece", seed=6, size="130 × 190 cm", belt="cream", fringe=True),
      "Brushed alpaca, absurdly soft, a present for someone you mean it about.",
      """Alpaca has no lanolin, so it does not itch and does not smell of rain. It is brushed with thistle heads, still the best tool for the job.

Sheds a little on dark trousers for the first fortnight.""", a={"material": "Alpaca", "origin_country": "PE"}, tags="gifts", out=(1,))
T.add("beach-blanket", "Sandbank blanket", "folded striped cotton blanket", 52, 700, [("Sea stripe", "sea"), ("Rust stripe", "rust")], lambda c, v: folded("cream", 34, 26, 4, 2.4, "canvas", "wide", c, seed=4, size="150 × 200 cm"),
      "A flat-woven cotton blanket that shakes clean of sand.",
      """Tight enough that sand sits on it and not in it. On a bed it is a summer cover, on a sofa it hides the sofa.

Fades a little in the sun each year, evenly, like everyone.""", a={"material": "Cotton", "machine_washable": True, "origin_country": "PT"}, tags="made-in-portugal", brand="Linden Row")
for spec in (
    ("stripe-cushion", "Deckchair cushion", "striped cotton cushion", 42, [("Sea stripe", "sea"), ("Honey stripe", "honey"), ("Ink stripe", "ink")], lambda c, v: cushion(c, 50, 50, style="stripe", ink="chalk"),
     "A proper seaside stripe, with the deckchair taken away.",
     """Canvas heavy enough for the original purpose. The zip is hidden in the bottom seam, the filling is feather, and the corners are cut a little short so they do not stand up like ears.

Pale stripes and blackberry jam have met. Cold water, quickly.""", {"material": "Cotton canvas, feather"}, "gifts"),
    ("linen-cushion", "Plain linen cushion", "plain linen cushion with contrast piping", 38, "flax clay forest plum", lambda c, v: cushion(c, 50, 50, "weave", piping="cream" if c != "flax" else "ink", seed=2),
     "One colour, one line of piping, no further remarks.",
     """Heavy linen that gets better as it gets sat on. The piping is cut on the bias so it follows the corner without puckering, which is where cheap cushions give themselves away.

The cover takes a forty-degree wash. The inside wants only a good shake.""", {"material": "Linen, feather", "machine_washable": True}, ""),
    ("check-cushion", "Orchard check cushion", "checked wool cushion", 46, [("Moss check", "moss"), ("Rose check", "rose")], lambda c, v: cushion("cream", 48, 48, "twill", "check", c, seed=3),
     "Wool check on the front, plain linen on the back for when guests are serious.",
     """Two cushions for the price of one, in the sense that you can turn it round. The check is woven from what is left over when the Glen throws are finished, so the shade drifts a little between batches.

Dry clean, or a cold hand wash and an afternoon in the shade.""", {"material": "Wool, linen, feather"}, "last-pieces"),
    ("lumbar-cushion", "Long lumbar cushion", "long narrow cushion with grid pattern", 44, "oat ink", lambda c, v: cushion(c, 70, 36, "canvas", "grid", "ink" if c == "oat" else "oat", seed=4),
     "A long low cushion for the small of the back.",
     """Seventy by thirty-six, a size arrived at by measuring Marit's back against eleven chairs. It turns a deep sofa into one you can eat soup on.

Firm filling: wool, not feather. Nobody has ever slept well on it.""", {"material": "Cotton, wool filling"}, ""),
    ("tassel-cushion", "Fairground cushion", "square cushion with tassels at the corners", 49, "mustard sea", lambda c, v: cushion(c, 46, 46, "fine", tassel=True, ink="brick", piping="brick", seed=5),
     "Velvet, with four tassels, in a catalogue otherwise free of tassels.",
     """Everyone is allowed one. Cotton velvet with a short pile that catches the light when you walk past it, and tassels knotted by hand.

A cat will have views. The tassels can be sewn back on; we send a needle.""", {"material": "Cotton velvet, feather"}, "gifts"),
    ("boucle-cushion", "Snowfield cushion", "thick looped bouclé cushion", 52, "chalk stone", lambda c, v: cushion(c, 52, 52, "terry", scale=1.5, seed=6),
     "A thick looped weave that looks like weather.",
     """Wool bouclé from the mill next door to the mill. It is springy, warm to the touch and surprisingly tough; they use the same cloth for tram seats.

Keep it away from Velcro and from rings with claws.""", {"material": "Wool bouclé, feather"}, "new-in"),
):
    T.add(spec[0], spec[1], spec[2], spec[3], 800, spec[4], spec[5], spec[6], spec[7], a=spec[8], tags=spec[9], sale=.2 if spec[0] == "check-cushion" else 0)

C = Shelf("bedroom/curtains", "curtain", {"material": "Linen", "machine_washable": True, "lined": False, "origin_country": "LT"}, brand="Vilna Looms")
C.add("measure-curtain", "Made-to-measure linen curtain", "floor-length linen curtain on a brass rod", 86, 1200, "linen chalk sage clay ink fog", lambda c, v: curtain(c, 120, 190),
      "One linen, six colours, cut to the width and drop of your window.",
      """Measure the rail, not the window, and measure it twice. Each panel is sewn after you order it, by one person from start to hem, and takes nine working days.

Linen filters light; it does not block it. In a bedroom that faces east, ask yourself how you feel about five in the morning. The lined sort is the Bergen.

- Width is the finished, ungathered width of one panel
- Drop is measured from the ring to the floor
- Made to order, so it can be altered but not returned""", a={"weight_gsm": 185}, tags="", more=[("Width", [("100 cm", .8), ("140 cm", 1), ("180 cm", 1.22), ("220 cm", 1.45), ("280 cm", 1.8), ("320 cm", 2.1)]),
       ("Drop", [("140 cm", .78), ("180 cm", .9), ("220 cm", 1), ("250 cm", 1.12), ("270 cm", 1.2), ("300 cm", 1.32)])], out=(17, 61, 140))
C.add("bergen-curtain", "Bergen lined curtain", "lined wool-blend curtain on a black rod", 148, 2600, "slate moss plum", lambda c, v: curtain(c, 110, 190, "twill", 7, "iron", "tabs"),
      "Lined, weighted at the hem, and dark at noon.",
      """Named after a city with long winters and light summer nights. Wool outside, blackout cotton inside, a chain in the hem so it falls straight.

Heavy: a rail with brackets every metre, please, and a wall you trust.""", a={"material": "Wool blend, cotton lining", "lined": True, "machine_washable": False}, more=[("Width", [("110 cm", 1), ("160 cm", 1.35)]), ("Drop", [("220 cm", 1), ("250 cm", 1.14), ("270 cm", 1.24)])])
C.add("gauze-curtain", "Gauze sheer", "sheer cotton gauze curtain on an oak rod", 54, 500, "white rose", lambda c, v: curtain(c, 124, 190, "fine", 12, "oak", sheer=True),
      "Privacy from the neighbours, not from the sky.",
      """Open cotton gauze that moves when a door closes somewhere else in the house. It turns a hard afternoon into a soft one.

At night, lit from inside, it hides nothing at all.""", a={"material": "Cotton gauze"}, more=[("Drop", [("220 cm", 1), ("250 cm", 1.12)])], sale=.2)
C.add("cafe-curtain", "Café half-curtain", "striped half-height curtain on a brass rod", 39, 350, [("Ink stripe", "ink"), ("Brick stripe", "brick")], lambda c, v: curtain("cream", 130, 88, "fine", 8, "brass", style="stripe", ink=c),
      "For the lower half of a kitchen window, and a view of the upper half.",
      """Hides the washing-up, keeps the sky. It hangs from a thin brass rod that is included and that needs two small screws.

Machine washable, which beside a hob is the main thing.""", a={"material": "Cotton"}, tags="for-small-kitchens", more=[("Width", [("80 cm", .8), ("120 cm", 1)])])
