"""A job's name is said in three places: the enum, the function that runs it, the table of queues."""

import inspect

import pytest

from engine.queueing import JOB_OF_STAGE, QUEUE_OF, Job
from models.tables.work import Stage
from tests.support.source import calls_of, modules, place
from workers import jobs


@pytest.mark.parametrize("job", Job)
def test_every_job_has_a_function_and_a_queue(job: Job):
    assert inspect.isfunction(getattr(jobs, job.value))
    assert job in QUEUE_OF


def test_every_public_function_of_the_jobs_is_a_job():
    own = {
        name
        for name, member in vars(jobs).items()
        if inspect.isfunction(member) and member.__module__ == jobs.__name__ and not name.startswith("_")
    }

    assert own == {job.value for job in Job}


def test_every_stage_has_a_job():
    assert set(JOB_OF_STAGE) == set(Stage)


def test_only_the_queue_enqueues():
    assert [place(path) for path in modules() for _ in calls_of("enqueue", path)] == ["engine/queueing.py"]
