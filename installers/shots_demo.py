"""Pictures of the demo village, which has lived a month: the pages one practises on."""

from __future__ import annotations

from datetime import timedelta

from installers.shots_stage import ALL, LIGHT, LIGHT_XL, Stage
from installers.shots_village import TODAY, XU, Village
from stationdesk.county.demo_pair import settled, visit_some
from stationdesk.registers.bad_weather import BadWeatherDraft
from stationdesk.services.undoing import undo_last
from stationdesk.services.weather import begin_weather

PEOPLE = 200
PAGES = ("today", "grid", "duties", "lists", "visits", "pairings", "calls")


def demo(there: Village) -> None:
    """Make the village of the demo."""
    there.clock.set(TODAY, 8)
    settled(there.database, PEOPLE, 1)
    visit_some(there.database, 1)


def demo_pages(stage: Stage, there: Village) -> None:
    """Take its pages in every dress, and a day of bad weather."""
    for dress in ALL:
        for page in PAGES:
            with stage.window(there.desk, dress, demo=True) as window:
                window.open(page)
                stage.shoot(f"demo-{page}", dress, window, there.desk.jobs)
    with there.desk.writing("大雪") as session:
        last = (TODAY + timedelta(days=1)).isoformat()
        begin_weather(session, BadWeatherDraft(from_date=(TODAY - timedelta(days=1)).isoformat(), to_date=last, text="大雪"), TODAY)
    for dress in (LIGHT, LIGHT_XL):
        with stage.window(there.desk, dress) as window:
            stage.shoot("demo-today-snow", dress, window, there.desk.jobs)
    undo_last(there.database, XU)
