import assert from 'node:assert/strict';
import { report, service } from '@zero-to-running/health/contract/test-support/reports';
import { freshSnapshot } from '../../test/support/snapshots.ts';
import { toldEnvironment } from '../../test/support/told-environment.ts';
import type { EnvironmentSnapshot } from '../store/environment-store.ts';
import { FlipNotifications } from './flip-notifications.ts';

const failing = (name = 'cache') =>
  freshSnapshot({ services: { ...report().services, [name]: service({ status: 'unhealthy' }) } });
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('notifications of flips', () => {
  let shown: { message: string; actions: readonly string[] }[];
  let inStatusBar: string[];
  let ran: unknown[][];
  let settings: Map<string, unknown>;
  let answer: string | undefined;
  let isTrusted: boolean;
  let isAtWork: boolean;
  let notifications: FlipNotifications;
  let tell: (snapshot: EnvironmentSnapshot) => void;

  beforeEach(() => {
    [shown, inStatusBar, ran, settings] = [[], [], [], new Map()];
    answer = undefined;
    isTrusted = true;
    isAtWork = false;
    const { environments, tell: told } = toldEnvironment(freshSnapshot(), {
      uri: 'file:///shop',
      name: 'shop',
      path: '/shop',
    });
    tell = told;
    notifications = new FlipNotifications({
      environments,
      apis: {
        showWarning: (message, ...actions) => {
          shown.push({ message, actions });
          return Promise.resolve(answer);
        },
        showInStatusBar: (message) => {
          inStatusBar.push(message);
          return { dispose: () => undefined };
        },
        run: (...command) => Promise.resolve(ran.push(command)),
        setting: (name) => settings.get(name),
        updateSetting: (name, value) => Promise.resolve(settings.set(name, value)).then(() => undefined),
      },
      canRunMake: () => isTrusted,
      isAtWork: () => isAtWork,
    });
    tell(freshSnapshot());
  });
  afterEach(() => notifications.dispose());

  it('say once that a service fails, and that it is back in the status bar only', () => {
    tell(failing());
    tell(failing());
    assert.deepEqual(shown, [
      { message: 'Cache of shop is unhealthy.', actions: ['Show Logs', 'Restart', 'Don’t Show Again'] },
    ]);
    tell(freshSnapshot());
    assert.equal(shown.length, 1);
    assert.deepEqual(inStatusBar, ['$(pass) Cache is healthy again (shop)']);
  });

  it('run the command that is chosen, for that service', async () => {
    answer = 'Restart';
    tell(failing());
    await settled();
    assert.deepEqual(ran, [['zeroToRunning.restart', { environment: 'local:x', service: 'cache' }]]);
  });

  it('are not shown again when that is wished', async () => {
    answer = 'Don’t Show Again';
    tell(failing());
    await settled();
    assert.equal(settings.get('notifications.enabled'), false);
    tell(freshSnapshot());
    tell(failing('database'));
    assert.equal(shown.length, 1);
  });

  it('offer no command where the folder is not trusted', () => {
    isTrusted = false;
    tell(failing());
    assert.deepEqual(shown[0]?.actions, ['Don’t Show Again']);
  });

  it('make no link and no icon of a service’s name', () => {
    const name = '[click](command:x) $(bug)';
    tell(freshSnapshot({ services: { [name]: service() } }));
    tell(freshSnapshot({ services: { [name]: service({ status: 'unhealthy' }) } }));
    assert.equal(shown[0]?.message, '(click)(command:x) $ (bug) of shop is unhealthy.');
  });

  it('say much that fails at once in one message, whatever it is called', async () => {
    answer = 'Show Logs';
    const names = Array.from({ length: 40 }, (_each, index) => `service-${String(index).padStart(2, '0')}`);
    const services = (status: 'healthy' | 'unhealthy') =>
      freshSnapshot({ services: Object.fromEntries(names.map((name) => [name, service({ status })])) });
    tell(services('healthy'));
    tell(services('unhealthy'));
    await settled();
    assert.deepEqual(shown, [
      {
        message: 'service-00, service-01, service-02 and 37 more of shop are unhealthy.',
        actions: ['Show Logs', 'Open Dashboard', 'Don’t Show Again'],
      },
    ]);
    assert.deepEqual(ran, [['zeroToRunning.openAllLogs', { environment: 'local:x' }]]);
    tell(services('healthy'));
    assert.deepEqual(inStatusBar, ['$(pass) 40 services are healthy again (shop)']);
  });

  it('say nothing of what a restart brings about, unless it stays', () => {
    isAtWork = true;
    tell(failing());
    tell(freshSnapshot());
    tell(failing());
    assert.deepEqual(shown, []);
    isAtWork = false;
    tell(failing());
    assert.equal(shown.length, 1);
  });
});
