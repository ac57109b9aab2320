# Every verb a person types. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help dev down restart logs health status doctor clean up-production down-production install check types lint format texts test test-devcontainer bench package install-extension
.PHONY: reset undo snapshot snapshots restore snapshot-delete seed migration migrate migrations rescue
.PHONY: bootstrap plan deploy rollback destroy images registry-login secret secrets secret-delete database health-token

# Options are what stands on make's own command line (`make reset YES=1`), by name; make hands their values on. What the
# shell happens to export under such a name is none.
override options := $(strip $(foreach name,$(.VARIABLES),$(if $(filter command,$(origin $(name))),'$(subst ','\'',$(name))')))

# Installs what is missing, then runs the stack's command line on the Node that the project carries.
override run = @./packages/stack/run $@ $(options)

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-18s %s\n", $$1, $$2}' Makefile

dev: ## Start the whole stack in the background, and wait until it is healthy
	$(run)

down: ## Stop what `make dev` started; data stays
	$(run)

restart: ## Restart all services, or one: SERVICE=api
	$(run)

logs: ## Follow all logs, or one: SERVICE=api; FOLLOW=0 prints the last lines and returns; ENV=dev reads those in AWS
	$(run)

health: ## Show the health report; WATCH=1 keeps it up to date; ENV=dev reads the one in AWS
	$(run)

status: ## Show what is running, where and since when; JSON=1 for programs
	$(run)

doctor: ## Check this machine and the checkout, with a fix beside each failure; ENV=dev looks at AWS too; JSON=1 for programs
	$(run)

clean: ## Stop the stack and delete its data, after a question; YES=1 skips it, SNAPSHOTS=delete also deletes named snapshots
	$(run)

reset: ## Replace the data with example tasks, after a question and a snapshot; YES=1 skips the question, SCALE=1000
	$(run)

undo: ## Restore the data from before the last reset, restore or undo
	$(run)

snapshot: ## Save a copy of the data; NAME=before-demo keeps it until you delete it, else only the last ten are kept
	$(run)

snapshots: ## List the snapshots; JSON=1 for programs
	$(run)

restore: ## Restore a snapshot: NAME=before-demo
	$(run)

snapshot-delete: ## Delete a snapshot: NAME=before-demo, after asking; YES=1 does not ask
	$(run)

seed: ## Add 100 example tasks, or SCALE=1000000; existing data stays
	$(run)

migration: ## Create the file for a new migration: NAME=add_due_date
	$(run)

migrate: ## Apply the pending migrations
	$(run)

migrations: ## List the migrations: applied, pending, changed; JSON=1 for programs
	$(run)

rescue: ## Copy what can still be read from a damaged database to files
	$(run)

up-production: ## Build the production images, and run them here behind one port
	$(run)

down-production: ## Stop what `make up-production` started; data stays
	$(run)

install: ## Install dependencies, and everything else that the first start would download
	$(run)

check: ## Check types, lint, format and unused code
	$(run)

types: ## Check types
	$(run)

lint: ## Lint, and check format and unused code
	$(run)

format: ## Format, and fix what the linter can
	$(run)

texts: ## List every text that a person may read, by surface and file
	$(run)

test: ## Run all tests that need no container, editor or Terraform; ALL=1 runs every test, SUITE=api one suite, FILE=api/src/db/pool.integration.test.ts one file; WATCH=1 runs again at each change, SEED=42 repeats random numbers
	$(run)

test-devcontainer: ## Open the dev container, use it, and remove it again; part of `make test ALL=1`
	@./packages/stack/run test SUITE=devcontainer $(options)

bench: ## Run every benchmark, or one: NAME=start
	$(run)

package: ## Package the VS Code extension as extension/dist/extension.vsix
	$(run)

install-extension: ## Package the extension and install it in this machine's VS Code, or in CODE=codium
	$(run)

plan: ## Show what deploying would change in AWS: ENV=dev; JSON=1 for programs
	$(run)

deploy: ## Build, migrate and deploy to AWS, or continue where a deployment stopped: ENV=dev; YES=1 skips the question
	$(run)

rollback: ## Deploy the previous release to AWS again: ENV=dev
	$(run)

destroy: ## Destroy an environment in AWS, after a final snapshot of its database: ENV=dev
	$(run)

secret: ## Keep a secret variable of a service in AWS, typed or from standard input: NAME=STRIPE_KEY ENV=dev; SERVICE=frontend
	$(run)

secrets: ## List the secret variables in AWS, without their values: ENV=dev; JSON=1 for programs
	$(run)

secret-delete: ## Delete a secret variable in AWS, after asking: NAME=STRIPE_KEY ENV=dev; SERVICE=frontend, YES=1 does not ask
	$(run)

database: ## Open a way from this machine to a database in AWS, until Ctrl-C: ENV=dev; PORT=15432
	$(run)

health-token: ## Print the token that shows the details of an environment's health: ENV=dev; JSON=1 for programs
	$(run)

images: ## Build and push the images for AWS, and print their digests: ENV=dev
	$(run)

registry-login: ## Log Docker in to the AWS account's registry: ENV=dev
	$(run)

bootstrap: ## Create what an AWS account needs once: the state bucket, the registry, roles for GitHub: ENV=dev
	$(run)
