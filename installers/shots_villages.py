"""Which villages there are to be pictured, what fills each of them, and what of each is pictured in which scene."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from installers import shots_calls as ringing
from installers import shots_clerk as clerks
from installers import shots_clerk_people as clerks_people
from installers import shots_clinic as clinics
from installers import shots_demo as demos
from installers import shots_doors as doors
from installers import shots_emergency as alarms
from installers import shots_family as family
from installers import shots_forms as forms_out
from installers import shots_grades as graded
from installers import shots_grid as grids
from installers import shots_health as healthy
from installers import shots_ledgers as kinds
from installers import shots_lists as three
from installers import shots_mending as mends
from installers import shots_merge as merging
from installers import shots_moves as moves
from installers import shots_moving as moving
from installers import shots_network as network
from installers import shots_pages as pages
from installers import shots_pairing as pairs
from installers import shots_paper as paper_back
from installers import shots_prints as printed
from installers import shots_recheck as rechecks
from installers import shots_requests as asking
from installers import shots_road as road
from installers import shots_shifts as rosters
from installers import shots_teams as teams_there
from installers import shots_units as units
from installers import shots_visits as visiting
from installers import shots_wanted as wanting
from installers import shots_wishes as wished
from installers.shots_nasty import nasty
from installers.shots_stage import Stage
from installers.shots_village import Village, all_done, county_phone, habits, half_a_morning, namesakes, people, village

FILLED: Mapping[str, tuple[Callable[[Village], None], ...]] = {
    "full": (people, namesakes, county_phone, habits, half_a_morning),
    "calls": (people, ringing.arrange),
    "requests": (people, asking.arrange),
    "wishes": (people, wished.arrange),
    "done": (people, habits, all_done),
    "demo": (demos.demo,),
    "empty": (),
    "nasty": (nasty,),
}
"""A village in the middle of its year, one that has done everything, the demo, one without anybody, one of everything that hurts."""
ENROLLED = frozenset({"full", "done"})
"""Those that report to a county."""


class Villages:
    """The villages of a run, each made when it is first wanted and open until the run ends."""

    def __init__(self, stage: Stage, stack: ExitStack) -> None:
        self.stage, self.stack = stage, stack
        self.made: dict[str, Village] = {}

    def __call__(self, name: str) -> Village:
        """Return a village."""
        if name not in self.made:
            self.made[name] = self.stack.enter_context(village(self.stage, name, *FILLED[name], enrolled=name in ENROLLED))
        return self.made[name]


def day(stage: Stage, there: Villages) -> None:
    """Take 今日 of every village."""
    pages.today(stage, there("full"))
    for name in ("empty", "nasty", "done"):
        pages.today_other(stage, name, there(name))


def residents(stage: Stage, there: Villages) -> None:
    """Take 居民 of every village."""
    pages.residents(stage, there("full"))
    for name in ("empty", "nasty"):
        pages.residents_other(stage, name, there(name))


def settings(stage: Stage, there: Villages) -> None:
    """Take 设置."""
    pages.settings(stage, there("full"))
    for name in ("empty", "nasty"):
        pages.settings_other(stage, name, there(name))


def town(stage: Stage, there: Villages) -> None:
    """Take the villages and communities of the town."""
    units.units(stage, there("full"))
    for name in ("empty", "nasty"):
        units.units_other(stage, name, there(name))


def families(stage: Stage, there: Villages) -> None:
    """Take 家庭 of every village."""
    family.families(stage, there("full"))
    for name in ("empty", "nasty"):
        family.families_other(stage, name, there(name))


def ledgers(stage: Stage, there: Villages) -> None:
    """Take the import; into the empty village the ledgers are taken in, and out again."""
    road.ledgers(stage, there("full"))
    road.taken_in(stage, there("empty"))


def kinds_of_ledgers(stage: Stage, there: Villages) -> None:
    """Take ledgers of visits, wishes and pairings; into the empty village they are taken in, and out again."""
    kinds.kinds(stage, there("full"))
    kinds.told(stage, there("empty"))


def county(stage: Stage, there: Villages) -> None:
    """Take 上报; the village that has done everything reports."""
    road.county(stage, there("full"))
    for name in ("empty", "nasty"):
        road.county_other(stage, name, there(name))
    network.over_network(stage, there("full"))
    road.enrolling(stage, there("full"))
    road.reported(stage, there("done"))


def recheck(stage: Stage, there: Villages) -> None:
    """Take 要核对 of every village."""
    rechecks.recheck(stage, there("full"))
    for name in ("empty", "nasty"):
        rechecks.recheck_other(stage, name, there(name))


def mending(stage: Stage, there: Villages) -> None:
    """Take what is missing of every village."""
    mends.bulk(stage, there("full"))
    mends.mending(stage, there("full"))
    for name in ("empty", "nasty"):
        mends.mending_other(stage, name, there(name))


def lists(stage: Stage, there: Villages) -> None:
    """Take the three lists."""
    three.lists(stage, there("full"))
    three.lists_empty(stage, there("empty"))


def forms(stage: Stage, there: Villages) -> None:
    """Take 填表导出."""
    with TemporaryDirectory() as folder:
        forms_out.forms(stage, there("full"), Path(folder))
    for name in ("empty", "nasty"):
        forms_out.forms_other(stage, name, there(name))


def visits(stage: Stage, there: Villages) -> None:
    """Take 走访 of every village."""
    visiting.visits(stage, there("full"))
    visiting.photos(stage, there("full"))
    for name in ("empty", "nasty"):
        visiting.visits_other(stage, name, there(name))


def paper(stage: Stage, there: Villages) -> None:
    """Take visit sheets, printed and typed back."""
    paper_back.paper(stage, there("full"))
    for name in ("empty", "nasty"):
        paper_back.paper_other(stage, name, there(name))


def pairings(stage: Stage, there: Villages) -> None:
    """Take 结对 and the helpers of every village."""
    pairs.pairings(stage, there("full"))
    for name in ("empty", "nasty"):
        pairs.pairings_other(stage, name, there(name))


def teams(stage: Stage, there: Villages) -> None:
    """Take the teams and the catalogue of every village."""
    teams_there.teams(stage, there("full"))
    for name in ("empty", "nasty"):
        teams_there.teams_other(stage, name, there(name))


def merges(stage: Stage, there: Villages) -> None:
    """Take the page that makes one person of two."""
    merging.merging(stage, there("full"))
    for name in ("empty", "nasty"):
        merging.merging_other(stage, name, there(name))


def family_calls(stage: Stage, there: Villages) -> None:
    """Take 连线 of every village."""
    ringing.calls(stage, there("calls"))
    for name in ("empty", "nasty"):
        ringing.calls_other(stage, name, there(name))


def emergencies(stage: Stage, there: Villages) -> None:
    """Take 紧急求助, its paper and its dialogs."""
    alarms.emergency(stage, there("calls"))
    alarms.emergency_other(stage, there("nasty"))


def asked_for(stage: Stage, there: Villages) -> None:
    """Take 求助派单 of every village."""
    asking.requests(stage, there("requests"))
    asking.papers(stage, there("requests"))
    for name in ("empty", "nasty"):
        asking.requests_other(stage, name, there(name))


def wishes(stage: Stage, there: Villages) -> None:
    """Take 微心愿 of every village, its dialogs and its papers."""
    wished.wishes(stage, there("wishes"))
    wished.papers(stage, there("wishes"))
    for name in ("empty", "nasty"):
        wished.wishes_other(stage, name, there(name))


def health(stage: Stage, there: Villages) -> None:
    """Take health and care plans."""
    healthy.health(stage, there("full"))
    healthy.health_dialogs(stage, there("full"))
    clinics.clinic(stage, there("full"))
    clinics.clinic_empty(stage, there("empty"))


def grid(stage: Stage, there: Villages) -> None:
    """Take 日联络 of every village, and its paper."""
    grids.grid(stage, there("full"))
    grids.papers(stage, there("full"))
    for name in ("empty", "nasty"):
        grids.grid_other(stage, name, there(name))


def from_county(stage: Stage, there: Villages) -> None:
    """Take what the county wants; what it says stays said."""
    wanting.wanted_other(stage, "empty", there("empty"))
    wanting.wanted(stage, there("full"))


def papers(stage: Stage, there: Villages) -> None:
    """Write every paper of care work of every village."""
    for name in ("full", "calls", "demo", "nasty", "empty"):
        printed.prints(stage, name, there(name))


SCENES: Mapping[str, Callable[[Stage, Villages], None]] = {
    "today": day,
    "demo": lambda stage, there: demos.demo_pages(stage, there("demo")),
    "residents": residents,
    "visits": visits,
    "visit": lambda stage, there: pages.visits(stage, there("full")),
    "paper": paper,
    "person": lambda stage, there: pages.forms(stage, there("full")),
    "health": health,
    "merge": merges,
    "moves": lambda stage, there: moves.moves(stage, there("full"), there("nasty")),
    "tags": lambda stage, there: moves.tags(stage, there("full"), there("nasty")),
    "grades": lambda stage, there: graded.grades(stage, there("full"), there("nasty"), there("empty")),
    "settings": settings,
    "grid": grid,
    "units": town,
    "family": families,
    "calls": family_calls,
    "emergency": emergencies,
    "requests": asked_for,
    "wishes": wishes,
    "pairings": pairings,
    "teams": teams,
    "shifts": lambda stage, there: rosters.shifts(stage, there("full"), there("empty"), there("nasty")),
    "prints": papers,
    "forms": forms,
    "county": county,
    "from_county": from_county,
    "moving": lambda stage, there: moving.moving(stage, there("full")),
    "clerk": lambda stage, _there: clerks.clerk(stage),
    "clerk_people": lambda stage, _there: clerks_people.clerk_people(stage),
    "recheck": recheck,
    "lists": lists,
    "mending": mending,
    "import": ledgers,
    "ledgers": kinds_of_ledgers,
    "preview": lambda stage, there: road.previews(stage, there("full")),
    "cards": lambda stage, there: road.card_dialogs(stage, there("full")),
    "unlock": lambda stage, _there: doors.unlocking(stage),
    "first-run": lambda stage, _there: doors.first_run(stage),
    "dialogs": lambda stage, there: doors.dialogs(stage, there("full")),
    "help": lambda stage, _there: doors.helping(stage),
}
"""What can be asked for alone, in the order it is taken: what changes a village after what shows it, help after the pictures in it."""
