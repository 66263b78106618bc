"""Every shortcut of the program, in one table: what it does, where it works, how it is shown."""


# long: every shortcut of the program, one table

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from stationdesk.i18n import N_, _

EVERYWHERE = "everywhere"
STEPS = frozenset({"next", "previous", "up", "down", "larger", "larger_too", "smaller"})
"""What is done again and again while its key is held."""


class Shortcut(NamedTuple):
    """One shortcut; `keys` as Qt writes it. A figure or letter that a list takes itself is not `bound`."""

    name: str
    keys: str
    words: str
    bound: bool = True

    @property
    def place(self) -> str:
        """Where it works: the part of the name before the point."""
        return self.name.partition(".")[0]

    @property
    def steps(self) -> bool:
        """Whether it may repeat while it is held: a page turned, something moved; nothing is saved or undone twice by a slow finger."""
        return self.name.partition(".")[2] in STEPS


# long: one line a shortcut, all in one table where a clash can be seen
SHORTCUTS = (
    # everywhere in the window
    Shortcut("everywhere.search", "Ctrl+K", N_("Find somebody")),
    Shortcut("everywhere.lock", "Ctrl+L", N_("Lock the desk")),
    Shortcut("everywhere.undo", "Ctrl+Z", N_("Undo what you did last")),
    Shortcut("everywhere.emergency", "F8", N_("Emergency: begin one, or back to it")),
    Shortcut("everywhere.help", "F1", N_("Help about this page")),
    Shortcut("everywhere.larger", "Ctrl++", N_("Larger writing")),
    Shortcut("everywhere.larger_too", "Ctrl+=", N_("Larger writing")),
    Shortcut("everywhere.smaller", "Ctrl+-", N_("Smaller writing")),
    Shortcut("everywhere.today", "Alt+1", N_("Today")),
    Shortcut("everywhere.residents", "Alt+2", N_("Residents")),
    Shortcut("everywhere.visits", "Alt+3", N_("Visits")),
    Shortcut("everywhere.pairings", "Alt+4", N_("Pairings")),
    Shortcut("everywhere.calls", "Alt+5", N_("Calls")),
    Shortcut("everywhere.county", "Alt+6", N_("Report to the county")),
    Shortcut("everywhere.settings", "Alt+7", N_("Settings")),
    Shortcut("everywhere.wishes", "Alt+8", N_("Wishes|page")),
    Shortcut("everywhere.requests", "Alt+9", N_("Requests|page")),
    Shortcut("everywhere.grid", "Ctrl+Y", N_("Daily contacts")),
    Shortcut("everywhere.import", "Ctrl+I", N_("Take ledgers in")),
    Shortcut("everywhere.quit", "Ctrl+Q", N_("Leave the desk")),
    Shortcut("everywhere.keys", "F2", N_("All keys")),
    # the search box
    Shortcut("search.open", "Return", N_("Open whom you found"), bound=False),
    Shortcut("search.leave", "Escape", N_("Leave the search"), bound=False),
    # today
    Shortcut("today.phone", "1", N_("Phoned"), bound=False),
    Shortcut("today.home", "2", N_("Went to the door"), bound=False),
    Shortcut("today.video", "3", N_("Video call"), bound=False),
    Shortcut("today.nobody", "X", N_("Nobody answered"), bound=False),
    Shortcut("today.done", "D", N_("This is done"), bound=False),
    Shortcut("today.visit", "F4", N_("Note a visit")),
    Shortcut("today.open", "Return", N_("Open the person"), bound=False),
    Shortcut("today.print", "Ctrl+P", N_("Print visit sheets or the route")),
    Shortcut("today.weather", "Ctrl+T", N_("Bad weather: write it down, end it")),
    Shortcut("weather.save", "Ctrl+S", N_("Save")),
    # the grid of daily contacts
    Shortcut("grid.phone", "1", N_("Phoned"), bound=False),
    Shortcut("grid.home", "2", N_("Went to the door"), bound=False),
    Shortcut("grid.video", "3", N_("Video call"), bound=False),
    Shortcut("grid.nobody", "X", N_("Nobody answered"), bound=False),
    Shortcut("grid.note", "Space", N_("Write a sentence"), bound=False),
    Shortcut("grid.clear", "Delete", N_("Clear the cell"), bound=False),
    Shortcut("grid.open", "Return", N_("Open the person"), bound=False),
    Shortcut("grid.before", "PgUp", N_("Month before")),
    Shortcut("grid.after", "PgDown", N_("Month after")),
    Shortcut("grid.alarm", "N", N_("The next who was not reached for days")),
    Shortcut("grid.waiting", "F5", N_("Only who was not reached today")),
    Shortcut("grid.print", "Ctrl+P", N_("Print this month")),
    Shortcut("grid.print_blank", "Ctrl+Shift+P", N_("Print an empty sheet of the month to come")),
    Shortcut("grid.export", "Ctrl+E", N_("Export this month")),
    Shortcut("grid.menu", "F6", N_("More about the grid")),
    # residents
    Shortcut("residents.add", "Ctrl+N", N_("Add somebody")),
    Shortcut("residents.visit", "F4", N_("Note a visit")),
    Shortcut("residents.print", "Ctrl+P", N_("Print this list")),
    Shortcut("residents.export", "Ctrl+E", N_("Export this list")),
    Shortcut("residents.forms", "Ctrl+Shift+E", N_("Fill a form with this list")),
    Shortcut("residents.open", "Return", N_("Open the person"), bound=False),
    Shortcut("residents.mark", "Space", N_("Mark"), bound=False),
    Shortcut("residents.reveal", "F9", N_("Show the numbers")),
    Shortcut("residents.phone", "1", N_("Phoned"), bound=False),
    Shortcut("residents.home", "2", N_("Was at the door"), bound=False),
    Shortcut("residents.nobody", "X", N_("Nobody answered"), bound=False),
    Shortcut("residents.alone", "F11", N_("The person alone")),
    Shortcut("residents.edit", "F3", N_("Change the person")),
    Shortcut("residents.cards", "Ctrl+Shift+P", N_("Print contact cards")),
    Shortcut("residents.status", "Ctrl+M", N_("Went, came back: what has happened")),
    Shortcut("residents.tags", "Ctrl+T", N_("Categories")),
    Shortcut("residents.back", "Escape", N_("Back to the list")),
    Shortcut("residents.next", "PgDown", N_("Next person")),
    Shortcut("residents.previous", "PgUp", N_("Person before")),
    Shortcut("residents.look_alikes", "Ctrl+Shift+D", N_("Who looks entered twice")),
    Shortcut("residents.merge_with", "Ctrl+Shift+M", N_("Merge with somebody")),
    Shortcut("residents.list_menu", "F6", N_("More about this list")),
    Shortcut("residents.person_menu", "F7", N_("More about this person")),
    Shortcut("residents.mend", "Ctrl+B", N_("What is missing")),
    Shortcut("residents.birthdays", "Ctrl+Shift+B", N_("Print a list of birthdays")),
    Shortcut("residents.pairings", "Ctrl+Shift+H", N_("Who stands by the person")),
    Shortcut("residents.moves", "Ctrl+Shift+T", N_("Categories: who came in and who left")),
    Shortcut("residents.assess", "Ctrl+J", N_("Assess the care grade")),
    Shortcut("residents.duty", "Ctrl+Shift+U", N_("Note something that is due")),
    Shortcut("residents.duty_many", "Ctrl+Alt+U", N_("Note something that is due for these people")),
    Shortcut("residents.talk", "Ctrl+Shift+G", N_("Talk with the guardian")),
    Shortcut("residents.duties", "Ctrl+U", N_("What is due once or every year")),
    Shortcut("residents.reviews", "Ctrl+Shift+Y", N_("Grades to look at again")),
    Shortcut("residents.bulk", "Ctrl+G", N_("Change many at once")),
    Shortcut("residents.sheets", "Ctrl+Shift+V", N_("Print visit sheets")),
    Shortcut("residents.measure", "Alt+H", N_("Write a reading down")),
    Shortcut("residents.health_book", "Alt+M", N_("Medicines and health record")),
    Shortcut("residents.plan", "Alt+P", N_("Care plan")),
    Shortcut("residents.print_plans", "Alt+Shift+P", N_("Print care plans")),
    Shortcut("residents.no_plan", "Alt+Shift+L", N_("Care plans: who has none, whose is late")),
    # what is missing
    Shortcut("mending.save", "Return", N_("Save and on to the next"), bound=False),
    Shortcut("mending.later", "S", N_("Ask me later"), bound=False),
    Shortcut("mending.none", "N", N_("There is none"), bound=False),
    Shortcut("mending.keep", "K", N_("Right as it stands"), bound=False),
    Shortcut("mending.open", "D", N_("Open the person"), bound=False),
    Shortcut("mending.next_kind", "Alt+Down", N_("Next kind")),
    Shortcut("mending.kind_before", "Alt+Up", N_("Kind before")),
    Shortcut("mending.list", "Ctrl+D", N_("Show these people in the list")),
    Shortcut("mending.back", "Escape", N_("Back to the residents")),
    Shortcut("residents.family", "Alt+F", N_("The family of the person")),
    Shortcut("residents.families", "Ctrl+Shift+F", N_("All families")),
    Shortcut("residents.wish", "Ctrl+Shift+W", N_("Write a wish down")),
    Shortcut("residents.request", "Alt+Q", N_("Write a request down")),
    Shortcut("residents.requests", "Alt+Shift+Q", N_("The requests of the person")),
    Shortcut("residents.call", "Ctrl+Shift+J", N_("Book a family call")),
    Shortcut("residents.photos", "Ctrl+Shift+O", N_("Photos of the person")),
    Shortcut("residents.transfer", "Ctrl+Shift+X", N_("Moved to another station of the county")),
    Shortcut("residents.consents", "Ctrl+Shift+C", N_("Consents")),
    # the three lists
    Shortcut("residents.clinic", "Ctrl+Shift+K", N_("Free clinic: list, and typing it back")),
    Shortcut("residents.lists", "Ctrl+Shift+L", N_("Three lists: people, needs, responsibilities")),
    Shortcut("lists.settle", "D", N_("This need was met"), bound=False),
    Shortcut("lists.print", "Ctrl+P", N_("Print this list")),
    Shortcut("lists.export", "Ctrl+E", N_("Export this list")),
    Shortcut("lists.back", "Escape", N_("Back to the residents")),
    # a family
    Shortcut("family.person", "Alt+F", N_("The person and back to the family")),
    Shortcut("family.add", "Ctrl+N", N_("Add a member")),
    Shortcut("family.new", "Ctrl+Shift+N", N_("Write a new family down")),
    Shortcut("family.head", "Ctrl+H", N_("Change the head")),
    Shortcut("family.status", "F4", N_("Somebody left or came back")),
    Shortcut("family.edit", "F3", N_("Change the household")),
    Shortcut("family.guardian", "Ctrl+G", N_("Who looks after the children")),
    Shortcut("family.consents", "Ctrl+Shift+C", N_("Consents")),
    Shortcut("family.move", "Ctrl+M", N_("Take out, move, split, merge")),
    Shortcut("family.link", "Ctrl+R", N_("This relative is a resident")),
    Shortcut("family.letter", "Ctrl+Shift+P", N_("Print the letter of guardianship")),
    Shortcut("family.print", "Ctrl+P", N_("Print the family table")),
    Shortcut("family.reveal", "F9", N_("Show names, schools and numbers")),
    Shortcut("family.open", "Return", N_("Open the person"), bound=False),
    Shortcut("family.up", "Alt+Up", N_("Ring earlier")),
    Shortcut("family.down", "Alt+Down", N_("Ring later")),
    Shortcut("family.side", "F11", N_("Whom to ring, what happened, consents")),
    Shortcut("family.back", "Escape", N_("Back to the list")),
    Shortcut("family.list_menu", "F6", N_("More about the list")),
    Shortcut("family.menu", "F7", N_("More about this family")),
    # what is due once or every year
    Shortcut("duties.done", "D", N_("Done; of a grade: it stays"), bound=False),
    Shortcut("duties.open", "Return", N_("Open the person, or assess"), bound=False),
    Shortcut("duties.later", "L", N_("Due on another day"), bound=False),
    Shortcut("duties.off", "Delete", N_("Not needed any more")),
    Shortcut("duties.add", "Ctrl+N", N_("Note something that is due")),
    Shortcut("duties.next_kind", "Alt+Down", N_("Next kind")),
    Shortcut("duties.kind_before", "Alt+Up", N_("Kind before")),
    Shortcut("duties.print", "Ctrl+P", N_("Print this list")),
    Shortcut("duties.export", "Ctrl+E", N_("Export this list")),
    Shortcut("duties.back", "Escape", N_("Back to the residents")),
    # what both sides had written
    Shortcut("recheck.first", "1", N_("Leave what stands, or: both are right"), bound=False),
    Shortcut("recheck.second", "2", N_("Take the other one|recheck"), bound=False),
    Shortcut("recheck.third", "3", N_("Of two records take this computer's"), bound=False),
    Shortcut("recheck.open", "Return", N_("Open the person"), bound=False),
    Shortcut("recheck.back", "Escape", N_("Back to the report")),
    # assessing
    Shortcut("assess.save", "Ctrl+S", N_("Keep the assessment")),
    Shortcut("assess.same", "Ctrl+D", N_("The grade stays")),
    # a grade scheme and what it scores
    Shortcut("scheme.save", "Ctrl+S", N_("Put it in use")),
    Shortcut("scheme.add", "Ctrl+N", N_("Something more to be scored")),
    Shortcut("scheme.edit", "F3", N_("Change an item scored")),
    Shortcut("scheme.remove", "Ctrl+Delete", N_("Take an item out")),
    Shortcut("scheme.up", "Alt+Up", N_("Move up")),
    Shortcut("scheme.down", "Alt+Down", N_("Move down")),
    # the form of a family
    Shortcut("family_form.save", "Ctrl+S", N_("Save")),
    Shortcut("family_form.leave", "Escape", N_("Do not save")),
    # visits
    Shortcut("visits.note", "Ctrl+N", N_("Note a visit")),
    Shortcut("visits.grid", "Ctrl+D", N_("Daily contacts")),
    Shortcut("visits.paper", "F6", N_("Type visit sheets in")),
    Shortcut("visits.open", "Return", N_("Read or correct the visit"), bound=False),
    Shortcut("visits.person", "Ctrl+O", N_("Open the person")),
    Shortcut("visits.print", "Ctrl+P", N_("Print this list")),
    Shortcut("visits.export", "Ctrl+E", N_("Export this list")),
    # noting a visit
    Shortcut("visit.save", "Ctrl+S", N_("Save")),
    Shortcut("visit.save_next", "Ctrl+Return", N_("Save and note the next one")),
    Shortcut("visit.leave", "Escape", N_("Do not save")),
    Shortcut("visit.said", "Alt+T", N_("What was said|visit")),
    Shortcut("visit.need", "Alt+N", N_("What is to be done")),
    Shortcut("visit.need_more", "Alt+Shift+N", N_("One more thing to be done")),
    Shortcut("visit.all_normal", "Alt+A", N_("Everything seen is normal")),
    Shortcut("visit.company", "Alt+J", N_("Somebody else was met too")),
    Shortcut("visit.more", "Alt+M", N_("More to write down")),
    Shortcut("visit.photo", "Alt+P", N_("Add photos")),
    Shortcut("visit.paste", "Alt+V", N_("Paste a photo")),
    Shortcut("visit.remove", "Ctrl+Delete", N_("Take this visit out")),
    # typing a visit sheet back
    Shortcut("paper.next", "Return", N_("Save and on to the next person"), bound=False),
    Shortcut("paper.pass", "N", N_("Nobody went to this person"), bound=False),
    Shortcut("paper.up", "Up", N_("Line before"), bound=False),
    Shortcut("paper.down", "Down", N_("Next line"), bound=False),
    Shortcut("paper.first", "Home", N_("First line"), bound=False),
    Shortcut("paper.last", "End", N_("Last line"), bound=False),
    Shortcut("paper.find", "F", N_("Find a line by its three characters"), bound=False),
    Shortcut("paper.pressure", "X", N_("To the blood pressure"), bound=False),
    Shortcut("paper.goods", "D", N_("To what was taken along"), bound=False),
    Shortcut("paper.need", "Y", N_("To what is to be done"), bound=False),
    Shortcut("paper.back", "Escape", N_("Put the line back, or leave the sheet"), bound=False),
    Shortcut("paper.finish", "Ctrl+S", N_("The whole sheet is entered")),
    Shortcut("paper.other", "F6", N_("Another sheet")),
    Shortcut("paper.add", "Ctrl+N", N_("Add somebody who is not on the paper")),
    Shortcut("paper.print", "Ctrl+P", N_("Print the sheet once more")),
    # a resident's form
    Shortcut("resident_form.save", "Ctrl+S", N_("Save")),
    Shortcut("resident_form.leave", "Escape", N_("Do not save")),
    # are these one person
    Shortcut("merge.left", "Left", N_("Take the left side"), bound=False),
    Shortcut("merge.right", "Right", N_("Take the right side"), bound=False),
    Shortcut("merge.both", "Space", N_("Keep both"), bound=False),
    Shortcut("merge.apart", "N", N_("Not one person, do not ask again"), bound=False),
    Shortcut("merge.next", "Tab", N_("Next pair"), bound=False),
    Shortcut("merge.save", "Ctrl+S", N_("Make them one person")),
    Shortcut("merge.leave", "Escape", N_("Put off")),
    # the categories of a person
    Shortcut("tags.add", "Ctrl+N", N_("Add a category")),
    Shortcut("tags.end", "Ctrl+E", N_("End a category")),
    Shortcut("tags.edit", "F3", N_("Change a category")),
    Shortcut("tags.remove", "Delete", N_("A category that never was")),
    # family calls
    Shortcut("calls.book", "Ctrl+N", N_("Book a call")),
    Shortcut("calls.held", "Ctrl+Shift+N", N_("Note a call that was held already")),
    Shortcut("calls.next", "PgDown", N_("Next week")),
    Shortcut("calls.previous", "PgUp", N_("Week before")),
    Shortcut("calls.open", "Return", N_("Note this call"), bound=False),
    Shortcut("calls.agree", "D", N_("The other end agreed"), bound=False),
    Shortcut("calls.move", "R", N_("Another day"), bound=False),
    Shortcut("calls.no_answer", "N", N_("Nobody answered, book again"), bound=False),
    Shortcut("calls.person", "P", N_("Open the person"), bound=False),
    Shortcut("calls.cancel", "Delete", N_("Call it off")),
    Shortcut("calls.print", "Ctrl+P", N_("Print the week or the round of the homes")),
    Shortcut("calls.export", "Ctrl+E", N_("Export the log of calls")),
    # requests
    Shortcut("requests.new", "Ctrl+N", N_("Write a request down")),
    Shortcut("requests.open", "Return", N_("Open the request"), bound=False),
    Shortcut("requests.red", "1", N_("Take it in as red"), bound=False),
    Shortcut("requests.yellow", "2", N_("Take it in as yellow"), bound=False),
    Shortcut("requests.blue", "3", N_("Take it in as blue"), bound=False),
    Shortcut("requests.send", "P", N_("Send it out"), bound=False),
    Shortcut("requests.myself", "Z", N_("I see to it myself"), bound=False),
    Shortcut("requests.accept", "J", N_("They took it; with Shift: at another time"), bound=False),
    Shortcut("requests.arrive", "D", N_("Somebody is there; with Shift: at another time"), bound=False),
    Shortcut("requests.done", "B", N_("It is done; with Shift: at another time"), bound=False),
    Shortcut("requests.rate", "H", N_("Ask whether it is all right"), bound=False),
    Shortcut("requests.decline", "T", N_("They gave it back"), bound=False),
    Shortcut("requests.transfer", "X", N_("Hand it over to town, county or a department"), bound=False),
    Shortcut("requests.receipt", "N", N_("Note the receipt"), bound=False),
    Shortcut("requests.extend", "Y", N_("Agree on a later term"), bound=False),
    Shortcut("requests.refuse", "R", N_("It is not ours"), bound=False),
    Shortcut("requests.tell", "G", N_("Who asked was told"), bound=False),
    Shortcut("requests.solved", "S", N_("Done, nothing more to ask"), bound=False),
    Shortcut("requests.drop", "Delete", N_("Not wanted any more"), bound=False),
    Shortcut("requests.reopen", "W", N_("To be done once more"), bound=False),
    Shortcut("requests.person", "Ctrl+R", N_("Open the person")),
    Shortcut("requests.origin", "Ctrl+O", N_("Go to what it came from: task, emergency, visit")),
    Shortcut("requests.slip", "Ctrl+P", N_("Print the slip of the request")),
    Shortcut("requests.register", "Ctrl+Shift+P", N_("Print the register of what came in")),
    Shortcut("requests.export", "Ctrl+E", N_("Export the register of what came in")),
    Shortcut("requests.reveal", "F9", N_("Show the numbers")),
    Shortcut("requests.save", "Ctrl+S", N_("Send it to whom is chosen")),
    Shortcut("requests.more", "F7", N_("Everything that can be done with this request")),
    Shortcut("requests.back", "Escape", N_("Back to the list")),
    Shortcut("request_form.save", "Ctrl+S", N_("Keep the request")),
    # noting a call
    Shortcut("call_form.save", "Ctrl+S", N_("Save")),
    Shortcut("call_form.leave", "Escape", N_("Do not save")),
    Shortcut("call_form.stop", "Space", N_("They begin to speak, they have finished"), bound=False),
    Shortcut("call_form.photo", "Alt+P", N_("Add photos")),
    Shortcut("call_form.paste", "Alt+V", N_("Paste a photo")),
    Shortcut("call_form.add", "Ctrl+J", N_("Add somebody who calls along")),
    # a reading, a medicine, a measure of a plan
    Shortcut("measure.save", "Ctrl+S", N_("Save")),
    # medicines and health record
    Shortcut("health_book.add", "Ctrl+N", N_("Add a medicine")),
    Shortcut("health_book.edit", "F3", N_("Change a medicine")),
    Shortcut("health_book.fetched", "Ctrl+D", N_("The medicine was fetched")),
    Shortcut("health_book.end", "Ctrl+E", N_("The medicine is no longer taken")),
    Shortcut("health_book.remove", "Delete", N_("A reading that never was")),
    # a care plan
    Shortcut("plan.save", "Ctrl+S", N_("Save as the next version")),
    Shortcut("plan.add", "Ctrl+N", N_("Add a measure")),
    Shortcut("plan.edit", "F3", N_("Change a measure")),
    Shortcut("plan.remove", "Ctrl+Delete", N_("Strike a measure")),
    Shortcut("plan.up", "Alt+Up", N_("Move up")),
    Shortcut("plan.down", "Alt+Down", N_("Move down")),
    Shortcut("plan.review", "Ctrl+R", N_("Look at the plan again")),
    Shortcut("plan.compare", "Ctrl+D", N_("What changed since the version before")),
    Shortcut("plan.print", "Ctrl+P", N_("Print the plan")),
    Shortcut("plan.end", "Ctrl+E", N_("End the plan")),
    # taking ledgers in
    Shortcut("import.choose", "Ctrl+O", N_("Choose a file")),
    Shortcut("import.save", "Ctrl+S", N_("Take in")),
    Shortcut("import.leave", "Escape", N_("Leave without taking in")),
    Shortcut("import.column", "Alt+Down", N_("Say what this column holds")),
    Shortcut("import.kind", "Alt+Up", N_("Say what kind of ledger this is")),
    Shortcut("import.questions", "F6", N_("To the questions and back")),
    Shortcut("import.answer", "Return", N_("Answer so"), bound=False),
    Shortcut("import.next", "Tab", N_("Next question"), bound=False),
    Shortcut("import.unfold", "Space", N_("Unfold the rows passed over"), bound=False),
    # forms
    Shortcut("forms.write", "Ctrl+Return", N_("Write the form")),
    Shortcut("forms.fill", "Ctrl+O", N_("Fill the county's form")),
    Shortcut("forms.add", "Ctrl+N", N_("Add a column")),
    Shortcut("forms.change", "Return", N_("Change the column"), bound=False),
    Shortcut("forms.up", "Alt+Up", N_("Move up")),
    Shortcut("forms.down", "Alt+Down", N_("Move down")),
    Shortcut("forms.remove", "Delete", N_("Remove")),
    Shortcut("forms.leave", "Escape", N_("Stop")),
    # pairings
    Shortcut("pairings.new", "Ctrl+N", N_("Make a pair")),
    Shortcut("pairings.fill", "G", N_("Find somebody for the empty place"), bound=False),
    Shortcut("pairings.end", "E", N_("End a pair, with the reason"), bound=False),
    Shortcut("pairings.rest", "S", N_("Let a pair rest, or go on"), bound=False),
    Shortcut("pairings.agree", "A", N_("Who said yes, and when"), bound=False),
    Shortcut("pairings.leaving", "L", N_("The helper leaves: hand everything over"), bound=False),
    Shortcut("pairings.away", "T", N_("Away for a while: who stands in"), bound=False),
    Shortcut("pairings.person", "Return", N_("Open the person"), bound=False),
    Shortcut("pairings.helpers", "Ctrl+H", N_("The helpers")),
    Shortcut("pairings.teams", "Ctrl+T", N_("Teams, and the services the station offers")),
    Shortcut("pairings.week", "Ctrl+W", N_("Whom the helpers owe a visit this week")),
    Shortcut("pairings.projects", "Ctrl+J", N_("Projects of pairings")),
    Shortcut("pairings.levels", "Ctrl+R", N_("Levels of responsibility")),
    Shortcut("pairings.print", "Ctrl+P", N_("Print the responsibility list")),
    Shortcut("pairings.ledger", "Ctrl+Shift+P", N_("Print the ledger of pairings")),
    Shortcut("pairings.cards", "Ctrl+Shift+K", N_("Print the cards of the pairs")),
    Shortcut("pairings.export", "Ctrl+E", N_("Export this list")),
    Shortcut("pairings.remove", "Ctrl+Delete", N_("Take it off")),
    Shortcut("pairings.menu", "F6", N_("More about pairings")),
    Shortcut("handover.save", "Ctrl+S", N_("Hand everything over")),
    Shortcut("handover.agreed", "Ctrl+G", N_("Those who go on and the people said yes, or not yet")),
    Shortcut("handover.leave", "Escape", N_("Put it off|pairing")),
    # wishes
    Shortcut("wishes.new", "Ctrl+N", N_("Write a wish down")),
    Shortcut("wishes.open", "Return", N_("Open the wish"), bound=False),
    Shortcut("wishes.next", "N", N_("The next step of the wish"), bound=False),
    Shortcut("wishes.claim", "C", N_("Somebody takes it"), bound=False),
    Shortcut("wishes.deliver", "D", N_("It was brought"), bound=False),
    Shortcut("wishes.fulfil", "M", N_("It has come true"), bound=False),
    Shortcut("wishes.give_back", "T", N_("The taker gives it back"), bound=False),
    Shortcut("wishes.put_off", "Y", N_("More time for the taker"), bound=False),
    Shortcut("wishes.mark", "Space", N_("Mark"), bound=False),
    Shortcut("wishes.change", "F3", N_("Correct the wish")),
    Shortcut("wishes.person", "Ctrl+R", N_("Open the person")),
    Shortcut("wishes.find", "Ctrl+F", N_("Find a wish")),
    Shortcut("wishes.late", "F5", N_("Only what is late, or all again")),
    Shortcut("wishes.menu", "F6", N_("More about the wishes")),
    Shortcut("wishes.acts", "F7", N_("Everything that can be done with this wish")),
    Shortcut("wishes.reveal", "F9", N_("Show the numbers")),
    Shortcut("wishes.cards", "Ctrl+Shift+P", N_("Print wish cards")),
    Shortcut("wishes.wall", "Ctrl+P", N_("Print the list for the wall")),
    Shortcut("wishes.form", "Ctrl+Shift+F", N_("Print a claim form")),
    Shortcut("wishes.route", "Ctrl+D", N_("Print the delivery list")),
    Shortcut("wishes.thanks", "Ctrl+T", N_("Print thank-you sheets")),
    Shortcut("wishes.export", "Ctrl+E", N_("Write the sheet for departments")),
    Shortcut("wishes.take_in", "Ctrl+O", N_("Take the departments' sheet in")),
    Shortcut("wishes.back", "Escape", N_("Close the wish")),
    # helpers
    Shortcut("helper_week.next", "PgDown", N_("Next week")),
    Shortcut("helper_week.previous", "PgUp", N_("Week before")),
    Shortcut("helper_week.this", "Home", N_("This week")),
    Shortcut("helper_week.unit", "Ctrl+U", N_("By helper, or by team and office")),
    Shortcut("helper_week.print", "Ctrl+P", N_("Print the sheets of all")),
    Shortcut("helper_week.one", "P", N_("Print the sheet of this one"), bound=False),
    Shortcut("helper_week.export", "Ctrl+E", N_("Export this list")),
    Shortcut("helper_week.back", "Escape", N_("Back to the pairings")),
    Shortcut("helpers.add", "Ctrl+N", N_("Write a helper down")),
    Shortcut("helpers.change", "F3", N_("Change the helper")),
    Shortcut("helpers.leaving", "L", N_("The helper leaves: hand everything over"), bound=False),
    Shortcut("helpers.merge", "D", N_("Written down twice: make them one"), bound=False),
    Shortcut("helpers.duty", "A", N_("How he does: due and done, appraisal, visits asked about"), bound=False),
    Shortcut("helpers.away", "T", N_("Away for a while: who stands in"), bound=False),
    Shortcut("stand_in.another", "Ctrl+N", N_("Write another absence")),
    Shortcut("duty_list.export", "Ctrl+E", N_("Export this list")),
    Shortcut("duty.appraise", "Ctrl+N", N_("Write an appraisal")),
    Shortcut("duty.draw", "Ctrl+R", N_("Draw visits to ask about")),
    Shortcut("helpers.print", "Ctrl+P", N_("Print the helper's own sheet")),
    Shortcut("helpers.duty_list", "Ctrl+Shift+P", N_("How all of them do: print it, export it")),
    Shortcut("helpers.gone", "Ctrl+G", N_("Show those who left too, or not")),
    Shortcut("helpers.ours", "Ctrl+O", N_("Ours counts here, not the county's")),
    Shortcut("helpers.teams", "Ctrl+T", N_("Teams, and the services the station offers")),
    Shortcut("helpers.back", "Escape", N_("Back to the pairings")),
    # teams and services
    Shortcut("teams.add", "Ctrl+N", N_("Write a team down")),
    Shortcut("teams.open", "Return", N_("To the members; on a member: what he is"), bound=False),
    Shortcut("teams.change", "F3", N_("Change the team")),
    Shortcut("teams.member", "M", N_("Somebody comes into the team"), bound=False),
    Shortcut("teams.leaves", "L", N_("The member leaves the team"), bound=False),
    Shortcut("teams.dissolve", "Ctrl+Delete", N_("Dissolve the team")),
    Shortcut("teams.gone", "Ctrl+G", N_("Show those who left too, or not")),
    Shortcut("teams.print", "Ctrl+P", N_("Print the roster")),
    Shortcut("teams.export", "Ctrl+E", N_("Export all rosters")),
    Shortcut("teams.services", "Ctrl+U", N_("To the services")),
    Shortcut("teams.back", "Escape", N_("Back to the teams, to the pairings")),
    Shortcut("services.add", "Ctrl+N", N_("Write a service down")),
    Shortcut("services.change", "F3", N_("Change the service")),
    Shortcut("services.stop", "E", N_("Offer it no more, or again"), bound=False),
    Shortcut("services.up", "Alt+Up", N_("Move up"), bound=False),
    Shortcut("services.down", "Alt+Down", N_("Move down"), bound=False),
    Shortcut("services.usual", "Ctrl+J", N_("Write the usual ones down")),
    Shortcut("services.gone", "Ctrl+G", N_("Show those not offered too, or not")),
    Shortcut("services.print", "Ctrl+P", N_("Print the catalogue")),
    Shortcut("services.export", "Ctrl+E", N_("Export the catalogue")),
    Shortcut("services.teams", "Ctrl+U", N_("To the teams")),
    Shortcut("services.back", "Escape", N_("Back to the pairings")),
    # an emergency
    Shortcut("emergency.reached", "Return", N_("Rung, and reached"), bound=False),
    Shortcut("emergency.missed", "X", N_("Rung, nobody answered"), bound=False),
    Shortcut("emergency.doctor", "D", N_("The village doctor is there"), bound=False),
    Shortcut("emergency.ambulance", "C", N_("The ambulance is there"), bound=False),
    Shortcut("emergency.taken", "S", N_("Taken to hospital"), bound=False),
    Shortcut("emergency.kin", "J", N_("The family knows"), bound=False),
    Shortcut("emergency.note", "Space", N_("Write a sentence"), bound=False),
    Shortcut("emergency.left", "Q", N_("Write down what still has to be done, as a request"), bound=False),
    Shortcut("emergency.over", "W", N_("It is over"), bound=False),
    Shortcut("emergency.resume", "G", N_("Go on with it|emergency"), bound=False),
    Shortcut("emergency.false", "M", N_("It was a false alarm"), bound=False),
    Shortcut("emergency.who", "R", N_("Say who it is"), bound=False),
    Shortcut("emergency.facts", "F3", N_("Write down what is known")),
    Shortcut("emergency.reveal", "F9", N_("Show what is covered")),
    Shortcut("emergency.next", "PgDown", N_("The other emergency")),
    Shortcut("emergency.print", "Ctrl+P", N_("Print this sheet")),
    Shortcut("emergency.leave", "Escape", N_("Elsewhere; the time runs on")),
    Shortcut("emergency_form.save", "Ctrl+S", N_("Save")),
    # reporting
    Shortcut("county.report", "Ctrl+Return", N_("Start reporting")),
    Shortcut("county.cancel", "Escape", N_("Stop reporting")),
    Shortcut("county.list", "Ctrl+D", N_("Show what is reported")),
    Shortcut("county.again", "F5", N_("Look at the stick again")),
    Shortcut("county.settings", "Ctrl+E", N_("How and when to report")),
    Shortcut("far.test", "Ctrl+T", N_("Test the address")),
    Shortcut("far.save", "Ctrl+S", N_("Keep how and when to report")),
    Shortcut("county.open", "Return", N_("Do what it asks for"), bound=False),
    Shortcut("county.wanted", "Ctrl+J", N_("Everything the county wants")),
    # what the county wants
    Shortcut("from_county.done", "D", N_("Done, corrected, read"), bound=False),
    Shortcut("from_county.open", "Return", N_("Write the answer, or open the record"), bound=False),
    Shortcut("from_county.request", "Q", N_("Make a request of the task, or go to its request"), bound=False),
    Shortcut("from_county.save", "Ctrl+S", N_("Send the answer")),
    Shortcut("from_county.next_kind", "Alt+Down", N_("Next kind")),
    Shortcut("from_county.kind_before", "Alt+Up", N_("Kind before")),
    Shortcut("from_county.earlier", "Alt+Left", N_("The report of the time before")),
    Shortcut("from_county.later", "Alt+Right", N_("The report of the time after")),
    Shortcut("from_county.print", "Ctrl+P", N_("Print the report")),
    Shortcut("from_county.export", "Ctrl+E", N_("Save the report as a workbook")),
    Shortcut("from_county.back", "Escape", N_("Back to the list, to the county")),
    # the county clerk's window
    Shortcut("clerk_window.stations", "Alt+1", N_("Stations")),
    Shortcut("clerk_window.came", "Alt+2", N_("What came")),
    Shortcut("clerk_window.aside", "Alt+3", N_("To look into")),
    Shortcut("clerk_window.word", "Alt+4", N_("What the county says")),
    Shortcut("clerk_window.claims", "Alt+5", N_("Wishes|claims")),
    Shortcut("clerk_window.people", "Alt+6", N_("People and teams|clerk")),
    Shortcut("clerk_window.settings", "Alt+7", N_("Settings")),
    Shortcut("clerk.take", "Ctrl+Return", N_("Take what the stick brings")),
    Shortcut("clerk.answer", "Ctrl+R", N_("Write the answers")),
    Shortcut("clerk.cancel", "Escape", N_("Stop after this one")),
    Shortcut("clerk.folder", "Ctrl+O", N_("Take from a folder, write into a folder")),
    Shortcut("clerk.again", "F5", N_("Look at the stick again")),
    Shortcut("clerk.enrol", "Ctrl+N", N_("Enrol a station")),
    Shortcut("clerk.retire", "Ctrl+D", N_("Retire one of its computers")),
    Shortcut("clerk.put_back", "Ctrl+B", N_("Put back what was set aside")),
    Shortcut("clerk.replace", "Ctrl+J", N_("Computer or keys gone: a new enrolment file")),
    Shortcut("clerk.move", "Ctrl+M", N_("It belongs to another town")),
    Shortcut("clerk.revoke", "Ctrl+Shift+R", N_("Computer stolen: trust its keys no more")),
    Shortcut("clerk.export", "Ctrl+E", N_("Export this list")),
    Shortcut("clerk_came.export", "Ctrl+E", N_("Export this list")),
    Shortcut("clerk_aside.put_back", "Ctrl+B", N_("Put back what was set aside")),
    Shortcut("clerk_aside.export", "Ctrl+E", N_("Save everything as a workbook")),
    Shortcut("clerk_word.task", "Ctrl+N", N_("Give a task")),
    Shortcut("clerk_word.announce", "Ctrl+G", N_("Announce something")),
    Shortcut("clerk_word.correct", "Ctrl+J", N_("Ask a station about a record")),
    Shortcut("clerk_word.template", "Ctrl+T", N_("Ask for a report")),
    Shortcut("clerk_word.day", "Ctrl+D", N_("Say what a day is")),
    Shortcut("clerk_word.take_back", "Delete", N_("Take back"), bound=False),
    Shortcut("clerk_word.save", "Ctrl+S", N_("Say it to the stations")),
    Shortcut("clerk_people.helper", "Ctrl+N", N_("Send a helper")),
    Shortcut("clerk_people.team", "Ctrl+T", N_("Send a team")),
    Shortcut("clerk_people.take_in", "Ctrl+O", N_("Take a sheet of helpers in")),
    Shortcut("clerk_people.members", "Ctrl+J", N_("Members|team")),
    Shortcut("clerk_people.take_back", "Delete", N_("Take back"), bound=False),
    Shortcut("clerk_members.join", "Ctrl+N", N_("Take somebody in")),
    Shortcut("clerk_members.role", "Return", N_("Another role"), bound=False),
    Shortcut("clerk_members.leave", "Delete", N_("He leaves|team"), bound=False),
    Shortcut("clerk_county.words", "Ctrl+T", N_("Show the six words")),
    Shortcut("clerk_county.watch", "Ctrl+O", N_("Watch a folder, or watch it no more")),
    Shortcut("clerk_county.key_file", "Ctrl+E", N_("Write the key file")),
    Shortcut("clerk_county.rotate", "Ctrl+Shift+K", N_("Take new keys for the county")),
    Shortcut("clerk_schemes.put", "Ctrl+N", N_("Put a grade scheme in force")),
    Shortcut("clerk_schemes.export", "Ctrl+E", N_("Write the scheme as a sheet")),
    Shortcut("clerk_schemes.take_back", "Delete", N_("Take back"), bound=False),
    Shortcut("clerk_codes.export", "Ctrl+E", N_("Write the words as a sheet")),
    Shortcut("clerk_codes.take_in", "Ctrl+O", N_("Take the sheet of words in")),
    Shortcut("clerk_codes.take_back", "Delete", N_("Take back"), bound=False),
    Shortcut("clerk_days.add", "Ctrl+N", N_("Say what a day is")),
    Shortcut("clerk_days.take_in", "Ctrl+O", N_("Take the sheet of days in")),
    Shortcut("clerk_days.take_back", "Delete", N_("Take back"), bound=False),
    Shortcut("clerk_claims.offer", "Ctrl+E", N_("Write the sheet for departments")),
    Shortcut("clerk_claims.take_in", "Ctrl+O", N_("Take the departments' sheet in")),
    Shortcut("clerk_claims.end", "Ctrl+D", N_("End this claim")),
    # settings
    Shortcut("settings.add", "Ctrl+N", N_("Add one")),
    Shortcut("settings.rename", "F3", N_("Another name for the group, or merge it")),
    Shortcut("settings.list", "Ctrl+O", N_("Take a list of villages in")),
    Shortcut("settings.up", "Alt+Up", N_("Move up")),
    Shortcut("settings.down", "Alt+Down", N_("Move down")),
    Shortcut("settings.remove", "Delete", N_("Remove")),
    Shortcut("settings.edit", "Return", N_("Change"), bound=False),
    Shortcut("settings.tick", "Space", N_("Print it or not"), bound=False),
    Shortcut("settings.print", "Ctrl+P", N_("Print the new cards")),
    Shortcut("settings.backup", "Ctrl+B", N_("Back up now")),
    # printing visit sheets
    Shortcut("sheet_print.route", "Ctrl+P", N_("The plain route instead")),
    # the preview of a print
    Shortcut("print.help", "F1", N_("Help about printing")),
    Shortcut("print.print", "Ctrl+P", N_("Print")),
    Shortcut("print.pdf", "Ctrl+S", N_("Save as PDF")),
    Shortcut("print.leave", "Escape", N_("Close the preview")),
    Shortcut("print.larger", "Ctrl++", N_("Larger")),
    Shortcut("print.larger_too", "Ctrl+=", N_("Larger")),
    Shortcut("print.smaller", "Ctrl+-", N_("Smaller")),
    Shortcut("print.next", "PgDown", N_("Next page")),
    Shortcut("print.previous", "PgUp", N_("Previous page")),
    # unlocking
    Shortcut("unlock.help", "F1", N_("Help about unlocking")),
    Shortcut("unlock.open", "Return", N_("Open"), bound=False),
    Shortcut("unlock.reveal", "F9", N_("Show what is typed, while held"), bound=False),
    # the first run
    Shortcut("first_run.help", "F1", N_("Help about the first start")),
    Shortcut("first_run.next", "Return", N_("Next"), bound=False),
    Shortcut("first_run.back", "Escape", N_("Back"), bound=False),
)
BY_NAME = {one.name: one for one in SHORTCUTS}
APART = frozenset({"print", "unlock", "first_run", "clerk_window"})
"""Places that are windows of their own: what works everywhere in the desk's window does not work there."""
WHOLE_PAGE = frozenset(
    {"today", "emergency", "paper", "import", "forms", "merge", "county", "settings", "mending", "grid", "duties", "from_county"}
) | {
    "wishes",
    "clerk",
    "clerk_came",
    "clerk_aside",
    "clerk_word",
    "clerk_county",
    "clerk_schemes",
    "clerk_codes",
    "clerk_days",
    "clerk_claims",
    "clerk_people",
}
"""Pages whose keys work wherever the focus is while the page is seen; elsewhere a form beside the page has keys of its own."""
SHOWN = {"Return": "Enter", "Escape": "Esc", "Up": "↑", "Down": "↓", "Left": "←", "Right": "→", "PgDown": "PgDn"}


