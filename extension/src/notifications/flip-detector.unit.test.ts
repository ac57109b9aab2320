import assert from 'node:assert/strict';
import { report, service } from '@zero-to-running/health/contract/test-support/reports';
import { freshSnapshot } from '../../test/support/snapshots.ts';
import { FlipDetector } from './flip-detector.ts';

const minute = 60_000;
const healthy = freshSnapshot();
const failing = (phase: 'ready' | 'draining' = 'ready') =>
  freshSnapshot({ phase, services: { ...report().services, cache: service({ status: 'unhealthy' }) } });

describe('detection of flips', () => {
  let detector: FlipDetector;
  beforeEach(() => (detector = new FlipDetector()));

  it('tells a failure once, and a recovery once', () => {
    assert.deepEqual(detector.next(healthy, 0), []);
    assert.deepEqual(detector.next(failing(), 1), [{ service: 'cache', kind: 'failed' }]);
    assert.deepEqual(detector.next(failing(), 2), []);
    assert.deepEqual(detector.next(healthy, 3), [{ service: 'cache', kind: 'recovered' }]);
    assert.deepEqual(detector.next(healthy, 4), []);
  });

  it('tells nothing of what is unhealthy when one begins to look', () => {
    assert.deepEqual(detector.next(failing(), 0), []);
    assert.deepEqual(detector.next(healthy, 1), []);
  });

  it('tells a service that flaps once, until it has been well for a while', () => {
    detector.next(healthy, 0);
    let told = 0;
    for (let second = 1; second <= 100; second += 1) {
      told += detector.next(second % 2 ? failing() : healthy, second * 1_000).length;
    }
    assert.equal(told, 2);
    detector.next(healthy, 100_000);
    assert.equal(detector.next(failing(), 100_000 + 2 * minute).length, 1);
  });

  it('tells nothing while the source is silent, or while the application starts or stops', () => {
    detector.next(healthy, 0);
    assert.deepEqual(detector.next({ ...failing(), fresh: false }, 1), []);
    assert.deepEqual(detector.next(failing('draining'), 2), []);
  });

  it('tells nothing of what somebody does to a service, unless it does not recover from it', () => {
    detector.next(healthy, 0);
    assert.deepEqual(detector.next(failing(), 1, true), []);
    assert.deepEqual(detector.next(healthy, 2, true), []);
    assert.deepEqual(detector.next(failing(), 3), [{ service: 'cache', kind: 'failed' }]);
    assert.deepEqual(detector.next(healthy, 4), [{ service: 'cache', kind: 'recovered' }]);
    detector.next(healthy, 2 * minute);
    assert.deepEqual(detector.next(failing(), 2 * minute + 1, true), []);
    assert.deepEqual(detector.next(failing(), 2 * minute + 2), [{ service: 'cache', kind: 'failed' }]);
    assert.deepEqual(detector.next(failing(), 2 * minute + 3), []);
  });
});
