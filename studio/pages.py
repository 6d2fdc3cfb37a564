"""Words that belong to no product."""
from __future__ import annotations

from studio.catalogue import markup

HOME = {
    "hero": {"headline": "Good things, kept a long time", "lead": "Cups, cloth, lamps and ladles for ordinary days. Made in Europe by people we know, described as they are.", "image": "hero/home.avif",
             "alt": "Stoneware jug, teapot, vase, bowl and mug on an oak table in morning light", "link": {"label": "See what is new", "collection": "new-in"}},
    "strips": [
        {"headline": "Slow mornings", "lead": "A kettle with a low voice, leaf tea in tins, and a cup that tells you when it is ready.", "image": "hero/morning.avif",
         "alt": "Enamel kettle, tea tin, honey and a footed cup on a walnut table", "link": {"label": "Tea and coffee", "category": "pantry/tea-coffee"}},
        {"headline": "Linen, unironed", "lead": "Washed until it gives in. Woven in Lithuania, sewn in Portugal, creased by you.", "image": "hero/linen.avif",
         "alt": "Folded linen bedding, a cushion and a wool throw", "link": {"label": "Bed linen", "category": "bedroom/bed-linen"}},
        {"headline": "Under twenty-five", "lead": "A spoon, a soap, a very good box of matches: small presents that get used up or handed down.", "image": "hero/evening.avif",
         "alt": "A small lamp, a lit candle and a bud vase at dusk", "link": {"label": "Small presents", "collection": "under-25"}},
    ],
}
PAGES = [
    ("about", "About Linden Row", """Linden Row is a street in Leiden with eleven houses and, since 2014, one shop. It began with a trestle table and forty mugs, of which thirty-eight were sold and two are still in the kitchen.

We make about half of what we sell and find the rest. The pots come from Portugal, the linen from Lithuania, the wood from a valley in Thuringia where everyone seems to be called Schmidt. We visit each workshop once a year, which is a pleasure, and pay within fourteen days, which they tell us is rarer.

We try to say what a thing is bad at. A pan that is no good for tomato sauce is still a good pan, and you would sooner hear it from us.

- We repair what can be repaired and say so when it cannot
- We send parcels in paper, with no plastic and no confetti
- We put prices down when a batch ends, not when a Friday is a certain colour"""),
    ("care", "Care guide", """Most things want less looking after than they get. These are the exceptions.

Stoneware: dishwasher, yes. Grey marks from cutlery rub off with bicarbonate. Do not go from freezer to oven by way of haste.

Cast iron: hot water, a brush, dry it on the ring, a drop of oil. Rust is not the end; scour it, oil it, bake it for an hour and begin again.

Linen: wash at forty, fill the machine only halfway, hang it wet and pull it straight. It will soften for about ten years and then stay soft.

Wool: air it far more often than you wash it. A night outside in the damp does what a machine does, with less risk.

Oiled wood: when water stops beading, rub in a spoon of linseed oil, wait an hour, wipe off what is left. Spread the cloth out to dry flat; oily rags can heat up on their own.

Brass: leave it to darken, or polish it with lemon and salt. Not both in the same week.

- Candles: let the first burn reach the edge, trim the wick to five millimetres
- Knives: by hand, straight away, into a drawer alone
- Baskets: a little damp once a year stops them creaking"""),
    ("contact", "Contact", """The quickest way is to write to hello@linden-row.example. Someone called Marit, Joost or Inês will answer, usually the same day and always by the next working one.

The shop is at Linden Row 7, Leiden. It is open from Wednesday to Saturday, ten until six, and on other days if the light is on and you knock.

If something has arrived broken, send a photograph. You need not send back the pieces."""),
    ("faq", "Questions and answers", """**How long does a parcel take?** Two to three working days in the Netherlands, Belgium and Germany; three to five in the rest of the European Union; about a week to the United Kingdom, Switzerland and Norway.

**May I send something back?** Yes, within thirty days, unused, for any reason including that you have changed your mind. Curtains made to your measure and opened food are the exceptions, and we will say so before you buy.

**Why is my mug not quite like the picture?** Because a person dipped it. Glaze varies a little in shade and speckle; shape and capacity do not.

**Do you restock what is sold out?** Usually. Pots come with each firing, about every six weeks. Things in Last pieces do not come back.

**Are prices with tax?** Yes, with the tax of the country you are in. Delivery is shown before you pay, not after.

**Do you wrap presents?** In brown paper, with string and a leaf, for nothing. Tell us in the note."""),
    ("delivery", "Delivery and returns", """Parcels leave Leiden every working day; what it costs and when it arrives stands on every product and on the page about shipping. Small things travel by post, large ones with a man called Dirk who telephones first.

Orders go out in as few boxes as we can manage. If something comes from our store in Porto it may arrive a day apart, and you pay for one delivery.

Returns: tell us, and take the box to a parcel point. How long you have and who pays stands on the page about returns."""),
    ("terms", "Terms of sale", """You buy from Linden Row, a shop in Leiden that exists only in this demonstration. What follows is what we would promise if it were real.

**The agreement.** An order becomes an agreement when we confirm it by e-mail. The price, the tax and the delivery dates are those on the page where you pressed the button; later changes of ours do not reach back to it.

**Paying.** You are charged once, when the order is placed. If an item turns out to be gone we give the money back and say so.

**Changing your mind.** You can cancel until your parcel is packed, from the page your confirmation links to. After it arrives you have the days named on the page about returns, with the exceptions named there.

**When something is wrong.** Goods that break within two years in ordinary use are repaired, replaced or refunded, whichever you prefer and is reasonable. Write to us; a person answers."""),
    ("privacy", "Privacy", """We keep what an order needs: your name, address, e-mail address and what you bought. It is used to send the parcel, to answer you, and for the books the law makes us keep.

There are no trackers in this shop. Cookies remember your cart, your country and, when you sign in, that it is you. Nobody else sees any of it but the courier, who sees the label.

Ask, and we tell you what we hold, correct it or remove it; invoices stay as long as the tax office wants them."""),
]


def _bold(text: str) -> str:
    import re
    return re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text)


def pages() -> dict:
    """The whole of pages.json."""
    return {"home": HOME, "pages": [{"slug": s, "title": t, "body_html": _bold(markup(body))} for s, t, body in PAGES]}
