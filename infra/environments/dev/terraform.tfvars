# Settings of dev. Everything has a default, see main.tf and variables.tf; what is most often changed is here.

region = "us-east-1"

# Only these accounts are ever changed. Strongly recommended.
# allowed_account_ids = ["123456789012"]

# HTTPS, on a domain of a zone in Route 53. Without it the application is on the load balancer's name, by plain HTTP.
# domain = { name = "dev.example.com", zone_id = "Z0123456789ABCDEFGHIJ" }

# alarm_emails = ["team@example.com"]

# Environment variables of one's own, by service. Of the secret ones the names: docs/aws.md says how to keep their values.
# settings = { api = { LOG_LEVEL = "debug" } }
# secrets  = { api = ["STRIPE_KEY"] }

# About $70 a month as it is. docs/costs.md says what each switch saves.
cost = {
  # cpu_architecture = "ARM64"                         # build the images for it as well: PLATFORM=linux/arm64
  # capacity_weights = { on_demand = 1, spot = 0 }     # no interruptions by Spot
  # off_hours = { sleep_cron = "cron(0 19 ? * MON-FRI *)", wake_cron = "cron(0 7 ? * MON-FRI *)", time_zone = "Europe/Berlin" }
}
