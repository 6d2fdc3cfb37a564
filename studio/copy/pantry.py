"""Tea and coffee; the larder."""
from studio.families.jars import bottle, canister, jar, pack
from studio.product import Shelf

T = Shelf("pantry/tea-coffee", "pantry", {"organic": True, "storage": "Cool, dry and dark", "origin_country": "PT"}, tax="reduced")
T.add("breakfast-tea", "Row breakfast tea", "kraft bag of loose breakfast tea", 11, 280, "kraft", lambda c, v: pack("kraft", "Breakfast|tea", "Linden Row", 11, 18, 6.5, "bag"),
      "Strong, brisk, forgiving of milk and of inattention.",
      """Assam for body, Kenyan for colour, a little Nilgiri so that it is not all shouting. Three minutes, or six if the phone rings; it will not turn on you.

Loose leaf. A teabag is a fine thing and this is not one.""", a={"origin_country": "IN", "net_weight_g": 250}, tags="under-25", unit=(250, "g"))
T.add("azores-green", "Azores green tea", "green tin of Azorean green tea", 14, 190, "forest", lambda c, v: canister("sage", "Green tea", "São Miguel", 11, 4.2, "forest"),
      "Grown in Europe's only proper tea gardens, on an island with the sea on all sides.",
      """São Miguel has had tea since 1883 and no need of pesticides, since the insects never made the crossing. Grassy, soft, a little saline at the end.

Water at eighty degrees. Boiling water makes it cross.""", a={"net_weight_g": 100}, tags="under-25 made-in-portugal gifts", unit=(100, "g"), low=(0,))
T.add("smoke-tea", "Chimney smoked tea", "black tin of smoked tea", 13, 190, "black", lambda c, v: canister("char", "Smoked|tea", "No. 4", 11, 4.2, "brass", label="#e9d9bd"),
      "Black tea dried over pine. Bonfires, kippers, Scottish jumpers.",
      """People either finish the tin or give it to an uncle. A pinch in ordinary breakfast tea is a good beginning; a spoon in a marinade is a good end.

Keep the lid on, or everything else in the cupboard will be smoked as well.""", a={"origin_country": "CN", "net_weight_g": 100}, tags="under-25", unit=(100, "g"))
T.add("mint-tea", "Garden mint", "paper pack of dried mint", 8, 70, "sage", lambda c, v: pack("#c9d2b4", "Garden|mint", "Tisane", 9, 13, 5, "box", "#f6f1e4"),
      "Whole leaves, dried in a loft, nothing else.",
      """Moroccan mint from a smallholding near Évora. The leaves are left whole, because crushed mint is just green dust with memories.

Two pinches to a pot, boiling water, five minutes, covered.""", a={"net_weight_g": 40}, tags="under-25 made-in-portugal", unit=(40, "g"))
T.add("camomile-tea", "Evening camomile", "yellow box of camomile flowers", 9, 80, "butter", lambda c, v: pack("#e6cf8c", "Evening|camomile", "Tisane", 10, 11, 7, "box", "#fbf6e6", yaw=-32),
      "Whole flower heads that smell of apples and of being put to bed.",
      """Picked in May with a comb. Whole heads give a clear yellow cup; the powder in bags gives hay.

May cause sleep. Not recommended before a board meeting, or warmly recommended.""", a={"net_weight_g": 50}, tags="under-25", unit=(50, "g"))
T.add("house-coffee", "Row house coffee", "paper bag of coffee beans", 13, 280, "slate", lambda c, v: pack("slate", "House|coffee", "Whole bean", 10, 19, 7, "bag"),
      "Chocolate, walnut, no surprises before nine.",
      """Brazil and Guatemala, roasted on Tuesdays in Porto to the stage where it is brown, not black. Works in a cafetière, a moka, a machine.

If you like your coffee to taste of blueberries, we respect you, and this is not it.""", a={"material": None}, tags="made-in-portugal", more=[("Size", [("250 g", 1), ("1 kg", 3.6)])], unit=(250, "g"))
T.add("cocoa-tin", "Drinking cocoa", "round tin of cocoa", 12, 320, "brick", lambda c, v: canister("brick", "Cocoa", "Linden Row", 14, 4.8, "cream"),
      "Cocoa, sugar, a grain of salt.",
      """Sixty per cent cocoa from São Tomé, ground finely enough to go into milk without a fight. Slake it with a little cold milk first. You will be told otherwise.

The tin is worth keeping. Ours has pencils.""", a={"origin_country": "ST", "net_weight_g": 250}, tags="under-25 gifts", unit=(250, "g"), sale=.2)
L = Shelf("pantry/larder", "pantry", {"organic": True, "storage": "Cool, dry and dark", "origin_country": "PT"}, tax="reduced", brand="Quinta da Figueira")
L.add("olive-oil", "First-week olive oil", "dark green bottle of olive oil", 19, 950, "forest", lambda c, v: bottle("#3c4a22", "Olive oil", "Quinta da Figueira", "2026", 27, 3.6, "bottle"),
      "Pressed in the first week of October, when the olives are still green and stubborn.",
      """Early oil is half the yield and twice the flavour: tomato leaf, green almond, a cough at the end. The cough is polyphenols. It is a compliment.

Do not fry with it. Do pour it on beans until you are slightly ashamed.""", tags="made-in-portugal gifts", more=[("Size", [("250 ml", .6), ("500 ml", 1), ("750 ml", 1.4)])], unit=(500, "ml"))
L.add("everyday-oil", "Everyday olive oil", "tall tin of olive oil", 32, 2900, "cream", lambda c, v: pack("#d9c777", "Azeite", "Quinta da Figueira|3 litros", 13, 24, 9, "tin", "#fbf6e6"),
      "The oil for frying, roasting and not thinking about.",
      """Late harvest, mild, golden. Three litres in a tin, which keeps out the light; decant what you need and put the lid back.

Not a present. It is a provision.""", tags="made-in-portugal", unit=(3, "l"))
L.add("heather-honey", "Heather honey", "jar of dark honey with a cloth top", 14, 720, "honey", lambda c, v: jar("#9a5a1c", "Heather|honey", "Serra da Lousã", "500 g", 10, 4.4, "brass", cloth_top="#e7dcc3"),
      "Dark, thick, tastes of the hill it was made on.",
      """Heather honey sets like a jelly and goes liquid when stirred, which is unusual and entertaining. Bitter at the edges, very good with cheese.

Not for children under one, like all honey.""", tags="under-25 made-in-portugal gifts", unit=(500, "g"))
L.add("orange-honey", "Orange blossom honey", "jar of pale honey with a brass lid", 12, 700, "butter", lambda c, v: jar("#dca845", "Orange|blossom", "Honey", "500 g", 9, 4.6, "brass", shape="barrel"),
      "Pale, light, smells as the Algarve does in April.",
      """Three weeks of blossom, one jar. It crystallises by Christmas: stand it in warm water, or spread it as it is.

Sweeter than the heather. For yoghurt, not for Roquefort.""", tags="under-25 made-in-portugal", unit=(500, "g"))
L.add("fig-jam", "Fig & lemon jam", "squat jar of dark fig jam", 9, 430, "plum", lambda c, v: jar("#4d2030", "Fig &|lemon", "Jam", "300 g", 7, 4.2, "white", shape="round", cloth_top="#d9b3a7"),
      "From one very large fig tree and several lemons.",
      """The tree is about ninety and ripens everything in the same fortnight, hence the jam. Less sugar than your grandmother's; keep it in the fridge once open.

Seeds. There are seeds.""", tags="under-25 made-in-portugal", unit=(300, "g"))
L.add("quince-paste", "Quince paste", "wrapped block of quince paste", 8, 320, "rust", lambda c, v: pack("#b5632f", "Marmelada", "Quince paste", 12, 4.6, 8, "soap", band="#f2e6cc"),
      "Marmelada, the kind you cut.",
      """Quinces and sugar, stirred for two hours by someone patient. Slice it thin with a hard cheese; the Portuguese call this Romeo and Juliet, and for once it ends well.

Keeps six months in its paper.""", tags="under-25 made-in-portugal gifts", unit=(300, "g"))
L.add("sea-salt", "Pan salt", "small jar of sea salt with a cork", 9, 320, "white", lambda c, v: jar("#f3f1ea", "Flor|de sal", "Castro Marim", "", 8.4, 3.8, "cork", shape="shoulder", lid_kind="cork", lid_h=1.6),
      "The crust off the top of a salt pan, skimmed with a wooden rake.",
      """Damp, crunchy and slightly sweet, if salt can be. For finishing. Boiling pasta in it is like watering the lawn with wine.

It clumps. Put in three grains of rice or use your fingers.""", tags="under-25 made-in-portugal gifts", unit=(200, "g"))
L.add("beans-bag", "White beans", "linen bag of dried white beans", 7, 520, "linen", lambda c, v: pack("linen", "White|beans", "500 g", 11, 13, 7, "cloth"),
      "This year's beans, which cook in an hour.",
      """Old beans never soften; these were in the field in August. Thin skins, creamy middles, the bag is a bag afterwards.

Soak overnight. Or do not, and start earlier.""", tags="under-25", unit=(500, "g"))
L.add("vinegar", "Sherry-cask vinegar", "slim bottle of dark vinegar", 13, 620, "brick", lambda c, v: bottle("#5a2416", "Vinegar", "Six years", "375 ml", 28, 2.9, "bottle", "black", label="#ead9be", y=(.10, .42)),
      "Six years in a barrel that used to contain something nicer.",
      """Red wine vinegar aged in chestnut. Sharp at the front, almost raisin at the back. A teaspoon wakes up a lentil soup.

Sediment is normal. Leave the last centimetre to itself.""", tags="under-25 made-in-portugal", unit=(375, "ml"))
L.add("sardines", "Sardines in olive oil", "small tin of sardines in a paper wrapper", 6, 160, "sea", lambda c, v: pack("sea", "Sardinhas", "Azeite", 11, 3.2, 7, "tin", band="#f4e8b8", ink="#2b3544"),
      "Packed by hand in Matosinhos, best a year from now.",
      """Turn the tin every few months and forget it; sardines improve in oil as some people do on holiday. On toast with lemon, or broken into spaghetti with a chilli.

There are bones. They are soft, and you eat them.""", a={"net_weight_g": 120, "organic": False}, more=[("Set", [("Single tin", 1), ("Box of 6", 5.5)])], tags="under-25 made-in-portugal for-small-kitchens", unit=(120, "g"))
L.add("elderflower", "Elderflower cordial", "clear bottle of cordial", 10, 900, "butter", lambda c, v: bottle("#ddc98a", "Elder-|flower", "Cordial", "500 ml", 25, 3.6, "shoulder", "brass", gloss=1),
      "One part June to seven parts water.",
      """Flowers picked before ten in the morning, steeped with lemon for two days. No flavouring, so it tastes of flowers and not of shampoo.

Once open, a month in the fridge. Ice cubes, thereafter.""", a={"origin_country": "DE"}, tags="under-25", unit=(500, "ml"), brand="Linden Row", sale=.25)
