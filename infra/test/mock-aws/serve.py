"""A mock AWS on loopback, for Terraform to plan, apply and destroy against: serve.py PORT

It is moto, and what the AWS provider waits for that moto does not do.
"""
import json
import os
import sys

# Read when a service is made: one task of each runs at once, which is what the smallest environment asks for.
os.environ.setdefault("MOTO_ECS_SERVICE_RUNNING", "1")

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
from moto.elasticache.models import ElastiCacheBackend
from moto.server import main


def answer_without_tags(self):
    return json.dumps({"Tags": {}})


def nodes_of(backend, group_id):
    group = backend.replication_groups.get(group_id)
    return list(group.member_clusters) if group else []


def with_nodes(create):
    """AWS makes a replication group's nodes along with it."""

    def create_replication_group(self, **settings):
        group = create(self, **settings)
        names = self.create_cache_cluster.__code__.co_varnames[: self.create_cache_cluster.__code__.co_argcount]
        for node in group.member_clusters:
            node_settings = {name: settings.get(name) for name in names if name != "self"}
            node_settings["cache_cluster_id"] = node
            node_settings["replication_group_id"] = group.replication_group_id
            node_settings["num_cache_nodes"] = 1
            node_settings["security_group_ids"] = settings.get("security_group_ids") or []
            node_settings["tags"] = []
            self.create_cache_cluster(**node_settings)
        return group

    return create_replication_group


def and_gone(delete):
    """What was deleted is not found from then on, nor are its nodes."""

    def delete_replication_group(self, replication_group_id, *args, **kwargs):
        nodes = nodes_of(self, replication_group_id)
        group = delete(self, replication_group_id, *args, **kwargs)
        self.replication_groups.pop(replication_group_id, None)
        for node in nodes:
            self.cache_clusters.pop(node, None)
        return group

    return delete_replication_group


ApplicationAutoScalingResponse.list_tags_for_resource = answer_without_tags
ElastiCacheBackend.create_replication_group = with_nodes(ElastiCacheBackend.create_replication_group)
ElastiCacheBackend.delete_replication_group = and_gone(ElastiCacheBackend.delete_replication_group)

if __name__ == "__main__":
    main(["-H", "127.0.0.1", "-p", sys.argv[1]])
