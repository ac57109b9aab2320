import assert from 'node:assert/strict';
import { eventually } from '../test-support/eventually.ts';
import type { Probe, Sample } from './probe.ts';
import { Sampler, type SamplingTimings } from './sampler.ts';

const hour = 3_600_000;

/** A sampler on a probe that the test answers, one question after the other. */
function setUp(timings: Partial<SamplingTimings>) {
  const questions: { signal: AbortSignal; answer: PromiseWithResolvers<void> }[] = [];
  const samples: Sample[] = [];
  let listener: (() => void) | undefined;
  const probe: Probe = {
    name: 'service',
    critical: true,
    check(signal) {
      const answer = Promise.withResolvers<void>();
      questions.push({ signal, answer });
      return answer.promise;
    },
    onChange(added) {
      listener = added;
    },
    async close() {},
  };
  const all = { intervalMs: hour, deadlineMs: 5_000, debounceMs: 5, staleAfterMs: hour, ...timings };
  const sampler = new Sampler(probe, all, (sample) => samples.push(sample));
  const asked = (count: number) => eventually(`question ${count}`, () => questions.length >= count);
  const sampled = (count: number) => eventually(`sample ${count}`, () => samples.length >= count);
  return { sampler, questions, samples, report: () => listener?.(), asked, sampled };
}

describe('Sampler', () => {
  it('asks at once, and again after the interval', async () => {
    const { sampler, questions, samples, asked, sampled } = setUp({ intervalMs: 10 });
    sampler.start();
    assert.equal(questions.length, 1);
    questions[0]?.answer.resolve();
    await asked(2);
    questions[1]?.answer.reject(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }));
    await sampled(2);
    sampler.stop();
    const [first, second] = samples;
    assert.equal(first?.status, 'healthy');
    assert(typeof first.latencyMs === 'number' && first.latencyMs >= 0);
    assert(second?.status === 'unhealthy' && second.error === 'refused' && second.latencyMs === null);
  });

  it('gives up at the deadline, and does not ask again while the question is open', async () => {
    const { sampler, questions, samples, sampled, asked } = setUp({ intervalMs: 1, deadlineMs: 5 });
    sampler.start();
    await sampled(5);
    assert.equal(questions.length, 1);
    assert.equal(questions[0]?.signal.aborted, true);
    for (const sample of samples) assert(sample.status === 'unhealthy' && sample.error === 'timeout');
    questions[0].answer.reject(new Error('late'));
    await asked(2);
    sampler.stop();
  });

  it('takes one sample for many reports, soon', async () => {
    const { sampler, questions, report, sampled, asked } = setUp({});
    sampler.start();
    questions[0]?.answer.resolve();
    await sampled(1);
    for (let count = 0; count < 100; count += 1) report();
    await asked(2);
    questions[1]?.answer.resolve();
    await sampled(2);
    assert.equal(questions.length, 2);
    sampler.stop();
  });

  it('takes another sample for a report that comes while one is taken', async () => {
    const { sampler, questions, report, asked } = setUp({});
    sampler.start();
    report();
    assert.equal(questions.length, 1);
    questions[0]?.answer.resolve();
    await asked(2);
    sampler.stop();
  });

  it('is silent after it was stopped', async () => {
    const { sampler, questions, samples, report } = setUp({ intervalMs: 1 });
    sampler.start();
    sampler.stop();
    report();
    questions[0]?.answer.resolve();
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(samples.length, 0);
    assert.equal(questions.length, 1);
  });
});
