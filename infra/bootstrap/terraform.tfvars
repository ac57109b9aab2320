# What an account has once, whatever runs in it: `make bootstrap ENV=dev` applies it.

region = "us-east-1"

# Only these accounts are ever changed. Strongly recommended.
# allowed_account_ids = ["123456789012"]

# Lets this repository's workflows deploy, without keys. The ids: gh api repos/OWNER/NAME --jq '{id, owner_id: .owner.id}'
# github_repository = { owner = "my-organisation", name = "zero-to-running", owner_id = "1234567", id = "7654321" }

# The account's environments. With a domain: its name, whose records that environment's role may write, and the id of its zone in Route 53.
# environments = { dev = {}, production = { domain_name = "app.example.com", hosted_zone_id = "Z0123456789ABCDEFGHIJ" } }

# Production in an account of its own: here its id, and there, in its own copy of this file, the id of this account.
# pulling_account_ids = ["210987654321"]
# registry_account_id = "123456789012"

# In every region but the account's first:
# enable_roles = false

# alarm_emails       = ["team@example.com"]
# monthly_budget_usd = 100
# enable_guardduty   = true
