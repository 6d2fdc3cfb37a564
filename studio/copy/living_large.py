"""Lighting, rugs, furniture, storage."""
from studio.families.furniture import bench, ladder, mirror, pedestal, peg_rail, stool, wall_shelf
from studio.families.lamps import arm_lamp, pendant, stick_lamp, table_lamp
from studio.families.rugs import rug
from studio.families.storage import basket, chest, crate, tray
from studio.product import Shelf

L = Shelf("living/lighting", "lighting", {"socket": "E27", "max_wattage": 40, "bulb_included": False, "cord_cm": 200, "origin_country": "PT"})
L.add("gourd-lamp", "Gourd table lamp", "table lamp with a gourd-shaped base and linen shade", 139, 2900, "oat clay forest ink", lambda c, v: table_lamp(c, "gourd", 42, 8.5, "empire", 15, 19),
      "A round-bellied base and a linen shade; the light of a room you want to be in.",
      """The base is the same gourd as the vase, made by the same two hands. The linen is lined, so you do not see the bulb, only what it does. Switch on the cord, at the height of a sleepy arm.

Give it a warm bulb, 2700 kelvin, 470 lumens. A cold bulb makes anyone look like a passport.""", a={"material": "Stoneware, linen"}, tags="made-in-portugal gifts", low=(3,))
L.add("column-lamp", "Column lamp", "slim turned wooden table lamp", 98, 1600, "oak walnut", lambda c, v: table_lamp(c, "stalk", 46, 6.5, "drum", 12.5, 17, "wood"),
      "Turned from one length of oak, with a plain drum shade.",
      """Slim enough for a windowsill or a bookshelf that is already full. The flex leaves through the foot, at the back, where it should.

Shades are replaceable. Dogs are why we know that.""", opt="Finish", a={"material": "Oak, cotton"}, tags="made-in-portugal")
L.add("mushroom-lamp", "Mushroom lamp", "metal mushroom table lamp", 112, 2100, "cream rust sage char", lambda c, v: table_lamp(c, "trumpet", 30, 8, "mushroom", 13, 13, "matte", c, solid_shade=True),
      "Small, spun from steel, casts a circle of light exactly the size of a book.",
      """The shade throws everything downwards, so the person beside you can sleep. Dimmer on the cord. Powder-coated inside in white, which bounces more than you would think.

Not a reading light for two books.""", a={"material": "Steel", "socket": "E14", "max_wattage": 25, "origin_country": "DE"}, tags="new-in gifts")
L.add("jar-lamp", "Cellar jar lamp", "round stoneware lamp with a tapered shade", 124, 3400, "slate honey", lambda c, v: table_lamp(c, "moon", 44, 12, "cone", 19, 19, shade_colour="flax"),
      "A big round jar with a shade like a hat brim.",
      """For a sideboard that wants company. Nearly four kilos, so it will not go over when somebody finds the switch in the dark.

Check your shelf: the shade is thirty-eight centimetres across.""", a={"material": "Stoneware, linen"}, sale=.2)
L.add("pole-floor-lamp", "Reading pole", "slim floor lamp with a linen shade", 179, 5400, [("Brass", "brass"), ("Black", "black")], lambda c, v: stick_lamp(c, 148, 13, finish="brushed" if c == "brass" else "matte"),
      "A straight pole, a weighted foot, and a shade at the height of a page.",
      """The foot is steel with a felt sole, so it slides to where you are. The shade tips twelve degrees: towards the book, away from the television.

Assembly is three screws. The fourth is spare, and you will lose it.""", opt="Finish", a={"material": "Steel, linen", "max_wattage": 60})
L.add("tripod-lamp", "Easel lamp", "floor lamp on three oak legs", 219, 6200, "oak walnut", lambda c, v: stick_lamp(c, 150, finish="wood", tripod="y", shade_r=24, shade_h=28, shade_colour="chalk"),
      "Three oak legs borrowed from a painter.",
      """Stands where a standard lamp does, only wider, so plan for feet. The legs fold flat if you unscrew the brass knob, which is how it moved house with us four times.

Toddlers climb it. It is not for toddlers.""", opt="Finish", a={"material": "Oak, linen", "max_wattage": 60}, tags="new-in")
L.add("draughtsman-lamp", "Draughtsman desk lamp", "jointed desk lamp with a bell shade", 128, 1900, "ink brick cream sage", lambda c, v: arm_lamp(c),
      "Two arms, two brass joints, stays where you leave it.",
      """Friction joints and no springs, so nothing twangs. Tighten the knuckle by hand once a year. The reach is forty centimetres, enough to light the far side of a sheet of A3.

Bends low enough to examine a splinter.""", a={"material": "Steel, brass", "socket": "E14"}, tags="gifts", out=(2,))
L.add("dome-pendant", "Canteen pendant", "domed metal pendant lamp", 119, 2100, "moss cream rust char", lambda c, v: pendant(c, "dome", 20, 20),
      "The shade from every good kitchen you have sat in.",
      """Spun steel, white inside. Hang it with sixty centimetres between the rim and the table: low enough to be cosy, high enough to see who is talking.

It lights the table and not the room. That is a virtue, and also a warning.""", a={"material": "Steel", "max_wattage": 60, "origin_country": "DE"}, tags="for-small-kitchens")
L.add("paper-globe", "Paper moon pendant", "round paper globe pendant", 45, 400, "cream rose", lambda c, v: pendant(c, "globe", 24, 42, "paper"),
      "A globe of mulberry paper over bamboo.",
      """Weighs nothing, costs little, improves a rented room more than paint. Folds flat for the post; pull it open by the wire and do not be timid.

Dust it with a hairdryer on cold.""", a={"material": "Paper, bamboo", "origin_country": "JP"}, tags="for-small-kitchens")
L.add("woven-pendant", "Basket pendant", "woven pendant shade", 84, 900, "natural bark", lambda c, v: pendant(c, "bell", 24, 26, "wicker", cord="linen"),
      "Willow, woven as for a fish trap, throws its pattern on the ceiling.",
      """Made by the people who make our log baskets, in the weeks when it is too wet to cut. The weave lets light out sideways in stripes.

Use a clear bulb if you like the stripes and a frosted one if you do not.""", a={"material": "Willow"}, tags="made-in-portugal", sale=.15)
L.add("disc-pendant", "Saucer pendant", "shallow disc-shaped pendant", 96, 1400, [("Brass", "brass"), ("White", "white"), ("Ink", "ink")], lambda c, v: pendant(c, "disc", 22, 10, "brushed" if c == "brass" else "enamel"),
      "Shallow, wide, enamelled; a plate hung upside down.",
      """Throws a broad pool of light over a long table. Two in a row do what one large lamp cannot, at half the drama.

Clean with the cloth you use for glasses.""", opt="Finish", a={"material": "Enamelled steel", "max_wattage": 60, "origin_country": "PL"})

