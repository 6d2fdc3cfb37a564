"""Table linen."""
from studio.families.furniture import pedestal
from studio.families.textiles import folded, hanging, runner
from studio.product import Shelf

S = Shelf("table/table-linen", "textile", {"material": "Linen", "machine_washable": True, "wash_temperature_c": 60, "origin_country": "LT"}, brand="Vilna Looms")

S.add("noon-napkin", "Noon napkin", "square linen napkin with a pressed fold", 9, 50, "oat rust sea moss rose", lambda c, v: runner(c, 44, 44, napkin=True),
      "Stone-washed linen, hemmed narrow, better unironed.",
      """A napkin large enough to be useful: forty-four centimetres, so it covers a lap with some to spare. Softened before it reaches you, so it does not slide off.

Red wine comes out with cold water at once. Tomorrow it will be a memory, and pink.""", tags="under-25 gifts", more=[("Set", [("Single", 1), ("Set of 4", 3.6)])])
S.add("market-tablecloth", "Market tablecloth", "folded checked linen tablecloth", 88, 780, [("Rust check", "rust"), ("Ink check", "ink")], lambda c, v: folded("cream", 34, 26, 3, 2.6, style="check", ink=c, seed=2),
      "A yarn-dyed check, woven wide so there is no seam down the middle.",
      """The check is the size of a plum, which reads as plain from the door and cheerful from a chair. Two hundred grams a square metre: it hangs properly and does not lift in a breeze.

It will shrink three per cent in the first wash. We cut for that.""", a={"weight_gsm": 200}, more=[("Size", [("140 × 180 cm", .8), ("140 × 250 cm", 1), ("160 × 320 cm", 1.3)])], tags="gifts")
S.add("field-tablecloth", "Field tablecloth", "folded plain linen tablecloth", 76, 720, "linen sage slate", lambda c, v: folded(c, 36, 25, 2, 3.4, belt="kraft", seed=5),
      "Plain, heavy, the colour of something that grows.",
      """There is no pattern to get tired of. The hem is mitred and five centimetres deep, the sort of thing nobody mentions and everybody feels.

Undyed linen lightens over the years. The dyed ones soften instead.""", more=[("Size", [("140 × 180 cm", .8), ("140 × 250 cm", 1), ("160 × 320 cm", 1.3)])], sale=.2)
S.add("quiet-placemat", "Quiet placemat", "linen placemat with fringe", 13, 90, "flax ink clay", lambda c, v: runner(c, 46, 33, "canvas", fringe=c, seed=3),
      "A heavy mat that makes a supper of toast look intended.",
      """Woven double so that plates do not knock. The short ends are frayed and then stitched, so they fray exactly this much and no more.

Not a heatproof mat. For pans, see the cork one in Storage.""", tags="under-25", more=[("Set", [("Set of 2", 1.9), ("Set of 6", 5.4)])])
S.add("scallop-mat", "Petal placemat", "round scalloped placemat", 15, 95, "rose sage butter", lambda c, v: runner(c, 38, 38, "fine", scallop=True, round_=True, ring="white"),
      "Round, scalloped, bound in white by somebody with steady hands.",
      """It takes Asta eleven minutes to bind the edge of one. We asked for straight edges to save time and she declined.

Cotton, washable, quick to iron from the middle outwards.""", a={"material": "Cotton"}, tags="under-25 gifts")
S.add("long-runner", "Long table runner", "striped linen runner", 38, 210, [("Ink stripe", "ink"), ("Honey stripe", "honey")], lambda c, v: runner("cream", 30, 58, style="pin", ink=c, seed=4, fringe="cream", size=("40 cm", "150 cm")),
      "A stripe to run down the middle of a table that has had some years.",
      """Covers the burn. Long enough to fall a hand's breadth over each end of a table for six; for eight, take two and overlap them under the bread.

Pin-stripes woven in, one thread wide.""", more=[("Length", [("150 cm", 1), ("220 cm", 1.4)])], unit=(1.5, "m"))
S.add("picnic-cloth", "Heath picnic cloth", "folded picnic cloth with windowpane check", 64, 1100, "moss brick", lambda c, v: folded(c, 35, 27, 4, 3.2, "canvas", "windowpane", "cream", seed=6, belt="kraft"),
      "Canvas on one side, waxed on the other, and a strap to carry it.",
      """Damp grass is the natural state of grass. The underside is waxed cotton, which keeps the wet out and smells of boat sheds for a week.

Do not machine wash the waxed side: sponge it, hang it, forgive it.""", a={"material": "Waxed cotton canvas", "machine_washable": False})
S.add("oven-cloth", "Double oven cloth", "quilted oven cloth hanging by a loop", 19, 180, "slate rust", lambda c, v: hanging(c, 30, 70, "waffle", style="ends", ink="cream", pleats=3, gather=.3, size=("18 cm", "84 cm")),
      "A pocket at each end and courage in the middle.",
      """Two layers of wool felt inside linen. Wool does not melt, does not catch and does not pass the heat on until you have had time to walk to the table.

Wet, it conducts. Never pick up a pan with a damp cloth, including ours.""", a={"material": "Linen, wool felt"}, tags="under-25 for-small-kitchens")
S.add("waffle-cloth", "Waffle dish cloth", "stack of folded waffle cloths", 16, 150, "white sky honey", lambda c, v: folded(c, 26, 20, 5, 1.7, "waffle", seed=7, second="cream" if c != "white" else "fog", scale=.8),
      "Five cloths that replace a great many sponges.",
      """The waffle picks up crumbs and lets them go under the tap. They dry overnight on the edge of the sink, and go into the sixty-degree wash with everything else.

After two years they become floor cloths; after four, compost.""", a={"material": "Cotton", "pieces": 5}, tags="under-25 for-small-kitchens", low=(2,))
S.add("bread-bag", "Linen bread bag", "linen bag hung from its cord", 18, 90, "flax", lambda c, v: hanging("flax", 34, 50, style="ends", ink="clay", pleats=4, gather=.7, size=("30 cm", "40 cm")),
      "For carrying a loaf home, and for the two days after that.",
      """Linen breathes, so crust stays crust and the crumb dries slowly. Longer than a baguette is wide, shorter than it is long; that is deliberate, the end is for eating on the way.

A paper bag costs less. It will not last eight years.""", tags="under-25")
S.add("cork-mat", "Harvest trivet", "round cork trivet", 14, 240, "cork", lambda c, v: pedestal("cork", 2.4, 11, "cork", "drum", k=.5),
      "A thick slice of cork to put hot pans on.",
      """Pressed from the offcuts of bottle stoppers in Coruche. Two and a half centimetres thick, so even a cast iron pan straight out of the oven leaves the table alone.

It smells of toast the first time. Then it does not.""", a={"material": "Cork", "machine_washable": False, "wash_temperature_c": None, "origin_country": "PT"}, tags="under-25 made-in-portugal", brand="Linden Row")
