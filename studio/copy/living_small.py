"""Candles and scent; vases and planters."""
from studio.families.glass import glass
from studio.families.jars import bottle, diffuser, jar_candle, pack, pillars, tapers
from studio.families.lamps import candlestick
from studio.families.vessels import lidded, vessel
from studio.product import Shelf

C = Shelf("living/candles-scent", "candle", {"material": "Rapeseed wax, cotton wick", "origin_country": "DE"})
C.add("hearth-candle", "Windowsill candle", "scented candle in a clear glass with a paper label", 29, 480, [("Fig leaf", "sage"), ("Cedar smoke", "char"), ("Tomato vine", "brick"), ("Clean linen", "sky")],
      lambda c, v: jar_candle("clear", v.replace(" ", "|"), "Candle", label={"sage": "#dfe3d2", "char": "#d9d3c8", "brick": "#ecd5c8", "sky": "#dbe4ea"}[c], wax="cream", foot="190 g"),
      "Forty hours of a smell that does not announce itself from the hall.",
      """Rapeseed wax from Holstein, a cotton wick, and about half the perfume of other candles. Fig leaf is green rather than jammy. Cedar smoke is a pencil case and a bonfire. Tomato vine divides people.

Let the first burn reach the edge of the glass or it will tunnel for ever. When it is finished, hot water and a tea towel make it a tumbler.""", opt="Scent", a={"burn_hours": 40}, tags="gifts", unit=(190, "g"), low=(2,))
C.add("clay-candle", "Potter's candle", "candle in a stoneware pot", 36, 690, [("Bay & salt", "fog"), ("Beeswax", "honey"), ("Rosemary", "moss")], lambda c, v: jar_candle(c, v, "Candle", 8.6, 4.6, "stoneware", shape="barrel"),
      "Poured into a stoneware cup that has a second career ahead of it.",
      """The pot is a Moor tumbler that went to a different department. When the wax is gone, put it in the oven at seventy degrees for ten minutes, wipe, and plant a succulent.

The scents are quiet. If a candle should fill a house, this is not the one.""", opt="Scent", a={"burn_hours": 45, "origin_country": "PT"}, tags="gifts made-in-portugal", unit=(230, "g"))
C.add("tin-candle", "Pocket tin candle", "small candle in a brass-coloured tin", 14, 170, [("Pine", "forest"), ("Orange peel", "rust")], lambda c, v: jar_candle("brass", v, "Travel", 4.6, 3.6, "tin", label="cream" if c == "rust" else "#dfe3d2"),
      "For hotel rooms, tents and baths in other people's houses.",
      """Eighteen hours in a tin with a lid that screws. Pine smells of the walk, orange peel of the day after Christmas.

The tin gets hot. Put it on something you do not love.""", opt="Scent", a={"burn_hours": 18}, tags="under-25 gifts", unit=(90, "g"))
C.add("church-pillars", "Refectory pillars", "pair of pillar candles of different heights", 26, 900, "cream rust forest", lambda c, v: pillars(c, [(3.6, 17), (3.9, 11)]),
      "Two solid pillars that burn down with dignity.",
      """Cast in one pour with a wick thick enough to keep up. They burn straight because the wax is hard, and they do not smell of anything, which is a relief at dinner.

Stand them on a plate. Every candle lies eventually about dripping.""", a={"burn_hours": 70}, tags="", unit=(780, "g"))
C.add("cube-pillars", "Night-watch candles", "three stout candles in a row", 22, 760, "honey ink", lambda c, v: pillars(c, [(3, 7), (3, 10), (3, 5)]),
      "Three short fat candles for a windowsill in December.",
      """Cut to three heights so that they look like a family. Coloured right through, so they do not go white in the middle as they burn.

Eight centimetres from the curtain, please. Ten.""", a={"burn_hours": 26}, unit=(620, "g"), sale=.3)
C.add("dipped-tapers", "Dipped tapers", "dipped taper candles hanging in pairs by the wick", 15, 240, "rust cream moss plum", lambda c, v: tapers(c, 26, 4),
      "Dipped twenty-six times, hung in pairs, sold still joined.",
      """You cut the wick yourself. The slight bulge at the foot comes from dipping; shave it with a kitchen knife if your candlestick is a purist.

No drips in still air. In a draught they behave like the rest of us.""", a={"burn_hours": 9, "pieces": 4}, tags="under-25", unit=(220, "g"))
C.add("beeswax-tapers", "Two-tone tapers", "six beeswax tapers in two colours", 24, 330, [("Honey & oat", "honey"), ("Sea & chalk", "sea")], lambda c, v: tapers(c, 22, 6, "oat" if c == "honey" else "chalk"),
      "Pure beeswax, so the room smells faintly of a warm hive.",
      """Short tapers for tables where people want to see each other. Beeswax burns bright and slowly, and goes cloudy in a cold cupboard; rub it with a cloth and the bloom goes.

The coloured half is only skin deep.""", a={"material": "Beeswax, cotton wick", "burn_hours": 7, "pieces": 6}, tags="gifts under-25", unit=(300, "g"))
C.add("reed-diffuser", "Slow diffuser", "amber bottle with reeds", 38, 420, [("Cedar", "amber"), ("Rain", "blue"), ("Vetiver", "green")], lambda c, v: diffuser(c, v),
      "Seven reeds, three months, no flame.",
      """For hallways and for rooms with cats. Turn the reeds on Sundays. Rain is the smell of a warm pavement at the first drops, and it took two years.

Do not put it on varnish. Whatever a diffuser spills, it also strips.""", opt="Scent", a={"material": "Glass, rattan", "volume_ml": 180}, type="scent", tags="gifts", unit=(180, "ml"))
C.add("room-spray", "Linen water", "bottle of linen spray with a label", 19, 330, [("Lavender", "lilac"), ("Green tea", "sage")], lambda c, v: bottle("#d8d2de" if c == "lilac" else "#cfd6bd", v, "Linen water", "250 ml", 17, 3.2, "shoulder", "black"),
      "For ironing, for pillowcases, for the car.",
      """Distilled water with a little lavender from Drôme, or green tea which is mostly bergamot. It makes ironing no shorter and rather nicer.

Leaves no mark on cotton. Test silk on the inside of a seam.""", opt="Scent", a={"material": "Water, essential oils", "volume_ml": 250, "origin_country": "FR"}, type="scent", tags="under-25", unit=(250, "ml"))
C.add("brass-candlestick", "Sexton candlestick", "turned candlestick holding a lit taper", 34, 620, [("Brass", "brass"), ("Iron", "black")], lambda c, v: candlestick(c, "stalk", 12, 4.6, "metal" if c == "brass" else "matte"),
      "A turned candlestick, heavy at the foot, the right height for supper.",
      """Cast and then turned, so the weight is at the bottom. Unlacquered brass dulls to the colour of toffee; polish it or do not, but be consistent.

Takes a standard 22 mm taper with a firm push.""", opt="Finish", a={"material": "Brass"}, type="decor", tags="gifts")
C.add("wood-candlestick", "Spindle candlestick", "turned wooden candlestick with a taper", 22, 210, "oak black", lambda c, v: candlestick(c if c == "oak" else "black", "trumpet", 15, 4.4, "wood" if c == "oak" else "matte", taper="rust" if c == "oak" else "cream", disc=3),
      "Turned from the legs of chairs that were never made.",
      """A chair maker in Thuringia has odd lengths left over, and a lathe. There is a brass cup inside so that the flame never meets the wood.

Light. Keep it off the edge where sleeves go by.""", opt="Finish", a={"material": "Oak, brass"}, type="decor", tags="under-25", out=(1,))
C.add("match-box", "Long matches", "box of long matches", 9, 120, "brick", lambda c, v: pack("brick", "Long|matches", "Linden Row", 7, 22, 4.5, paper="#f0e2c8"),
      "Eighteen centimetres of not burning your fingers.",
      """Sixty matches of aspen with heads the colour of the box. They reach the bottom of a jar candle and the back of an old oven.

Keep dry, keep high, keep from the four-year-old.""", a={"material": "Aspen", "pieces": 60}, type="decor", tags="under-25")

