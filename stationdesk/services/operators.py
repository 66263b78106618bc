"""Who may open the desk: an operator is a record of this desk and a slot of its key file."""

from __future__ import annotations

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.operator import Operator, OperatorDraft
from stationdesk.services.desk_settings import change_settings
from stationdesk.store.attempts import Attempts
from stationdesk.store.database import Database, author_of
from stationdesk.store.keys import KeyFile, check_passphrase, new_recovery_code, read_keys, recovery_secret, write_keys


class NoOperator(DeskError):
    """The passphrase opens the file, but its operator is no longer one."""


class NoSuchOperator(DeskError):
    """There is no operator of this name."""


class OperatorExists(DeskError):
    """There is an operator of this name already."""


class LastWithSettings(DeskError):
    """Without this operator nobody could change settings or add operators."""


class NoRight(DeskError):
    """The operator lacks the right that this needs."""


class PassphraseNotFree(DeskError):
    """The new passphrase would open another operator's slot."""


def operators(session: Session) -> list[Operator]:
    """Return the operators of this desk in the order they were added."""
    return list(session.exec(select(Operator).where(col(Operator.removed_at).is_(None)).order_by(col(Operator.key))))


def operator_named(session: Session, name: str) -> Operator:
    """Return the operator called `name`. Raises NoSuchOperator."""
    found = next((one for one in operators(session) if one.name == name.strip()), None)
    if found is None:
        names = _(", ").join(one.name for one in operators(session))
        raise NoSuchOperator(_("There is no operator called {name}. There are: {names}.").format(name=name, names=names))
    return found


def operator_of(database: Database, slot: str) -> Operator:
    """Return the operator whose passphrase opened the desk.

    Where none was ever kept (the first setting up was cut short), one with both rights is made now. Raises NoOperator.
    """
    with database.reading() as session:
        there = operators(session)
    for one in there:
        if one.slot == slot:
            return one
    if there:
        raise NoOperator(
            _("This passphrase belongs to nobody who may still open the desk. Please ask an operator with the settings right.")
        )
    draft = OperatorDraft(name=_("Operator"), may_see_children=True, may_change_settings=True)
    return keep_first(database, draft, slot)


def keep_first(database: Database, draft: OperatorDraft, slot: str) -> Operator:
    """Keep the operator for whom the desk was set up."""
    with database.writing(draft.name, _("Add operator {name}").format(name=draft.name)) as session:
        operator = Operator.model_validate(draft, update={"author": author_of(session), "slot": slot})
        session.add(operator)
    return operator


def must_change_settings(operator: Operator) -> None:
    """Raise NoRight unless the operator may change settings."""
    if not operator.may_change_settings:
        raise NoRight(_("This needs the right to change settings, which {name} does not have.").format(name=operator.name))


def must_see_children(operator: Operator) -> None:
    """Raise NoRight unless the operator may open children's records."""
    if not operator.may_see_children:
        raise NoRight(_("This is a child's record, and {name} has no right to open those.").format(name=operator.name))


def add_operator(database: Database, by: Operator, draft: OperatorDraft, passphrase: str) -> Operator:
    """Add an operator with a slot of his own.

    Raises NoRight, OperatorExists, WeakPassphrase, PassphraseNotFree, NoSpace or NotWritable; nothing is changed then.
    """
    must_change_settings(by)
    keys = free_keys(database, passphrase)
    with database.writing(by.name, _("Add operator {name}").format(name=draft.name)) as session:
        if any(one.name == draft.name for one in operators(session)):
            raise OperatorExists(_("There is an operator called {name} already.").format(name=draft.name))
        slot = keys.add(database.key, passphrase.encode(), "operator")
        operator = Operator.model_validate(draft, update={"author": author_of(session), "slot": slot.id})
        session.add(operator)
        session.flush()
        write_keys(database.folder.path, keys, database.key)
    return operator


