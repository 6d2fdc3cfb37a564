"""Who can sign in to the demo, and who buys there. All invented."""

from __future__ import annotations

OWNER = "owner@lindenrow.example"
PACKER = "packer@lindenrow.example"
CUSTOMER = "ada@lindenrow.example"
PASSWORD = "a-shop-on-the-row"  # noqa: S105 - printed by the demo, and doctor refuses a demo in public

STAFF = ((OWNER, "Marit de Wit", "owner"), (PACKER, "Joost Bakker", "fulfilment"))

# (name, e-mail, country, street, postcode, town)
SHOPPERS = (
    ("Ada Vermeer", CUSTOMER, "NL", "Oude Singel 42", "2312 RA", "Leiden"),
    ("Bram Okafor", "bram@post.example", "NL", "Witte de Withstraat 9", "3012 BK", "Rotterdam"),
    ("Clara Hofmann", "clara@post.example", "DE", "Lindenallee 17", "20259", "Hamburg"),
    ("Daan Peeters", "daan@post.example", "BE", "Kloosterstraat 31", "2000", "Antwerpen"),
    ("Élise Marchand", "elise@post.example", "FR", "12 rue des Tanneurs", "69005", "Lyon"),
    ("Finn Gallagher", "finn@post.example", "IE", "8 Bachelors Walk", "D01 W9P3", "Dublin"),
    ("Grace Whitfield", "grace@post.example", "GB", "27 Chapel Row", "BA1 2RS", "Bath"),
    ("Hugo Teixeira", "hugo@post.example", "PT", "Rua das Flores 118", "4050-263", "Porto"),
    ("Inés Robledo", "ines@post.example", "ES", "Calle del Pez 5", "28004", "Madrid"),
    ("Jonas Gruber", "jonas@post.example", "AT", "Neubaugasse 60", "1070", "Wien"),
    ("Katy Olsen", "katy@post.example", "US", "418 Juniper St", "97214", "Portland"),
    ("Lorenzo Bassi", "lorenzo@post.example", "IT", "Via Tortona 33", "20144", "Milano"),
    ("Maud Claes", "maud@post.example", "LU", "14 rue du Nord", "2229", "Luxembourg"),
    ("O", "o@post.example", "NL", "Haarlemmerdijk 3", "1013 JM", "Amsterdam"),
)
REGIONS = {"US": "OR", "IE": "County Dublin", "IT": "MI", "ES": "Madrid"}
