"""Templates whose unchanging parts are written out once for each language, not for each answer.

Most of a page is fixed words: translations, addresses without parameters, names of static files,
small templates included by name. Where they stand in a template of ours they are turned into text
when the template is first asked for; whatever depends on who asks or on what is shown stays as it
is. Neighbouring text is joined, so that a page walks over far fewer pieces.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.template import Context, Origin, Template, TemplateDoesNotExist
from django.template.base import (
    FilterExpression,
    Node,
    NodeList,
    TextNode,
    VariableNode,
    render_value_in_context,
)
from django.template.defaulttags import (
    CommentNode,
    CsrfTokenNode,
    FirstOfNode,
    ForNode,
    IfNode,
    LoadNode,
    URLNode,
    WithNode,
)
from django.template.library import SimpleNode
from django.template.loader_tags import IncludeNode
from django.template.loaders import base, cached
from django.templatetags.i18n import BlockTranslateNode, LanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf
from django.utils.translation import get_language, gettext
from django_htmx.templatetags.django_htmx import htmx_script

NAME_IN_SENTENCE = re.compile(r"%\((\w+)\)s")
Piece = TypeVar("Piece", bound=Node)
OWN = ("config", "workflows", "certification", "documents", "standards")
# A name that is not there is told when the page is asked for, as without this file.
NOT_THERE = (NoReverseMatch, TemplateDoesNotExist, ValueError)


class Included(Node):
    """A template included by its name, put in place, with the names that it is given."""

    def __init__(self, nodelist: NodeList, given: dict[str, FilterExpression]) -> None:
        """Take the pieces of the template."""
        self.nodelist, self.given = nodelist, given

    def render(self, context: Context) -> str:
        """Render the pieces in a scope of their own."""
        values = {name: value.resolve(context) for name, value in self.given.items()}
        with context.push(**values):
            return self.nodelist.render(context)


class Sentence(Node):
    """A translated sentence with the names of values in their places."""

    def __init__(self, parts: list[str], given: dict[str, FilterExpression]) -> None:
        """Take the words and, between them, the names."""
        self.parts, self.given = parts, given

    def render(self, context: Context) -> str:
        """Put the values into the words."""
        values = {name: value.resolve(context) for name, value in self.given.items()}
        said = self.parts.copy()
        for place in range(1, len(said), 2):
            name = said[place]
            value = values[name] if name in values else context.get(name, "")
            said[place] = render_value_in_context(value, context)
        return "".join(said)


# What may stand in a template that is put in place of its name: nothing here minds where it is.
# Blocks and cycles do, and stay in a template of their own.
MOVABLE = (
    TextNode, VariableNode, IfNode, ForNode, WithNode, FirstOfNode, CsrfTokenNode, LoadNode,
    CommentNode, TranslateNode, BlockTranslateNode, URLNode, StaticNode, IncludeNode, Included,
    Sentence,
)  # fmt: skip


class FoldingLoader(base.Loader):
    """Reads a template and folds it before anybody else sees it."""

    def get_template(self, template_name: str, skip: Sequence[Origin] | None = None) -> Template:
        """Give the template, folded where it is ours."""
        template: Template = super().get_template(template_name, skip)  # type: ignore[arg-type]
        if is_ours(template):
            Folding(self, (template_name,)).fold(template.nodelist)
        return template

    def get_unfolded(self, template_name: str) -> Template:
        """Read a template whose pieces are to become part of another."""
        return super().get_template(template_name)


class Loader(cached.Loader, FoldingLoader):
    """Keeps every template once for each language, and for each way in which addresses are made."""

    def cache_key(self, template_name: str, skip: Sequence[Origin] | None = None) -> str:
        """Name what the folded text depends on."""
        key = super().cache_key(template_name, skip)  # type: ignore[arg-type]
        return f"{get_language()} {get_script_prefix()} {get_urlconf()} {key}"


def is_ours(template: Template) -> bool:
    """Say whether a template stands in one of our packages; those of libraries are left alone."""
    path = Path(str(template.origin.name))
    if not path.is_relative_to(settings.BASE_DIR):
        return False
    return path.relative_to(settings.BASE_DIR).parts[0] in OWN


class Folding:
    """Walks over the pieces of one template."""

    def __init__(self, loader: FoldingLoader, inside: tuple[str, ...]) -> None:
        """Remember which templates are being folded: one that includes itself stays as it is."""
        self.loader, self.inside = loader, inside

    def fold(self, nodes: NodeList) -> None:
        """Turn into text what can be, inside out, and join neighbours."""
        folded: list[Node] = []
        for node in nodes:
            made = self._folded(node)
            if isinstance(made, TextNode) and folded and isinstance(folded[-1], TextNode):
                folded[-1] = _text(folded[-1].s + made.s, node)
            else:
                folded.append(made)
        nodes[:] = [node for node in folded if not (isinstance(node, TextNode) and not node.s)]

    def _folded(self, node: Node) -> Node:
        if isinstance(node, LanguageNode):
            return node
        if isinstance(node, IncludeNode):
            return self._included(node)
        if isinstance(node, BlockTranslateNode):
            return _said(node)
        if is_fixed(node):
            try:
                return _text(str(node.render(Context())), node)
            except NOT_THERE:
                return node
        for inner in _nodelists(node):
            self.fold(inner)
        return node

    def _included(self, node: IncludeNode) -> Node:
        """Put a template named by a literal in place of its name."""
        name = node.template.var
        if not _is_literal(node.template) or node.isolated_context or name in self.inside:
            return node
        try:
            found = self.loader.get_unfolded(name)
        except NOT_THERE:
            return node
        nodes = found.nodelist
        Folding(self.loader, (*self.inside, name)).fold(nodes)
        is_movable = all(isinstance(one, MOVABLE) for one in nodes.get_nodes_by_type(Node))
        if not (is_movable and is_ours(found)):
            return node
        if all(isinstance(one, TextNode) for one in nodes):
            return _text("".join(str(one.render(Context())) for one in nodes), node)
        return _placed(Included(nodes, node.extra_context), node)


def _said(node: BlockTranslateNode) -> Node:
    """Translate a sentence that has one form and one meaning; its values come later."""
    if node.asvar or node.plural or node.message_context:
        return node
    words, names = node.render_token_list(node.singular)
    parts = NAME_IN_SENTENCE.split(gettext(words))
    parts[::2] = [part.replace("%%", "%") for part in parts[::2]]
    if not set(parts[1::2]) <= set(names):
        return node
    if len(parts) == 1:
        return _text(parts[0], node)
    return _placed(Sentence(parts, node.extra_context), node)


def is_fixed(node: Node) -> bool:
    """Say whether a piece is the same text for everybody who reads the language."""
    if isinstance(node, LoadNode | CommentNode):
        return True
    if isinstance(node, TranslateNode):
        word, meaning = node.filter_expression, node.message_context
        is_literal = not word.filters and word.var.lookups is None
        return node.asvar is None and is_literal and (meaning is None or _is_literal(meaning))
    if isinstance(node, URLNode):
        return node.asvar is None and not (node.args or node.kwargs) and _is_literal(node.view_name)
    if isinstance(node, SimpleNode):
        return node.func is htmx_script and not (node.args or node.kwargs or node.target_var)
    if isinstance(node, StaticNode):
        return node.varname is None and _is_literal(node.path)
    return False


def _is_literal(expression: Any) -> bool:
    return isinstance(expression.var, str) and not expression.filters


def _nodelists(node: Node) -> list[NodeList]:
    """List what stands inside a piece."""
    if isinstance(node, IfNode):
        return [nodelist for _condition, nodelist in node.conditions_nodelists]
    found = (getattr(node, name, None) for name in node.child_nodelists)
    return [nodelist for nodelist in found if isinstance(nodelist, NodeList)]


def _text(text: str, like: Node) -> TextNode:
    return _placed(TextNode(text), like)


def _placed(made: Piece, like: Node) -> Piece:
    """Let a piece say where in which file it stands, for messages about mistakes."""
    made.token, made.origin = like.token, like.origin
    return made
