"""Labels of one's own, which a version of a secret keeps when another becomes the current one."""
from moto.secretsmanager.models import FakeSecret


def keeping_labels(reset):
    def reset_default_version(self, secret_version, version_id):
        before = self.versions.get(self.default_version_id)
        own = [label for label in before["version_stages"] if not label.startswith("AWS")] if before else []
        reset(self, secret_version, version_id)
        if before and before is not self.versions[version_id]:
            before["version_stages"] += own

    return reset_default_version


def close():
    FakeSecret.reset_default_version = keeping_labels(FakeSecret.reset_default_version)
