# What an account has once, whatever runs in it: `make bootstrap ENV=dev` applies it.

region = "us-east-1"

# Only these accounts are ever changed. Strongly recommended.
# allowed_account_ids = ["123456789012"]

# Lets this repository's workflows deploy, without keys. The ids: gh api repos/OWNER/NAME --jq '{id, owner_id: .owner.id}'
# github_repository = { owner = "my-organisation", name = "zero-to-running", owner_id = "1234567", id = "7654321" }
