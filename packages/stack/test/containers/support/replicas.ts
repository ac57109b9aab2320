import assert from 'node:assert/strict';
import { until } from '../../../src/process/wait.ts';
import { attempt, docker, inspect } from './docker.ts';
import type { Project } from './project.ts';
import { deregister, register, type Slot, writeTargetGroup } from './target-group.ts';

const readyDeadlineMs = 90_000;

/** Replicas of the API behind the production stack's load balancer, and what Amazon ECS does with them. */
export class Replicas {
  readonly #project: Project;
  /** Whose keep-alive settings the API has: `production` or `development`. */
  readonly #nodeEnv: string;
  readonly #network: string;
  #loadBalancer = '';
  #subnet = '';

  constructor(project: Project, nodeEnv: string) {
    this.#project = project;
    this.#nodeEnv = nodeEnv;
    this.#network = `${project.name}-replicas`;
  }

  /** Starts the load balancer, without a replica, and what replicas need. */
  async prepare(): Promise<void> {
    await this.#createNetwork();
    await writeTargetGroup(this.#project.root, (slot) => this.address(slot));
    await this.#project.compose('up', '--detach', '--wait', '--no-deps', 'database', 'cache', 'load-balancer');
    this.#loadBalancer = await this.#project.container('load-balancer');
    await docker('network', 'connect', this.#network, this.#loadBalancer);
  }

  /** Of addresses that the engine finds free; only a network whose range was asked for lets containers choose theirs. */
  async #createNetwork(): Promise<void> {
    const label = `com.docker.compose.project=${this.#project.name}`;
    await docker('network', 'create', '--label', label, this.#network);
    const subnet = await inspect(this.#network, '{{(index .IPAM.Config 0).Subnet}}');
    await docker('network', 'rm', this.#network);
    await docker('network', 'create', '--label', label, '--subnet', subnet, this.#network);
    this.#subnet = subnet;
  }

  address(slot: Slot): string {
    return this.#subnet.replace(/\d+\/\d+$/, String(100 + slot));
  }

  #name(slot: Slot): string {
    return `${this.#project.name}-api-${slot}`;
  }

  /** Migrates as a deployment does: by the present image, in a container of its own. */
  migrate(): Promise<string> {
    return this.#project.compose('run', '--rm', '--no-deps', '--pull', 'never', 'api', 'src/db/migrate-command.js');
  }

  /** Starts a replica of the present image, and registers it when it is ready. */
  async start(slot: Slot): Promise<void> {
    const name = this.#name(slot);
    const environment = ['--env', `NODE_ENV=${this.#nodeEnv}`, '--env', 'MIGRATE_ON_START=verify'];
    await this.#project.compose(
      'run',
      '--detach',
      '--no-deps',
      '--pull',
      'never',
      '--name',
      name,
      ...environment,
      'api',
    );
    await docker('network', 'connect', '--ip', this.address(slot), this.#network, name);
    const isReady = await until(() => this.#isReady(slot), { deadlineMs: readyDeadlineMs, everyMs: 200 });
    assert.ok(isReady, `${name} is not ready:\n${(await attempt('docker', ['logs', name])).output}`);
    await register(this.#loadBalancer, slot);
  }

  /** Asks what AWS's load balancer asks, from where it asks. */
  async #isReady(slot: Slot): Promise<boolean> {
    const url = `http://${this.address(slot)}:4000/health/ready`;
    return (await attempt('docker', ['exec', this.#loadBalancer, 'curl', '--fail', '--silent', '--max-time', '5', url]))
      .ok;
  }

  /**
   * Deregisters a replica, and has it end.
   * @param whenLeaving is called when it has been told to
   */
  async stop(slot: Slot, whenLeaving: () => void): Promise<void> {
    await deregister(this.#loadBalancer, slot);
    const stopped = docker('stop', '--signal', 'SIGTERM', '--time', '30', this.#name(slot));
    const isLeaving = until(async () => !(await this.#isReady(slot)), { deadlineMs: readyDeadlineMs });
    await Promise.all([stopped, isLeaving.then(whenLeaving)]);
    assert.equal(await inspect(this.#name(slot), '{{.State.ExitCode}}'), '0');
  }

  /** Ends it as a machine that fails does: without a word to anybody. */
  async kill(slot: Slot): Promise<void> {
    await docker('kill', this.#name(slot));
  }
}
