"""The pages of a house, served by the real web server in a thread, and somebody who signs in."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, Page
from waitress import wasyncore
from waitress.server import create_server

from engine.rulebooks import Rulebooks
from engine.services import Services
from engine.storage import Storage
from models.database import Database
from models.transaction import Transactions
from review_app.app import create_app
from tests.support import chromium
from tests.support.clock import Clock
from tests.support.seed import PASSWORD, House


@contextmanager
def served(services: Services) -> Iterator[str]:
    """The address at which *services* are served while the context lasts."""
    server = create_server(create_app(services), host="127.0.0.1", port=0, threads=4)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        # First the visitors leave, then what is being answered ends, then the door closes.
        patience = time.monotonic() + 5
        while server.active_channels and time.monotonic() < patience:
            time.sleep(0.02)
        server.task_dispatcher.shutdown()
        # The loop waits on the door: closed from here, it would find a handle that is gone.
        server.trigger.pull_trigger(partial(wasyncore.close_all, server._map, ignore_all=True))
        thread.join(timeout=5)
        assert not thread.is_alive(), "the web server of a test would not end"


def sign_in(page: Page, address: str, login: str, *, language: str = "zh") -> None:
    """Sign in as *login*, with the keyboard."""
    page.context.add_cookies([{"name": "language", "value": language, "url": address}])
    page.goto(f"{address}/sign-in")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


@contextmanager
def desk(browser: Browser, address: str, login: str) -> Iterator[Page]:
    """A page in which *login* is signed in."""
    with chromium.new_page(browser) as (page, _):
        sign_in(page, address, login)
        yield page


def copied(made: House, folder: Path) -> House:
    """A house like *made*, in *folder*: furnishing takes seconds, copying does not."""
    shutil.copytree(made.services.settings.data_dir, folder)
    url = f"sqlite:///{folder / 'callqc.db'}"
    transaction = Transactions(Database(url))
    settings = made.services.settings.model_copy(update={"data_dir": folder, "database_url": url})
    clock = Clock(made.clock.now)
    services = replace(
        made.services,
        transaction=transaction,
        settings=settings,
        storage=Storage(folder / "audio"),
        rulebooks=Rulebooks(transaction),
        clock=clock,
    )
    return House(services, clock, made.people)
