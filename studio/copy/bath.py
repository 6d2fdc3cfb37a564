"""Bath."""
from studio.families.furniture import stool
from studio.families.jars import bottle, jar, soap_bar
from studio.families.textiles import folded, hanging, runner
from studio.families.tools import brush
from studio.families.vessels import lidded, vessel
from studio.product import Shelf

S = Shelf("bath/bath", "bath", {"material": "Cotton", "origin_country": "PT"})
TOW = [("Size", [("Guest 30 × 50 cm", .35), ("Hand 50 × 90 cm", .6), ("Bath 70 × 140 cm", 1), ("Sheet 100 × 160 cm", 1.5)])]
PAIR = ("Set", [("Single", 1), ("Pair", 1.9)])
S.add("tide-towel", "Tide towel", "stack of folded terry towels", 36, 560, "white fog sea clay moss", lambda c, v: folded(c, 36, 27, 3, 4.4, "terry", seed=3),
      "Six hundred grams, long loops, dries a person before it is wet.",
      """Spun from long cotton in Guimarães, where most good towels come from, whatever the label says. It gains two per cent in the first three washes and then stops.

No softener, please. It coats the loops and the towel merely pushes water about.""", a={"weight_gsm": 600}, tags="made-in-portugal gifts", more=[*TOW, PAIR], low=(5, 22), out=(9, 31))
S.add("waffle-towel", "Honeycomb towel", "stack of folded waffle towels", 29, 340, "chalk sage slate", lambda c, v: folded(c, 34, 26, 4, 2.8, "waffle", seed=5),
      "Light, quick to dry, takes up a third of the shelf.",
      """Waffle weave drinks more than it looks as if it could and is dry again by evening, even in a bathroom without a window. Good in a rucksack.

It is not plush. It is the towel equivalent of a brisk walk.""", tags="made-in-portugal for-small-kitchens", more=[*TOW, PAIR])
S.add("hammam-towel", "Striped hammam towel", "flat-woven striped towel hanging", 27, 330, [("Rust", "rust"), ("Ink", "ink"), ("Moss", "moss")], lambda c, v: hanging("cream", 48, 72, "fine", "stripe", c, 6, .5, fringe=True, size=("100 cm", "180 cm")),
      "A flat-woven sheet with a knotted fringe, for beach, bath or shoulders.",
      """It starts a little shy of water and becomes thirsty at about the fourth wash. Packs to the size of a paperback.

Sand falls off it. So, in a wind, does it.""", a={"origin_country": "TR"}, tags="gifts", sale=.2)
S.add("face-cloths", "Face cloths", "stack of small folded cloths", 14, 160, "white rose sky", lambda c, v: folded(c, 20, 16, 5, 2, "terry", seed=6, second="cream" if c != "white" else "fog", scale=.8),
      "Five small cloths, because four run out on Thursday.",
      """Looped on one side for scrubbing, smooth on the other for sympathy. Hung by a tape that has been bar-tacked at both ends.

Boil wash. That is their whole purpose.""", a={"pieces": 5}, tags="under-25 made-in-portugal")
S.add("bath-mat", "Stepping-stone bath mat", "thick flat bath mat", 38, 900, "chalk slate clay", lambda c, v: runner(c, 50, 72, "terry", seed=7, style="grid", ink={"chalk": "stone", "slate": "ink", "clay": "rust"}[c]),
      "Thick, heavy, and it does not walk.",
      """A thousand grams a square metre, woven double so that it stays put by sheer weight. Rows of loops on one side, flat on the other; cold feet will know which.

Takes a day and a half to dry. Own two.""", a={"weight_gsm": 1000}, tags="made-in-portugal")
S.add("olive-soap", "Olive oil soap", "bar of soap in a paper band", 8, 125, [("Bay", "sage"), ("Unscented", "cream"), ("Orange", "rust"), ("Lavender", "lilac")], lambda c, v: soap_bar({"sage": "#b4bb95", "cream": "#ece2c9", "rust": "#dca375", "lilac": "#b9aac6"}[c], band="#f7f2e6", title=v),
      "Seventy-two per cent olive oil and nine months on a shelf.",
      """The long wait makes it hard, so it lasts; the olive oil makes it kind. It lathers modestly. If you want a bath full of foam, you want something else.

Keep it on a dish that drains.""", opt="Scent", a={"material": "Olive oil soap"}, type="care", tags="under-25 made-in-portugal gifts", unit=(120, "g"))
S.add("soap-pair", "Two-bar stack", "two soap bars on a wooden dish", 19, 360, [("Sea & clay", "sea"), ("Honey & oat", "honey")], lambda c, v: soap_bar("#8fb0b5" if c == "sea" else "#dcb566", 7.5, 2.8, 5.2, dish="oak", swirl="#cf9a80" if c == "sea" else "#e9dfc8", stack=2),
      "Two soaps and the dish they live on.",
      """One clay soap for hands that garden and one plain soap for faces. The dish is oak with four grooves and a slope you only notice when the water runs off.

The clay one will colour a white flannel. Rinse.""", a={"material": "Olive oil soap, oak"}, type="care", tags="gifts under-25", unit=(240, "g"))
S.add("hand-wash", "Kitchen-garden hand wash", "amber pump bottle with a label", 21, 480, [("Tomato leaf", "moss"), ("Rosemary", "sage"), ("Fig", "plum")], lambda c, v: bottle("#7a4514", v.replace(" ", "|"), "Hand wash", "400 ml", 15, 3.8, "shoulder", pump="black", label={"moss": "#dde2cb", "sage": "#e3e8dc", "plum": "#e6d5da"}[c]),
      "Takes off onion, engine oil and most of the day.",
      """Coconut-based, so it foams without stripping. The amber glass is for refilling: a litre pouch fills it two and a half times.

A glass bottle beside a stone sink is a risk we leave to you.""", opt="Scent", a={"material": "Soap, glass bottle", "volume_ml": 400}, type="care", tags="under-25 gifts", unit=(400, "ml"))
S.add("body-oil", "Winter body oil", "slender bottle of golden oil", 28, 260, "honey", lambda c, v: bottle("#c98f33", "Winter|oil", "Almond & bay", "200 ml", 17, 2.7, "bottle", "black", gloss=1),
      "Almond and bay, for when the heating has been on since October.",
      """Put it on damp skin and it vanishes; put it on dry skin and you will stick to the chair. Smells of a kitchen, in a good way.

Contains almond. Obviously, but we are asked to say so.""", a={"material": "Almond oil", "volume_ml": 200}, type="care", tags="", unit=(200, "ml"))
S.add("bath-salts", "Bath salts", "glass jar of bath salts with a cork lid", 24, 690, [("Pine", "forest"), ("Lavender", "lilac")], lambda c, v: jar("#d9e0d3" if c == "forest" else "#ddd5e4", v, "Bath salts", "500 g", 11, 4.8, "cork", lid_kind="cork", lid_h=2, shape="barrel"),
      "Atlantic salt, a handful at a time.",
      """Coarse salt from Castro Marim with oil of pine or lavender. It does for sore calves what a sofa does for the rest.

Does not foam and does not colour the water. The pleasure is entirely yours.""", opt="Scent", a={"material": "Sea salt"}, type="care", tags="gifts made-in-portugal", unit=(500, "g"))
S.add("bath-brush", "Long bath brush", "long-handled bath brush on a cord", 29, 240, "beech walnut", lambda c, v: brush(c, 40, 8, "sand", "bath"),
      "Reaches the place between the shoulder blades that has been waiting.",
      """Beech and natural bristle, stiff for the first week and then agreeable. The handle is curved the way your arm is not.

Hang it, bristles down. Standing in water is the end of it.""", opt="Finish", a={"material": "Wood, bristle", "origin_country": "DE"})
S.add("nail-brush", "Dish and nail brush", "round wooden brush on a handle", 13, 110, "beech", lambda c, v: brush("beech", 23, 6.5, "cream", "dish"),
      "For potatoes in the kitchen and for heels in the bath. Buy two.",
      """The head is replaceable, which we mention since we sell replacements. Bristles of agave fibre: firm when wet, compostable when finished.

Label them.""", a={"material": "Beech, agave", "origin_country": "DE"}, tags="under-25 for-small-kitchens")
S.add("tooth-mug", "Washstand cup", "small footed bathroom cup", 15, 260, "chalk sea", lambda c, v: vessel(c, "waist", 10, 3.6, "porcelain", .3, rim="ink" if c == "chalk" else "white"),
      "For brushes, razors, or a night-time glass of water.",
      """Two inches of weight at the bottom, so two electric toothbrushes do not tip it. Glazed in the base too, because that is where the grim bit is.

Dishwasher, weekly, with the spoons.""", a={"material": "Porcelain"}, tags="under-25")
S.add("cotton-jar", "Lidded bath jar", "small lidded jar with a disc knob", 26, 520, "fog clay", lambda c, v: lidded(c, "ginger", 10, 5.4, knob="disc", lid_h=2),
      "For cotton wool, plasters, or hair grips before they migrate.",
      """A low lid with a wide knob you can lift with wet hands. The same glaze as the Washstand cup, one shade off, on purpose.

Not airtight; bath salts will go to rock in it.""", a={"material": "Stoneware"}, tags="made-in-portugal")
S.add("bath-stool", "Bathside stool", "low three-legged bath stool", 98, 2600, "ash walnut", lambda c, v: stool(c, 40, 15, 3, 2.6, splay=1.0, rungs=.3),
      "Somewhere for the book, the wine and, later, the child.",
      """Oiled for wet rooms and slatted with a hole in the middle, so water does not stand about. Brass rings on the feet.

Re-oil when drops stop beading. About every spring.""", opt="Finish", a={"material": "Solid wood", "origin_country": "DE"}, type="furniture", sale=.15)
