"""Descriptions of rules that name a group."""
from moto.ec2.models.security_groups import SecurityGroupRule


def description(self):
    return self.ip_range.get("Description") or self.source_group.get("Description")


def close():
    SecurityGroupRule.description = property(description)