R = Shelf("living/rugs", "rug", {"material": "Wool", "pile": "Flat-woven", "origin_country": "PT"})
RS = [("Size", [("60 × 90 cm", .35), ("120 × 180 cm", 1), ("170 × 240 cm", 1.8), ("200 × 300 cm", 2.5)])]
R.add("border-rug", "Terrace rug", "flat-woven rug with a double border", 240, 4200, [("Oat & ink", "oat"), ("Sage & forest", "sage")], lambda c, v: rug(c, "border", ink="ink" if c == "oat" else "forest", second="rust"),
      "A flat-woven wool rug with a border, like a well-mannered letter.",
      """Woven in Reguengos on looms that need two people and a radio. Flat enough for a door to pass over it, thick enough to notice in socks.

Use a grip underneath. Wool on oak is a means of transport.""", tags="made-in-portugal", more=RS, low=(2,))
R.add("band-rug", "Tideline rug", "rug with irregular bands", 260, 4400, [("Sea", "sea"), ("Clay", "clay"), ("Honey", "honey")], lambda c, v: rug("cream", "bands", ink=c, second="slate" if c != "honey" else "bark", seed=len(c) + 4),
      "Bands at no particular interval, like the marks left by the sea.",
      """The weaver decides where the bands fall; we specify only the colours. No two are alike, so the one you get is the one in the picture's family, not its twin.

Reversible. The other side is where the red wine will not have been.""", tags="made-in-portugal new-in", more=RS)
R.add("diamond-rug", "Quarry rug", "rug with a field of diamonds", 280, 4700, [("Brick", "brick"), ("Ink", "ink")], lambda c, v: rug("sand", "diamond", ink=c, second="cream"),
      "A field of diamonds, each with a smaller one inside to keep it company.",
      """Slit-woven: where two colours meet there is a tiny gap you can see against the light. It is how you can tell it was done by hand, and it is stronger than it looks.

Vacuum along the pattern, never across, and leave the fringe alone.""", more=RS, tags="made-in-portugal")
R.add("block-rug", "Allotment rug", "rug with a chequer of soft colours", 225, 4100, [("Moss & honey", "moss"), ("Rose & plum", "rose")], lambda c, v: rug("cream", "blocks", ink=c, second="honey" if c == "moss" else "plum", fringe=False),
      "A chequer of plots, seen from a kite.",
      """Fifteen squares, some planted, some fallow. It hides crumbs in the planted ones.

No fringe, since half our customers have robots that eat fringe.""", more=RS, sale=.25)
R.add("steps-rug", "Threshold rug", "rug with concentric rectangles", 210, 3900, "rust slate", lambda c, v: rug(c, "steps", ink="cream", second="ink" if c == "rust" else "honey"),
      "One rectangle inside another until the weaver ran out of floor.",
      """Heavy enough not to creep. The dark outer edge is where shoes land, and it was chosen for that.

Best in the small size, by a door, being useful.""", more=RS, tags="made-in-portugal")
R.add("atlas-rug", "Ridge wool rug", "pale shaggy rug with zigzag lines", 340, 6800, [("Ink line", "ink"), ("Bark line", "bark")], lambda c, v: rug("chalk", "berber", ink=c, tile="terry", scale=1.5, seed=4),
      "Deep, pale, with a zigzag that wanders a little by the fourth row.",
      """Hand-knotted in the Middle Atlas by a cooperative of nineteen women who set their own prices. The wool is undyed; the dark is a dark sheep.

Sheds for two months. Then it lies down and stays for thirty years.""", a={"pile": "Deep pile", "origin_country": "MA"}, more=[("Size", [("120 × 180 cm", 1), ("170 × 240 cm", 1.8)])], out=(1,))
R.add("round-jute", "Millwheel jute rug", "round jute rug with rings", 95, 3800, [("Natural", "natural"), ("Natural & ink", "ink")], lambda c, v: rug("natural", "rings", 150, 150, ink="flax" if c == "natural" else "ink", second="bark", tile="wicker", fringe=False, shape="round", scale=.9),
      "Braided jute, coiled from the middle like a snail.",
      """Under a round table it tells the chairs where to stop. Rough on knees, kind to budgets.

Jute hates water: blot, never scrub, and keep it out of the bathroom.""", a={"material": "Jute", "origin_country": "IN"}, more=[("Size", [("Ø 120 cm", .7), ("Ø 150 cm", 1), ("Ø 200 cm", 1.7)])])
R.add("hall-runner", "Long hall runner", "narrow striped hall runner", 148, 3000, [("Forest", "forest"), ("Rust", "rust")], lambda c, v: rug(c, "bands", 70, 210, "cream", "honey", seed=9),
      "For the hall nobody lingers in.",
      """Seventy centimetres wide with a dark ground, since this is where the bicycle comes in. Sold in two lengths, and by the metre if you write to us.

The ends are bound flat so that nobody trips on the way to the door.""", tags="made-in-portugal", more=[("Length", [("200 cm", 1), ("300 cm", 1.45)])], unit=(2, "m"))

