import assert from 'node:assert/strict';
import { report, service } from '../contract/test-support/reports.ts';
import { limits } from './request.ts';
import { readAnswer } from './answer.ts';

const down = (critical: boolean) => service({ status: 'unhealthy', critical, latencyMs: null, error: 'refused' });

const nameOf = (index: number) => `service-${String(index).padStart(3, '0')}`;

describe('reading an answer', () => {
  it('tells a whole report from one without details, and from one that is half understood', () => {
    const whole = readAnswer(report());
    assert.deepEqual([whole.detail, whole.misfit, whole.answer], ['full', undefined, report()]);
    const summary = {
      status: 'ok',
      timestamp: report().timestamp,
      detail: 'public',
      services: { api: { status: 'healthy' } },
    };
    assert.deepEqual([readAnswer(summary).detail, readAnswer(summary).answer], ['redacted', summary]);
    const partly = readAnswer({ ...report(), system: 'big' });
    assert.deepEqual([partly.detail, partly.misfit], ['full', '“system” of its health report is "big"']);
    assert.deepEqual({ ...partly.answer, system: report().system }, report());
  });

  it('keeps the states of a report whose details it does not understand', () => {
    const { answer, misfit } = readAnswer({ ...report(), phase: 'hibernating' });
    assert.match(misfit ?? '', /“phase” of its health report is "hibernating"/);
    assert.equal(answer.phase, undefined);
    assert.equal(answer.services['database']?.status, 'healthy');
  });

  it('takes values it does not know for unknown, and leaves out fields it does not know', () => {
    const future = { ...service(), status: 'sleepy', error: 'cosmic-rays', mood: 'good' };
    const { answer } = readAnswer({ ...report({ services: {} }), services: { database: future }, extra: 1 });
    assert.deepEqual(answer.services['database'], { ...service(), status: 'unknown', error: 'unknown' });
  });

  it('refuses everything else', () => {
    for (const raw of [null, 'ok', [], {}, { ...report(), status: 'fine' }, { ...report(), timestamp: 'now' }]) {
      assert.throws(() => readAnswer(raw), { name: 'ConnectionFailure', kind: 'not-understood' });
    }
  });

  it('keeps no more services than can be shown, and no longer names', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `${index}${'x'.repeat(1_000)}`);
    const many = report({
      version: 'v'.repeat(100_000),
      services: Object.fromEntries(names.map((name) => [name, service()])),
    });
    const { answer } = readAnswer(many);
    assert.equal(Object.keys(answer.services).length, limits.services);
    assert.ok(Object.keys(answer.services).every((name) => name.length <= limits.textLength));
    assert.equal(answer.version?.length, limits.textLength);
  });

  it('leaves out what is healthy first, then what is not critical, and says how many', () => {
    const many = (failing: ReadonlyMap<number, boolean>) =>
      Object.fromEntries(
        Array.from({ length: 200 }, (_, index) => {
          const critical = failing.get(index);
          return [nameOf(index), critical === undefined ? service() : down(critical)];
        }),
      );
    const one = readAnswer(report({ status: 'error', services: many(new Map([[150, true]])) }));
    assert.equal(one.answer.services[nameOf(150)]?.status, 'unhealthy');
    assert.equal(one.answer.services[nameOf(150)]?.error, 'refused');
    assert.deepEqual([Object.keys(one.answer.services).length, one.leftOut], [50, { services: 150, failing: 0 }]);
    assert.ok(
      nameOf(48) in one.answer.services && !(nameOf(49) in one.answer.services),
      'the first of the others are kept',
    );

    const optional = Array.from({ length: 60 }, (_, index) => [index, false] as const);
    const worse = readAnswer(report({ status: 'error', services: many(new Map([...optional, [199, true]])) }));
    assert.equal(worse.answer.services[nameOf(199)]?.status, 'unhealthy');
    assert.deepEqual(worse.leftOut, { services: 150, failing: 11 });
    const summary = { status: 'error', timestamp: report().timestamp, services: many(new Map([[150, true]])) };
    assert.equal(readAnswer(summary).answer.services[nameOf(150)]?.status, 'unhealthy');
    assert.deepEqual(readAnswer(report()).leftOut, { services: 0, failing: 0 });
  });

  it('keeps services apart whose names begin alike', () => {
    const long = 'very-long-service-name-'.repeat(10);

    const { services } = readAnswer(report({ services: { [`${long}a`]: down(true), [`${long}b`]: service() } })).answer;
    assert.deepEqual(
      Object.values(services).map(({ status }) => status),
      ['unhealthy', 'healthy'],
    );
    assert.match(Object.keys(services)[1] ?? '', /… \(2\)$/);
    assert.ok(Object.keys(services).every((each) => each.length <= limits.textLength));
  });

  it('leaves out whatever does not fit of many services, and names the first', () => {
    const odd = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, index) => [
        nameOf(index),
        { status: 'healthy', critical: 1, latencyMs: 'low' },
      ]),
    );
    const { answer, misfit } = readAnswer({ ...report(), services: odd });
    assert.deepEqual(answer.services[nameOf(1)], { status: 'healthy' });
    assert.match(misfit ?? '', /“services.service-000.critical” of its health report is 1$/);
  });

  it('takes times of any zone, and compares them by one', () => {
    const there = service({ since: '2026-11-23T14:00:00.5+02:00', checkedAt: '2026-11-23T05:00:00-07:00' });
    const { answer } = readAnswer({ ...report({ services: { api: there } }), timestamp: '2026-11-23T13:00:01+01:00' });
    assert.equal(answer.timestamp, '2026-11-23T12:00:01.000Z');
    const { since, checkedAt } = answer.services['api'] ?? {};
    assert.deepEqual([since, checkedAt], ['2026-11-23T12:00:00.500Z', '2026-11-23T12:00:00.000Z']);
  });

  it('takes out what reorders or hides text', () => {
    const { answer } = readAnswer(report({ services: { 'a\u202Eb\u0000\nc': service() } }));
    assert.deepEqual(Object.keys(answer.services), ['a b  c']);
  });

  it('is not confused by names that objects have', () => {
    const raw: unknown = JSON.parse(JSON.stringify(report()).replace('"database"', '"__proto__"'));
    assert.deepEqual(Object.keys(readAnswer(raw).answer.services), ['api', 'cache']);
    assert.ok('constructor' in readAnswer(report({ services: { constructor: service() } })).answer.services);
  });
});
