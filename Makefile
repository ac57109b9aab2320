# Every verb a person types. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help dev down restart logs health status doctor clean up-production down-production install check types lint format test test-devcontainer bench package install-extension
.PHONY: reset undo snapshot snapshots restore snapshot-delete seed migration migrate migrations
.PHONY: bootstrap plan deploy rollback destroy images registry-login

# Installs what is missing, then runs the stack's command line on the Node that the project carries.
run := ./stack/run

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-18s %s\n", $$1, $$2}' Makefile

dev: ## Start the whole stack in the background, and wait until it is healthy
	@$(run) dev

down: ## Stop what `make dev` started; data stays
	@$(run) down

restart: ## Restart all, or one: SERVICE=api
	@$(run) restart

logs: ## Follow all logs, or one: SERVICE=api; FOLLOW=0 prints the end and returns; ENV=dev for those in AWS
	@$(run) logs

health: ## Show the health report; WATCH=1 keeps it up to date; ENV=dev for that in AWS
	@$(run) health

status: ## Show what runs, where and since when; JSON=1 for programs
	@$(run) status

doctor: ## Check this machine and the checkout, with a fix beside each failure; JSON=1 for programs
	@$(run) doctor

clean: ## Stop the stack and delete its data, after asking; YES=1 does not ask
	@$(run) clean

reset: ## Replace the data by example tasks, after asking and a snapshot; YES=1 does not ask, SCALE=1000
	@$(run) reset

undo: ## Go back to the data of before the last reset, restore or undo
	@$(run) undo

snapshot: ## Copy the data aside; NAME=before-demo is kept until deleted, without it the last ten are
	@$(run) snapshot

snapshots: ## List the snapshots; JSON=1 for programs
	@$(run) snapshots

restore: ## Go back to a snapshot: NAME=before-demo
	@$(run) restore

snapshot-delete: ## Delete a snapshot: NAME=before-demo, after asking; YES=1 does not ask
	@$(run) snapshot-delete

seed: ## Add 100 example tasks, or SCALE=1000000; those that are there already are not added again
	@$(run) seed

migration: ## Make the file of a new migration: NAME=add_due_date
	@$(run) migration

migrate: ## Apply the pending migrations
	@$(run) migrate

migrations: ## List the migrations: applied, pending, changed; JSON=1 for programs
	@$(run) migrations

up-production: ## Build the production images, and run them here behind one port
	@$(run) up-production

down-production: ## Stop what `make up-production` started; data stays
	@$(run) down-production

install: ## Install dependencies, and all that the first start would fetch
	@$(run) install

check: ## Check types and lint
	@$(run) check

types: ## Check types
	@$(run) types

lint: ## Lint, and check the format
	@$(run) lint

format: ## Format, and fix what the linter can
	@$(run) format

test: ## Run every test; SUITE=api runs one suite, FILE=api/src/db/pool.test.ts one file, REQUIRE_ALL=1 turns a skip into a failure
	@$(run) test

test-devcontainer: ## Open the dev container, use it, and remove it again; part of `make test`
	@SUITE=devcontainer $(run) test

bench: ## Run every benchmark, or one: NAME=start
	@$(run) bench

package: ## Package the VS Code extension as extension/dist/extension.vsix
	@$(run) package

install-extension: ## Package the extension and install it in this machine's VS Code, or in CODE=codium
	@$(run) install-extension

plan: ## Show what deploying would change in AWS: ENV=dev; JSON=1 for programs
	@$(run) plan

deploy: ## Build, migrate and deploy to AWS, or continue where that stopped: ENV=dev; YES=1 does not ask
	@$(run) deploy

rollback: ## Go back to the release before in AWS: ENV=dev
	@$(run) rollback

destroy: ## Take an environment in AWS down, after a last snapshot of its database: ENV=dev
	@$(run) destroy

images: ## Build and push the images for AWS, and print their digests: ENV=dev
	@$(run) images

registry-login: ## Let Docker use the AWS account's registry: ENV=dev
	@$(run) registry-login

bootstrap: ## Make what an AWS account has once: the state's bucket, the registry, roles for GitHub: ENV=dev
	@$(run) bootstrap
