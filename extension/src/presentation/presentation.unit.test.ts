import assert from 'node:assert/strict';
import { report, service } from '@zero-to-running/health/contract/test-support/reports';
import { freshSnapshot } from '../../test/support/snapshots.ts';
import { ConnectionFailure } from '@zero-to-running/health/client/failure';
import { emptySnapshot } from '../store/environment-store.ts';
import { badgeOf, statusBarText } from './status-bar-text.ts';
import { environmentDescription, failureText, guessText, notesOf } from './environment-text.ts';
import { overallIcon, serviceIcon } from './icons.ts';
import { serviceDescription, serviceFigures, overallOf, serviceViews } from './service-view.ts';

const down = service({ status: 'unhealthy', latencyMs: null, error: 'refused' });
const services = { ...report().services, cache: { ...down, critical: false } };
const degraded = freshSnapshot({ status: 'degraded', services });
const now = Date.now();
const shop = { name: 'shop', kind: 'local', isOneOfSeveral: false } as const;
const lost = {
  ...freshSnapshot(),
  link: 'lost' as const,
  fresh: false,
  receivedAt: now - 12_000,
  failure: new ConnectionFailure('timeout', 'it does not answer in time'),
};
const stopped = {
  ...emptySnapshot,
  link: 'lost' as const,
  failure: new ConnectionFailure('stopped', 'the stack is not running'),
};

