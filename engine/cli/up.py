"""`callqc up`: everything on this machine, until Ctrl+C."""

import click

from engine.cli.main import ENVIRONMENT
from engine.logs import set_up_logs
from engine.settings import Settings
from engine.station import open_station, start_redis, start_web, start_workers, url_of
from models.database import Database
from models.migrate import newest_revision, revision_of


@click.command()
def up() -> None:
    """Start web, workers, scheduler and a private Redis; keep them running."""
    settings = Settings()
    set_up_logs(settings.log_level)
    database = Database(settings.effective_database_url)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    if revision_of(database) != newest_revision(database):
        click.echo("the database is not at the newest schema; type: callqc init, or callqc db upgrade", err=True)
        raise click.exceptions.Exit(ENVIRONMENT)
    database.close()
    supervisor = open_station(settings)
    try:
        start_redis(supervisor, settings)
        start_workers(supervisor, settings)
        start_web(supervisor, settings)
        click.echo(f"{url_of(settings)}   Ctrl+C stops everything; logs in {settings.data_dir / 'logs'}")
        supervisor.watch()
    finally:
        supervisor.stop()
