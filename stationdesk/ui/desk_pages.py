"""The pages of the desk's window: their names, their places in the rail, and which belong under which."""

from __future__ import annotations

from stationdesk.i18n import N_

PAGES = {
    "today": ("today", N_("Today"), "stationdesk.ui.today_page", "TodayPage"),
    "residents": ("people", N_("Residents"), "stationdesk.ui.residents_page", "ResidentsPage"),
    "visits": ("house", N_("Visits"), "stationdesk.ui.visits_page", "VisitsPage"),
    "pairings": ("rings", N_("Pairings"), "stationdesk.ui.pairings_page", "PairingsPage"),
    "helpers": ("", N_("Helpers"), "stationdesk.ui.helpers_page", "HelpersPage"),
    "helper_week": ("", N_("Visits of the week"), "stationdesk.ui.helper_week_page", "HelperWeekPage"),
    "teams": ("", N_("Teams"), "stationdesk.ui.teams_page", "TeamsPage"),
    "services": ("", N_("Services offered"), "stationdesk.ui.services_page", "ServicesPage"),
    "family": ("", N_("Families"), "stationdesk.ui.family_page", "FamilyPage"),
    "import": ("", N_("Take ledgers in"), "stationdesk.ui.import_page", "ImportPage"),
    "mending": ("", N_("What is missing"), "stationdesk.ui.mending_page", "MendingPage"),
    "lists": ("", N_("Three lists"), "stationdesk.ui.lists_page", "ListsPage"),
    "duties": ("", N_("What is due"), "stationdesk.ui.duties_page", "DutiesPage"),
    "forms": ("", N_("Forms out"), "stationdesk.ui.forms_page", "FormsPage"),
    "merge": ("", N_("Are these one person?"), "stationdesk.ui.merge_page", "MergePage"),
    "paper": ("", N_("Type a visit sheet back"), "stationdesk.ui.paper_page", "PaperPage"),
    "wishes": ("heart", N_("Wishes|page"), "stationdesk.ui.wishes_page", "WishesPage"),
    "calls": ("video", N_("Calls"), "stationdesk.ui.calls_page", "CallsPage"),
    "requests": ("phone", N_("Requests|rail"), "stationdesk.ui.requests_page", "RequestsPage"),
    "shifts": ("", N_("Roster of duty"), "stationdesk.ui.shifts_page", "ShiftsPage"),
    "grid": ("", N_("Daily contacts"), "stationdesk.ui.grid_page", "GridPage"),
    "county": ("upload", N_("Report"), "stationdesk.ui.county_page", "CountyPage"),
    "recheck": ("", N_("To be checked"), "stationdesk.ui.recheck_page", "RecheckPage"),
    "from_county": ("", N_("From the county"), "stationdesk.ui.from_county_page", "FromCountyPage"),
    "emergency": ("", N_("Emergency"), "stationdesk.ui.emergency_page", "EmergencyPage"),
    "settings": ("sliders", N_("Settings"), "stationdesk.ui.settings_page", "SettingsPage"),
}
"""Every page by its name: icon in the rail (none: reached from another page), word, where it is written."""
RAIL = ("today", "residents", "visits", "wishes", "pairings", "calls", "requests", "", "county", "settings")
UNDER = {
    **dict.fromkeys(("import", "mending", "duties", "family", "forms", "lists", "merge"), "residents"),
    **dict.fromkeys(("grid", "paper"), "visits"),
    **dict.fromkeys(("recheck", "from_county"), "county"),
    "shifts": "today",
    **dict.fromkeys(("helpers", "helper_week", "teams", "services"), "pairings"),
}
"""Pages that belong to another one in the rail."""
BARE = frozenset({"emergency"})
"""Pages that have the whole window: no rail, no search, so that nothing else is done by mistake."""
