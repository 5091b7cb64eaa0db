"""Pages, one folder a feature: `routes.py` and its templates."""

from rashin.web.pages.access import routes as access
from rashin.web.pages.account import routes as account
from rashin.web.pages.bills import operating as operating_bills
from rashin.web.pages.bills import routes as bills
from rashin.web.pages.data import routes as data
from rashin.web.pages.decide import file as decide_file
from rashin.web.pages.decide import routes as decide
from rashin.web.pages.decisions import letters, outcomes, record
from rashin.web.pages.decisions import routes as decisions
from rashin.web.pages.deployments import routes as deployments
from rashin.web.pages.guide import routes as guide
from rashin.web.pages.home import routes as home
from rashin.web.pages.jobs import routes as jobs
from rashin.web.pages.joining import routes as joining
from rashin.web.pages.learning import routes as learning
from rashin.web.pages.log import routes as log
from rashin.web.pages.measured import routes as measured
from rashin.web.pages.members import keys
from rashin.web.pages.members import routes as members
from rashin.web.pages.models import routes as models
from rashin.web.pages.oidc import routes as oidc
from rashin.web.pages.operate import people
from rashin.web.pages.operate import routes as operate
from rashin.web.pages.portal import routes as portal
from rashin.web.pages.portal_opinions import routes as portal_opinions
from rashin.web.pages.programme import dates as programme_dates
from rashin.web.pages.programme import entries as programme_entries
from rashin.web.pages.programme import importing as programme_importing
from rashin.web.pages.programme import measured as programme_measured
from rashin.web.pages.programme import opinions as programme_opinions
from rashin.web.pages.programme import problems as programme_problems
from rashin.web.pages.programme import publishing as programme_publishing
from rashin.web.pages.programme import recording as programme_recording
from rashin.web.pages.programme import routes as programme
from rashin.web.pages.receipts import routes as receipts
from rashin.web.pages.reviews import routes as reviews
from rashin.web.pages.services import routes as services
from rashin.web.pages.watch import routes as watch

ROUTERS = (
    access.router,
    account.router,
    bills.router,
    operating_bills.router,
    joining.router,
    keys.router,
    members.router,
    oidc.router,
    people.router,
    operate.router,
    home.router,
    services.router,
    data.router,
    learning.router,
    models.router,
    deployments.router,
    decide.router,
    decide_file.router,
    decisions.router,
    record.router,
    letters.router,
    outcomes.router,
    reviews.router,
    jobs.router,
    receipts.router,
    log.router,
    guide.router,
    watch.router,
    programme.router,
    programme_importing.router,
    programme_problems.router,
    programme_entries.router,
    programme_recording.router,
    programme_dates.router,
    programme_publishing.router,
    measured.router,
    programme_measured.router,
    programme_opinions.router,
    portal_opinions.router,
    # After what has an address of its own below a portal's.
    portal.router,
)
"""Every feature's routes."""
