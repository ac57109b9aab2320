variable "region" {
  description = "Region of AWS."
  type        = string
  default     = "us-east-1"

  validation {
    condition     = can(regex("^(af|ap|ca|eu|il|me|mx|sa|us)-(central|east|north|northeast|northwest|south|southeast|southwest|west)-[1-9]$", var.region))
    error_message = "region must be a region of AWS's commercial partition, such as us-east-1. Zones (us-east-1a) are no regions, and those of China (cn-…), GovCloud (us-gov-…) and the isolated ones are not supported: ECS, ACM and their endpoints differ there, and nothing here was tried in them."
  }
}

variable "allowed_account_ids" {
  description = "Accounts that may be changed; any, where empty."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.allowed_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "allowed_account_ids must be account ids of 12 digits."
  }
}

variable "api_image" {
  description = "Image of the API, by digest: `repository@sha256:…`. The deploy command says it."
  type        = string
}

variable "frontend_image" {
  description = "Image of the frontend, by digest."
  type        = string
}

variable "app_version" {
  description = "Version that the API reports."
  type        = string
}

variable "domain" {
  description = "Domain name and the id of its Route 53 zone; without it, plain HTTP on the load balancer's own name."
  type = object({
    name    = string
    zone_id = string
  })
  default = null
}

variable "alarm_emails" {
  description = "Addresses that alarms are sent to."
  type        = set(string)
  default     = []
}

variable "cors_origins" {
  description = "Other origins whose pages may use the API."
  type        = list(string)
  default     = []
}

variable "password_versions" {
  description = "Raise one of them by one to change that password."
  type = object({
    database = optional(number, 1)
    cache    = optional(number, 1)
    health   = optional(number, 1)
  })
  default = {}
}

variable "settings" {
  description = "Environment variables of one's own, by service: `{ api = { LOG_LEVEL = \"debug\" } }`."
  type        = map(map(string))
  default     = {}
}

variable "secrets" {
  description = "Names of secret environment variables of one's own, by service: `{ api = [\"STRIPE_KEY\"] }`. docs/aws.md says how to keep the values."
  type        = map(set(string))
  default     = {}
}

variable "database_changes" {
  description = "When changes of the database are carried out: `at_once` or `in_window`. null: in the window where the environment is protected."
  type        = string
  default     = null
}

variable "database_snapshot" {
  description = "Snapshot that a new database begins with, such as the one that `make destroy` left; null: empty."
  type        = string
  default     = null
}

variable "waf_mode" {
  description = "What the firewall does with what its rules find: `block` or `count`."
  type        = string
  default     = "block"
}

variable "zone_names" {
  description = "Zones to use; by themselves, the first that Fargate runs in."
  type        = list(string)
  default     = null
}

variable "enable_execute_command" {
  description = "Whether one may open a session in a running container. Never left on."
  type        = bool
  default     = false
}

variable "cost" {
  description = "What of the preset in main.tf is otherwise: any of `cost` in ../../modules/application/variables.tf."
  type        = any
  default     = {}
}