def shown(name: str) -> str:
    """Return the keys of a shortcut as they stand on a button: `Ctrl S`, `Enter`, `空格`."""
    keys = BY_NAME[name].keys
    parts = ["+"] if keys == "+" else [part or "+" for part in keys.replace("++", "+\0").split("+")]
    said = SHOWN | {"\0": "+", "Space": _("Space"), "Delete": _("Delete")}
    return " ".join(said.get(part, part) for part in parts)


def attach(widget: QWidget, name: str, slot: Callable[[], Any]) -> QShortcut:
    """Bind a shortcut to `slot`: in the whole window (for a page's, while `widget` is seen), else in `widget` and what is in it.

    While an input method composes no key comes this far (`parts.composition`).
    """
    one = BY_NAME[name]
    shortcut = QShortcut(QKeySequence(one.keys), widget)
    whole = one.place in {EVERYWHERE, *APART, *WHOLE_PAGE}
    shortcut.setContext(Qt.ShortcutContext.WindowShortcut if whole else Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.setAutoRepeat(one.steps)
    shortcut.activated.connect(slot)
    return shortcut


def pressed(event: QKeyEvent, name: str) -> bool:
    """Tell whether a key event is the shortcut `name`, on the keypad too."""
    wanted = QKeySequence(BY_NAME[name].keys)
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key.Key_Return if event.key() == Qt.Key.Key_Enter else Qt.Key(event.key())
    return bool(QKeySequence(QKeyCombination(modifiers, key)) == wanted)


def of_place(place: str) -> list[Shortcut]:
    """Return the shortcuts of a place, in the order of the table."""
    return [one for one in SHORTCUTS if one.place == place]
