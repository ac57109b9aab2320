variable "product" {
  description = "Name of the product, from the root `package.json`; every name begins with it."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", var.product)) && length(var.product) >= 2
    error_message = "product must be 2 or more lower-case letters, digits and single hyphens, beginning with a letter: change `name` in the root package.json."
  }

  validation {
    condition     = !can(regex("[0-9]{12}", var.product))
    error_message = "product must not have 12 digits in a row, as an account's id has, for which another product's bucket could be taken: change `name` in the root package.json."
  }

  validation {
    condition     = length("${var.product}-${var.environment}") <= 30
    error_message = "product and environment must have at most 29 letters together, for AWS takes no longer name for a load balancer: shorten `name` in the root package.json, or the environment's."
  }
}

variable "environment" {
  description = "Name of the environment, such as `dev`; every name begins with it."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,13}$", var.environment))
    error_message = "environment must be 2 to 14 lower-case letters and digits, beginning with a letter, for names in AWS are short."
  }

  validation {
    condition     = !contains(["bootstrap", "plan", "release", "sha256"], var.environment)
    error_message = "environment must be none of bootstrap, plan, release and sha256: states, roles and tags of images have these names already."
  }
}

variable "protected" {
  description = "Whether deleting what holds data takes two steps."
  type        = bool
}

variable "api_image" {
  description = "Image of the API, by digest: `repository@sha256:…`. The deploy command says it."
  type        = string

  validation {
    condition     = can(regex("^[^@\\s]+@sha256:[0-9a-f]{64}$", var.api_image))
    error_message = "api_image must name an image by digest, such as repository@sha256:0123…, for a tag can be moved."
  }
}

variable "frontend_image" {
  description = "Image of the frontend, by digest."
  type        = string

  validation {
    condition     = can(regex("^[^@\\s]+@sha256:[0-9a-f]{64}$", var.frontend_image))
    error_message = "frontend_image must name an image by digest, such as repository@sha256:0123…, for a tag can be moved."
  }
}

variable "app_version" {
  description = "Version that the API reports."
  type        = string

  validation {
    condition     = can(regex("^[\\x21-\\x7e]{1,100}$", var.app_version))
    error_message = "app_version must be 1 to 100 visible ASCII characters."
  }
}

variable "domain" {
  description = "Domain name and the id of its Route 53 zone; without it, plain HTTP on the load balancer's own name."
  type = object({
    name    = string
    zone_id = string
  })
  default = null

  validation {
    condition     = var.domain == null ? true : can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$", var.domain.name)) && length(var.domain.name) <= 64 && can(regex("^Z[A-Z0-9]{5,31}$", var.domain.zone_id))
    error_message = "domain must have a name in lower case of at most 64 letters, for a certificate takes no more, such as app.example.com, and as zone_id the id of its hosted zone of Route 53, such as Z0123456789ABCDEFGHIJ."
  }
}

variable "alarm_emails" {
  description = "Addresses that alarms are sent to."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for email in var.alarm_emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", email))])
    error_message = "alarm_emails must be e-mail addresses."
  }
}

variable "cors_origins" {
  description = "Other origins whose pages may use the API."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for origin in var.cors_origins : can(regex("^https?://[a-z0-9.-]+(:[0-9]{1,5})?$", origin))])
    error_message = "cors_origins must be origins, without a path, such as https://app.example.com."
  }
}

variable "password_versions" {
  description = "Raise one of them by one to change that password."
  type = object({
    database = optional(number, 1)
    cache    = optional(number, 1)
    health   = optional(number, 1)
  })
  default = {}

  validation {
    condition     = alltrue([for version in values(var.password_versions) : version >= 1 && floor(version) == version])
    error_message = "password_versions must be whole numbers from 1."
  }
}

