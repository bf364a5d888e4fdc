"""Sentences about a journey in the page's terms: local clocks, badges of sightings, percentages, and its language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter

from railsight.model import Journey, Name, Report, Seen, Sentence, Share, Term, When
from railsight.model.journeys import sightings_of
from railsight.model.sentences import Value
from railsight.webmap.marking import marks_of
from railsight.webmap.sentences import form_in, term_in
from railsight.webmap.wording import Wording

_LONGEST = 4000  # characters of a plain text in which ids are looked for
_LEAST_ID = 4  # characters of an id that is looked for


@dataclass(frozen=True, slots=True)
class Told:
    """Tells sentences about a journey. ``marks`` are the words that stand for the ids of its sightings, ``reports``
    the titles that stand for those of reports."""

    w: Wording
    marks: Mapping[str, str]
    reports: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, journey: Journey, w: Wording, reports: Mapping[str, Report] | None = None) -> Told:
        sightings = sightings_of(journey)
        badges = zip(sightings, marks_of(journey), strict=True)
        marks = {s.id: f"{w.word('sighting')} {badge.shown}" for s, badge in badges}
        titles = {r.id: f"\u201c{r.title}\u201d" for r in (reports or {}).values() if r.title}
        return cls(w, marks, titles)

    def line(self, text: str) -> str:
        """A sentence in the page's language and terms; of plain text, which reports and cases have, only the ids."""
        return self._told(text) if isinstance(text, Sentence) else self.w.said(self._numbered(text))

    def _told(self, sentence: Sentence) -> str:
        fields = [(name, spec or "") for _, name, spec, _ in Formatter().parse(sentence.form) if name]
        values = {name: self._value(sentence.values[name], spec) for name, spec in fields}
        template = Formatter().parse(form_in(self.w.language, sentence.form))
        return "".join(text + (values[name] if name else "") for text, name, _, _ in template)

    def _value(self, value: Value, spec: str) -> str:
        match value:
            case Sentence():
                return self._told(value)
            case str():
                return self._numbered(value)
            case Name():
                return self.w.name(value.text, {})
            case Seen():
                return self.marks.get(value.id, value.id)
            case Share():
                return self.w.text([self.w.share(value.probability)])
            case When():
                return self._when(value)
            case Term():
                return self._term(value)
        return self.w.figure(format(value, spec))

    def _when(self, when: When) -> str:
        if when.kind == "limit":  # stands behind "by" or "before"
            return self.w.clock(when.earliest, when.lon, when.lat)
        kind = "inferred" if when.kind == "inferred" else "reported"
        return self.w.text(self.w.window(when.earliest, when.latest, when.lon, when.lat, kind))

    def _term(self, term: Term) -> str:
        if term.kind == "subject":
            return self.w.said(term.word)
        english = self.w.language == "en" and term.kind != "status"  # as the form has it
        return term.word if english else term_in(self.w.language, term.kind, term.word)

    def _numbered(self, text: str) -> str:
        """Plain text with badges and titles for the ids of sightings and reports, where these cannot be mere words."""
        if len(text) > _LONGEST:
            return text
        for known, words in {**self.marks, **self.reports}.items():
            if len(known) >= _LEAST_ID and not known.isalpha() and known in text:
                text = words.join(re.split(rf"(?<![\w-]){re.escape(known)}(?![\w-])", text))
        return text
