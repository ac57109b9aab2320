"""Nodes of a replication group, which AWS makes and deletes along with it, and deleting a subnet group."""
from inspect import signature

from moto.core.responses import EmptyResult
from moto.elasticache.models import ElastiCacheBackend as Backend
from moto.elasticache.responses import ElastiCacheResponse as Response


def with_nodes(create):
    node_settings = set(signature(Backend.create_cache_cluster).parameters) - {"self"}

    def create_replication_group(self, **settings):
        if settings.get("num_cache_clusters") and not settings.get("replicas_per_node_group"):
            settings["replicas_per_node_group"] = settings["num_cache_clusters"] - 1
        group = create(self, **settings)
        for node in group.member_clusters:
            of_group = {name: settings.get(name) for name in node_settings}
            self.create_cache_cluster(
                **of_group
                | {
                    "cache_cluster_id": node,
                    "replication_group_id": group.replication_group_id,
                    "num_cache_nodes": 1,
                    "security_group_ids": settings.get("security_group_ids") or [],
                    "tags": [],
                }
            )
            made = self.cache_clusters[node]
            made.at_rest_encryption_enabled = group.at_rest_encryption_enabled
            made.transit_encryption_mode = "required" if group.transit_encryption_enabled else None
            made.security_groups = [
                {"SecurityGroupId": each, "Status": "active"} for each in settings.get("security_group_ids") or []
            ]
        return group

    return create_replication_group


def and_gone(delete):
    """What was deleted is not found from then on, nor are its nodes."""

    def delete_replication_group(self, replication_group_id, *args, **kwargs):
        found = self.replication_groups.get(replication_group_id)
        nodes = list(found.member_clusters) if found else []
        group = delete(self, replication_group_id, *args, **kwargs)
        self.replication_groups.pop(replication_group_id, None)
        for node in nodes:
            self.cache_clusters.pop(node, None)
        return group

    return delete_replication_group


def delete_cache_subnet_group(self):
    name = self._get_param("CacheSubnetGroupName")
    self.elasticache_backend.describe_cache_subnet_groups(name)
    del self.elasticache_backend.cache_subnet_groups[name]
    return EmptyResult()


def close():
    Backend.create_replication_group = with_nodes(Backend.create_replication_group)
    Backend.delete_replication_group = and_gone(Backend.delete_replication_group)
    Response.delete_cache_subnet_group = delete_cache_subnet_group
