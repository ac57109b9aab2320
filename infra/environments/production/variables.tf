variable "region" {
  description = "Region of AWS."
  type        = string
  default     = "us-east-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be a region of AWS, such as us-east-1."
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
  })
  default = {}
}

variable "cost" {
  description = "What of the preset in main.tf is otherwise: any of `cost` in ../../modules/application/variables.tf."
  type        = any
  default     = {}
}