def remove_operator(database: Database, by: Operator, name: str) -> Operator:
    """Remove an operator and the slot his passphrase opened; backups of before still open with it.

    Raises NoRight, NoSuchOperator, LastWithSettings, NoSpace or NotWritable; nothing is changed then.
    """
    must_change_settings(by)
    with database.writing(by.name, _("Remove operator {name}").format(name=name.strip())) as session:
        operator = operator_named(session, name)
        if operator.may_change_settings and sum(one.may_change_settings for one in operators(session)) == 1:
            raise LastWithSettings(
                _("{name} is the last one who may change settings. Give somebody else that right first.").format(name=operator.name)
            )
        operator.removed_at = session.info["at"]
        slot, operator.slot = operator.slot, None
        session.flush()
        keys = read_keys(database.folder.path)
        keys.remove(slot or "")
        write_keys(database.folder.path, keys, database.key)
    return operator


def change_rights(database: Database, by: Operator, name: str, *, children: bool, settings: bool, post: str = "") -> Operator:
    """Change what an operator may do and what he is.

    Raises NoRight, NoSuchOperator or LastWithSettings; nothing is changed then.
    """
    must_change_settings(by)
    with database.writing(by.name, _("Change the rights of {name}").format(name=name)) as session:
        operator = operator_named(session, name)
        if operator.may_change_settings and not settings and sum(one.may_change_settings for one in operators(session)) == 1:
            raise LastWithSettings(
                _("{name} is the last one who may change settings. Give somebody else that right first.").format(name=operator.name)
            )
        if children and not operator.may_see_children:
            operator.approved_by, operator.approved_on = by.name, str(session.info["at"])[:10]
        operator.may_see_children, operator.may_change_settings, operator.post = children, settings, post or None
    return operator


def change_passphrase(database: Database, operator: Operator, passphrase: str, *, fresh_slot: str = "") -> None:
    """Give an operator another passphrase; the old one opens nothing any more but backups of before.

    `fresh_slot` is a slot that opens with the new passphrase already (made with the recovery code). Raises WeakPassphrase,
    PassphraseNotFree, NoSpace or NotWritable; nothing is changed then.
    """
    keys = read_keys(database.folder.path) if fresh_slot else free_keys(database, passphrase)
    with database.writing(operator.name, _("Change the passphrase of {name}").format(name=operator.name)) as session:
        kept = operator_named(session, operator.name)
        old = kept.slot
        kept.slot = fresh_slot or keys.add(database.key, passphrase.encode(), "operator").id
        session.flush()
        keys.remove(old or "")
        keys.attempts = Attempts()
        write_keys(database.folder.path, keys, database.key)


def renew_recovery_code(database: Database, by: Operator) -> str:
    """Make a new recovery code and return it; the one printed before opens nothing any more but backups of before.

    Raises NoRight, NoSpace or NotWritable; nothing is changed then.
    """
    must_change_settings(by)
    keys, code = read_keys(database.folder.path), new_recovery_code()
    for slot in [slot for slot in keys.slots if slot.kind == "recovery"]:
        keys.remove(slot.id)
    keys.add(database.key, recovery_secret(code), "recovery")
    with database.writing(by.name, _("Make a new recovery code")) as session:
        change_settings(session, recovery_code_kept=False)
        write_keys(database.folder.path, keys, database.key)
    return code


def recovered(database: Database, name: str, slot: str, passphrase: str) -> Operator:
    """Make `slot`, opened with the recovery code, the one of the operator `name`; the only operator's if no name is given.

    Raises NoSuchOperator, and takes the slot out of the key file again.
    """
    try:
        with database.reading() as session:
            there = operators(session)
            if len(there) > 1 and not name:
                names = _(", ").join(one.name for one in there)
                raise NoSuchOperator(_("Whose passphrase is it? Say so with --operator; there are: {names}.").format(names=names))
            operator = operator_named(session, name) if name and there else there[0] if there else None
        if operator is None:
            return operator_of(database, slot)
    except NoSuchOperator:
        keys = read_keys(database.folder.path)
        keys.remove(slot)
        write_keys(database.folder.path, keys, database.key)
        raise
    change_passphrase(database, operator, passphrase, fresh_slot=slot)
    return operator


def free_keys(database: Database, passphrase: str) -> KeyFile:
    """Return the key file if `passphrase` is good and opens none of its slots.

    Raises WeakPassphrase or PassphraseNotFree.
    """
    check_passphrase(passphrase)
    keys = read_keys(database.folder.path)
    if keys.open_with(passphrase) is not None:
        raise PassphraseNotFree(_("This passphrase cannot be taken. Please choose another one."))
    return keys
