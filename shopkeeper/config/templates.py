"""The Jinja2 environment of every door: translations, static addresses, strictness."""

from __future__ import annotations

from functools import cache, lru_cache
from types import FunctionType
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils import translation
from jinja2 import Environment, StrictUndefined, Template
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

KNOWN_SENTENCES = 8192


def environment(**options: Any) -> Environment:
    """Django's own Jinja2 backend calls this. Autoescaping is on; a name nobody passed is an error, not a blank."""
    made = ShopEnvironment(
        **{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True},
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    made.globals |= {"_": said, "gettext": said, "ngettext": counted}
    made.globals["static"] = static if settings.DEBUG else cache(static)
    return made


def said(message: str, /, **values: Any) -> Markup:
    """``message`` in the language of the moment, with escaped ``values`` in it. Always a format string: a percent
    sign is written ``%%``."""
    return (
        _translated(message, translation.get_language()) % values
        if values
        else _bare(message, translation.get_language())
    )


def counted(singular: str, plural: str, num: int, /, **values: Any) -> Markup:
    """Like :func:`said`, in the form that ``num`` of something takes."""
    if values:
        return _translated_count(singular, plural, num, translation.get_language()) % {"num": num, **values}
    return _bare_count(singular, plural, num, translation.get_language())


# What a sentence of a template is in a language never changes while the process lives; looking it up anew costs
# four times as much, some hundred times a page. The language stands among the arguments to be part of the key.
@lru_cache(KNOWN_SENTENCES)
def _translated(message: str, language: str) -> Markup:
    return Markup(translation.gettext(message))  # noqa: S704 - our own words


@lru_cache(KNOWN_SENTENCES)
def _bare(message: str, language: str) -> Markup:
    return _translated(message, language) % {}


@lru_cache(KNOWN_SENTENCES)
def _translated_count(singular: str, plural: str, num: int, language: str) -> Markup:
    return Markup(translation.ngettext(singular, plural, num))  # noqa: S704 - our own words


@lru_cache(KNOWN_SENTENCES)
def _bare_count(singular: str, plural: str, num: int, language: str) -> Markup:
    return _translated_count(singular, plural, num, language) % {"num": num}


def printed(value: Any) -> str:
    """What ``{{ value }}`` prints: HTML as it is, all else escaped."""
    return value if type(value) is Markup else escape(value)


class ShopContext(Context):
    """Calls macros and plain functions straight away. Jinja asks of everything whether it wants the context, which
    takes about as long as a small macro itself."""

    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        kind = type(__obj)
        if kind is Macro:
            args = (__self.eval_ctx, *args)
        elif kind is not FunctionType or hasattr(__obj, "jinja_pass_arg"):
            return super().call(__obj, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return __obj(*args, **kwargs)


class ShopCode(CodeGenerator):
    """Prints through :func:`printed` where autoescaping is known to be on: HTML is not wrapped as HTML once more."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.printed(")


class ShopTemplate(Template):
    """Macros are imported from one module for each template. Jinja looks each time whether the importing page brought
    globals of its own; ours never do."""

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        return super()._get_default_module()


class ShopEnvironment(Environment):
    template_class = ShopTemplate
    context_class = ShopContext
    code_generator_class = ShopCode
    printed = staticmethod(printed)
