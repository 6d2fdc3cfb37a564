"""Plates, bowls and serving pieces; glassware."""
from studio.families.glass import glass, stemmed
from studio.families.storage import tray
from studio.families.vessels import lidded, plate, vessel
from studio.product import Shelf

S = Shelf("table/plates-bowls", "tableware", {"material": "Stoneware", "dishwasher_safe": True, "microwave_safe": True, "origin_country": "PT"})

S.add("aster-dinner-plate", "Aster dinner plate", "coupe dinner plate in speckled stoneware", 24, 780, "oat ink moss clay", lambda c, v: plate(c, 13.5, 2.6),
      "The plate that goes with the mug, and with most suppers.",
      """A coupe: no rim, a gentle curve, so that gravy stays on your side. Twenty-seven centimetres is generous without making a small portion look lonely.

Knives leave pencil-like marks on matt glaze. They rub off with a damp cloth and a little patience.""", tags="made-in-portugal under-25", more=[("Set", [("Single", 1), ("Set of 4", 3.6)])])
S.add("aster-side-plate", "Aster side plate", "stack of three small coupe plates", 17, 420, "oat ink moss clay", lambda c, v: plate(c, 10, 2.1, stack=3, k=.36),
      "Toast, cake, the bones of a mackerel.",
      """Twenty centimetres, the right size for a slice that is not going to stay whole. They stack without chattering because the foot is sanded by hand.

If you own only one kind of plate, own six of these.""", tags="made-in-portugal under-25 for-small-kitchens")
S.add("meridian-plate", "Meridian plate", "rimmed porcelain plate with a painted line", 28, 640, [("Ink line", "ink"), ("Brick line", "brick")], lambda c, v: plate("white", 13.5, 2.4, "porcelain", "rim", line=c),
      "White porcelain, a wide rim, one line drawn in a single breath.",
      """The line is painted with a brush held still while the plate turns. Where it begins and ends there is a thickening the width of a hair, usually at about four o'clock.

The rim is wide. It is there to be empty.""", a={"material": "Porcelain", "origin_country": "CZ"}, tags="gifts", brand="Horák Porcelain")
S.add("pond-pasta-bowl", "Pond pasta bowl", "wide shallow stoneware bowl", 26, 720, "sea sage chalk", lambda c, v: plate(c, 12, 5, k=.42, well=.5),
      "Wide and shallow, for spaghetti, risotto and supper on the sofa.",
      """Somewhere between a plate and a bowl, and used more than either in every house where we have left one. The wall is steep enough to trap a pea.

Two do not fit side by side on a narrow tray. Sit further apart.""", tags="made-in-portugal", sale=.2)
S.add("cove-cereal-bowl", "Cove bowl", "small footed stoneware bowl", 16, 340, "oat fog rust plum butter", lambda c, v: vessel(c, "coupe", 6.6, 7.4, k=.34, wall=.3),
      "Muesli, soup, olives, keys.",
      """Fifteen centimetres across and deep enough that milk does not travel. The foot is tall so you can carry it hot, with your fingertips under the ring.

Every kitchen drawer in our studio has one full of rubber bands.""", a={"capacity_ml": 480}, tags="made-in-portugal under-25", more=[("Set", [("Single", 1), ("Set of 4", 3.6)])])
S.add("fjord-salad-bowl", "Fjord salad bowl", "large flared serving bowl with dipped foot", 58, 1900, "ink chalk", lambda c, v: vessel(c, "flare", 11, 15, dip=.24, k=.34, wall=.45),
      "For the salad that is dinner.",
      """Thirty centimetres at the lip. The flare gives you room to turn leaves over without sending the radishes to the floor.

Heavy. Lift it before you fill it, decide, then fill it.""", a={"capacity_ml": 3600}, tags="made-in-portugal gifts", low=(0,))
S.add("shore-platter", "Shore platter", "large flat platter with a bare clay edge", 52, 1500, "sand sea", lambda c, v: plate(c, 18, 2.2, style="flat", k=.38),
      "A wide flat platter for a whole fish, or for looking at.",
      """Flat almost to the edge, then up a centimetre so that juices think twice. The glaze pools a little darker along the turn.

Check your oven: at thirty-six centimetres it fits a standard one with a finger to spare.""", tags="made-in-portugal", brand="Olaria do Cabo")
S.add("olive-dish", "Pip olive dish", "two tiny stacked stoneware dishes", 12, 160, "moss honey clay", lambda c, v: plate(c, 5.2, 2.4, stack=2, k=.4),
      "One for the olives and one for the stones.",
      """Sold as a pair, because an olive dish on its own is only half an idea. Also salt and pepper, butter and jam, a candle stub and its match.

Small enough to vanish into a dishwasher basket. Check the filter.""", tags="under-25 gifts made-in-portugal")
S.add("pantry-butter-bell", "Butter bell", "small lidded stoneware butter pot", 29, 610, "cream slate", lambda c, v: lidded(c, "drum", 7, 5.4, knob="disc", lid_h=2.6),
      "Butter that spreads, in summer and in January.",
      """The lid holds the butter upside down over a spoonful of water, which seals it from the air. Change the water every few days. It sounds like alchemy and is three hundred years old.

Above 27 degrees the butter lets go. In a heatwave, use the fridge like everybody else.""", tags="gifts for-small-kitchens")
S.add("linden-teapot", "Linden teapot", "round stoneware teapot with a long spout", 62, 980, "clay ink oat", lambda c, v: lidded(c, "round", 13, 8.6, grip="ear", spout=5),
      "Pours without dripping. We tested forty spouts to be able to say that.",
      """Four cups, a strainer thrown into the wall behind the spout, and a lid with a lock so that it stays put on the last cup. The spout ends in a sharp edge, which is what stops the drip.

It holds heat for half an hour. After that you need a cosy or a shorter conversation.""", a={"capacity_ml": 1100}, type="drinkware", tags="made-in-portugal gifts new-in", out=(2,))
S.add("brook-jug", "Brook jug", "stoneware jug with a pinched spout", 36, 720, "chalk sky forest", lambda c, v: vessel(c, "pear", 17, 7, grip="high", spout=2, size=.5, thick=.6),
      "A litre of water, custard or tulips.",
      """The spout is pinched by thumb while the clay is still wet; you can find the thumb. Comfortable to pour when full, and stable when full of stems.

Rinse between custard and tulips.""", a={"capacity_ml": 1000}, type="drinkware", tags="made-in-portugal")
S.add("acacia-serving-tray", "Vesper round tray", "round acacia tray with a raised edge", 44, 900, "acacia oak", lambda c, v: tray(c, 18, 3.2),
      "Six glasses and a bowl of almonds, carried in one go.",
      """Turned from one board, so the grain runs clean across. The edge is three centimetres high: enough to stop a glass, low enough for a thumb.

Rings from wet glasses fade with oil. Rings from hot pans do not.""", opt="Finish", a={"material": "Solid wood", "dishwasher_safe": False, "microwave_safe": False}, type="storage", tags="gifts")

