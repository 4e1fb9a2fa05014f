"""The documentation for people, drawn from the description for programs: no script, no frame."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from certification.api.problems import KINDS

Data = Mapping[str, Any]
# What each address is for, in the language of the reader; the description itself is in English.
PURPOSES: Mapping[str, str | Promise] = {
    "get certificates": _(
        "Search and filter certificates as the registry does, the newest first. Where counting "
        "would take long, “total” is a floor and “total_is_exact” is false. Follow “next” to the "
        "end of the list."
    ),
    "post certificates/check": _(
        "Check up to a thousand numbers at once. They are answered in the order in which you ask; "
        "null means that there is no such number."
    ),
    "get certificates/{number}": _(
        "One certificate with its history. “on” asks for a day, “known_at” for what the registry "
        "knew at a moment. Case, spaces and dashes of the number do not matter."
    ),
    "get certificates/{number}/proof": _(
        "What the public log tells of a certificate, with the proof of each entry and the signed "
        "checkpoint that proves it."
    ),
    "get certificates/{number}/credential": _(
        "The digital credential: Open Badges 3.0 in JSON with two proofs, or as JWT if “Accept” "
        "asks for application/vc+jwt. It proves who attested what; whether the certificate is in "
        "force is told by the certificate itself and by the status lists."
    ),
    "get certificates/{number}/pdf": _(
        "The sealed PDF, with the digital credential and the proof of the public log inside. It "
        "proves what was issued; whether the certificate is in force is told by the certificate "
        "itself."
    ),
    "get schemes": _("All schemes, with every version of their standards that was published."),
    "get standards/{scheme}/{version}": _(
        "A published version of a standard as data: scales, sections, criteria, rule of decision."
    ),
    "get standards/{scheme}/{a}/{b}": _(
        "What one published version changes in another: criteria, weights and thresholds."
    ),
    "post verify": _(
        "Check a file: a sealed PDF, or a credential in JSON or as JWT. Two answers: does it come "
        "from this registry unchanged, and is its certificate in force. The file is not kept."
    ),
    "get registry.csv": _("The whole registry as open data, one line a certificate."),
}
PREFIX = "/api/v1/"


def page_of(description: Callable[[], Data]) -> Callable[[HttpRequest], HttpResponse]:
    """Make the page that shows a description."""

    @require_safe
    def docs(request: HttpRequest) -> HttpResponse:
        """Show every address, what it takes, what it answers, and every refusal."""
        found = description()
        context = {
            "operations": list(_operations(found)),
            "shapes": list(_shapes(found)),
            "problems": KINDS.items(),
            "limit": settings.API_REQUESTS_A_MINUTE,
            "base": settings.PUBLIC_URL,
        }
        return render(request, "certification/api/docs.html", context)

    return docs


def _operations(found: Data) -> Iterator[dict[str, Any]]:
    for address, methods in found["paths"].items():
        for method, operation in methods.items():
            short = address.removeprefix(PREFIX)
            body = operation.get("requestBody", {}).get("content", {})
            yield {
                "id": operation["operationId"],
                "method": method.upper(),
                "address": address,
                "purpose": PURPOSES.get(f"{method} {short}", operation["summary"]),
                "parameters": [
                    {
                        "name": one["name"],
                        "place": one["in"],
                        "type": type_of(one["schema"]),
                        "says": one.get("description", ""),
                        "is_required": one["required"],
                    }
                    for one in operation["parameters"]
                ],
                "takes": [_content(*one) for one in body.items()],
                "answers": [
                    {
                        "status": status,
                        "says": answer["description"],
                        "content": [_content(*one) for one in answer.get("content", {}).items()],
                    }
                    for status, answer in sorted(operation["responses"].items(), key=_by_status)
                ],
                "is_plain": method == "get" and "{" not in address,
            }


def _by_status(answer: tuple[Any, Any]) -> str:
    return str(answer[0])


def _content(kind: str, content: Data) -> dict[str, Any]:
    return {"kind": kind, **type_of(content.get("schema", {}))}


def _shapes(found: Data) -> Iterator[dict[str, Any]]:
    for name, shape in sorted(found["components"]["schemas"].items()):
        if "properties" in shape:
            yield {
                "name": name,
                "says": shape.get("description", ""),
                "members": [
                    {
                        "name": member,
                        "type": type_of(schema),
                        "says": schema.get("description", ""),
                    }
                    for member, schema in shape["properties"].items()
                ],
            }


def type_of(schema: Data) -> dict[str, Any]:
    """Say in a word what a value is, which shape it has and what bounds it."""
    if "$ref" in schema:
        return {"text": "", "shape": schema["$ref"].rpartition("/")[2], "values": []}
    if "allOf" in schema:
        return type_of(schema["allOf"][0])
    if "anyOf" in schema:
        parts = [type_of(one) for one in schema["anyOf"]]
        return {
            "text": " | ".join(part["text"] for part in parts if part["text"]),
            "shape": next((part["shape"] for part in parts if part["shape"]), ""),
            "values": [value for part in parts for value in part["values"]],
        }
    if schema.get("type") == "array":
        inner = type_of(schema.get("items", {}))
        return inner | {"text": f"array of {inner['text']}".rstrip()}
    words = [str(schema.get("type", "")), str(schema.get("format", ""))]
    limits = ("minimum", "maximum", "maxLength")
    words += [f"{name} {schema[name]}" for name in limits if name in schema]
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    return {"text": ", ".join(filter(None, words)), "shape": "", "values": values}
