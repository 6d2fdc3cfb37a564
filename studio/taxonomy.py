"""Brands, categories, product types with their attributes, collections."""
from __future__ import annotations

BRANDS = [
    ("linden-row", "Linden Row", "Our own things: drawn in Leiden, made by people we can visit, and sold for what they cost to make plus what it costs to answer the telephone."),
    ("olaria-do-cabo", "Olaria do Cabo", "A pottery of five at the windy end of Portugal. They fire on Thursdays and fish on Fridays."),
    ("vilna-looms", "Vilna Looms", "Linen and wool from a weaving shed outside Vilnius, where the flax grows within sight of the looms."),
    ("horak-porcelain", "Horák Porcelain", "Three generations of thin white porcelain from northern Bohemia, and one very steady brush."),
    ("quinta-da-figueira", "Quinta da Figueira", "Olives, figs, bees and an old press, on a hill that nobody has yet managed to make profitable."),
]
CATEGORIES = [
    ("kitchen", "Kitchen", "Pots, tools and the mug you will fight over.", [
        ("mugs-cups", "Mugs & cups", "From seventy millilitres of espresso to half a litre of Sunday."),
        ("cookware", "Cookware", "Iron, enamel, clay and steel, for cooking slowly and for eggs."),
        ("kitchen-tools", "Kitchen tools", "Things that hang on pegs and get used every day.")]),
    ("table", "Table", "What supper is served on, in and over.", [
        ("plates-bowls", "Plates & bowls", "Plates that stack, bowls that pour, a dish for the olive stones."),
        ("glassware", "Glassware", "Tumblers, stems and carafes, blown or pressed."),
        ("table-linen", "Table linen", "Cloths and napkins better for not being ironed.")]),
    ("bedroom", "Bedroom", "Linen, wool and what hangs at the window.", [
        ("bed-linen", "Bed linen", "Washed linen for the untidy, percale for the rest."),
        ("throws-cushions", "Throws & cushions", "For sofas, shoulders and the small of the back."),
        ("curtains", "Curtains", "Ready-made, or cut to the width and drop of your window.")]),
    ("living", "Living", "Light, wood, wool and somewhere to put the post.", [
        ("candles-scent", "Candles & scent", "Quiet smells and steady flames."),
        ("lighting", "Lighting", "Lamps that light a page, a table or a corner."),
        ("vases-planters", "Vases & planters", "For one stem, for an armful, for a rosemary with ambitions."),
        ("rugs", "Rugs", "Flat-woven and knotted, from doormat to room."),
        ("furniture", "Furniture", "Stools, small tables, benches, and what goes on the wall."),
        ("storage-baskets", "Storage & baskets", "Willow, rope, felt and board: places for things to be.")]),
    ("bath", "Bath", "Towels, soap and ten minutes with the door locked.", [("bath", "Towels & bath", "Everything within reach of the tub.")]),
    ("desk", "Desk", "Paper, pencils and a reason to write.", [("stationery", "Stationery", "Notebooks that open flat, cards worth a stamp.")]),
    ("garden", "Garden", "Tools that outlive the gardener.", [("garden-tools", "Garden tools", "Forged, turned, oiled, and hung up afterwards.")]),
    ("pantry", "Pantry", "A short shelf of good things to eat and drink.", [
        ("tea-coffee", "Tea & coffee", "Leaves, flowers, beans and a tin of cocoa."), ("larder", "Larder", "Oil, honey, salt, and sardines to forget about.")]),
]
ATTRIBUTES = {
    "material": ("Material", "text", None, True), "origin_country": ("Made in", "choice", None, True), "capacity_ml": ("Capacity", "number", "ml", True),
    "dishwasher_safe": ("Dishwasher safe", "boolean", None, True), "microwave_safe": ("Microwave safe", "boolean", None, True), "oven_safe": ("Oven safe", "boolean", None, True),
    "induction": ("Works on induction", "boolean", None, True), "pieces": ("Pieces", "number", None, False), "blade_cm": ("Blade", "number", "cm", False),
    "machine_washable": ("Machine washable", "boolean", None, True), "wash_temperature_c": ("Wash at", "number", "°C", False), "weight_gsm": ("Cloth weight", "number", "g/m²", False),
    "thread_count": ("Thread count", "number", None, False), "lined": ("Lined", "boolean", None, True), "burn_hours": ("Burns for", "number", "h", True), "volume_ml": ("Volume", "number", "ml", False),
    "watertight": ("Holds water", "boolean", None, True), "socket": ("Socket", "choice", None, True), "max_wattage": ("Bulb, at most", "number", "W", False),
    "bulb_included": ("Bulb included", "boolean", None, False), "cord_cm": ("Flex", "number", "cm", False), "pile": ("Pile", "choice", None, True),
    "assembly_required": ("Assembly needed", "boolean", None, True), "pages": ("Pages", "number", None, False), "ruling": ("Ruling", "choice", None, True), "length_cm": ("Length", "number", "cm", False),
    "organic": ("Organic", "boolean", None, True), "storage": ("Keep", "text", None, False), "net_weight_g": ("Net weight", "number", "g", False),
    "diameter_cm": ("Diameter", "number", "cm", False), "width_cm": ("Width", "number", "cm", True), "depth_cm": ("Depth", "number", "cm", False), "height_cm": ("Height", "number", "cm", True),
}
TYPES = {"drinkware": "Drinkware", "tableware": "Tableware", "cookware": "Cookware", "kitchen-tool": "Kitchen tool", "textile": "Textile", "bedding": "Bedding", "curtain": "Curtain", "candle": "Candle",
         "scent": "Scent", "decor": "Decoration", "lighting": "Lighting", "rug": "Rug", "furniture": "Furniture", "storage": "Storage", "stationery": "Stationery", "bath": "Bath", "care": "Soap & care",
         "garden-tool": "Garden tool", "pantry": "Food & drink"}