G = Shelf("table/glassware", "drinkware", {"material": "Soda-lime glass", "dishwasher_safe": True, "microwave_safe": False, "origin_country": "CZ"})
G.add("pane-tumbler", "Pane tumbler", "straight clear glass tumbler", 9, 210, "clear green smoke", lambda c, v: glass(c, "cone", 9, 4.1),
      "A water glass with a heavy bottom and no ideas above its station.",
      """Thick at the base so it does not skate about, fine at the lip so it does not taste of glass. We have dropped eleven from table height on to wood. Four survived, which is four more than we expected.

Tempered it is not.""", a={"capacity_ml": 280}, tags="under-25 for-small-kitchens", more=[("Set", [("Single", 1), ("Set of 6", 5.2)])])
G.add("reed-tumbler", "Reed tumbler", "ribbed glass tumbler", 12, 240, "green clear amber", lambda c, v: glass(c, "barrel", 10, 4.2, ribs=15),
      "Ribbed like the reeds at Kröslin, and easy to hold with wet hands.",
      """Blown into a wooden mould with fourteen ribs. The light does something pleasant on the tablecloth at about six in the evening, May to August.

Ribs collect limescale if you have hard water. Vinegar, ten minutes.""", a={"capacity_ml": 300}, tags="under-25 gifts")
G.add("vale-wine-glass", "Vale wine glass", "stemmed wine glass with red wine", 18, 150, "clear", lambda c, v: stemmed("clear", "tulip", 21, 4.4, .46, "#6d1a26"),
      "One glass for red and white, because life is short and cupboards are shallow.",
      """The bowl is wide enough for a Douro and narrow enough for a Riesling. Drawn stem, so there is no seam to snap.

Dishwasher safe if your dishwasher has a gentle programme and you have a calm hand.""", a={"capacity_ml": 420}, tags="under-25", more=[("Set", [("Single", 1), ("Set of 2", 1.9), ("Set of 6", 5.4)])])
G.add("may-coupe", "May coupe", "shallow coupe glass on a stem", 21, 160, "clear rose smoke", lambda c, v: stemmed("#e2b3a8" if c == "rose" else c, "coupe", 15.5, 5.2, .56, "#e8cf8a" if c == "clear" else "", .6),
      "For sparkling wine, sorbet and optimistic evenings.",
      """Bubbles leave a coupe faster than a flute. This is the price of being able to see your friends over the rim.

Rather good for prawn cocktail, should fashion return.""", a={"capacity_ml": 240}, tags="under-25 gifts", low=(1,))
G.add("flute-north", "North flute", "tall slim champagne flute", 19, 140, "clear", lambda c, v: stemmed("clear", "flute", 24, 2.9, .38, "#ecd791", .7),
      "Narrow, tall, and it keeps the bubbles for a whole speech.",
      """A tiny scratch at the bottom of the bowl gives the bubbles somewhere to start. That is deliberate, and it is why plain flutes look flat.

Bottle brush required.""", a={"capacity_ml": 180}, tags="under-25", sale=.25)
G.add("sill-carafe", "Sill carafe", "glass carafe with a cork stopper", 34, 620, "clear green blue", lambda c, v: glass(c, "bottle", 27, 4.8, stopper="cork", fill="#dfe9ea" if c == "clear" else "", level=.5),
      "Water by the bed, cordial on the table, a cork to keep out the moth.",
      """A litre to the shoulder. The cork is whole cork, cut slightly long so that you can get hold of it in the dark.

It fits the door of a fridge. We carried one round a showroom to be certain.""", a={"capacity_ml": 1000, "material": "Borosilicate glass, cork"}, tags="gifts")
G.add("orchard-decanter", "Orchard decanter", "gourd-shaped decanter with an oak stopper", 58, 740, "smoke clear", lambda c, v: glass(c, "gourd", 25, 7, stopper="oak", fill="#7a3620" if c == "clear" else "", level=.34),
      "A gourd of glass for cider, port or the good vinegar.",
      """Two bellies and a waist: your hand goes in the waist. The oak stopper rests rather than seals, so think of it as a hat.

Cleaning the lower belly takes rice and warm water and some shaking. Oddly satisfying.""", a={"capacity_ml": 900}, tags="gifts")
G.add("pip-shot-glass", "Pip small glass", "small thick-based glass", 7, 110, "amber blue green clear", lambda c, v: glass(c, "taperup", 6, 2.6, foot=.12),
      "Sixty millilitres of aquavit, or one violet.",
      """A thick-bottomed little glass that makes an agreeable noise when put down. Egg cup in an emergency.

Colour is in the glass itself, not sprayed on.""", a={"capacity_ml": 60}, tags="under-25")
G.add("storm-highball", "Storm highball", "tall straight highball glass", 11, 260, "clear amber", lambda c, v: glass(c, "drum", 15, 3.4, fill="#e9d28a" if c == "clear" else "", level=.66),
      "Tall, straight, room for ice and a length of cucumber.",
      """Three hundred and fifty millilitres in a glass you can get a long spoon into. The base weighs as much as the wall, which is why it stays upright on grass.

For picnics we would still take enamel.""", a={"capacity_ml": 350}, tags="under-25", more=[("Set", [("Single", 1), ("Set of 4", 3.6)])])
G.add("water-pitcher", "Ferry pitcher", "wide glass pitcher with a handle", 39, 890, "clear smoke", lambda c, v: glass(c, "shoulder", 22, 7, grip="high", fill="#e6d9a2" if c == "clear" else "", level=.55),
      "One and a half litres, with ice, and you can still lift it.",
      """The handle is pulled from the same gather of glass and set low, so that the weight hangs under your hand and not in front of it. The neck is narrow enough to hold back most of the lemon.

Not for hot drinks, in spite of appearances.""", a={"capacity_ml": 1500}, tags="new-in")
G.add("dimple-glass", "Dimple bodega glass", "small flared bodega glass", 8, 170, "clear blue", lambda c, v: glass(c, "tulip", 8.4, 3.7, ribs=9, fill="#8e2638" if c == "clear" else "", level=.45),
      "The glass in every bar from Porto to San Sebastián.",
      """Wine, water, vermouth, coffee with milk in it. A bar glass has to stack, bounce and be replaceable, and this one does two of those things every day and the third when pushed.

Also tooth mugs, for bathrooms with self-respect.""", a={"capacity_ml": 220, "origin_country": "PT"}, tags="under-25 made-in-portugal for-small-kitchens")
