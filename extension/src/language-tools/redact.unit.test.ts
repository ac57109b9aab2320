import assert from 'node:assert/strict';
import { redact } from './redact.ts';

/** Each has `hunter2` where its secret is, or is one as a whole. */
const withSecret = [
  '{"password":"hunter2","user":"app"}',
  String.raw`{"msg":"{\"password\":\"hunter2\"}"}`,
  String.raw`{"msg":"{\"password\" : \"hu\\\"nt\\\"hunter2\",\"user\":\"app\"}"}`,
  String.raw`{"a":"{\"b\":\"{\\\"token\\\":\\\"hunter2\\\"}\"}"}`,
  String.raw`{"password":"a\"hunter2"}`,
  '{"set-cookie":["sid=1; Path=/","hunter2"]}',
  'password="not closed hunter2',
  "PGPASSWORD: 'hunter2'",
  'passphrase => hunter2',
  'GET /login?user=app&password=hunter2&next=/',
  'api_key = hunter2',
  'x-api-key: hunter2',
  'session_id=hunter2',
  'AWS_SECRET_ACCESS_KEY=hunter2',
  'Authorization: Bearer hunter2hunter2',
  'Authorization: Token hunter2',
  'Proxy-Authorization: Digest username="app", response=hunter2',
  'authorization=Basic hunter2',
  'curl -H "Authorization: Token hunter2" http://localhost',
  'sent Bearer hunter2hunter2',
  'Cookie: theme=dark; session=hunter2',
  'Set-Cookie: sid=hunter2; Path=/',
  'login --user app --password hunter2',
  'login --db-password "hunter2 hunter2"',
  "ALTER ROLE app PASSWORD 'hunter2'",
  "CREATE USER app IDENTIFIED BY 'hunter2'",
  'redis-server --port 6379 --requirepass hunter2',
  'CONFIG SET requirepass hunter2',
  'masterauth hunter2',
  'postgres://app:hunter2@db:5432/app',
  'postgres://app:ab/hunter2@db/app',
  'postgres://app:p@hunter2@db/app',
  'postgres://app:a?b#hunter2@db/app',
  'from redis://:hunter2@cache:6379,redis://:hunter2@other:6379',
  'https://hunter2@github.com/a/b.git',
  'https://app:ab/hunter2@example.com/',
  'https://app:hunter2@example.com/@scope/name',
  'github_pat_11ABCDEFG0abcdefghijklmnop_hunter2',
  'ghp_abcdefghijklmnopqrstuvwxyz01hunter2',
  'npm_abcdefghijklmnopqrstuvwxyz012hunter2',
  'sk-proj-abcdefghijklmnopqrstuvwx-hunter2',
  'sk_live_abcdefghijklmnop_hunter2',
  'glpat-abcdefghijklmnopqrs-hunter2',
  'xoxb-123-456-hunter2',
  'AKIAIOSFODNN7EXAMPLE',
  'ASIAIOSFODNN7EXAMPLE',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJodW50.hunter2',
  String.raw`got\neyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJodW50.hunter2\n`,
  '-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----',
  '-----BEGIN PGP PRIVATE KEY BLOCK-----\nhunter2\n-----END PGP PRIVATE KEY BLOCK-----',
  String.raw`-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----`,
  '-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2\ncut off',
];

const ordinary = [
  'password reset for user 7',
  'password authentication failed for user "app"',
  'token expired',
  'GET /api/tasks?cursor=abc 200 in 3 ms, token bucket has 7 left',
  `SyntaxError: Unexpected token '<', "<!doctype "... is not valid JSON`,
  'SyntaxError: Unexpected token: (',
  'Basic authentication is not supported',
  'the bearer of authentication',
  'reads /run/secrets/db_password and ./secrets/api-key.txt',
  'at parseToken (file:///workspace/src/token.ts:12:5)',
  'deploying 3f786850e387550fdab836ed7e6dc881de23001b',
  'request 123e4567-e89b-12d3-a456-426614174000 took 3 ms',
  'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'npm_config_cache=/home/node/.npm npm_lifecycle_event=start',
  'listening on http://localhost:4000/docs/ and postgres://db:5432/app',
  'GET https://registry.npmjs.org/@scope/name and https://localhost:4873/@scope/name',
  'https://unpkg.com/react@19 for someone@example.com',
  'arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/db-AbCdEf',
  'login --password-stdin --token-file /run/token',
  'a risk-of-something-that-is-rather-long-and-hyphenated',
  '{"level":30,"time":"2026-11-23T12:00:00.000Z","msg":"ready","pid":7}',
];

/** What makes an expression that looks back or ahead too far slow. */
const hostile = [
  'a',
  'a.',
  'a-',
  '-',
  '--',
  ' ',
  '\\',
  '"',
  '@',
  ':',
  '://',
  'a://a:',
  'a://a@',
  'password',
  'password-',
  'password ',
  'password:',
  'password=[',
  'password="',
  String.raw`password\":\"`,
  'token=\\',
  '--password ',
  '--a-password',
  'authorization: ',
  'authorization: ="',
  'authorization: bearer ',
  'bearer ',
  'bearer a',
  'eyJ-',
  'eyJaaaaaaaa.',
  'sk-',
  'ghp_',
  'xoxb-',
  'AKIA',
  'arn:aws:',
  '-----BEGIN ',
  '-----BEGIN PRIVATE KEY-----',
  '-----END ',
  '-----BEGIN PRIVATE KEY-----\n-----END ',
];

describe('redaction', () => {
  for (const line of withSecret) {
    it(`removes the secret of ${line}`, () => {
      const redacted = redact(`before\n${line}`);
      assert.doesNotMatch(redacted, /hunter2|AKIA|ASIA|EXAMPLE/);
      assert.match(redacted, /^before\n.*\[redacted\]/);
    });
  }

  for (const line of ordinary) {
    it(`leaves as it is: ${line}`, () => {
      assert.equal(redact(`before\n${line}\nafter`), `before\n${line}\nafter`);
    });
  }

  it('keeps what says which thing it was', () => {
    assert.equal(redact('postgres://app:p@ss@db:5432/app is away'), 'postgres://[redacted]@db:5432/app is away');
    assert.equal(redact('{"password":"a b","user":"app"}'), '{"password":[redacted],"user":"app"}');
    assert.equal(redact('--password a --user b'), '--password [redacted] --user b');
    assert.equal(
      redact('a key:\n-----BEGIN PRIVATE KEY-----\nab\n-----END PRIVATE KEY-----\nb'),
      'a key:\n[redacted]\nb',
    );
    assert.equal(redact('password:\nnext: line'), 'password:\nnext: line');
  });

  for (const piece of hostile) {
    // What takes quadratic time would take hours.
    it(`comes to an end for a megabyte of ${JSON.stringify(piece)}`, () => {
      assert.ok(redact(piece.repeat(1_000_000 / piece.length)).length > 0);
    });
  }
});
