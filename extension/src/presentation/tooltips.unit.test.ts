import assert from 'node:assert/strict';
import { report, service } from '@zero-to-running/health/contract/test-support/reports';
import { freshSnapshot } from '../../test/support/snapshots.ts';
import { ConnectionFailure } from '@zero-to-running/health/client/failure';
import { serviceViews } from './service-view.ts';
import { environmentTooltip, environmentTooltipState, linkedCommands, serviceTooltip } from './tooltips.ts';

const allowed = { environment: 'local:file:///a (b)', canRunMake: true };
const hostile = '<img src=x>|[click](command:workbench.action.quit)`$(bug)`**x** http://evil.example';

/** Markup that is not escaped. */
function unescaped(markdown: string): string {
  return markdown.replaceAll(/\\./g, '');
}

describe('tooltips', () => {
  it('have a row for each service, with links that run our commands only', () => {
    const text = environmentTooltip('shop', freshSnapshot(), Date.now(), allowed);
    assert.equal(text.match(/^\| \$\(pass\)/gm)?.length, 3);
    const commands = [...text.matchAll(/\]\(command:([\w.]+)\?([^)\s]*)\)/g)];
    assert.equal(commands.length, text.match(/command:/g)?.length);
    for (const [, command = '', argument = ''] of commands) {
      assert.ok((linkedCommands as readonly string[]).includes(command));
      const told: unknown = JSON.parse(decodeURIComponent(argument));
      assert.ok(Array.isArray(told));
      assert.equal(Reflect.get(told[0], 'environment'), allowed.environment);
    }
  });

  it('offer to start what may not be running, and say that it may not', () => {
    const guessed = freshSnapshot({}, { guess: 'http://localhost:4000' });
    const text = environmentTooltip('shop', guessed, Date.now(), allowed).replaceAll('\\', '');
    assert.match(text, /zeroToRunning\.start/);
    assert.doesNotMatch(text, /openLogs|restart/);
    assert.match(text, /The API at http:\/\/localhost:4000 may belong to the stack of another folder\./);
    assert.doesNotMatch(environmentTooltip('shop', freshSnapshot(), Date.now(), allowed), /zeroToRunning\.start/);
  });

  it('offer nothing that needs trust where there is none', () => {
    const text = environmentTooltip('shop', freshSnapshot(), Date.now(), { ...allowed, canRunMake: false });
    assert.doesNotMatch(text, /openLogs|restart/);
  });

  it('show what a server sends as it is', () => {
    const down = service({ status: 'unhealthy', latencyMs: null, error: 'timeout' });
    const snapshot = freshSnapshot({ services: { [hostile]: down } });
    const text = unescaped(environmentTooltip(hostile, snapshot, Date.now(), { ...allowed, canRunMake: false }));
    assert.doesNotMatch(text, /<img|quit\)|\$\(bug\)|http:\/\/evil|`/);
    assert.equal(text.match(/^\|/gm)?.length, 3, 'no row is torn apart');
    const [view] = serviceViews(snapshot);
    assert.ok(view);
    assert.doesNotMatch(unescaped(serviceTooltip(view, Date.now(), hostile)), /<img|quit\)|\$\(bug\)|http:\/\//);
  });

  it('say that it is old, and not how old, where nobody counts on', () => {
    const old = freshSnapshot({}, { fresh: false, link: 'lost', receivedAt: Date.now() - 30_000 });
    const text = environmentTooltip('shop', old, Date.now(), allowed, false);
    assert.match(text, /^\*\*shop\*\*: unknown, the last report is old$/m);
  });

  it('say something else where a state, a sentence or a link does, and not where a figure does', () => {
    const slower = { ...report().services, api: service({ latencyMs: 80, since: '2026-11-23T11:00:00.000Z' }) };
    const state = environmentTooltipState(freshSnapshot(), allowed);
    assert.equal(environmentTooltipState(freshSnapshot({ services: slower }), allowed), state);
    const down = service({ status: 'unhealthy', latencyMs: null, error: 'timeout' });
    for (const other of [
      freshSnapshot({ services: { ...report().services, cache: down } }),
      freshSnapshot({}, { fresh: false }),
      freshSnapshot({}, { guess: 'http://localhost:4000' }),
      freshSnapshot({}, { leftOut: { services: 1, failing: 0 } }),
    ]) {
      assert.notEqual(environmentTooltipState(other, allowed), state);
    }
    assert.notEqual(environmentTooltipState(freshSnapshot(), { ...allowed, canRunMake: false }), state);
  });

  it('say that details are hidden, and lead to the token', () => {
    const { status, timestamp } = report();
    const answer = { status, timestamp, detail: 'public' as const, services: { api: { status: 'healthy' as const } } };
    const hidden = freshSnapshot({}, { answer, detail: 'redacted', hasToken: true });
    const text = environmentTooltip('shop', hidden, Date.now(), allowed);
    assert.match(text, /hides the details/);
    assert.match(text, /command:zeroToRunning\.setToken/);
    assert.doesNotMatch(environmentTooltip('shop', freshSnapshot(), Date.now(), allowed), /setToken/);
    const [view] = serviceViews(hidden);
    assert.match(serviceTooltip(view ?? assert.fail(), Date.now()), /does not show its details/);
    const failure = new ConnectionFailure('token-refused', 'it refuses the stored token');
    const refused = freshSnapshot({}, { fresh: false, link: 'lost', failure });
    assert.match(environmentTooltip('shop', refused, Date.now(), allowed), /command:zeroToRunning\.setToken/);
  });

  it('count ages by the API’s clock, which may be off', () => {
    const receivedAt = Date.now();
    const at = (ms: number) => new Date(receivedAt - 600_000 - ms).toISOString();
    const services = { api: service({ checkedAt: at(1_000), since: at(5_000) }) };
    const snapshot = freshSnapshot({ timestamp: at(0), services }, { receivedAt });
    const [view] = serviceViews(snapshot);
    assert.match(serviceTooltip(view ?? assert.fail(), receivedAt), /For 5 s/);
    const table = environmentTooltip('shop', snapshot, receivedAt, allowed);
    assert.match(table, /\| 5 s&nbsp;/);
    assert.doesNotMatch(table, /min/);
  });

  it('say why the frontend is not known', () => {
    const frontendProblem = new ConnectionFailure('bad-address', 'The setting x is bad');
    const snapshot = freshSnapshot({}, { frontend: service({ status: 'unknown', checkedAt: null }), frontendProblem });
    assert.match(environmentTooltip('shop', snapshot, Date.now(), allowed), /^The setting x is bad\.$/m);
    const [view] = serviceViews(snapshot);
    assert.match(serviceTooltip(view ?? assert.fail(), Date.now()), /^The setting x is bad\.$/m);
  });

  it('say when what they show is old', () => {
    const old = freshSnapshot({}, { fresh: false, link: 'lost', receivedAt: Date.now() - 30_000 });
    assert.match(environmentTooltip('shop', old, Date.now(), allowed).replaceAll('\\', ''), /last report 30 s ago/);
    assert.doesNotMatch(environmentTooltip('shop', old, Date.now(), allowed), /\$\(pass\)/);
  });
});
