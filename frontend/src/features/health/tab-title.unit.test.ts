import assert from 'node:assert/strict';
import { summaryOf } from '@zero-to-running/health/contract/report';
import { report, service } from '@zero-to-running/health/contract/test-support/reports';
import { describeFlips } from '@zero-to-running/health/words/describe-flips';
import { displayHealth } from '@zero-to-running/health/client/displayed-health';
import { overallSentence } from '@zero-to-running/health/words/overall-sentence';
import { tabState } from './tab-title.ts';

const cacheDown = report({
  status: 'degraded',
  services: { cache: service({ critical: false, status: 'unhealthy', error: 'refused' }), api: service() },
});

const databaseDown = report({
  status: 'error',
  services: { database: service({ status: 'unhealthy', error: 'timeout' }) },
});

const sentence = (answer: Parameters<typeof overallSentence>[0]) =>
  overallSentence(answer, displayHealth(answer, true));

describe('what is shown of a report', () => {
  it('has the services in the order of a request, others by name', () => {
    const services = { zoo: service(), cache: service(), Queue: service(), api: service(), database: service() };
    const keys = displayHealth(report({ services }), true).services.map(({ key }) => key);
    assert.deepEqual(keys, ['api', 'database', 'cache', 'Queue', 'zoo']);
  });

  it('is unknown when the report is not fresh, whatever it says', () => {
    const displayed = displayHealth(cacheDown, false);
    assert.equal(displayed.overall, 'unknown');
    assert.deepEqual(
      displayed.services.map(({ status, lastKnown }) => [status, lastKnown]),
      [
        ['unknown', 'healthy'],
        ['unknown', 'unhealthy'],
      ],
    );
    assert.match(overallSentence(cacheDown, displayed), /no fresh report.*Last known: Degraded/);
  });

  it('is known of what is asked from elsewhere, however old the report', () => {
    const { overall, services } = displayHealth(cacheDown, false, new Set(['api']));
    assert.deepEqual(
      [overall, ...services.map(({ status, isKnown }) => [status, isKnown])],
      ['unknown', ['healthy', true], ['unknown', false]],
    );
  });

  it('has no details where the API shows none', () => {
    const summary = summaryOf(cacheDown);
    const displayed = displayHealth(summary, true);
    assert.ok(displayed.services.every(({ details }) => details === null));
    assert.equal(
      overallSentence(summary, displayed),
      'Cache is not healthy; the application keeps working without it.',
    );
  });

  it('is put into a sentence', () => {
    assert.equal(sentence(report()), 'Every service answers.');
    assert.match(sentence(databaseDown), /^Database is not healthy; the application cannot work without it\.$/);
    assert.match(sentence(report({ phase: 'starting', status: 'error' })), /starting/);
    assert.match(sentence(report({ phase: 'draining' })), /shutting down/);
    assert.match(sentence(report({ status: 'error' })), /names no service/);
    const both = report({
      status: 'degraded',
      services: {
        a: service({ critical: false, status: 'unknown' }),
        b: service({ critical: false, status: 'unhealthy' }),
      },
    });
    assert.equal(sentence(both), 'a and b are not healthy; the application keeps working without them.');
  });

  it('names the flips, and only those', () => {
    const before = displayHealth(report(), true);
    assert.deepEqual(describeFlips(before, displayHealth(report(), true)), []);
    assert.deepEqual(describeFlips(before, displayHealth(cacheDown, true)), ['Cache: unhealthy, refuses connections.']);
    assert.deepEqual(describeFlips(displayHealth(databaseDown, true), before), ['Database: healthy.']);
  });

  it('is in the title of the tab, which never stays green without a fresh report', () => {
    assert.deepEqual(tabState(displayHealth(report(), true), 'fresh'), { words: 'All healthy', tone: 'ok' });
    assert.deepEqual(tabState(displayHealth(cacheDown, true), 'fresh'), { words: 'Degraded: Cache', tone: 'degraded' });
    assert.deepEqual(tabState(displayHealth(databaseDown, true), 'fresh'), {
      words: 'Not working: Database',
      tone: 'error',
    });
    for (const freshness of ['waiting', 'stale', 'lost', 'paused'] as const) {
      assert.equal(tabState(displayHealth(report(), false), freshness).tone, 'unknown');
      assert.equal(tabState(null, freshness).tone, 'unknown');
    }
  });
});
