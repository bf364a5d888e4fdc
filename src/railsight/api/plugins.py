"""Recognisers and resolvers of others: by the name under which a package offers them, or as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from railsight.errors import UsageError
from railsight.shown import told

if TYPE_CHECKING:
    from railsight.mentions import Recogniser
    from railsight.resolution import Resolver

RecogniserLike: TypeAlias = "Recogniser | str"
ResolverLike: TypeAlias = "Resolver | str"


def recogniser_of(given: RecogniserLike | None) -> Recogniser | None:
    """The recogniser given, or the one of that name; None for the rules. UsageError for what is none."""
    if isinstance(given, str):
        from railsight.mentions import recogniser

        return recogniser(given)
    if isinstance(given, type) or (given is not None and not callable(getattr(given, "find_mentions", None))):
        raise _none("recogniser", given, "find_mentions(report, gazetteer)")
    return given


def resolver_of(given: ResolverLike | None) -> Resolver | None:
    """The resolver given, or the one of that name; None for the rules. UsageError for what is none."""
    if isinstance(given, str):
        from railsight.resolution import resolver

        return resolver(given)
    if isinstance(given, type) or (given is not None and not callable(getattr(given, "place", None))):
        raise _none("resolver", given, "place(report, mentions, gazetteer)")
    return given


def _none(what: str, given: object, method: str) -> UsageError:
    made = " made: call the class" if isinstance(given, type) else ""
    return UsageError(
        f"{told(given)} is no {what}{made}", hint=f"give the name of an installed one, or an object with {method}"
    )