COLLECTIONS = [
    ("new-in", "New in", "What the last van brought."), ("under-25", "Under 25", "Small, useful and below twenty-five euros."), ("gifts", "Gifts", "For people who have everything, and for people who have just moved."),
    ("made-in-portugal", "Made in Portugal", "Clay, cork, cotton, wool and oil, from workshops we can name."), ("for-small-kitchens", "For small kitchens", "Things that stack, nest, hang or do two jobs."),
    ("last-pieces", "Last pieces", "The end of a batch. When they have gone, they have gone."),
]
# Filled by what is true of the goods instead of by hand.
RULES = {
    "under-25": {"match": "all", "conditions": [{"field": "price", "currency": "EUR", "to": 2499}]},
    "made-in-portugal": {"match": "all", "conditions": [{"field": "attribute", "slug": "origin_country", "any_of": ["PT"]}]},
}


def taxonomy(rows: list[dict]) -> dict:
    """The whole of taxonomy.json; a type's attributes are those its products carry."""
    used: dict[str, list[str]] = {slug: [] for slug in TYPES}
    for row in rows:
        for name in row["attributes"]:
            if name not in used[row["product_type"]]:
                used[row["product_type"]].append(name)
    order = list(ATTRIBUTES)
    types = []
    for slug, name in TYPES.items():
        attributes = [dict(zip(("slug", "name", "kind", "unit", "filterable"), (a, *ATTRIBUTES[a]), strict=False)) for a in sorted(used[slug], key=order.index)]
        types.append({"slug": slug, "name": name, "attributes": attributes})
    categories = [{"slug": s, "name": n, "description": d, "picture": f"category/{s}.avif", "children": [{"slug": cs, "name": cn, "description": cd} for cs, cn, cd in kids]} for s, n, d, kids in CATEGORIES]
    return {"brands": [dict(zip(("slug", "name", "description"), b, strict=False)) for b in BRANDS], "categories": categories, "product_types": types,
            "collections": [{"slug": s, "name": n, "description": d, **({"rule": RULES[s]} if s in RULES else {})} for s, n, d in COLLECTIONS]}
