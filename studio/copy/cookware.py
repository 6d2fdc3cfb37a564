"""Cookware."""
from studio.families.metalware import baking_dish, casserole, kettle, mortar, pan
from studio.families.vessels import lidded, vessel
from studio.product import Shelf

S = Shelf("kitchen/cookware", "cookware", {"material": "Enamelled cast iron", "oven_safe": True, "dishwasher_safe": False, "origin_country": "FR"})

S.add("brae-casserole", "Brae casserole", "round enamelled cast iron casserole with a brass knob", 189, 5200, "forest cream brick", lambda c, v: casserole(c, 10.5, 12.5),
      "Four and a half litres of cast iron for the kind of supper that takes all afternoon.",
      """Beans, a shoulder of lamb, bread with a crust that crackles: the lid is heavy enough to keep the steam in and the walls thick enough that nothing hurries. The inside is pale so you can see the onions turning.

It weighs over five kilos empty. Full, it is a job for two hands and a clear path to the table. Start on low heat; high heat is for people who enjoy scrubbing.""", a={"capacity_ml": 4500, "induction": True}, tags="gifts", more=[("Size", [("24 cm", 1), ("28 cm", 1.3)])], low=(3,))
S.add("sill-frying-pan", "Sill frying pan", "black cast iron frying pan", 54, 2100, "iron", lambda c, v: pan("iron", 4.6, 13, handle=15),
      "Bare cast iron, seasoned with linseed, ready for the second thousand eggs.",
      """Arrives seasoned, improves every time you fry something fatty, sulks if left to soak. Rinse it hot, wipe it, set it back on the ring for a minute. That is all the care it wants.

Not the pan for a tomato sauce: the acid will undo your good work.""", a={"material": "Cast iron", "induction": True, "origin_country": "SE"}, more=[("Size", [("20 cm", .7), ("26 cm", 1), ("30 cm", 1.35)])], low=(2,))
S.add("lantern-kettle", "Lantern kettle", "enamel stove kettle with a wooden bail handle", 68, 1150, "cream sage ink", lambda c, v: kettle(c),
      "A stove kettle that sings one low note and then stops when you ask it to.",
      """Enamelled steel with a beech grip that stays cool enough to hold. The spout pours a thin line if you are patient and a wide one if you are not.

Fill it to the shoulder, no higher, or it dribbles at the boil. Works on gas, ceramic and induction; the enamel would rather not be boiled dry.""", a={"material": "Enamelled steel, beech", "capacity_ml": 2200, "induction": True, "origin_country": "PL", "oven_safe": False}, tags="gifts new-in")
S.add("heron-pour-kettle", "Heron pour-over kettle", "gooseneck kettle in brushed steel", 74, 780, [("Steel", "steel"), ("Copper", "copper"), ("Black", "black")], lambda c, v: kettle(c, 12.5, 7.5, "matte" if c == "black" else "metal", "walnut", "pear", 5, goose=True, bail=False),
      "A long neck for slow coffee, and a walnut handle to think with.",
      """The gooseneck gives a stream as thin as a pencil, exactly where you point it. Nine hundred millilitres: enough for three cups, or one very careful one.

If you only ever make tea, spend less and buy the Lantern.""", opt="Finish", a={"material": "Stainless steel, walnut", "capacity_ml": 900, "induction": True, "oven_safe": False, "origin_country": "PT"}, tags="made-in-portugal")
S.add("copse-saucepan", "Copse saucepan", "steel saucepan with a beech handle and lid", 62, 1250, "steel copper", lambda c, v: pan(c, 9, 8, "brushed" if c == "steel" else "metal", 15, "beech", .28, lid=True),
      "Porridge for two, custard for six, and a handle you can hold.",
      """Three layers: steel, aluminium, steel. Heat creeps up the wall as well as the base, so custard thickens evenly and does not catch in the corner. Measures are pressed into the inside at half litres.

The beech handle comes off for the oven with a coin. It will come off by itself if you never tighten it.""", opt="Finish", a={"material": "Tri-ply steel, beech", "capacity_ml": 1600, "induction": True, "origin_country": "PT"}, tags="made-in-portugal for-small-kitchens", sale=.15)
S.add("tidewater-roaster", "Tidewater roasting dish", "rectangular enamel roasting dish with ears", 39, 1400, "white sky", lambda c, v: baking_dish(c, 34, 24, 6.5),
      "The white enamel dish with a navy rim that half of Europe learned to make lasagne in.",
      """Light enough to lift with one oven glove when full of potatoes, which you should not do. Enamel on steel browns the bottoms better than ceramic and cools down faster.

Metal spoons leave grey lines. They come off with a paste of bicarbonate; or leave them, as a record.""", a={"material": "Enamelled steel", "dishwasher_safe": True, "origin_country": "PL"}, more=[("Size", [("Small", .7), ("Large", 1)])])
S.add("granite-mortar", "Granite mortar", "speckled granite mortar and pestle", 46, 4300, "stone", lambda c, v: mortar("#b9b4ac"),
      "Four kilos of granite that will outlast the kitchen.",
      """Left rough inside, because smooth mortars only push things around. Season it by grinding a handful of raw rice until the rice stays white; allow an evening and a radio play.

Do not keep it on a glass shelf.""", a={"material": "Granite", "oven_safe": False, "origin_country": "PT"}, tags="made-in-portugal gifts")
S.add("olive-mortar", "Little spice mortar", "small dark mortar with a beech pestle", 26, 1300, "char chalk", lambda c, v: mortar(c, "matte", 5.4, 7.5, "beech", "grit"),
      "For a teaspoon of cumin rather than a jar of pesto.",
      """Unglazed porcelain inside, matt glaze outside, a beech pestle with a porcelain tip. Fennel, pepper, saffron, the occasional aspirin.

Pesto for one, if you insist, and if the one is not very hungry.""", a={"material": "Porcelain, beech", "oven_safe": False, "origin_country": "PT"}, tags="for-small-kitchens made-in-portugal")
S.add("barro-bean-pot", "Barro bean pot", "round terracotta cooking pot with lid", 48, 2400, "terracotta", lambda c, v: lidded("#b9704a", "round", 15, 11, "clay", knob="disc", lid_h=3.2, grip=""),
      "A clay pot for beans, thrown in the Alentejo, unglazed outside.",
      """Beans cooked in clay taste rounder; we do not know why and have stopped asking. Soak the pot for an hour before the first use and start it in a cold oven.

No induction, no sudden cold water. It darkens with every stew and should.""", a={"material": "Terracotta", "capacity_ml": 3000, "induction": False, "origin_country": "PT"}, tags="made-in-portugal", brand="Olaria do Cabo")
S.add("fell-sauteuse", "Fell shallow casserole", "wide shallow enamel casserole with lid", 159, 4600, "navy mustard", lambda c, v: casserole(c, 6.4, 14.5, knob="steel"),
      "Wide and low, for browning eight thighs at once instead of in batches.",
      """The pan for risotto, for paella without the argument, for eggs in tomato. Wide enough that things fry rather than steam, with a domed lid for when you change your mind.

Heavy on one hand. There are two handles for a reason.""", a={"capacity_ml": 3500, "induction": True}, sale=.2)
S.add("crepe-pan", "Sill crêpe pan", "flat cast iron crêpe pan with a long handle", 44, 1500, "iron", lambda c, v: pan("iron", 1.8, 13, handle=19, k=.46),
      "Nearly flat, quite heavy, and the first one still goes to the dog.",
      """A low rim so the spatula gets underneath, and enough iron that the pan does not lose its nerve between pancakes. Comes with a wooden rake you will use twice and then keep for ever.

Good for flatbreads as well. Less good for anything with a sauce.""", a={"material": "Cast iron", "induction": True, "origin_country": "SE"})
S.add("milk-pan", "Robin milk pan", "small enamel milk pan with a wooden handle", 29, 480, "white butter brick", lambda c, v: pan(c, 7.5, 6.2, "enamel", 12, "beech", .30, inside=""),
      "One litre, two lips: cocoa for left-handers as well.",
      """There is a lip on either side, which took us three prototypes and one apology to Joost, who is left-handed. Warms milk quickly; watch it, because it also boils it quickly.

Fine for an egg. For two eggs, invite it nicely.""", a={"material": "Enamelled steel, beech", "capacity_ml": 1000, "origin_country": "PL", "induction": True}, tags="for-small-kitchens gifts", out=(2,))
S.add("salt-pig", "Salt pig", "small rounded salt jar with a wooden lid", 23, 520, "oat moss", lambda c, v: lidded(c, "round", 9, 5.4, wood="oak", lid_h=1.2, knob="ball"),
      "Coarse salt within reach, and dry.",
      """Raw clay inside takes up the damp so the salt stays loose. Big enough for a hand, which is how salt wants to be measured.

The oak lid is only resting there. Cats have noticed.""", a={"material": "Stoneware, oak", "oven_safe": False, "origin_country": "PT"}, type="storage", tags="under-25 made-in-portugal gifts")
S.add("proving-bowl", "Proving bowl", "large deep stoneware mixing bowl with a bare clay foot", 42, 2100, "cream sky", lambda c, v: vessel(c, "deep", 14.5, 14, dip=.16, k=.34, wall=.5),
      "A mixing bowl heavy enough to stay put while you argue with the dough.",
      """Four litres, thick-walled, and glazed inside so that dough lets go. Warm it with hot water first and the bread rises half an hour sooner.

Too big for most dishwashers if there is anything else to wash.""", a={"material": "Stoneware", "capacity_ml": 4000, "origin_country": "PT"}, type="tableware", tags="made-in-portugal")
