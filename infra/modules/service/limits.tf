# What AWS accepts, and neither the provider nor a plan looks at.
locals {
  # Memory in MiB by CPU units: "Task CPU and memory" in the developer guide of ECS. 256 has sizes without a step.
  memory_sizes = {
    512   = { from = 1024, to = 4096, step = 1024 }
    1024  = { from = 2048, to = 8192, step = 1024 }
    2048  = { from = 4096, to = 16384, step = 1024 }
    4096  = { from = 8192, to = 30720, step = 1024 }
    8192  = { from = 16384, to = 61440, step = 4096 }
    16384 = { from = 32768, to = 122880, step = 8192 }
  }

  # Minutes, hours, day of month, month, day of week, year.
  cron_numbers = "[0-9]+([-/][0-9]+)?"
  cron_list    = "(\\*|\\*/[0-9]+|${local.cron_numbers}(,${local.cron_numbers})*)"
  cron_months  = "(\\*|[0-9A-Z]+([-/][0-9A-Z]+)?(,[0-9A-Z]+([-/][0-9A-Z]+)?)*)"
  cron_form    = "^cron\\(${local.cron_list} ${local.cron_list} (\\?|L|[0-9]+W|${local.cron_list}) ${local.cron_months} (\\?|[0-9A-Z]+L|[0-9A-Z]+#[1-5]|${local.cron_months}) ${local.cron_list}\\)$"
}
