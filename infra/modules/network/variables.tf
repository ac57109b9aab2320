variable "name" {
  description = "Prefix of every name, such as `zero-to-running-dev`."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,28}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 30 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen."
  }
}

variable "cidr_block" {
  description = "Addresses of the network, in CIDR notation."
  type        = string
  default     = "10.0.0.0/16"

  validation {
    condition     = can(cidrsubnet(var.cidr_block, 4, 15)) && try(tonumber(split("/", var.cidr_block)[1]) >= 16 && tonumber(split("/", var.cidr_block)[1]) <= 22, false)
    error_message = "cidr_block must be an IPv4 block from /16 to /22, such as 10.0.0.0/16."
  }
}

variable "zone_count" {
  description = "Number of availability zones; the load balancer and the database want two."
  type        = number
  default     = 2

  validation {
    condition     = contains([2, 3], var.zone_count)
    error_message = "zone_count must be 2 or 3."
  }
}

variable "egress" {
  description = <<-EOT
    How tasks reach AWS and the internet:
    `nat_per_zone` (a NAT gateway in each zone), `nat_single` (one, whose zone all depend on),
    `public_tasks` (no NAT: tasks have public addresses, and nothing but the load balancer may connect to them),
    `endpoints` (no internet at all: AWS's own services by VPC endpoints).
  EOT
  type        = string
  default     = "nat_single"

  validation {
    condition     = contains(["nat_per_zone", "nat_single", "public_tasks", "endpoints"], var.egress)
    error_message = "egress must be nat_per_zone, nat_single, public_tasks or endpoints."
  }
}

variable "enable_flow_logs" {
  description = "Whether to log every connection that is accepted or rejected in the network."
  type        = bool
  default     = false
}

variable "flow_log_retention_days" {
  description = "Days to keep flow logs."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.flow_log_retention_days)
    error_message = "flow_log_retention_days must be a period that CloudWatch knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545 or 731."
  }
}

variable "enable_https" {
  description = "Whether the load balancer listens on port 443 as well as on 80."
  type        = bool
  default     = false
}

variable "ports" {
  description = "The port that each service listens on."
  type = object({
    api      = number
    frontend = number
    database = optional(number, 5432)
    cache    = optional(number, 6379)
  })

  validation {
    condition     = alltrue([for port in values(var.ports) : port >= 1 && port <= 65535 && floor(port) == port])
    error_message = "ports must be whole numbers from 1 to 65535."
  }
}

variable "zone_names" {
  description = "Zones to use, in this order; by themselves, the first that Fargate runs in."
  type        = list(string)
  default     = null

  validation {
    condition     = var.zone_names == null ? true : length(var.zone_names) >= var.zone_count && length(distinct(var.zone_names)) == length(var.zone_names)
    error_message = "zone_names must be at least zone_count different zones, such as us-east-1a and us-east-1b."
  }
}

variable "enable_parameters" {
  description = "Whether tasks are given parameters of Systems Manager."
  type        = bool
  default     = false
}

variable "enable_execute_command" {
  description = "Whether one may open a session in a running container."
  type        = bool
  default     = false
}

variable "permissions_boundary_arn" {
  description = "Policy that no role can go beyond; null: none."
  type        = string
  default     = null
}

variable "enable_ipv6" {
  description = "Whether the public subnets have addresses of IPv6 as well, for a load balancer that answers by both."
  type        = bool
  default     = false
}
