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
from rashin.web.pages.members import keys
from rashin.web.pages.members import routes as members
from rashin.web.pages.models import routes as models
from rashin.web.pages.oidc import routes as oidc
from rashin.web.pages.operate import people
from rashin.web.pages.operate import routes as operate
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
)
"""Every feature's routes."""
