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

variable "identity_tags" {
  description = "What tells this product from others of the same name, as tags of the state's bucket. `make bootstrap` says it, and every command compares it."
  type        = map(string)
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.identity_tags), ["Repository", "FirstCommit"])) == 0
    error_message = "identity_tags must be Repository or FirstCommit: make bootstrap finds them."
  }
}

variable "environments" {
  description = "Environments of this account, by name; with a domain, its name and the id of the zone of Route 53 that it is in."
  type        = map(object({ hosted_zone_id = optional(string), domain_name = optional(string) }))
  default     = { dev = {}, production = {} }

  validation {
    condition     = length(var.environments) > 0 && alltrue([for environment in keys(var.environments) : can(regex("^[a-z][a-z0-9]{1,13}$", environment))])
    error_message = "environments must name one at least, each of 2 to 14 lower-case letters and digits, beginning with a letter, such as { dev = {} }."
  }

  validation {
    condition     = length(setintersection(keys(var.environments), ["bootstrap", "plan", "release", "sha256"])) == 0
    error_message = "environments must be none of bootstrap, plan, release and sha256: states, roles and tags of images have these names already."
  }

  validation {
    condition     = alltrue([for environment in keys(var.environments) : length("${local.product}-${environment}") <= 30])
    error_message = "environments must have, together with the product's name from the root package.json, at most 29 letters, for AWS takes no longer name for a load balancer."
  }
}

variable "pulling_account_ids" {
  description = "Other accounts whose environments run images of this account's registry, such as production's."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.pulling_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "pulling_account_ids must be account ids of 12 digits."
  }
}

variable "registry_account_id" {
  description = "Account whose registry the images come from; null: this one, which has a registry of its own then."
  type        = string
  default     = null

  validation {
    condition     = var.registry_account_id == null ? true : can(regex("^[0-9]{12}$", var.registry_account_id))
    error_message = "registry_account_id must be an account id of 12 digits."
  }
}

variable "enable_roles" {
  description = "Whether to make what an account has once, whatever its regions: the roles of deployments, their boundaries, the identity provider, the budget. Switch it off in every region but the first."
  type        = bool
  default     = true
}

variable "github_repository" {
  description = "Repository of GitHub that may deploy; null: none. The ids are optional, see modules/deploy-role."
  type = object({
    owner    = string
    name     = string
    owner_id = optional(string)
    id       = optional(string)
  })
  default = null

  validation {
    condition     = var.github_repository == null ? true : can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", "${var.github_repository.owner}/${var.github_repository.name}"))
    error_message = "github_repository.owner and name must be as in the repository's address, without wildcards."
  }

  validation {
    condition     = var.github_repository == null ? true : alltrue([for id in [var.github_repository.owner_id, var.github_repository.id] : id == null ? true : can(regex("^[0-9]+$", id))]) && (var.github_repository.owner_id == null) == (var.github_repository.id == null)
    error_message = "github_repository.owner_id and id must be numbers, and given both or neither: gh api repos/OWNER/NAME shows them."
  }
}

variable "enable_oidc_provider" {
  description = "Whether to make the account's identity provider for GitHub. An account has one at most: switch it off where there is one."
  type        = bool
  default     = true
}

variable "enable_force_destroy" {
  description = "Whether state and images go with their bucket and repositories. For trying out only."
  type        = bool
  default     = false
}

variable "alarm_emails" {
  description = "Addresses that the budget and GuardDuty report to; each has to confirm once."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for email in var.alarm_emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", email))])
    error_message = "alarm_emails must be e-mail addresses."
  }
}

variable "monthly_budget_usd" {
  description = "What a month may cost, in USD: at 80 % of it, and when the forecast goes beyond, alarm_emails are told. null: no budget. Free of charge."
  type        = number
  default     = null

  validation {
    condition     = var.monthly_budget_usd == null ? true : var.monthly_budget_usd >= 1
    error_message = "monthly_budget_usd must be 1 or more."
  }
}

variable "enable_guardduty" {
  description = "Whether GuardDuty watches the account in this region, and tells alarm_emails what it finds. Some USD a month; an account's region has one detector at most."
  type        = bool
  default     = false
}
