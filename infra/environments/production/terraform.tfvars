# Settings of production. Everything has a default, see main.tf and variables.tf; what is most often changed is here.

region = "us-east-1"

# Only these accounts are ever changed. Strongly recommended.
# allowed_account_ids = ["123456789012"]

# HTTPS, on a domain of a zone in Route 53. Without it the application is on the load balancer's name, by plain HTTP.
# domain = { name = "app.example.com", zone_id = "Z0123456789ABCDEFGHIJ" }

# alarm_emails = ["team@example.com"]

# Environment variables of one's own, by service. Of the secret ones the names: docs/aws.md says how to keep their values.
# settings = { api = { LOG_LEVEL = "debug" } }
# secrets  = { api = ["STRIPE_KEY"] }

# About $220 a month as it is. docs/costs.md says what each switch saves.
cost = {
  # egress                   = "nat_single"        # one NAT gateway instead of two
  # enable_database_multi_az = false               # no standby
  # database_instance_class  = "db.t4g.micro"
  # cpu_architecture         = "ARM64"             # build the images for it as well: PLATFORM=linux/arm64
  # task_count               = { min = 3, max = 9 }
  # enable_waf               = false
}
