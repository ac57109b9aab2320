"""Performance Insights, and whose a parameter is."""
from moto.rds.models import DBInstance, DBParameterGroup


def with_insights(make):
    def __init__(self, *args, **settings):
        make(self, *args, **settings)
        self.performance_insights_enabled = settings.get("enable_performance_insights") or False
        self.performance_insights_retention_period = settings.get("performance_insights_retention_period")

    return __init__


def of_user(update):
    def update_parameters(self, parameters):
        update(self, [{**each, "Source": "user"} for each in parameters])

    return update_parameters


def close():
    DBInstance.__init__ = with_insights(DBInstance.__init__)
    DBParameterGroup.update_parameters = of_user(DBParameterGroup.update_parameters)
