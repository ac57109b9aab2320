import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { callerAddress, callerKey } from './caller.ts';

function from(remoteAddress: string, forwarded?: string): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress });
  const req = new IncomingMessage(socket);
  if (forwarded !== undefined) req.headers['x-forwarded-for'] = forwarded;
  return req;
}

describe('callerAddress', () => {
  it('believes nobody without trusted proxies', () => {
    assert.equal(callerAddress(from('10.0.0.1', '1.2.3.4'), 0), '10.0.0.1');
  });

  it('believes as many proxies as are trusted, and not what they were told', () => {
    const req = from('10.0.0.1', '6.6.6.6, 1.2.3.4,10.0.0.2');
    assert.equal(callerAddress(req, 1), '10.0.0.2');
    assert.equal(callerAddress(req, 2), '1.2.3.4');
    assert.equal(callerAddress(req, 3), '6.6.6.6');
  });

  it('takes the farthest there is when there are fewer', () => {
    assert.equal(callerAddress(from('10.0.0.1'), 2), '10.0.0.1');
    assert.equal(callerAddress(from('10.0.0.1', '1.2.3.4'), 9), '1.2.3.4');
    assert.equal(callerAddress(from('10.0.0.1', ' , '), 1), '10.0.0.1');
  });
});

describe('callerKey', () => {
  it('is the address in IPv4, however it is written', () => {
    assert.equal(callerKey('1.2.3.4'), '1.2.3.4');
    assert.equal(callerKey('::ffff:1.2.3.4'), '1.2.3.4');
  });

  it('is the network in IPv6, the same for all of its addresses', () => {
    const same = ['2001:db8:1:2::1', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::', '2001:db8:1:2:ffff::9'];
    for (const address of same) assert.equal(callerKey(address), '2001:db8:1:2::/64', address);
    assert.equal(callerKey('2001:db8::1'), '2001:db8:0:0::/64');
    assert.equal(callerKey('::1'), '0:0:0:0::/64');
    assert.notEqual(callerKey('2001:db8:1:3::1'), callerKey('2001:db8:1:2::1'));
  });

  it('leaves alone what is no address', () => {
    assert.equal(callerKey(''), '');
    assert.equal(callerKey('unknown'), 'unknown');
  });
});
