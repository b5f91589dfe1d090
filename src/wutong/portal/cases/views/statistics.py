"""Figures of cases."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def show(request: HttpRequest) -> HttpResponse:
    """Soon."""
    return redirect("cases:work")


def file(request: HttpRequest) -> HttpResponse:
    """Soon."""
    return redirect("cases:work")
