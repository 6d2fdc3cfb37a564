"""Sample shelves and products."""

from __future__ import annotations

from markupsafe import Markup

from shopkeeper.interfaces.storefront.pages import (
    Badge,
    CardRow,
    CategoryPage,
    Choice,
    DeliveryPromise,
    Facet,
    FacetValue,
    Hero,
    HomePage,
    Link,
    Option,
    OptionValue,
    Pages,
    Pledge,
    Price,
    ProductCard,
    ProductPage,
    Rating,
    RatingBar,
    ReturnsPromise,
    Review,
    SearchPage,
    Spec,
    Stock,
    Story,
)
from shopkeeper.interfaces.storefront.samples.frame import KEY, crumbs, picture

RATING = Rating(
    average="4.6",
    count=128,
    percent=92,
    bars=tuple(
        RatingBar(stars=stars, count=count, percent=percent, url=f"?stars={stars}#reviews")
        for stars, count, percent in ((5, 94, 73), (4, 22, 17), (3, 8, 6), (2, 3, 3), (1, 1, 1))
    ),
)
DELIVERY = DeliveryPromise(
    dates="Tue 24 – Wed 25 Nov",
    place="Netherlands",
    cost="€ 4.95",
    free_from="€ 60",
    order_within="3 h 12 min",
    url="/shipping/",
)
RETURNS = ReturnsPromise(days=30, cost="free of charge", url="/returns/")


def euro(minor: int, *, was: int = 0, lowest: int = 0, unit: str = "", is_from: bool = False) -> Price:
    """A price in euro, formatted."""

    def words(amount: int) -> str:
        return f"€ {amount // 100:,}.{amount % 100:02d}"

    return Price(
        amount=words(minor),
        minor=minor,
        currency="EUR",
        list_amount=words(was) if was else "",
        lowest_30_days=words(lowest) if lowest else "",
        unit_price=unit,
        tax_note="incl. 21 % VAT",
        is_from=is_from,
    )


def cards() -> tuple[ProductCard, ...]:
    """Eight cards that between them show every state."""
    return (
        ProductCard(
            title="Stoneware jug",
            maker="Huis Verloren",
            url="#",
            picture=picture("jug", "Cream stoneware jug with a wide handle"),
            price=euro(4800),
            rating=RATING,
            swatches=("#f6f1e6", "#41606a", "#9c431f"),
            option_note="3 colours",
        ),
        ProductCard(
            title="Reading lamp with brass stem",
            maker="Noord Licht",
            url="#",
            picture=picture("lamp", "Lamp with a green shade on a brass stem"),
            price=euro(11900, was=14900, lowest=12900),
            badges=(Badge(label="−20 %", tone="warm"),),
        ),
        ProductCard(
            title="Fruit bowl",
            maker="Huis Verloren",
            url="#",
            picture=picture("bowl", "Blue-grey bowl with three oranges"),
            price=euro(6450),
            badges=(Badge(label="New"),),
            stock_note="2 left",
        ),
        ProductCard(
            title="Beech chair with a seat woven by hand from paper cord, which takes a little under nine hours",
            maker="Werkplaats De Eik & Dochters",
            url="#",
            picture=picture("chair", "Beech chair with a woven back"),
            price=euro(128900, is_from=True),
            option_note="4 woods",
        ),
        ProductCard(
            title="Workshop mug",
            maker="Huis Verloren",
            url="#",
            picture=picture("mug", "Rust-red mug filled with coffee"),
            price=euro(1850),
            rating=Rating(average="4.9", count=1, percent=98),
        ),
        ProductCard(
            title="Striped linen",
            maker="Lijnwaad",
            url="#",
            picture=picture("cloth", "Folded grey linen with blue stripes"),
            price=euro(3200, unit="€ 21.33 per m²"),
        ),
        ProductCard(
            title="Table lamp, small",
            maker="Noord Licht",
            url="#",
            picture=picture("lamp", "Small green lamp"),
            price=euro(8900),
            stock_note="Sold out, back in January",
            is_sold_out=True,
        ),
        ProductCard(
            title="إبريق من الخزف",
            maker="بيت الخزف",
            url="#",
            picture=picture("jug", "إبريق بلون الكريم"),
            price=euro(4800),
        ),
    )


