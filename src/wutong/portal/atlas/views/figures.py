"""Indicators: which there are, and each of them asked of the release."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wutong.catalog.indicators import Indicator, Measure
from wutong.portal.atlas.access import Release, current_release
from wutong.portal.atlas.asked.figures import read_question
from wutong.portal.atlas.kept_pages import kept_page
from wutong.portal.atlas.panels.figures import page as panels
from wutong.portal.atlas.panels.figures import words
from wutong.portal.atlas.queries import figures as queries
from wutong.portal.atlas.queries.portraits.origins import files_by_id
from wutong.portal.atlas.release_reader import Question
from wutong.portal.shared.catalogue import catalogue


@kept_page
def show(request: HttpRequest) -> HttpResponse:
    """Every indicator; those that can be asked open to their pages."""
    current_release()
    every = catalogue().indicators.values()
    shown = {
        "asked": [(one, _told_by(one)) for one in every if one.can_be_asked],
        "others": [one for one in every if not one.can_be_asked],
    }
    return render(request, "atlas/figures/list.html", shown)


def _told_by(indicator: Indicator) -> str:
    measure = queries.measure_of(indicator)
    return ", ".join(words.dimension_label(measure, code) for code in measure.by_code) if measure else ""


@kept_page
def show_one(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: what it means, its figures by a dimension under a filter, and the rows behind them."""
    indicator = catalogue().indicators.get(code)
    if indicator is None:
        raise Http404
    measure = queries.measure_of(indicator)
    if measure is None:
        return redirect(f"{reverse('atlas:indicators')}#{code}")
    read = read_question(indicator, measure, request.GET)
    shown = _shown(current_release(), indicator, measure, read.question)
    return render(request, "atlas/figures/indicator.html", {**shown, "remarks": read.remarks})


def _shown(release: Release, indicator: Indicator, measure: Measure, question: Question) -> dict[str, Any]:
    by = panels.dimensions(indicator, question)
    figures = queries.figures_of(release, question) if by else ()
    behind = queries.rows_behind(release, question)
    return {
        "indicator": indicator,
        "question": question,
        "unit": words.unit_label(indicator.unit),
        "table": measure.table,
        "headline": _headline(release, indicator, measure, question),
        "options": panels.options(measure, question),
        "chips": panels.chips(measure, question),
        "whole_link": panels.as_the_whole(indicator, question),
        "heads": [words.dimension_label(measure, code) for code in by],
        "lines": panels.lines(indicator, measure, question, figures),
        "line_count": len(figures),
        "has_denominator": any(one.denominator is not None for one in figures),
        "chart": panels.chart(indicator, measure, question, figures),
        "drawn_count": panels.MOST_BARS,
        "behind": behind,
        "columns": [words.column_label(measure, name) for name in behind.columns],
        "cells": panels.cells(measure, behind, files_by_id(release)),
        "newest": queries.newest_of(release, measure),
        "row_count": release.manifest.row_counts.get(measure.table, 0),
        "hidden": panels.pairs(Question(question.indicator, (), question.where, question.within)),
    }


def _headline(release: Release, indicator: Indicator, measure: Measure, question: Question) -> panels.Line | None:
    """The figure for the whole filter; growth has none, as it is told by year, and so has a share of nothing."""
    if indicator.derived and indicator.derived.kind == "growth":
        return None
    whole = Question(question.indicator, (), question.where, question.within)
    figures = queries.figures_of(release, whole)
    return panels.line(indicator, measure, whole, (), figures[0]) if figures else None
