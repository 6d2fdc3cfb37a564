"""What staff do with the catalogue. Each is one transaction with its record, and announces what changed."""

from shopkeeper.commerce.catalogue.desk.attributes import (
    arrange_attributes,
    describe,
    edit_attribute,
    make_attribute,
    make_type,
    rename_type,
)
from shopkeeper.commerce.catalogue.desk.collections import (
    arrange_collection,
    check_rule,
    delete_collection,
    edit_collection,
    make_collection,
    put_in,
    rename_collection,
    set_rule,
)
from shopkeeper.commerce.catalogue.desk.pictures import Added, Upload, add_pictures, arrange_pictures, edit_picture
from shopkeeper.commerce.catalogue.desk.products import (
    VariantEdit,
    clean,
    edit_texts,
    edit_variants,
    rename,
    set_publication,
)

__all__ = [
    "Added",
    "Upload",
    "VariantEdit",
    "add_pictures",
    "arrange_attributes",
    "arrange_collection",
    "arrange_pictures",
    "check_rule",
    "clean",
    "delete_collection",
    "describe",
    "edit_attribute",
    "edit_collection",
    "edit_picture",
    "edit_texts",
    "edit_variants",
    "make_attribute",
    "make_collection",
    "make_type",
    "put_in",
    "rename",
    "rename_collection",
    "rename_type",
    "set_publication",
    "set_rule",
]