F = Shelf("living/furniture", "furniture", {"material": "Solid oak", "assembly_required": False, "origin_country": "DE"})
F.add("milking-stool", "Milking stool", "three-legged oak stool", 119, 3400, "oak walnut black", lambda c, v: stool(c if c != "black" else "#2f2d2b", 45, 16, finish="wood" if c != "black" else "paint"),
      "Three legs, because three never wobble.",
      """Legs wedged through the seat from above, the way it was done before glue. The wedges are walnut, so you can see them doing their work.

Seat, bedside table, plant stand, the thing you stand on to reach the fuse. (Do not stand on it. It has three legs.)""", opt="Finish", tags="gifts", low=(1,))
F.add("woven-stool", "Harvest stool", "four-legged stool with a woven seat", 149, 3100, "oak ash", lambda c, v: stool(c, 46, 19, 4, 3, splay=.92, rungs=.35, seat="woven"),
      "A woven seat that gives a little, like good advice.",
      """Paper cord, twisted and woven round a steamed frame: a hundred and twenty metres in each. It holds a hundred and twenty kilos and a grudge against cat claws.

Brush with a dry brush. Water leaves a tide mark.""", opt="Finish", a={"material": "Oak, paper cord"}, tags="new-in")
F.add("bar-stool", "Counter stool", "tall stool with a ring of rungs", 169, 4800, "oak black", lambda c, v: stool(c if c == "oak" else "#2f2d2b", 65, 16, 4, 3.4, "wood" if c == "oak" else "paint", splay=1.2, rungs=.38, k=.22),
      "Sixty-five centimetres: kitchen counter height, heel on the rung.",
      """The front rung has a strip of brass let into it, since that is where everyone's shoes go. The seat is dished by two centimetres, which is the difference between ten minutes and an evening.

For a bar at 110 cm you want a taller one. We do not make it.""", opt="Finish", tags="for-small-kitchens")
F.add("padded-stool", "Vanity stool", "round stool with an upholstered seat", 158, 4100, "rust sage cream", lambda c, v: stool("oak", 43, 20, 4, 3, splay=.9, pad=c),
      "An oak stool that has been given a cushion and rather likes it.",
      """Wool cloth over a firm pad, nailed on beneath where you cannot see. It is good at a dressing table and better at the piano.

The cover can be changed. Send it, or do it yourself with pliers and a Saturday.""", a={"material": "Oak, wool"}, sale=.2)
F.add("cork-stool", "Bung cork stool", "solid cork stool", 98, 4300, "cork", lambda c, v: pedestal("cork", 42, 16, "cork", "spool"),
      "Turned from a block of cork, warm to sit on, impossible to tip.",
      """All offcuts from the stopper trade, pressed and turned on a lathe in Coruche. It is quiet on tiles and forgiving of shins.

Red wine is part of its heritage, but will still stain.""", a={"material": "Cork", "origin_country": "PT"}, tags="made-in-portugal")
F.add("drum-table", "Drum side table", "cylindrical painted side table", 189, 7600, "clay cream forest", lambda c, v: pedestal(c, 46, 20, "paint"),
      "A solid cylinder of colour beside a chair.",
      """Bent plywood, lacquered in nine coats. The top lifts off and there is room inside for a blanket or the board games.

It looks like stone and weighs like a suitcase.""", a={"material": "Plywood, lacquer"}, tags="new-in")
F.add("hourglass-table", "Hourglass table", "waisted side table", 164, 5200, "rose sage ink", lambda c, v: pedestal(c, 50, 19, "paint", "hour"),
      "Narrow at the waist so that your knees have somewhere to go.",
      """Cast in gypsum with hemp fibre: matt, cool, slightly chalky to the hand. Good beside a bath, if sealed each spring.

Wine left overnight will mark it. You have been told kindly.""", a={"material": "Gypsum composite", "origin_country": "PT"}, tags="made-in-portugal", out=(0,))
F.add("column-table", "Café side table", "round stone-topped pedestal table", 229, 9800, [("Stone", "stone"), ("Slate", "slate")], lambda c, v: pedestal(c, 56, 21, "stone", "column"),
      "One column, one stone top, room for a cup and a newspaper.",
      """The top is cut from the edges of kitchen worktops and so costs less than it looks. The foot is heavy; the whole thing moves only when asked twice.

Limestone dislikes lemon. So, we find, do letters.""", opt="Finish", a={"material": "Limestone, steel", "origin_country": "PT"}, tags="made-in-portugal")
F.add("hall-bench", "Hall bench", "oak bench with a shelf for shoes", 285, 11200, "oak walnut", lambda c, v: bench(c, 92, 45, 32, shelf=.32),
      "A place to sit while you find the other shoe, which is on the shelf.",
      """Ninety-two centimetres of oak and a shelf with a gap at the back for umbrellas. The edges are rounded where the back of a knee meets them.

Comes in one piece. Measure the stairs.""", opt="Finish", more=[("Length", [("92 cm", 1), ("120 cm", 1.3)])])
F.add("slab-bench", "Slab bench", "board-sided bench", 198, 9100, "ash black", lambda c, v: bench(c if c == "ash" else "#2f2d2b", 80, 42, 28, 3, "wood" if c == "ash" else "paint", "board", yaw=-30),
      "Three boards and eight dowels.",
      """The kind of bench every school once had, in better timber. Stand it at the foot of a bed, or on its end as a bedside table: the sides are the right height for that, too.

Flat-packed by us, put together by us. You only unwrap.""", opt="Finish", a={"material": "Solid ash"})
F.add("bedside-table", "Nightstand with drawer", "small bedside table with a drawer", 214, 8700, "oak walnut", lambda c, v: bench(c, 44, 52, 36, 2.4, legs="square", drawer=True, yaw=-26),
      "One drawer, no handle, opens from beneath with a finger.",
      """For a book, glasses, a glass of water, and in the drawer everything that rolls. Dovetails at the front, because you open it every day.

The drawer does not slam. It sighs.""", opt="Finish", tags="new-in", a={"assembly_required": False})
F.add("tray-table", "Butler's tray table", "tray table on square legs", 176, 6000, "oak sage", lambda c, v: bench(c, 56, 48, 42, 2.4, "wood" if c == "oak" else "paint", "round", yaw=-22, tray=True, leg="oak"),
      "The top lifts off and becomes a tray; the legs wait.",
      """Breakfast goes up the stairs on it and the crumbs come down. The tray has a lip, and the legs fold like a camp bed.

Fully loaded it is a two-hand tray. There is a third cup; leave it.""", opt="Finish", sale=.15)
F.add("towel-ladder", "Leaning ladder", "leaning ladder with five rungs", 109, 3900, "ash walnut", lambda c, v: ladder(c, 170, 48),
      "Leans on the wall and holds blankets, towels, or yesterday's shirt.",
      """The rungs are spaced for a folded bath sheet. Rubber feet and a leather bumper at the top keep paint and floor on good terms.

A ladder in name only. Please do not climb it.""", opt="Finish", a={"material": "Solid ash"})
F.add("arch-mirror", "Chapel mirror", "arched wall mirror in an oak frame", 148, 4600, "oak black", lambda c, v: mirror(c if c == "oak" else "#2f2d2b", 45, 66, finish="wood" if c == "oak" else "paint"),
      "An arch, because everyone looks better in a doorway.",
      """Silvered glass with a flat polished edge, set deep in the frame so it throws a thin shadow on itself. Two keyholes on the back, spaced forty centimetres.

It adds a window to a wall that has none. It cannot add tidiness.""", opt="Finish", a={"material": "Oak, glass"})
F.add("strap-mirror", "Saddler's mirror", "round mirror hung from a leather strap", 124, 3800, [("Brass", "brass"), ("Oak", "oak")], lambda c, v: mirror(c, 50, 50, "round", "metal" if c == "brass" else "wood", 1.4, strap=True),
      "A round mirror on a leather strap, hung from one good nail.",
      """The strap is three millimetres thick and cut from the middle of the hide, so it will not stretch. It can be hung at any height in a minute and moved in another.

Use a proper hook. It weighs nearly four kilos.""", opt="Finish", a={"material": "Brass, leather, glass"}, tags="gifts")
F.add("peg-rail-five", "Five-peg rail", "oak rail with five turned pegs", 48, 1100, "oak walnut black", lambda c, v: peg_rail(c if c != "black" else "#2f2d2b", 70, 5),
      "The Shakers hung their chairs on it. Hats will do.",
      """Turned pegs, tapered a degree so that loops do not slide off. Screws and brown plugs are in the box; a wall is not.

Every peg carries eight kilos, if your plaster does.""", opt="Finish", tags="for-small-kitchens", more=[("Width", [("70 cm", 1), ("100 cm", 1.35)])])
F.add("shelf-brass", "Plate shelf", "oak wall shelf on brass brackets", 76, 2600, "oak walnut", lambda c, v: wall_shelf(c, 70),
      "A board, two brackets, a groove for plates.",
      """There is a groove a hand's breadth from the back, so plates stand up and can be admired. The brackets are solid brass and will go brown at their leisure.

Screws to brick or to studs. Not to hope.""", opt="Finish", a={"material": "Oak, brass"}, tags="for-small-kitchens")
F.add("strap-shelf", "Two-tier strap shelf", "two shelves hung on leather straps", 118, 3400, "ash walnut", lambda c, v: wall_shelf(c, 66, 30, boards=2),
      "Two boards on two straps: a bookcase for people with eleven books.",
      """Hang it by eye and then, if you must, by spirit level. The straps grip the boards without glue, so you can change the distance when the cookery books get taller.

Fifteen kilos in all.""", opt="Finish", a={"material": "Ash, leather"}, sale=.2)

