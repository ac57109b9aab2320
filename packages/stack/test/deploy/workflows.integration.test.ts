import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { thisCheckout } from '../../src/checkout.ts';
import { pinnedTerraformVersion } from '../../src/deploy/terraform/find-terraform.ts';
import { allJobs, needsOf, readWorkflow, workflowNames, workflowText, type Job } from './support/workflows.ts';

const usesAws = ({ steps }: Job) => steps.some(({ uses = '' }) => uses.startsWith('aws-actions/'));
const signs = ({ steps }: Job) => steps.some(({ run = '' }) => run.includes('cosign sign'));

/** What may write what, and nothing else may. */
const writers: Readonly<Record<string, readonly string[]>> = {
  'codeql/analyze': ['security-events'],
  'deploy/build': ['id-token'],
  'deploy/dev': ['id-token'],
  'deploy/production': ['id-token'],
  'deploy-environment/deploy': ['id-token'],
  'plan/plan': ['id-token'],
  'plan/comment': ['pull-requests'],
  'drift/drift': ['id-token'],
  'release/images': ['id-token', 'packages'],
  'release/release': ['contents'],
};

describe('workflows', () => {
  it('has those for testing, planning, deploying, drift and releases', () => {
    for (const name of ['ci', 'deploy', 'deploy-environment', 'plan', 'drift', 'release']) {
      assert.ok(workflowNames.includes(name), name);
    }
  });

  for (const name of workflowNames) {
    it(`${name}: takes every action by the SHA of a commit, and says which version it is`, () => {
      const uses = workflowText(name).matchAll(/uses: (.+)$/gm);
      for (const [, action = ''] of uses) {
        assert.match(action, /^(?:\.\/\.github\/workflows\/[\w-]+\.yml|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
      }
    });

    it(`${name}: puts nothing that an outsider writes into a shell`, () => {
      for (const { run = '' } of Object.values(readWorkflow(name).jobs).flatMap(({ steps }) => steps)) {
        assert.doesNotMatch(run, /\$\{\{/, run);
      }
    });

    it(`${name}: knows no long-lived key`, () => {
      const secrets = [...workflowText(name).matchAll(/secrets\.(\w+)/g)].map(([, secret]) => secret);
      assert.deepEqual(
        secrets.filter((secret) => name !== 'release' || !['VSCE_PAT', 'OVSX_PAT'].includes(secret ?? '')),
        [],
      );
      assert.doesNotMatch(workflowText(name), /aws-access-key-id|AWS_SECRET|AWS_ACCESS_KEY|secrets: inherit/i);
    });
  }

  it('lets the same version of an action be used everywhere', () => {
    const pins = new Map<string, string>();
    for (const { where, job } of allJobs()) {
      for (const { uses } of job.steps) {
        const [action = '', pin = ''] = uses?.split('@') ?? [];
        assert.equal(pin, pins.get(action) ?? pin, `${where} ${action}`);
        pins.set(action, pin);
      }
    }
  });

  it('gives each job the permissions it needs, and the workflow none but to read', () => {
    for (const name of workflowNames) {
      assert.ok(
        Object.entries(readWorkflow(name).permissions).every(([, level]) => level === 'read'),
        name,
      );
    }
    for (const { where, job } of allJobs()) {
      const written = Object.entries(job.permissions ?? {}).flatMap(([what, level]) => (level === 'write' ? what : []));
      assert.deepEqual(written.toSorted(), (writers[where] ?? []).toSorted(), where);
    }
  });

  it('ends every job that hangs', () => {
    for (const { where, job } of allJobs()) assert.ok(job.uses ?? job['timeout-minutes'], where);
  });

  it('tests the extension in the oldest VS Code that it says it runs in', () => {
    const manifest = readFileSync(join(thisCheckout.root, 'extension/package.json'), 'utf8');
    const { engines } = z.object({ engines: z.object({ vscode: z.string() }) }).parse(JSON.parse(manifest));
    assert.equal(readWorkflow('ci').jobs['oldest-editor']?.env['VSCODE_VERSION'], engines.vscode.replace('^', ''));
  });

  it('leaves no token in a checkout', () => {
    for (const { where, job } of allJobs()) {
      for (const step of job.steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))) {
        assert.equal(step.with['persist-credentials'], false, where);
      }
    }
  });

  it('comes to AWS by the identity of a job in an environment alone', () => {
    const jobs = allJobs().filter(({ job }) => usesAws(job));
    assert.deepEqual(jobs.map(({ where }) => where).toSorted(), [
      'deploy-environment/deploy',
      'deploy/build',
      'drift/drift',
      'plan/plan',
    ]);
    for (const { where, job } of jobs) {
      assert.ok(job.environment, where);
      assert.equal(job.permissions?.['id-token'], 'write', where);
      const step = job.steps.find(({ uses = '' }) => uses.startsWith('aws-actions/'));
      const lifetime = where === 'deploy-environment/deploy' ? ['role-duration-seconds'] : [];
      const names = ['aws-region', ...lifetime, 'role-to-assume'];
      assert.deepEqual(Object.keys(step?.with ?? {}).toSorted(), names.toSorted(), where);
      if (lifetime.length > 0) {
        assert.ok(Number(step?.with['role-duration-seconds']) > Number(job['timeout-minutes']) * 60, where);
      }
    }
    for (const { where, job } of allJobs()) {
      if (job.permissions?.['id-token'] === 'write') assert.ok(job.uses ?? (usesAws(job) || signs(job)), where);
    }
  });

  it('never cancels a deployment, and lets one at a time into an environment', () => {
    assert.equal(readWorkflow('deploy').concurrency, undefined);
    assert.equal(readWorkflow('deploy-environment').concurrency, undefined);
    for (const where of ['deploy/build', 'deploy-environment/deploy', 'drift/drift']) {
      const found = allJobs().find((each) => each.where === where);
      assert.equal(found?.job.concurrency?.['cancel-in-progress'], false, where);
    }
    const group = readWorkflow('deploy-environment').jobs['deploy']?.concurrency?.group;
    assert.equal(group, 'environment-${{ inputs.environment }}');
    // In the same group, a deployment that waits would be cancelled by the daily look for drift.
    assert.equal(readWorkflow('drift').jobs['drift']?.concurrency?.group, 'drift-${{ matrix.environment }}');
    assert.equal(readWorkflow('release').concurrency?.['cancel-in-progress'], false);
  });

  it('tests, builds once, and promotes the same digests from dev to production', () => {
    const { on, jobs } = readWorkflow('deploy');
    assert.deepEqual(on, { push: { branches: ['main'] } });
    assert.equal(jobs['test']?.uses, './.github/workflows/ci.yml');
    const needs = Object.entries(jobs).map(([name, job]) => [name, needsOf(job)]);
    assert.deepEqual(Object.fromEntries(needs), {
      test: [],
      build: ['test'],
      dev: ['build'],
      production: ['build', 'dev'],
    });
    const builds = allJobs().filter(({ workflow, job }) => {
      return workflow.startsWith('deploy') && job.steps.some(({ run = '' }) => /make images|docker .*build/.test(run));
    });
    assert.deepEqual(
      builds.map(({ where }) => where),
      ['deploy/build'],
    );
    const { dev, production } = jobs;
    assert.equal(dev?.uses, './.github/workflows/deploy-environment.yml');
    assert.equal(production?.uses, dev.uses);
    assert.deepEqual({ ...production.with, environment: 'dev' }, dev.with);
    assert.equal(production.with['environment'], 'production');
    assert.match(String(dev.with['api_image']), /needs\.build\.outputs\.api_image/);
  });

  it('signs what it builds by digest, and deploys nothing that is not signed', () => {
    const { build } = readWorkflow('deploy').jobs;
    const commands = build?.steps.map(({ run = '' }) => run).filter(Boolean) ?? [];
    assert.match(commands[0] ?? '', /make images .*ATTEST=1/);
    assert.match(commands[1] ?? '', /cosign sign --yes .*"\$API_IMAGE" "\$FRONTEND_IMAGE"/);
    const { deploy } = readWorkflow('deploy-environment').jobs;
    const order = deploy?.steps.flatMap(({ run = '' }) => /cosign verify|make deploy/.exec(run)?.[0] ?? []);
    assert.deepEqual(order, ['cosign verify', 'make deploy']);
  });

  it('looks for drift every day', () => {
    const { on, jobs } = readWorkflow('drift');
    const [{ cron }] = z.tuple([z.object({ cron: z.string() })]).parse(on['schedule']);
    assert.match(cron, /^\d+ \d+ \* \* \*$/);
    assert.ok(jobs['drift']?.steps.some(({ run = '' }) => /make plan .*EMPTY=1/.test(run)));
  });

  it('has the Terraform that the infrastructure pins', () => {
    const pinned = pinnedTerraformVersion(join(thisCheckout.root, 'infra/environments/dev'));
    for (const { where, job } of allJobs()) {
      for (const step of job.steps.filter(({ uses }) => uses?.startsWith('hashicorp/setup-terraform@'))) {
        assert.equal(step.with['terraform_version'], pinned, where);
      }
    }
  });

  it('lets new versions of what is used wait, and covers every kind', () => {
    const updates = z
      .object({
        updates: z.array(
          z.object({ 'package-ecosystem': z.string(), cooldown: z.object({ 'default-days': z.number().min(7) }) }),
        ),
      })
      .parse(parse(readFileSync(join(thisCheckout.root, '.github/dependabot.yml'), 'utf8')));
    const kinds = updates.updates.map((each) => each['package-ecosystem']);
    assert.deepEqual(kinds.toSorted(), ['docker', 'docker-compose', 'github-actions', 'npm', 'terraform']);
  });
});