variable "cost" {
  description = "Everything that costs money, in one place; docs/costs.md has what each saves. What has no default here is what environments differ in."
  type = object({
    # How tasks reach the internet: nat_per_zone, nat_single, public_tasks or endpoints.
    egress     = string
    zone_count = optional(number, 2)

    database_instance_class  = optional(string, "db.t3.micro")
    database_storage_gib     = optional(number, 20)
    enable_database_multi_az = bool
    cache_node_type          = optional(string, "cache.t3.micro")
    enable_cache_multi_az    = bool

    cpu_units        = optional(number, 256)
    memory_mib       = optional(number, 512)
    cpu_architecture = optional(string, "X86_64")
    # Of each service.
    task_count       = optional(object({ min = number, max = number }), { min = 1, max = 3 })
    capacity_weights = object({ on_demand = number, spot = number })
    # When to run no task: { sleep_cron = "cron(0 19 ? * MON-FRI *)", wake_cron = "cron(0 7 ? * MON-FRI *)", time_zone = "Europe/Berlin" }
    off_hours = optional(object({ sleep_cron = string, wake_cron = string, time_zone = optional(string, "UTC") }))

    enable_waf                  = bool
    enable_flow_logs            = bool
    enable_container_insights   = optional(bool, false)
    enable_performance_insights = optional(bool, true)
    log_retention_days          = number
  })
}

variable "settings" {
  description = "Environment variables of one's own, by service: `{ api = { LOG_LEVEL = \"debug\" } }`. What is set here goes before what the module sets."
  type        = map(map(string))
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.settings), ["api", "frontend"])) == 0
    error_message = "settings must be of api or frontend."
  }

  validation {
    condition     = alltrue([for name in flatten([for settings in values(var.settings) : keys(settings)]) : can(regex("^[A-Z][A-Z0-9_]*$", name)) && !can(regex("PASSWORD|SECRET|TOKEN|PRIVATE_KEY|API_?KEY", name))])
    error_message = "settings must have names in upper case, and none that sounds secret (PASSWORD, SECRET, TOKEN, PRIVATE_KEY, API_KEY): such a one belongs in secrets."
  }
}

variable "secrets" {
  description = "Names of secret environment variables of one's own, by service: `{ api = [\"STRIPE_KEY\"] }`. Each value is a parameter of Systems Manager, kept before the deployment: docs/aws.md says how."
  type        = map(set(string))
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.secrets), ["api", "frontend"])) == 0
    error_message = "secrets must be of api or frontend."
  }

  validation {
    condition     = alltrue([for name in flatten([for names in values(var.secrets) : tolist(names)]) : can(regex("^[A-Z][A-Z0-9_]*$", name))])
    error_message = "secrets must be names of environment variables, in upper case, such as STRIPE_KEY."
  }
}

variable "database_changes" {
  description = "When a change of the database's class, storage or standby is carried out: `at_once`, with some minutes of outage, or `in_window`, on Sunday from 4 to 5 UTC. null: in the window where the environment is protected."
  type        = string
  default     = null

  validation {
    condition     = var.database_changes == null ? true : contains(["at_once", "in_window"], var.database_changes)
    error_message = "database_changes must be at_once or in_window."
  }
}

variable "database_snapshot" {
  description = "Snapshot that a new database begins with, such as the one that `make destroy` left; null: empty. It means nothing to a database that is there."
  type        = string
  default     = null
}

variable "waf_mode" {
  description = "What the firewall does with a request that a rule of it finds: `block`, or `count`, to look at first what it would block."
  type        = string
  default     = "block"

  validation {
    condition     = contains(["block", "count"], var.waf_mode)
    error_message = "waf_mode must be block or count."
  }
}

variable "enable_execute_command" {
  description = "Whether one may open a session in a running container with `aws ecs execute-command`; its root is writable then. Never left on."
  type        = bool
  default     = false
}

variable "zone_names" {
  description = "Zones to use, in this order; by themselves, the first that Fargate runs in."
  type        = list(string)
  default     = null
}
