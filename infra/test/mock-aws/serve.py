"""A mock AWS on loopback, for Terraform to plan, apply and destroy against: serve.py PORT

It is moto, and what moto lacks or forgets of what these modules ask for: one file for each service, in gaps/.
"""
import os
import sys

# Read when a service is made: one task of each runs at once, which is what both environments begin with.
os.environ.setdefault("MOTO_ECS_SERVICE_RUNNING", "1")

from moto.server import main

from gaps import autoscaling, ecs, elasticache, rds, secrets, security_groups

if __name__ == "__main__":
    for gap in (autoscaling, ecs, elasticache, rds, secrets, security_groups):
        gap.close()
    main(["-H", "127.0.0.1", "-p", sys.argv[1]])
