"""Every register there is, in the order they are made and shown."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stationdesk.registers.access_entry import AccessEntry
from stationdesk.registers.announcement import Announcement
from stationdesk.registers.announcement_read import AnnouncementRead
from stationdesk.registers.appraisal import Appraisal
from stationdesk.registers.bad_weather import BadWeather
from stationdesk.registers.call_person import CallPerson
from stationdesk.registers.call_wish import CallWish
from stationdesk.registers.card_issue import CardIssue
from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.care_plan import CarePlan
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.check_call import CheckCall
from stationdesk.registers.claim_answer import ClaimAnswer
from stationdesk.registers.claim_end import ClaimEnd
from stationdesk.registers.code import Code
from stationdesk.registers.consent import Consent
from stationdesk.registers.correction_answer import CorrectionAnswer
from stationdesk.registers.correction_request import CorrectionRequest
from stationdesk.registers.day_off import DayOff
from stationdesk.registers.duty import Duty
from stationdesk.registers.duty_shift import DutyShift
from stationdesk.registers.export_profile import ExportProfile
from stationdesk.registers.family_call import FamilyCall
from stationdesk.registers.form_draft import FormDraft
from stationdesk.registers.gap_answer import GapAnswer
from stationdesk.registers.grade_scheme import GradeScheme
from stationdesk.registers.guardian import Guardian
from stationdesk.registers.health_reading import HealthReading
from stationdesk.registers.health_record import HealthRecord
from stationdesk.registers.helper import Helper
from stationdesk.registers.household import Household
from stationdesk.registers.import_batch import ImportBatch
from stationdesk.registers.import_row import ImportRow
from stationdesk.registers.incident import Incident
from stationdesk.registers.incident_event import IncidentEvent
from stationdesk.registers.kin import Kin
from stationdesk.registers.medicine import Medicine
from stationdesk.registers.merge import Merge
from stationdesk.registers.not_same import NotSame
from stationdesk.registers.note import Note
from stationdesk.registers.operator import Operator
from stationdesk.registers.org_unit import OrgUnit
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.photo import Photo
from stationdesk.registers.photo_ask import PhotoAsk
from stationdesk.registers.photo_offer import PhotoOffer
from stationdesk.registers.photo_picture import PhotoPicture
from stationdesk.registers.place import Place
from stationdesk.registers.plan_step import PlanStep
from stationdesk.registers.project import Project
from stationdesk.registers.recheck import Recheck
from stationdesk.registers.record import Record
from stationdesk.registers.report_template import ReportTemplate
from stationdesk.registers.request_event import RequestEvent
from stationdesk.registers.resident import Resident
from stationdesk.registers.responsibility_level import ResponsibilityLevel
from stationdesk.registers.service_item import ServiceItem
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.registers.setting import Setting
from stationdesk.registers.shift_handover import ShiftHandover
from stationdesk.registers.stand_in import StandIn
from stationdesk.registers.station import Station
from stationdesk.registers.status_change import StatusChange
from stationdesk.registers.task import Task
from stationdesk.registers.task_report import TaskReport
from stationdesk.registers.team import Team
from stationdesk.registers.team_member import TeamMember
from stationdesk.registers.transfer import Transfer
from stationdesk.registers.transfer_answer import TransferAnswer
from stationdesk.registers.transfer_relay import TransferRelay
from stationdesk.registers.visit import Visit
from stationdesk.registers.visit_sheet import VisitSheet
from stationdesk.registers.wish import Wish
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.registers.wish_event import WishEvent

REGISTERS: tuple[type[Record], ...] = (
    OrgUnit,
    Station,
    Operator,
    Setting,
    Code,
    GradeScheme,
    DayOff,
    BadWeather,
    Household,
    Resident,
    Kin,
    Guardian,
    StatusChange,
    CategoryTag,
    CareGrade,
    Duty,
    Helper,
    Team,
    TeamMember,
    ServiceItem,
    Project,
    ResponsibilityLevel,
    Pairing,
    Appraisal,
    CheckCall,
    StandIn,
    Visit,
    ServiceRequest,
    RequestEvent,
    Incident,
    IncidentEvent,
    DutyShift,
    ShiftHandover,
    Photo,
    PhotoPicture,
    PhotoAsk,
    PhotoOffer,
    HealthRecord,
    HealthReading,
    Medicine,
    CarePlan,
    PlanStep,
    VisitSheet,
    CallWish,
    FamilyCall,
    CallPerson,
    Wish,
    WishClaim,
    ClaimAnswer,
    ClaimEnd,
    WishEvent,
    Place,
    Consent,
    CardIssue,
    ExportProfile,
    Note,
    GapAnswer,
    ImportBatch,
    ImportRow,
    AccessEntry,
    FormDraft,
    Merge,
    NotSame,
    Task,
    TaskReport,
    CorrectionRequest,
    CorrectionAnswer,
    Announcement,
    AnnouncementRead,
    ReportTemplate,
    Transfer,
    TransferRelay,
    TransferAnswer,
    Recheck,
)


KEPT_IN_STEP = frozenset({"photo_offer"})
"""Registers that the program alone writes, in step with others: nobody undoes them, and after a repair it writes anew what is needed."""


def kind_of(register: type[Record]) -> str:
    """Return the name of `register`, which is its table's name too."""
    return str(register.__tablename__)


BY_KIND: Mapping[str, type[Record]] = MappingProxyType({kind_of(register): register for register in REGISTERS})


def register_of(kind: str) -> type[Record]:
    """Return the register called `kind`; raises KeyError if there is none."""
    return BY_KIND[kind]
