"""Garden tools."""
from studio.families.jars import pack
from studio.families.metalware import watering_can
from studio.families.paper import pencils, rolls
from studio.families.storage import basket, crate
from studio.families.textiles import hanging
from studio.families.tools import brush, hand_tool, knife, shears
from studio.families.vessels import vessel
from studio.product import Shelf

S = Shelf("garden/garden-tools", "garden-tool", {"material": "Carbon steel, ash", "origin_country": "NL"})
S.add("hand-trowel", "Burrow trowel", "forged trowel with an ash handle", 34, 320, "ash walnut", lambda c, v: hand_tool(c),
      "Forged in one piece from blade to neck; will not bend at the awkward moment.",
      """Cheap trowels fold where the neck meets the blade. This one has no join there. The point is sharp enough for roots, and the blade is deep enough to move a whole primrose.

Wipe it, oil it, hang it up. Or leave it in the bed and find it in March, still sound.""", opt="Finish", tags="gifts")
S.add("hand-fork", "Burrow fork", "three-pronged hand fork", 34, 300, "ash walnut", lambda c, v: hand_tool(c, w=8, style="fork"),
      "Three tines for loosening, lifting and getting under dandelions.",
      """Square tines, because round ones part the soil and square ones move it. Matches the trowel in everything but temper.

Stony ground will chip the tips. A file puts them back.""", opt="Finish")
S.add("transplant-trowel", "Narrow trowel", "narrow planting trowel", 32, 270, "ash", lambda c, v: hand_tool("ash", h=34, w=4.8),
      "Slim as a letter, for bulbs and for the gaps between things.",
      """Marked in centimetres down the blade, so that crocuses go in at eight and tulips at fifteen, and not both at whatever.

Not for digging holes. For making slots.""", tags="new-in")
S.add("weeder", "Dandelion fork", "slender weeding tool", 26, 190, "ash", lambda c, v: hand_tool("ash", h=33, w=3, style="weeder"),
      "Goes down beside the root and comes up with it.",
      """A long thin tongue with a notch. Push, lean, lift; there is a small noise when the root lets go, and it is one of the better sounds in gardening.

Works after rain. In August, make tea instead.""")
S.add("hand-hoe", "Ridge hoe", "short-handled hoe", 36, 330, "ash", lambda c, v: hand_tool("ash", h=36, w=9, style="hoe"),
      "A short Dutch hoe for raised beds and kneeling gardeners.",
      """Cuts seedlings just beneath the surface on the pull. Keep the edge keen with a file and it will take a whole bed in the time it takes a kettle.

Watch the beetroot.""", sale=.2)
S.add("hand-rake", "Tilth rake", "small rake with six tines", 33, 310, "ash", lambda c, v: hand_tool("ash", h=35, w=11, style="rake"),
      "Six tines for making soil look as if someone cares.",
      """For seedbeds, for gravel, for leaves in corners. The tines are riveted and not welded, so they can be replaced.

We have yet to replace one.""")
S.add("dibber", "Brass-tipped dibber", "wooden dibber with a brass point", 28, 260, "ash walnut", lambda c, v: hand_tool(c, h=28, w=4, style="dibber"),
      "Makes holes. Very good holes.",
      """A turned stick with a brass shoe and rings cut every two and a half centimetres. Leeks, beans, broad as well as runner.

The most given-away thing we sell, and the least explained.""", opt="Finish", a={"material": "Brass, ash"}, tags="gifts", low=(1,))
S.add("secateurs", "Orchard secateurs", "bypass secateurs lying open", 58, 260, [("Ash", "ash"), ("Red", "red")], lambda c, v: shears(c, 21, "secateurs"),
      "Bypass blades, a good spring, and a catch that works with gloves on.",
      """Cuts green wood up to two centimetres without crushing it. Every part unscrews and every part can be bought, and the blade takes an edge on an ordinary stone.

Red handles are easier to find in a hedge. Ask us how we know.""", opt="Finish", a={"material": "Carbon steel"}, tags="gifts")
S.add("herb-snips", "Herb snips", "small pointed snips", 22, 110, [("Moss", "moss"), ("Black", "black")], lambda c, v: shears(c, 16, "snips", spread=7),
      "Fine points for chives, deadheading and bonsai hubris.",
      """Long blades, small loops. They live in an apron pocket and get more use than the secateurs.

Rinse off the sap, or they will stick shut by the weekend.""", a={"material": "Stainless steel"}, tags="under-25")
S.add("oyster-knife-garden", "Grafting knife", "short fixed-blade garden knife", 38, 90, "walnut", lambda c, v: knife(20, 9.5, 2.4, "walnut", "oyster"),
      "One bevel, one purpose, plus string.",
      """Ground on one side only, so the cut is flat and the graft takes. If you never graft an apple, it opens sacks with some elegance.

It is very sharp. It is not a butter knife.""", a={"material": "Carbon steel, walnut", "origin_country": "DE"}, out=(0,))
S.add("long-can", "Long-reach watering can", "watering can with a long spout", 64, 1400, "sage cream char", lambda c, v: watering_can(c),
      "A long spout for the plant at the back of the windowsill.",
      """Powder-coated steel with a brass rose you can unscrew. Balanced so that when full you hold it at the top and when empty at the back.

Five litres weigh five kilos. There is a smaller one below.""", a={"material": "Steel, brass", "capacity_ml": 5000}, tags="gifts new-in")
S.add("indoor-can", "Windowsill can", "small slender indoor watering can", 39, 520, [("Brass", "brass"), ("Copper", "copper"), ("Ink", "ink")], lambda c, v: watering_can(c, 11, 6.2, "metal" if c != "ink" else "matte", rose=False, spout=19),
      "One litre, no rose, a spout like a heron.",
      """Places water at the root and not on the sideboard. Pours slowly enough to count to three per fern.

Unlacquered metals will tarnish. Ink will not; ink is paint.""", opt="Finish", a={"material": "Metal", "capacity_ml": 1000}, tags="gifts for-small-kitchens")
S.add("trug", "Potting trug", "shallow wooden trug", 48, 1100, "ash natural", lambda c, v: crate(c, 42, 11, 26, handles="leather", yaw=-16),
      "For carrying out seedlings and bringing in lettuces.",
      """Shallow, so nothing gets buried. Ash boards, copper nails, leather to hold it by.

It is not weatherproof, though it will say nothing about a shower.""", opt="Finish", a={"material": "Ash, leather"})
S.add("harvest-basket", "Harvest basket", "open willow basket with bail handle", 56, 950, "bark natural", lambda c, v: basket(c, 15, 20, "coupe", "bail", scale=.7, k=.36),
      "Wide, open, with soil falling through on purpose.",
      """Woven with gaps, so you can hose the carrots in it. Chestnut handle, willow ribs.

Raspberries fall through as well. Line it with a leaf.""", opt="Finish", a={"material": "Willow", "origin_country": "PT"}, tags="made-in-portugal")
S.add("bench-brush", "Potting bench brush", "wide bench brush", 19, 210, "beech", lambda c, v: brush("beech", 30, 14, "bark", "bench", tuft=5),
      "Sweeps compost off a bench and crumbs off everything else.",
      """Coconut fibre, set in beech and trimmed by hand. Stiff enough for dried mud.

There is a hole in the handle, and a hook in your shed.""", a={"material": "Beech, coir", "origin_country": "DE"}, tags="under-25")
S.add("canvas-apron", "Gardener's apron", "canvas apron hanging on a peg", 46, 480, "moss slate rust", lambda c, v: hanging(c, 56, 78, "canvas", pleats=3, gather=.75, size=("70 cm", "85 cm")),
      "Waxed canvas, three pockets, and a loop for the secateurs.",
      """The straps cross at the back, so the weight is on the shoulders and not the neck. Pocket one is for seed packets, two for string, three for the phone you should have left inside.

Do not machine wash. Mud brushes off when it has dried.""", a={"material": "Waxed cotton canvas", "origin_country": "LT"}, tags="gifts", brand="Vilna Looms")
S.add("jute-twine", "Tying-in twine", "reels of green garden twine", 11, 220, [("Green", "moss"), ("Natural", "natural")], lambda c, v: rolls(c, "natural" if c == "moss" else "bark", 2, 8),
      "Soft on stems, gone by spring.",
      """Three-ply jute that rots in a season, which is a feature: you never have to pick it off the trellis. Green if you want it not to be seen.

Two reels, seventy-five metres each.""", a={"material": "Jute", "origin_country": "IN"}, tags="under-25", unit=(150, "m"))
S.add("plant-markers", "Copper plant markers", "row of metal markers", 18, 90, "copper", lambda c, v: pencils(["copper"] * 7, 18, "pencil"),
      "Seven markers that will still be legible when the label would not.",
      """Soft copper rods with a wooden tip; write on them with a biro and it presses the name in. They go green, and so does everything.

Also useful for remembering where you planted nothing.""", a={"material": "Copper", "pieces": 7}, tags="under-25 gifts", sale=.25)
S.add("seed-box", "First-year seed box", "paper box of seeds", 22, 180, "sage", lambda c, v: pack("#b9c3a0", "First|year", "Seeds", 16, 8, 11, "box", "#f6f1e4", yaw=-30),
      "Twelve packets chosen so that something will come up.",
      """Radish, nasturtium, broad bean, sweet pea, chard: the easy ones, in the order you sow them. A card for each month, with one thing to do and no guilt.

Slugs not included. They will find it.""", a={"material": "Paper, seed", "pieces": 12}, tags="gifts under-25")
S.add("seed-pots", "Nursery pots", "small terracotta pot on a saucer", 12, 480, "terracotta", lambda c, v: vessel("#bd7a58", "cone", 8.5, 4.8, "clay", .45, saucer=5.6),
      "Three small clay pots with saucers.",
      """Clay breathes, so seedlings damp off less than in plastic. They also dry out sooner, so you will have to look at them, which is half the point.

Soak before first use.""", a={"material": "Terracotta", "pieces": 3, "origin_country": "PT"}, tags="under-25 made-in-portugal", brand="Olaria do Cabo")