def home() -> HomePage:
    """The front page."""
    return HomePage(
        hero=Hero(
            eyebrow="New from Huis Verloren",
            title="A jug that pours without a drip",
            text="Thrown in Zeeland, fired twice, and tested with milk, water and an impatient breakfast table.",
            link=Link(label="See the stoneware", url="#"),
            picture=picture("table", "A jug of branches and a bowl of fruit on a long table", 1280, 1024),
        ),
        departments=tuple(
            Story(title=title, url="#", text="", picture=picture(name, ""))
            for title, name in (("Tableware", "mug"), ("Lighting", "lamp"), ("Linen", "cloth"))
        ),
        rows=(CardRow(title="Just in", cards=cards()[:4], link=Link(label="All new things", url="#")),),
        stories=(
            Story(
                title="Nine hours to weave a seat",
                url="#",
                text="We sat with Marijke while she wove one, and left with sore fingers.",
                picture=picture("chair", ""),
            ),
            Story(
                title="How to keep stoneware for forty years",
                url="#",
                text="Warm it before the oven does, and never argue with a crack.",
                picture=picture("bowl", ""),
            ),
        ),
        pledges=(
            Pledge(
                icon="van", title="A date, not a guess", text="Every product says when it arrives and what that costs."
            ),
            Pledge(
                icon="return", title="30 days, free returns", text="Print the label at home, or show it at the counter."
            ),
            Pledge(
                icon="hand",
                title="Mended if it breaks",
                text="Our makers repair what they made, for as long as they can.",
            ),
        ),
    )


def _facets() -> tuple[Facet, ...]:
    return (
        Facet(
            name="kind",
            label="Kind",
            values=(
                FacetValue(value="mugs", label="Mugs", count=14),
                FacetValue(value="jugs", label="Jugs", count=9, is_selected=True),
                FacetValue(value="tureens", label="Tureens", count=0),
            ),
        ),
        Facet(
            name="colour",
            label="Colour",
            values=(
                FacetValue(value="cream", label="Cream", count=11, swatch="#f6f1e6", is_selected=True),
                FacetValue(value="slate", label="Slate", count=7, swatch="#41606a"),
                FacetValue(value="rust", label="Rust", count=5, swatch="#9c431f"),
            ),
        ),
        Facet(name="price", label="Price", kind="range", unit="€", low_hint="18", high_hint="1,289"),
        Facet(
            name="maker",
            label="Maker",
            values=(FacetValue(value="hv", label="Huis Verloren", count=21),),
            is_open=False,
        ),
    )


def category() -> CategoryPage:
    """A shelf with filters applied."""
    return CategoryPage(
        title="Tableware",
        intro="Plates, bowls and jugs that go from oven to table and are still here at breakfast.",
        action_url="#",
        breadcrumbs=crumbs("Home", "Kitchen", "Tableware"),
        children=tuple(Link(label=label, url="#") for label in ("Mugs", "Jugs", "Bowls", "Plates")),
        facets=_facets(),
        applied=(Link(label="Jugs", url="#"), Link(label="Colour: Cream", url="#")),
        clear_url="#",
        cards=cards(),
        sorts=(
            Choice(value="relevance", label="Our choice", is_selected=True),
            Choice(value="new", label="Newest"),
            Choice(value="price", label="Price, low to high"),
        ),
        pages=Pages(
            shown=24,
            total=212,
            next_url="?page=2",
            links=(
                Link(label="1", url="?page=1", is_current=True),
                Link(label="2", url="?page=2"),
                Link(label="3", url="?page=3"),
                Link(label="…", url=""),
                Link(label="9", url="?page=9"),
            ),
        ),
    )


def no_results() -> CategoryPage:
    """A search that found nothing, with ways on."""
    return CategoryPage(
        title="Search: “samovar”",
        action_url="#",
        search_text="samovar",
        cards=(),
        pages=Pages(shown=0, total=0),
        sorts=(),
        ways_on=tuple(
            Link(label=label, url="#") for label in ("All kitchen things", "Jugs", "Kettles", "Ask a person")
        ),
        suggested=cards()[:4],
    )


