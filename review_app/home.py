"""The first page of every role: what waits, what is due, how it goes."""

from flask import Blueprint, render_template

from review_app.access import signed_in

pages = Blueprint("home", __name__)


@pages.get("/")
@signed_in
def home() -> str:
    return render_template("home/home.html")
