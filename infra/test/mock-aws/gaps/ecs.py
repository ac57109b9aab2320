"""Settings of a service, the definition that its deployment runs, and the size of a task."""
from moto.ecs.models import Task
from moto.ecs.responses import EC2ContainerServiceResponse as Response

remembered = {
    "availabilityZoneRebalancing": "availability_zone_rebalancing",
    "capacityProviderStrategy": "capacity_provider_strategy",
    "deploymentConfiguration": "deployment_configuration",
    "enableECSManagedTags": "enable_ecs_managed_tags",
    "enableExecuteCommand": "enable_execute_command",
    "healthCheckGracePeriodSeconds": "health_check_grace_period_seconds",
}


def remember(response, service):
    for name, attribute in remembered.items():
        value = response._get_param(name)
        if value is not None:
            setattr(service, attribute, value)
    if getattr(service, "capacity_provider_strategy", None):
        service.launch_type = None
    for deployment in service.deployments:
        deployment["launchType"] = service.launch_type
        deployment["taskDefinition"] = service.task_definition


def with_settings(act):
    def create_or_update_service(self):
        answer = act(self)
        remember(self, answer.result["service"])
        return answer

    return create_or_update_service


def with_size(make):
    def make_task(self, cluster, task_definition, *more, **named):
        make(self, cluster, task_definition, *more, **named)
        self.cpu, self.memory = task_definition.cpu, task_definition.memory

    return make_task


def close():
    Task.__init__ = with_size(Task.__init__)
    Response.create_service = with_settings(Response.create_service)
    Response.update_service = with_settings(Response.update_service)