def _options() -> tuple[Option, ...]:
    return (
        Option(
            name="colour",
            label="Glaze",
            chosen="Cream",
            values=(
                OptionValue(value="cream", label="Cream", swatch="#f6f1e6", is_selected=True),
                OptionValue(value="slate", label="Slate", swatch="#41606a"),
                OptionValue(value="rust", label="Rust", swatch="#9c431f", is_available=False, reason="back 4 January"),
            ),
        ),
        Option(
            name="size",
            label="Size",
            chosen="1 litre",
            values=(
                OptionValue(value="05", label="½ litre"),
                OptionValue(value="1", label="1 litre", is_selected=True),
                OptionValue(value="2", label="2 litres"),
            ),
        ),
    )


def long_option() -> Option:
    """More than twelve values, so a select."""
    return Option(
        name="length",
        label="Length",
        values=tuple(
            OptionValue(value=str(cm), label=f"{cm} cm", is_available=cm != 140, reason="woven to order, 3 weeks")
            for cm in range(100, 240, 10)
        ),
    )


def product() -> ProductPage:
    """A product with everything."""
    return ProductPage(
        title="Stoneware jug",
        url="#",
        add_url="/cart/lines/",
        idempotency_key=KEY,
        sku="JUG-CR-1",
        maker=Link(label="Huis Verloren", url="#"),
        breadcrumbs=crumbs("Home", "Tableware", "Jugs", "Stoneware jug"),
        summary="A jug for the table rather than the shelf: it holds a litre, pours clean and goes in the dishwasher.",
        price=euro(4800, was=5600, lowest=4900, unit="€ 48.00 per litre"),
        pictures=(
            picture("jug", "Cream stoneware jug with a wide handle"),
            picture("table", "The jug on a long table, beside a bowl of fruit"),
            picture("bowl", "The bowl of the same set"),
            picture("mug", "The mug of the same set"),
        ),
        options=_options(),
        stock=Stock(level="in", text="In stock, 14 in Utrecht"),
        delivery=DELIVERY,
        returns=RETURNS,
        description=Markup(
            "<p>Thrown in one piece from local clay and fired twice, which is why the lip stays sharp. "
            "The handle takes a whole hand.</p><p>Every jug differs a little; that is the point of it.</p>"
        ),
        specs=(
            Spec(label="Holds", value="1 litre"),
            Spec(label="Height", value="21 cm, handle included"),
            Spec(label="Material", value="Stoneware, lead-free glaze"),
            Spec(label="Care", value="Dishwasher and oven to 220 °C; warm it slowly"),
        ),
        rating=RATING,
        reviews=(
            Review(
                author="Noor, Haarlem",
                stars=5,
                percent=100,
                date="3 November 2026",
                title="No drip, really",
                text="I poured a litre of cream next to a white tablecloth to be sure. Nothing.",
                is_verified=True,
            ),
            Review(
                author="T.",
                stars=3,
                percent=60,
                date="21 October 2026",
                text="Handsome, but heavier than I thought when full.",
                is_verified=True,
                reply="True, it weighs 1.1 kg empty. The half litre is kinder to wrists, and we swap it for nothing.",
            ),
        ),
        related=cards()[2:6],
    )


def sold_out() -> ProductPage:
    """A product that cannot be had now, with the notice and the nearest others."""
    return ProductPage(
        title="Table lamp, small",
        url="#",
        add_url="/cart/lines/",
        idempotency_key=KEY,
        sku="LAMP-S",
        breadcrumbs=crumbs("Home", "Lighting", "Table lamp, small"),
        price=euro(8900),
        pictures=(picture("lamp", "Small green lamp"),),
        stock=Stock(level="out", text="Sold out. The next batch arrives in January."),
        returns=RETURNS,
        notify_url="#",
        alternatives=cards()[:4],
    )


def search() -> SearchPage:
    """The search page before typing."""
    return SearchPage(
        popular=tuple(
            Link(label=label, url="#") for label in ("jug", "linen napkins", "reading lamp", "paper cord chair")
        ),
        departments=tuple(Link(label=label, url="#") for label in ("Tableware", "Kitchen", "Lighting", "Furniture")),
    )
