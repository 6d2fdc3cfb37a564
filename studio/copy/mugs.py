"""Mugs and cups."""
from studio.families.glass import glass
from studio.families.vessels import lidded, vessel
from studio.product import Shelf

S = Shelf("kitchen/mugs-cups", "drinkware", {"material": "Stoneware", "dishwasher_safe": True, "microwave_safe": True, "origin_country": "PT"})

S.add("aster-mug", "Aster mug", "rounded stoneware mug with an ear-shaped handle", 18, 380, "oat ink moss clay", lambda c, v: vessel(c, "barrel", 9, 4.3, grip="ear"),
      "The everyday mug: barrel-bodied, speckled, and large enough for a proper cup of tea.",
      """The Aster is the mug we reach for without thinking. The belly is slightly wider than the rim, which keeps the coffee warm for the length of one phone call, and the handle takes three fingers even if yours are large.

The specks are iron in the clay coming through the glaze. No two mugs have them in the same place; if that bothers you, the Plain cup further down does not have any.

- 350 ml to the brim, 300 ml to where you would actually fill it
- Stacks two high, not three""", a={"capacity_ml": 350}, tags="gifts under-25 made-in-portugal", low=(2,))
S.add("harbour-mug", "Harbour mug", "straight-sided mug with a square handle and bare clay foot", 21, 420, "ink fog chalk", lambda c, v: vessel(c, "cylinder", 9.5, 4.1, grip="square", dip=.2),
      "Straight sides, a square handle and a foot left unglazed on purpose.",
      """Dipped three quarters of the way and then left alone. The bare foot is the colour of the clay as it came out of the ground, and it goes a shade darker where your hand rests.

The square handle looks severe and turns out to be comfortable. It does not like being picked up with mittens.""", a={"capacity_ml": 380}, tags="made-in-portugal under-25 new-in")
S.add("tern-espresso-cup", "Tern espresso cup", "small porcelain espresso cup on a saucer", 16, 210, "white sky rose butter", lambda c, v: vessel(c, "tulip", 5.6, 3, "porcelain", .25, grip="ear", saucer=6, size=.6, thick=.34, liquid="#4a2c1a"),
      "Seventy millilitres, a saucer, and nothing to distract from the coffee.",
      """Thin where your lip meets it, thick where the heat is kept. The saucer has no ring to hold the cup, so there is room for a spoon and the biscuit.

Too small for a flat white. We checked, on the carpet.""", a={"material": "Porcelain", "capacity_ml": 70}, tags="gifts under-25", more=[("Set", [("Single", 1), ("Set of 4", 3.7)])])
S.add("plain-cup", "Plain cup", "handleless porcelain cup", 12, 190, "white char", lambda c, v: vessel(c, "cone", 7.5, 3.9, "porcelain", .22),
      "A cup without a handle, a speck or an opinion.",
      """Milky tea, a small soup, toothbrushes: it has no preferences. The wall is four millimetres thick, so tea straight off the boil is hot to hold for a minute or so. Wait, or buy the Aster.

Fired hard enough for a café dishwasher.""", a={"material": "Porcelain", "capacity_ml": 200}, tags="under-25 for-small-kitchens")
S.add("breakfast-bowl-mug", "Sunday bowl-mug", "wide two-handed café au lait bowl with a handle", 24, 510, "cream sage plum", lambda c, v: vessel(c, "deep", 7.6, 7, grip="loop", size=.42, thick=.55, k=.3),
      "Half a litre of café au lait, held the way it should be: with both hands.",
      """Somewhere between a cup and a soup bowl, for the one morning of the week that has time in it. Wide enough for dunking half a croissant without breaking it first.

It does not fit under most espresso machines. Pour from a jug, slowly, feeling French.""", a={"capacity_ml": 500}, tags="made-in-portugal under-25")
S.add("quay-enamel-mug", "Quay enamel mug", "enamelled steel mug with a dark rim", 14, 160, "white forest brick navy", lambda c, v: vessel(c, "drum", 8, 4.1, "enamel", .18, grip="loop", rim="ink", size=.72, thick=.36),
      "Enamel on steel: light, loud and very hard to ruin.",
      """Made by a pot factory in Silesia that has dipped steel in glass since 1907. It will chip if you drop it on a rock, and it will not mind. The chip goes dark and becomes the reason you know it is yours.

- Fine on a gas hob or a campfire
- Gets as hot as its contents; that is physics, not a defect
- Never in the microwave""", a={"material": "Enamelled steel", "capacity_ml": 350, "microwave_safe": False, "origin_country": "PL"}, tags="under-25 gifts", sale=.2)
S.add("marl-latte-mug", "Marl latte mug", "tall two-tone stoneware mug with a painted band", 22, 430, "sand sea", lambda c, v: vessel(c, "waist", 11, 4.3, grip="high", band="chalk" if c != "sand" else "rust", size=.6),
      "Tall, pinched at the waist, and banded by hand while still on the wheel.",
      """The band is brushed on in a single turn of the wheel, so it starts and stops somewhere. We have asked Inês to hide the join behind the handle; mostly she does.

The waist is there for your hand. It also makes the milk foam stand a little taller, though we cannot prove it.""", a={"capacity_ml": 420}, tags="made-in-portugal under-25")
S.add("moor-tumbler", "Moor tumbler", "handleless stoneware tumbler dipped in glaze", 15, 260, "rust moss oat", lambda c, v: vessel(c, "taperup", 9, 3.9, dip=.38, wall=.32),
      "A dipped clay tumbler for water, wine from a carton, or pens.",
      """Narrower at the top than at the foot, which makes it difficult to knock over and easy to drink from. The lower third is raw clay: pleasantly rough in the hand, less pleasant if set down hard on glass.

Give the bare part a scrub with bicarbonate once a year or let it age. Both are correct.""", a={"capacity_ml": 280}, tags="under-25")
S.add("little-owl-cup", "Little Owl children's cup", "small rounded cup with two handles' worth of grip", 11, 150, "butter sky rose", lambda c, v: vessel(c, "round", 6.4, 3.9, "enamel", .2, grip="loop", size=.7, thick=.42, rim="white"),
      "A low, round enamel cup that survives being thrown from a high chair.",
      """Our tester is two and a half and has strong views on gravity. Eighteen months in, her cup has one chip and a great deal of yoghurt history.

The round belly slows a spill down to something you can catch. Not sealed, not a bottle: expect puddles.""", a={"material": "Enamelled steel", "capacity_ml": 180, "microwave_safe": False, "origin_country": "PL"}, tags="under-25 gifts")
S.add("juniper-glass-cup", "Juniper glass cup", "heatproof glass cup with a handle, filled with tea", 13, 140, "clear", lambda c, v: glass("clear", "barrel", 8, 4, fill="#b5691f", level=.72, grip="ear"),
      "Borosilicate glass for people who like to see what colour their tea has become.",
      """Blown from laboratory glass, which shrugs at boiling water and then at the cold tap. You will learn that three minutes is amber and five is regret.

The handle is applied by hand and stays cool. The rim is thin; it is a cup for sitting down with.""", a={"material": "Borosilicate glass", "capacity_ml": 300, "origin_country": "CZ"}, tags="under-25")
S.add("keeper-lidded-mug", "Keeper lidded mug", "stoneware mug with a wooden lid", 27, 520, "char chalk", lambda c, v: lidded(c, "drum", 9.5, 4.2, grip="square", wood="oak", lid_h=1.4, knob="peg"),
      "A desk mug with an oak lid, for tea that gets forgotten.",
      """The lid is a slice of oak with a silicone ring you cannot see. It keeps tea drinkable for forty minutes and keeps out the fly.

It is a lid for a desk, not for a train: tip the mug and it will tell everybody. Hand wash the oak, dishwash the rest.""", a={"capacity_ml": 400, "material": "Stoneware, oak"}, tags="gifts new-in", out=(1,))
S.add("sailmaker-cup-set", "Sailmaker nesting cups", "tapered stoneware cup with a folded spout", 34, 640, "fog clay", lambda c, v: vessel(c, "trumpet", 9.4, 4.6, wall=.28, spout=.8),
      "Three cups that nest in the space of one, with a lip that pours.",
      """Drawn for a narrowboat galley with eleven centimetres of shelf. Each has a pinched lip, so they double as milk jug, egg-beating cup and the thing you take to the tap for the plant.

Sold as three. We tried selling singles and people came back for two more.""", a={"capacity_ml": 260, "pieces": 3}, tags="for-small-kitchens gifts", sale=.25)
S.add("ember-cup", "Ember tea cup", "footed tea cup glazed dark outside and pale inside", 19, 240, "rust ink forest", lambda c, v: vessel(c, "footed", 7.2, 4.6, inside="cream", wall=.3),
      "A footed cup, dark outside and pale inside, for leaf tea.",
      """Tea is easier to judge against a pale glaze, so the inside is cream whatever you choose for the outside. The foot lifts the bowl clear of the table and gives your fingers somewhere to go.

Slightly porous at the foot ring; dry it before you put it on your grandmother's table.""", a={"capacity_ml": 220}, tags="under-25 made-in-portugal", brand="Olaria do Cabo")
