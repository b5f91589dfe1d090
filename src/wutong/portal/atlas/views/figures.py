"""Indicators: which there are, each of them asked of the release, and its figures and rows as files."""

from dataclasses import replace
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wutong.catalog.indicators import Indicator, Measure
from wutong.portal.atlas.access import Release, current_release
from wutong.portal.atlas.asked.figures import read_known
from wutong.portal.atlas.kept_pages import kept_page
from wutong.portal.atlas.panels.explained import explained
from wutong.portal.atlas.panels.figures import drawing, files, words
from wutong.portal.atlas.panels.figures import page as panels
from wutong.portal.atlas.queries import figures as queries
from wutong.portal.atlas.queries.portraits.origins import files_by_id
from wutong.portal.atlas.release_reader import Question
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.paging import page_asked, pages
from wutong.portal.shared.spreadsheets.answering import file_answer


@kept_page
def show(request: HttpRequest) -> HttpResponse:
    """Every indicator, by what it counts."""
    counts = current_release().manifest.row_counts
    groups: dict[str, list[tuple[Indicator, str]]] = {}
    for one in catalogue().indicators.values():
        measure = queries.measure_of(one)
        groups.setdefault(measure.table, []).append((one, _told_by(measure)))
    tables = catalogue().released
    shown = [(tables[name], counts.get(name, 0), held) for name, held in sorted(groups.items(), key=_largest)]
    return render(request, "atlas/figures/list.html", {"groups": shown})


def _largest(group: tuple[str, list[Any]]) -> tuple[int, str]:
    return -len(group[1]), group[0]


def _told_by(measure: Measure) -> str:
    return ", ".join(words.dimension_label(measure, code) for code in measure.by_code)


@kept_page
def show_one(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: what it means, its figures over time and by a dimension, and the rows behind them."""
    indicator, measure = _declared(code)
    read = read_known(current_release(), indicator, measure, request.GET)
    question = read.question if "by" in request.GET else _by_the_first(indicator, measure, read.question)
    shown = _shown(current_release(), indicator, measure, question, page_asked(request))
    behind = shown["behind"]
    shown["pages"] = pages(request, behind.page, behind.page_count, anchor="#rows")
    return render(request, "atlas/figures/indicator.html", {**shown, "remarks": read.remarks})


def download(request: HttpRequest, code: str, what: str, form: str) -> FileResponse:
    """The figures of a question, or the rows behind them, as CSV or xlsx; MOST_EXPORTED rows at most."""
    indicator, measure = _declared(code)
    release, question = current_release(), read_known(current_release(), indicator, measure, request.GET).question
    if what == "figures":
        header = files.header(indicator, measure, question)
        rows = files.figures(indicator, measure, question, queries.figures_of(release, question))
    else:
        behind = queries.all_behind(release, question, queries.MOST_EXPORTED)
        if behind.is_secret:
            raise Http404
        header = [words.column_label(measure, name) for name in behind.columns]
        rows = files.rows(behind)
    return file_answer(f"wutong-{code}-{what}-{release.version}.{form}", form, header, rows)


def _declared(code: str) -> tuple[Indicator, Measure]:
    indicator = catalogue().indicators.get(code)
    if indicator is None:
        raise Http404
    return indicator, queries.measure_of(indicator)


def _by_the_first(indicator: Indicator, measure: Measure, question: Question) -> Question:
    """The question by the first dimension that it does not narrow: a page that opens on a table."""
    if indicator.derived and indicator.derived.kind == "growth":
        return question
    free = (code for code, one in measure.by_code.items() if code not in question.where and not one.is_period)
    return replace(question, by=tuple(code for code in free if not measure.by_code[code].at_most)[:1])


def _shown(release: Release, indicator: Indicator, measure: Measure, question: Question, page: int) -> dict[str, Any]:
    by = panels.dimensions(indicator, measure, question)
    figures = queries.figures_of(release, question) if by else ()
    behind = queries.rows_behind(release, question, page=page)
    is_loaded = bool(release.manifest.row_counts.get(measure.table))
    return {
        "indicator": indicator,
        "measure": measure,
        "question": question,
        "unit": words.unit_label(indicator.unit),
        "table": measure.table,
        "is_loaded": is_loaded,
        "refusal": queries.refusal_of(release, question),
        "about": explained(indicator.code, scope=panels.whole_named(measure, question) or release.version),
        "headline": _headline(release, indicator, measure, question),
        "told_at": panels.told_at(measure, question, queries.settled(release, question)),
        "whole_named": panels.whole_named(measure, question),
        "choices": panels.choices(measure, question),
        "bounds": panels.bounds(measure, question),
        "chips": panels.chips(measure, question),
        "whole_link": panels.as_the_whole(indicator, question),
        "heads": [words.dimension_label(measure, code) for code in by],
        "lines": panels.lines(indicator, measure, question, figures),
        "line_count": len(figures),
        "withheld_count": sum(one.is_withheld for one in figures),
        "has_denominator": any(one.denominator is not None for one in figures),
        "charts": _charts(release, indicator, measure, question),
        "drawn_count": drawing.MOST_BARS,
        "behind": behind,
        "columns": [words.column_label(measure, name) for name in behind.columns],
        "cells": panels.cells(measure, behind, files_by_id(release)),
        "newest": queries.newest_of(release, measure),
        "hidden": panels.hidden(measure, question),
        "files": files.links(question, is_secret=measure.is_secret),
        "most_rows": queries.MOST_EXPORTED,
    }


def _charts(release: Release, indicator: Indicator, measure: Measure, question: Question) -> list[Any]:
    """Over time, where the rows have periods, and by the dimension that is asked for."""
    drawn = []
    period = (measure.facts.newest or "year") if measure.facts.periods else ""
    if period and not set(question.by) & set(measure.facts.periods) and period not in question.where:
        timed = replace(question, by=(period,))
        drawn.append(drawing.over_time(indicator, measure, timed, queries.figures_of(release, timed)))
    figures = queries.figures_of(release, question) if question.by else ()
    drawn.append(drawing.by_dimension(indicator, measure, question, figures))
    return [one for one in drawn if one is not None]


def _headline(release: Release, indicator: Indicator, measure: Measure, question: Question) -> panels.Line | None:
    """The figure for the whole filter; growth has none, as it is told by year, and so has a share of nothing."""
    if indicator.derived and indicator.derived.kind == "growth":
        return None
    whole = Question(question.indicator, (), question.where, question.within)
    figures = queries.figures_of(release, whole)
    return panels.line(indicator, measure, whole, (), figures[0]) if figures else None
