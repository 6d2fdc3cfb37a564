"""Kitchen tools."""
from studio.families.storage import chest
from studio.families.textiles import hanging
from studio.families.tools import board, brush, knife, ladle, rolling_pin, shears, spoon, whisk
from studio.product import Shelf

S = Shelf("kitchen/kitchen-tools", "kitchen-tool", {"material": "Cherry wood", "dishwasher_safe": False, "origin_country": "DE"})

S.add("wren-spoon", "Wren wooden spoon", "hand-carved cherry spoon on a leather loop", 16, 55, "cherry", lambda c, v: spoon("cherry", 31, 6.2, 8.6),
      "A cherry spoon with an edge that reaches the corner of the pan.",
      """Carved from one piece of cherry in a shed outside Lübeck. The tip is cut off at a slant, because sauce burns in corners and round spoons cannot get there.

It smells faintly of almonds when new and of onions for ever after.""", tags="under-25 gifts")
S.add("rook-spatula", "Rook spatula", "flat walnut spatula", 17, 60, "walnut", lambda c, v: spoon("walnut", 30, 7, 9.5, "corner", .8),
      "Flat on one side, curved on the other, walnut throughout.",
      """The straight edge scrapes, the curved edge follows a wok. It is thin enough to slide under a fried egg if you commit to the movement.

Oil it when it looks thirsty. Walnut is softer than beech and takes the marks of a steel pan.""", a={"material": "Walnut"}, tags="under-25")
S.add("beech-turner", "Slotted fish turner", "steel fish turner with slots and a beech handle", 24, 130, "steel", lambda c, v: spoon("beech", 32, 8, 10, "turner", .85, head="steel"),
      "Thin, springy and long enough for a whole sole.",
      """The blade bends; that is the whole trick. It slides under a fillet instead of pushing it across the pan, and the slots let the butter stay behind.

Too flexible for burgers. Use it for everything that would otherwise break.""", a={"material": "Stainless steel, beech"}, tags="under-25")
S.add("corvid-scraper", "Corvid bowl scraper", "silicone bowl scraper with an ash handle", 13, 70, "brick sage char butter", lambda c, v: spoon("ash", 27, 5.6, 8, "scraper", .75, head=c),
      "Gets the last forty grams of batter out of the bowl.",
      """We weighed it. The silicone is stiff along the spine and soft at the edge, heatproof to 240 degrees, and the head pulls off so nothing unpleasant lives under it.

Deprives children of the bowl. Use your judgement.""", a={"material": "Silicone, ash"}, tags="under-25 for-small-kitchens")
S.add("balloon-whisk", "Balloon whisk", "steel balloon whisk with a beech grip", 19, 120, [("Beech", "beech"), ("Walnut", "walnut")], lambda c, v: whisk("steel", 29, 7.5, c, 9),
      "Nine wires and a grip shaped for a tired wrist.",
      """Egg whites in three minutes, cream in two if you have chilled the bowl. Nine wires is more than most and you feel every one of them.

The grip is sealed at the wires with a steel ferrule, so water does not creep in. Still: hand wash.""", opt="Finish", a={"material": "Stainless steel, wood"}, tags="under-25")
S.add("ladle-no-2", "Ladle No. 2", "brushed steel soup ladle", 22, 190, "steel copper", lambda c, v: ladle(c, 33, 4.8),
      "A soup ladle that holds exactly one polite portion.",
      """One hundred and fifty millilitres, with a lip worked into the left side. Pressed from a single sheet, so there is no rivet for barley to hide behind.

Left-handers pour from the right and drip a little. There is a mirror version on our list.""", opt="Finish", a={"material": "Stainless steel"}, tags="under-25")
S.add("skimmer", "Gnocchi skimmer", "perforated steel skimmer with a walnut grip", 25, 170, "steel", lambda c, v: ladle("steel", 34, 5.6, slots=1, grip="walnut"),
      "Lifts twelve gnocchi at once and leaves the water where it was.",
      """The holes are small enough for rice and large enough to drain before your arm tires. Also good for poached eggs, dumplings, doughnuts and the bay leaf you lost.

The walnut grip is a comfort at the stove and a reason to keep it out of the dishwasher.""", a={"material": "Stainless steel, walnut"}, tags="new-in")
S.add("chef-knife", "Kestrel cook's knife", "cook's knife with a walnut handle", 98, 210, [("Walnut", "walnut"), ("Black", "black")], lambda c, v: knife(33, 20, 4.6, c, "chef"),
      "Carbon steel, twenty centimetres, sharp enough to be respectful of.",
      """Carbon steel takes a finer edge than stainless and keeps it longer, and in exchange it wants to be dried. Leave it wet overnight and you will find a brown bloom. Leave it clean and it turns blue-grey like the sea in February.

Ships with a card about sharpening, in plain language.""", opt="Finish", a={"material": "Carbon steel, walnut", "blade_cm": 20}, tags="gifts", low=(1,))
S.add("bread-knife", "Kestrel bread knife", "long bread knife with a walnut handle", 72, 180, "walnut", lambda c, v: knife(38, 25, 3.6, "walnut", "bread"),
      "For crusts that fight back.",
      """Twenty-five centimetres of shallow scallops that saw rather than tear. It will take a sourdough end to end and a tomato without insult.

It cannot be sharpened at home. Send it back to us every few years; we pay the postage one way.""", a={"material": "Stainless steel, walnut", "blade_cm": 25}, sale=.2)
S.add("paring-knife", "Kestrel paring knife", "small paring knife with an oak handle", 32, 70, [("Oak", "oak"), ("Red", "red")], lambda c, v: knife(19, 9, 2.6, c, "paring"),
      "The one that does most of the work.",
      """Eight and a half centimetres, pointed, light. You will use it to hull strawberries, open parcels and take the eyes out of potatoes, and you will look for it in every drawer.

The red one exists so that you find it in the compost.""", opt="Finish", a={"material": "Stainless steel, oak", "blade_cm": 9}, tags="for-small-kitchens")
S.add("paddle-board", "Paddle board", "oak serving board with a handle and hole", 38, 900, "oak walnut acacia", lambda c, v: board(c, 24, 40),
      "Bread goes out on it, crumbs come back.",
      """One plank, edges eased by hand, oiled three times. The handle is long enough to carry four toasted cheese sandwiches past a dog.

It will cup a little if you leave one side wet. Turn it over; it will think better of it.""", opt="Finish", a={"material": "Solid hardwood"}, tags="gifts", more=[("Size", [("Small", .75), ("Large", 1)])])
S.add("block-board", "End-grain block", "rectangular chopping board with an inlaid stripe", 89, 3100, "oak walnut", lambda c, v: board(c, 28, 40, "plain", stripe="#efe3c8" if c == "walnut" else "#6b4a2c"),
      "A chopping block for the middle of the counter.",
      """Built from offcuts stood on end, so the knife goes between the fibres and not across them. Your blade stays sharp, the board heals. The pale stripe is a mistake we decided to repeat.

Three kilos. It is not moving, and neither will you want to move it.""", opt="Finish", a={"material": "End-grain hardwood"}, tags="gifts")
S.add("pizza-round", "Round board", "round board with a short neck", 34, 1050, "beech acacia", lambda c, v: board(c, 30, 40, "round"),
      "Tarts, flatbread, and a camembert that has lost its shape.",
      """Thirty centimetres across: the size of a home-made pizza before ambition. A bevel runs round the underside so you can get fingers beneath it.

Not for the oven. People ask.""", opt="Finish", a={"material": "Solid hardwood"}, tags="for-small-kitchens")
S.add("pastry-pin", "French rolling pin", "tapered beech rolling pin on a table", 27, 420, "beech walnut", lambda c, v: rolling_pin(c, 46, 2.5),
      "Tapered at the ends, because pastry is round and patience is not.",
      """No handles, no bearings. The taper lets you steer: lean left and the dough goes left. Shortcrust, pierogi, the occasional blind left unopened.

Dust it, wipe it, never soak it.""", opt="Finish", a={"material": "Solid hardwood"})
S.add("pastry-brush", "Pastry brush", "bristle pastry brush with a brass ferrule", 12, 45, "ash", lambda c, v: brush("ash", 22, 4.2, "cream", "pastry", tuft=3),
      "Egg wash where you meant it to go.",
      """Natural bristle holds more glaze than silicone and lets go of it evenly. The ferrule is brass, crimped in one turn.

Loses two or three hairs in the first week, then none. Wash it straight after egg, or do not bother.""", a={"material": "Ash, bristle, brass"}, tags="under-25")
S.add("kitchen-scissors", "Everyday scissors", "steel kitchen scissors", 29, 160, "char brick", lambda c, v: shears(c, 21, "scissors"),
      "Herbs, twine, chicken, parcels.",
      """Two blades that come apart for washing, which is the only sort of kitchen scissors worth owning. One edge is very finely toothed so that parsley stays where it is put.

Cutting paper with them blunts them. You will do it anyway.""", a={"material": "Stainless steel"}, tags="for-small-kitchens", out=(1,))
S.add("tea-towel-stripe", "Galley tea towel", "striped cotton tea towel hung by its loop", 14, 110, [("Rust", "rust"), ("Ink", "ink"), ("Moss", "moss")], lambda c, v: hanging("cream", 46, 66, style="ends", ink=c),
      "Half linen, half cotton, dries a glass without leaving lint on it.",
      """Linen polishes, cotton drinks; this cloth does a reasonable amount of both. It is stiff from the loom and turns soft at about the sixth wash.

Boils without complaint. The stripes are woven, not printed, so they look the same from behind.""", a={"material": "Linen and cotton", "dishwasher_safe": None, "origin_country": "LT"}, tags="under-25 gifts", more=[("Set", [("Single", 1), ("Set of 3", 2.7)])], brand="Vilna Looms")
S.add("bread-bin", "Crumb bread bin", "enamel bread bin with an oak lid", 64, 2300, "white sage char", lambda c, v: chest(c, 34, 18, 20, lid="oak", lid_h=.1, finish="enamel"),
      "Keeps a loaf honest for three days; the lid is a board.",
      """Turn the lid over and it has a groove for crumbs. Two small holes at the back let the bread breathe, so the crust stays crust.

On day four, make toast. No box can do anything about day four.""", a={"material": "Enamelled steel, oak"}, type="storage", tags="new-in for-small-kitchens")