V = Shelf("living/vases-planters", "decor", {"material": "Stoneware", "watertight": True, "origin_country": "PT"})
V.add("moon-vase", "Moon vase", "round vase with a narrow neck", 58, 1500, "chalk ink clay", lambda c, v: vessel(c, "moon", 21, 10.5, wall=.4),
      "Almost a sphere, and content with a single branch.",
      """Thrown in two halves and joined at the waist; run a finger round and you will find the seam. The neck holds a branch at exactly the angle you put it.

Hard to dry inside. Upside down, overnight, like a bat.""", tags="made-in-portugal gifts")
V.add("bulb-vase", "Heron vase", "tall-necked vase with a bare foot", 46, 1200, "moss fog rust", lambda c, v: vessel(c, "bulb", 26, 9, dip=.1, wall=.4),
      "A long neck and a low belly, for three stems and a bit of drama.",
      """The weight is all at the bottom, so a metre of quince blossom does not pull it over. Glazed inside to the lip, and waterproof, which not every handsome vase is.

Four stems is too many. We have tried.""", tags="made-in-portugal")
V.add("gourd-vase", "Gourd vase", "double-bellied vase in satin glaze", 52, 1350, "honey sea plum", lambda c, v: vessel(c, "gourd", 25, 8.5, wall=.4),
      "Two bellies, one above the other, after a Korean bottle in a museum in Lisbon.",
      """The original is behind glass and eight hundred years old. Ours is on the stairs and has been knocked over twice.

Glazed in a colour that breaks lighter over the waist. Each comes out a little different.""", tags="new-in gifts", brand="Olaria do Cabo")
V.add("bud-vase", "Thimble bud vase", "small bottle-shaped bud vase", 18, 240, "rose sky butter char", lambda c, v: vessel(c, "shoulder", 11, 3.6, "porcelain", .3),
      "For the one flower that broke off.",
      """Nine out of ten flowers in our house arrive here by accident. Eleven centimetres high, with a mouth like a thimble, it makes a dandelion look arranged.

Line up three. It is a cheap trick and it works.""", a={"material": "Porcelain"}, tags="under-25 gifts for-small-kitchens", more=[("Set", [("Single", 1), ("Set of 3", 2.7)])])
V.add("amphora-vase", "Amphora floor vase", "tall floor vase with broad shoulders", 118, 5200, "terracotta chalk", lambda c, v: vessel("#bd7a58" if c == "terracotta" else c, "amphora", 48, 15, "clay" if c == "terracotta" else "matte", wall=.8),
      "Knee-high, broad in the shoulder, happiest with dried grass.",
      """Coil-built in three days, because you cannot throw this on a wheel without a friend. The clay is open and drinks a little water; we seal the inside, but put it on a saucer until you trust it.

Heavy enough for a hallway with a dog in it.""", a={"material": "Terracotta"}, tags="made-in-portugal", brand="Olaria do Cabo", low=(0,))
V.add("trumpet-vase", "Trumpet vase", "flared vase with a narrow waist", 39, 900, "forest sand", lambda c, v: vessel(c, "trumpet", 24, 8, wall=.35),
      "Wide at the top, for tulips that intend to lean.",
      """Tulips grow another five centimetres after being cut, and always sideways. The flare gives them somewhere to lean and a waist to come back to.

Too open for a single stem; see the Thimble.""", tags="made-in-portugal", sale=.2)
V.add("glass-bubble-vase", "Bubble vase", "round tinted glass vase", 32, 600, "green amber smoke", lambda c, v: glass(c, "moon", 18, 9),
      "Blown glass, as thin as is decent, with a bubble or two on purpose.",
      """You will see the stems, so strip the leaves below the water. The tint is in the glass and throws a coloured patch on the wall at breakfast.

Rinse with rice and vinegar to get the line off.""", a={"material": "Blown glass", "origin_country": "CZ"}, tags="gifts")
V.add("stem-glass-vase", "Cylinder stem vase", "tall narrow glass vase with water", 24, 720, "clear", lambda c, v: glass("clear", "waist", 27, 5.2, fill="#dfe8e8", level=.5, foot=.04),
      "Plain, tall, with a waist so that the stems cross.",
      """Florists use it, which is how we found it. The waist gathers the stems and does the arranging for you.

Change the water before it asks.""", a={"material": "Glass", "origin_country": "CZ"}, tags="under-25")
V.add("terrace-planter", "Terrace planter", "terracotta planter on a saucer", 34, 2800, "terracotta oat char", lambda c, v: vessel("#bd7a58" if c == "terracotta" else c, "cone", 18, 11, "clay" if c == "terracotta" else "stoneware", .6, saucer=13),
      "A flowerpot with a rim you can lift it by, and a saucer that fits.",
      """There is a hole in the bottom, because plants need one. The saucer is glazed inside, so it does not weep on to the floor.

Frost-proof to minus ten if you stand it on feet. The rosemary may not be.""", a={"material": "Terracotta", "watertight": False}, tags="made-in-portugal", more=[("Size", [("16 cm", .75), ("22 cm", 1), ("30 cm", 1.7)])])
V.add("footed-planter", "Balcony bowl planter", "wide footed planter bowl", 48, 3100, "slate clay", lambda c, v: vessel(c, "deep", 17, 16, dip=.12, wall=.7, k=.32),
      "Wide and low, for bulbs in layers and one sprig of thyme.",
      """Plant tulips deep, crocus above them, and forget. In February something appears; in April something else; in June you cut the thyme.

One drain hole with a cork in it. Take it out if it lives outside.""", tags="made-in-portugal")
V.add("hanging-cachepot", "Little cachepot", "cylindrical cachepot with a painted band", 21, 560, "cream sage", lambda c, v: vessel(c, "drum", 11, 6.6, band="rust" if c == "cream" else "ink", wall=.4),
      "Hides the plastic pot. That is the job.",
      """Sized for a twelve-centimetre nursery pot with a finger's width to get it out again. No hole, so tip out the water you forgot.

Also holds wooden spoons, if the plant fails.""", tags="under-25 for-small-kitchens")
V.add("ginger-jar", "Lidded ginger jar", "lidded jar with broad shoulders", 64, 1600, "sea cream brick", lambda c, v: lidded(c, "ginger", 20, 8.6, "porcelain", knob="ball", lid_h=3.2),
      "For ginger once; for shortbread, letters or nothing at all now.",
      """A shape that has been right since the Ming dynasty, in a glaze that has not been tried since. The lid sits deep, so it does not rattle when a lorry goes by.

Food-safe inside. Biscuits last no longer in it than in any other jar.""", a={"material": "Porcelain", "origin_country": "CZ"}, tags="gifts", brand="Horák Porcelain", sale=.15)