B = Shelf("living/storage-baskets", "storage", {"material": "Willow", "origin_country": "PT"})
B.add("log-basket", "Log basket", "large willow basket with side handles", 89, 2600, "natural bark", lambda c, v: basket(c, 38, 24, "barrel", "side", scale=.75),
      "Built for logs. Will accept toys.",
      """Willow, cut in winter, boiled and stripped, and woven round a base of two crossed sticks. The handles are wrapped twice, as that is where baskets die.

Bark crumbs fall through. Put a cloth in the bottom, or a dustpan nearby.""", tags="made-in-portugal", low=(1,))
B.add("market-basket", "Market basket", "oval shopping basket with a bail handle", 58, 900, "natural flax", lambda c, v: basket(c, 20, 18, "deep", "bail", scale=.6, k=.32),
      "For leeks, a loaf and one unnecessary bunch of flowers.",
      """The handle is a single rod of chestnut bent over steam, and it sits in the crook of an arm as if it had been measured. It had.

Holds twelve kilos of potatoes, though your elbow has its own limit.""", tags="made-in-portugal gifts")
B.add("rope-basket", "Rope basket", "soft cotton rope basket with a coloured band", 36, 700, [("Cream & rust", "rust"), ("Cream & ink", "ink"), ("Cream & sage", "sage")], lambda c, v: basket("cream", 26, 17, "drum", "leather", band=c, scale=.45, tile="twill"),
      "Cotton rope, coiled and stitched; soft on the shins.",
      """Stands up empty, slumps a little when full, folds flat in the car. For knitting, for nappies, for the remote controls.

Spot clean. In the machine it forgets its shape.""", a={"material": "Cotton", "origin_country": "IN"}, tags="for-small-kitchens")
B.add("lidded-hamper", "Laundry hamper", "tall lidded wicker hamper", 124, 4200, "natural bark", lambda c, v: basket(c, 52, 21, "taperup", lid=True, scale=.9, k=.22),
      "Tall, with a lid, and a bag inside that lifts out.",
      """The bag is cotton and goes in the wash with what is in it. Air moves through willow, so football kit behaves better here than in plastic.

The lid rests. It is not toddler-proof.""", tags="made-in-portugal")
B.add("seagrass-pot", "Seagrass belly basket", "rounded seagrass basket", 32, 600, "flax moss", lambda c, v: basket("flax", 27, 17, "round", "side", scale=.9, band=c if c != "flax" else ""),
      "A round basket that folds down into itself for shallow things.",
      """Hides a nursery pot, a cable, a small quarrel. Push the top in and it becomes half the height with a thicker edge.

Not watertight. Put a saucer under the fern.""", a={"material": "Seagrass", "origin_country": "VN"}, sale=.2)
B.add("apple-crate", "Apple crate", "oak crate with leather handle", 54, 2300, "oak walnut", lambda c, v: crate(c, 38, 24, 27, handles="leather"),
      "A crate that has never met an apple but would know what to do.",
      """Dovetailed, because butt joints fail at the corners. Stack three against a wall and you have a bookcase; stack four and you have a lean.

Felt pads are in the envelope.""", opt="Finish", a={"material": "Oak, leather", "origin_country": "DE"})
B.add("felt-bin", "Felt catch-all", "wool felt box with leather pull", 42, 650, "slate moss rust", lambda c, v: crate(c, 32, 20, 24, "felt", "leather"),
      "A box of thick wool felt that makes no noise on a shelf.",
      """Five millimetres of felt, cut and folded and closed with two stitches at each corner. It swallows hats, gloves, chargers.

Pills a little at the rim. Shave it once a winter.""", a={"material": "Wool felt, leather", "origin_country": "DE"})
B.add("archive-box", "Archive box", "cloth-covered lidded box with a label", 29, 620, "sage ink clay cream", lambda c, v: chest(c, 32, 14, 23, "cloth", tag="Letters"),
      "A proper box, for papers that matter and photographs that might.",
      """Grey board covered in book cloth, with brass corners inside where you do not see them. The label is blank on the other side.

Acid-free, should your grandchildren ask.""", a={"material": "Board, cotton", "origin_country": "DE"}, tags="gifts", more=[("Size", [("A5", .75), ("A4", 1), ("A3", 1.4)]), ("Set", [("Single", 1), ("Set of 3", 2.7)])])
B.add("biscuit-tin", "Square biscuit tin", "square tin with a lid", 24, 700, "brick forest butter", lambda c, v: chest(c, 21, 17, 21, "enamel", tag="Biscuits", lid_h=.2),
      "A tin that says biscuits, to save time.",
      """Tinplate, with a lid that fits with a small gasp. Shortbread keeps three weeks in theory.

Later: buttons. All biscuit tins end as buttons.""", a={"material": "Tinplate", "origin_country": "PL"}, tags="under-25 gifts for-small-kitchens")
B.add("oak-box", "Keepsake box", "small walnut box with a brass knob", 68, 900, "walnut oak", lambda c, v: chest(c, 24, 11, 16, "wood", knob="brass", lid_h=.3),
      "For cuff links, foreign coins and the spare key to something.",
      """Cut from a single plank so that the grain runs round the corners unbroken. Lined with wool felt from the same place as the catch-all.

The lid lifts off whole. Hinges squeak; lids do not.""", opt="Finish", a={"material": "Solid hardwood", "origin_country": "DE"}, tags="gifts")
B.add("rect-tray", "Breakfast tray", "rectangular tray with brass handles", 62, 1500, "oak sage", lambda c, v: tray(c, w=48, d=32, h=4.5, finish="wood" if c == "oak" else "matte", handles="brass"),
      "Wide enough for two cups, two eggs and an argument about the news.",
      """The handles stand up, so your knuckles clear a low door frame. Lacquered against marmalade.

It fits across an armchair, and not across a cat.""", opt="Finish", a={"material": "Oak, brass"}, sale=.15)
B.add("wicker-tray", "Shallow bread basket", "round shallow wicker basket", 26, 380, "flax bark", lambda c, v: tray(c, 15, 6, "wicker"),
      "Round, shallow, for rolls under a cloth.",
      """Plaited tightly enough that poppy seeds stay in. Passed round a table of eight it comes back empty.

Shake it out of the window. The birds know the sound.""", tags="for-small-kitchens made-in-portugal")
