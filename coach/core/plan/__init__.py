"""The resolved workout: what is said and done, in order, with everything a branch may need.

A plan is made once, by `coach.script.compiler.compile`, and never changes. Loads are in the plan's unit, times in
seconds. All it is made of is imported from here.
"""

from coach.core.plan.exercise import LOADED_ROLES as LOADED_ROLES
from coach.core.plan.exercise import Breaths as Breaths
from coach.core.plan.exercise import Cap as Cap
from coach.core.plan.exercise import Distance as Distance
from coach.core.plan.exercise import Dose as Dose
from coach.core.plan.exercise import Exercise as Exercise
from coach.core.plan.exercise import Fault as Fault
from coach.core.plan.exercise import Gate as Gate
from coach.core.plan.exercise import Hold as Hold
from coach.core.plan.exercise import Line as Line
from coach.core.plan.exercise import Reps as Reps
from coach.core.plan.exercise import Role as Role
from coach.core.plan.exercise import Side as Side
from coach.core.plan.exercise import Start as Start
from coach.core.plan.exercise import Tempo as Tempo
from coach.core.plan.kit import Kit as Kit
from coach.core.plan.kit import Unit as Unit
from coach.core.plan.session import Branch as Branch
from coach.core.plan.session import Feedback as Feedback
from coach.core.plan.session import Gun as Gun
from coach.core.plan.session import Plan as Plan
from coach.core.plan.session import Verbosity as Verbosity
from coach.core.plan.steps import Answer as Answer
from coach.core.plan.steps import Ask as Ask
from coach.core.plan.steps import DropSide as DropSide
from coach.core.plan.steps import Effect as Effect
from coach.core.plan.steps import EndLoading as EndLoading
from coach.core.plan.steps import EndSession as EndSession
from coach.core.plan.steps import FindLoad as FindLoad
from coach.core.plan.steps import Insert as Insert
from coach.core.plan.steps import LeaveOut as LeaveOut
from coach.core.plan.steps import Lighten as Lighten
from coach.core.plan.steps import LongerRest as LongerRest
from coach.core.plan.steps import Remember as Remember
from coach.core.plan.steps import RememberSaid as RememberSaid
from coach.core.plan.steps import Rest as Rest
from coach.core.plan.steps import ShortenSets as ShortenSets
from coach.core.plan.steps import SlowLowering as SlowLowering
from coach.core.plan.steps import Step as Step
from coach.core.plan.steps import StepDown as StepDown
from coach.core.plan.steps import StepUp as StepUp
from coach.core.plan.steps import Talk as Talk
from coach.core.plan.steps import TellFault as TellFault
from coach.core.plan.steps import Utter as Utter
from coach.core.plan.steps import Work as Work
