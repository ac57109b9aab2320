"""Tags of what scales by itself."""
import json

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse as Response

tags_by_arn = {}


def with_tags(register):
    def register_scalable_target(self):
        answer = register(self)
        tags = self._get_param("Tags")
        if tags:
            tags_by_arn[json.loads(answer)["ScalableTargetARN"]] = tags
        return answer

    return register_scalable_target


def list_tags_for_resource(self):
    return json.dumps({"Tags": tags_by_arn.get(self._get_param("ResourceARN"), {})})


def close():
    Response.register_scalable_target = with_tags(Response.register_scalable_target)
    Response.list_tags_for_resource = list_tags_for_resource