describe('presentation', () => {
  it('orders services as a request passes through them, then by name', () => {
    const named = { zebra: service(), ...report().services, ant: service() };
    const snapshot = freshSnapshot({ services: named }, { frontend: service() });
    assert.deepEqual(
      serviceViews(snapshot).map(({ key }) => key),
      ['frontend', 'api', 'database', 'cache', 'ant', 'zebra'],
    );
  });

  it('takes the report’s word for a frontend that it names', () => {
    const snapshot = freshSnapshot({ services: { frontend: service() } }, { frontend: down });
    assert.equal(serviceViews(snapshot)[0]?.status, 'healthy');
  });

  it('counts a frontend that does not answer', () => {
    const snapshot = freshSnapshot({}, { frontend: { ...down, critical: false } });
    assert.equal(overallOf(snapshot), 'degraded');
    assert.match(environmentDescription(snapshot, now), /degraded: Frontend/);
  });

  it('shows nothing of a silent source as healthy', () => {
    assert.ok(serviceViews(lost).every(({ status }) => status === 'unknown'));
    assert.equal(overallOf(lost), 'unknown');
    assert.equal(environmentDescription(lost, now), 'no answer · last report 12 s ago');
    assert.ok(serviceViews(lost).every((view) => serviceIcon(view).id === 'question'));
    assert.equal(serviceDescription(serviceViews(lost)[0] ?? assert.fail()), 'unknown, was healthy');
    assert.notEqual(overallIcon(overallOf(lost)).id, 'pass');
    assert.match(failureText(lost) ?? '', /does not answer in time/);
  });

  it('says of a frontend at a bad address that it is not known, and why, and leaves the rest as it is', () => {
    const frontendProblem = new ConnectionFailure('bad-address', 'The setting x is “y”');
    const frontend = service({ status: 'unknown', critical: false, latencyMs: null, checkedAt: null });
    const snapshot = freshSnapshot({}, { frontend, frontendProblem });
    assert.deepEqual(serviceViews(snapshot).map(serviceDescription), [
      'unknown · bad address',
      ...Array.from({ length: 3 }, () => 'healthy · 1.0 ms'),
    ]);
    assert.equal(environmentDescription(snapshot, now), 'degraded: Frontend');
  });

  it('says of an API that refuses the token that it does, and which command mends that', () => {
    for (const [kind, words] of [
      ['token-refused', 'token refused'],
      ['token-needed', 'token needed'],
    ] as const) {
      const refused = { ...lost, failure: new ConnectionFailure(kind, 'it wants another (status 401)') };
      assert.equal(environmentDescription(refused, now), `${words} · last report 12 s ago`);
      assert.match(statusBarText(shop, refused, now).text, new RegExp(`Stack: ${words}`));
      assert.match(
        failureText(refused) ?? '',
        /^The API answers, but it wants another \(status 401\)\. .*Set Detail Token/,
      );
    }
  });

  it('says that details are hidden though a token is stored', () => {
    const hidden = freshSnapshot({}, { detail: 'redacted', hasToken: true });
    assert.equal(environmentDescription(hidden, now), 'all healthy · details hidden');
    assert.match(notesOf(hidden)[0] ?? '', /rejects the stored token.*Set Detail Token/);
    const usual = { ...hidden, hasToken: false };
    assert.deepEqual([environmentDescription(usual, now), notesOf(usual)], ['all healthy', []]);
  });

  it('says no age while the link is paused, in which it would stand still', () => {
    const paused = { ...lost, link: 'paused' as const, failure: undefined };
    assert.equal(environmentDescription(paused, now), 'paused');
    assert.equal(statusBarText(shop, paused, now).text, '$(question) Stack: paused');
  });

  it('counts ages by the clock of who was asked, which may be off', () => {
    const behind = new Date(now - 600_000);
    const at = (ms: number) => new Date(behind.getTime() - ms).toISOString();
    const api = service({ checkedAt: at(11_000), since: at(15_000) });
    const frontend = service({
      checkedAt: new Date(now - 12_000).toISOString(),
      since: new Date(now - 17_000).toISOString(),
    });
    const snapshot = freshSnapshot({ timestamp: at(0), services: { api } }, { frontend, receivedAt: now });
    const ages = serviceViews(snapshot).map((view) =>
      serviceFigures(view, now).flatMap(({ id, value }) => (id === 'since' || id === 'checked' ? value : [])),
    );
    assert.deepEqual(ages, [
      ['17 s ago', '12 s ago'],
      ['15 s ago', '11 s ago'],
    ]);
  });

  it('says how many services there is no room for, and counts those of them that fail', () => {
    const crowded = freshSnapshot({ status: 'degraded', services }, { leftOut: { services: 150, failing: 11 } });
    assert.equal(environmentDescription(crowded, now), 'degraded: Cache · 150 more not shown');
    assert.deepEqual(notesOf(crowded), ['The report names 150 more services than can be shown, 11 of them unhealthy']);
    assert.deepEqual(badgeOf([{ name: 'shop', snapshot: crowded }]), {
      value: 12,
      tooltip: 'shop: unhealthy: Cache, 11 more',
    });
    const { answer: _, ...forgotten } = crowded;
    assert.deepEqual(notesOf({ ...forgotten, answer: undefined }), []);
  });

  it('says that the API’s address is bad rather than how old the last report is', () => {
    const bad = { ...lost, failure: new ConnectionFailure('bad-address', 'The setting x is “y”') };
    assert.equal(environmentDescription(bad, now), 'bad address');
    assert.match(statusBarText(shop, bad, now).text, /Stack: bad address$/);
    assert.equal(failureText(bad), 'The setting x is “y”');
  });

  it('tells a warning from an error by what the application needs', () => {
    const [critical, optional] = [true, false].map((each) => ({
      status: 'unhealthy' as const,
      health: { ...down, critical: each },
    }));
    assert.deepEqual(
      [critical && serviceIcon(critical).id, optional && serviceIcon(optional).id],
      ['error', 'warning'],
    );
  });

  it('says state as a word, with the figure that matters', () => {
    const texts = serviceViews(degraded).map(serviceDescription);
    assert.deepEqual(texts, ['healthy · 1.0 ms', 'healthy · 1.0 ms', 'unhealthy · refuses connections']);
    const figures = serviceFigures(serviceViews(degraded)[2] ?? assert.fail(), now);
    assert.deepEqual(
      figures.map(({ id }) => id),
      ['error', 'remedy', 'latency', 'since', 'checked'],
    );
  });

  it('says in words that who answers may be, or is, of another folder', () => {
    const guessed = freshSnapshot({}, { guess: 'http://localhost:4000' });
    assert.equal(environmentDescription(guessed, now), 'maybe another folder’s · all healthy');
    assert.match(guessText(guessed) ?? '', /at http:\/\/localhost:4000 may belong to the stack of another folder/);
    assert.equal(guessText(freshSnapshot()), undefined);
    const foreign = { ...stopped, failure: new ConnectionFailure('foreign', 'what answers is blog') };
    assert.equal(overallOf(foreign), 'stopped');
    assert.equal(environmentDescription(foreign, now), 'not running · another folder’s stack answers');
    assert.equal(failureText(foreign), 'The stack of this folder is not running: what answers is blog');
    assert.equal(badgeOf([{ name: 'shop', snapshot: foreign }]), undefined);
  });

  it('says of a stack that is starting that it is, with nothing to worry about', () => {
    const starting = { ...stopped, failure: new ConnectionFailure('starting', 'the stack is starting') };
    assert.equal(environmentDescription(starting, now), 'starting…');
    assert.deepEqual(overallIcon(overallOf(starting)), { id: 'sync~spin', color: undefined });
    assert.equal(failureText(starting), 'The stack is starting');
    assert.equal(badgeOf([{ name: 'shop', snapshot: starting }]), undefined);
  });

  it('puts the number of unhealthy services on the badge, and says when it is old', () => {
    assert.equal(badgeOf([{ name: 'shop', snapshot: freshSnapshot() }]), undefined);
    assert.deepEqual(badgeOf([{ name: 'shop', snapshot: degraded }]), {
      value: 1,
      tooltip: 'shop: unhealthy: Cache',
    });
    assert.deepEqual(badgeOf([{ name: 'shop', snapshot: lost }]), {
      value: 1,
      tooltip: 'shop: no fresh report',
    });
    assert.deepEqual(badgeOf([{ name: 'shop', snapshot: { ...degraded, link: 'lost', fresh: false } }]), {
      value: 1,
      tooltip: 'shop: unhealthy by the last report, which is old: Cache',
    });
    assert.equal(badgeOf([{ name: 'shop', snapshot: stopped }]), undefined);
  });

  it('gives the status bar the aggregate, with a colour where something is wrong', () => {
    assert.deepEqual(statusBarText(shop, degraded, now), {
      text: '$(warning) Stack: degraded: Cache',
      label: 'Zero to Running, shop: degraded: Cache',
      background: 'statusBarItem.warningBackground',
    });
    assert.equal(statusBarText(shop, stopped, now).text, '$(circle-slash) Stack: not running');
    const oneOfSeveral = statusBarText({ ...shop, isOneOfSeveral: true }, stopped, now);
    assert.equal(oneOfSeveral.text, '$(circle-slash) shop: not running');
    assert.equal(statusBarText(shop, lost, now).background, undefined);
    const hostile = freshSnapshot({ status: 'error', services: { ['$(bug)'.repeat(50)]: down } });
    const { text } = statusBarText(shop, hostile, now);
    assert.equal(text.indexOf('$('), text.lastIndexOf('$('));
    assert.ok(text.length < 100);
  });
});
