"""What staff do with the catalogue. Each is one transaction with its record, and announces what changed."""

from shopkeeper.commerce.catalogue.desk.pictures import add_picture, arrange_pictures
from shopkeeper.commerce.catalogue.desk.products import (
    VariantEdit,
    clean,
    edit_texts,
    edit_variants,
    rename,
    set_publication,
)

__all__ = [
    "VariantEdit",
    "add_picture",
    "arrange_pictures",
    "clean",
    "edit_texts",
    "edit_variants",
    "rename",
    "set_publication",
]
