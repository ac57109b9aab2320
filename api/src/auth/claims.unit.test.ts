import assert from 'node:assert/strict';
import { nameOf, ownerId, rolesOf, scopesOf } from './claims.ts';

describe('ownerId', () => {
  const ada = ownerId('https://id.example', 'ada');

  it('is the same UUID each time', () => {
    assert.match(ada, /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    assert.equal(ownerId('https://id.example', 'ada'), ada);
  });

  it('is another one for each other person, and for the same subject of another issuer', () => {
    const others = [
      ['https://id.example', 'Ada'],
      ['https://id.example', 'ada '],
      ['https://id.example/', 'ada'],
      ['https://id.exampl', 'eada'],
      ['https://other.example', 'ada'],
    ] as const;
    const ids = new Set([ada, ...others.map(([issuer, subject]) => ownerId(issuer, subject))]);
    assert.equal(ids.size, others.length + 1);
  });

  it('needs both', () => {
    for (const subject of [undefined, null, '', 1, ['ada'], 'x'.repeat(256)]) {
      assert.throws(() => ownerId('https://id.example', subject));
    }
    assert.throws(() => ownerId(undefined, 'ada'));
  });
});

describe('rolesOf', () => {
  const admins: readonly (readonly [string, string, object])[] = [
    ['a list', 'roles', { roles: ['member', 'admin'] }],
    ['a text', 'roles', { roles: 'admin' }],
    ['words of a text', 'roles', { roles: 'member admin' }],
    ["Keycloak's path", 'realm_access.roles', { realm_access: { roles: ['admin'] } }],
    ["Auth0's name with dots", 'https://shop.example/roles', { 'https://shop.example/roles': ['admin'] }],
    ["Cognito's groups", 'cognito:groups', { 'cognito:groups': ['admin'] }],
  ];
  for (const [what, path, claims] of admins) {
    it(`finds an administrator in ${what}`, () => {
      assert.deepEqual(rolesOf({ ...claims }, path, 'admin'), ['member', 'admin']);
    });
  }

  const members: readonly (readonly [string, object])[] = [
    ['no claim', {}],
    ['another role', { roles: ['administrator'] }],
    ['another case', { roles: ['Admin'] }],
    ['an object', { roles: { admin: true } }],
    ['a list of lists', { roles: [['admin']] }],
    ['a number', { roles: 1 }],
    ['true', { roles: true }],
    ['a claim that is inherited', Object.create({ roles: ['admin'] })],
  ];
  for (const [what, claims] of members) {
    it(`finds a member in ${what}`, () => assert.deepEqual(rolesOf(Object(claims), 'roles', 'admin'), ['member']));
  }

  it('does not look into what every object has', () => {
    for (const path of ['constructor', '__proto__.roles', 'toString.name']) {
      assert.deepEqual(rolesOf({}, path, 'toString'), ['member']);
    }
  });
});

describe('scopesOf', () => {
  const cases: readonly (readonly [object, readonly string[]])[] = [
    [{}, []],
    [{ scope: 'openid tasks:read' }, ['tasks:read']],
    [{ scope: 'tasks:write tasks:read' }, ['tasks:read', 'tasks:write']],
    [{ scp: ['tasks:write'] }, ['tasks:write']],
    [{ scp: 'tasks:read' }, ['tasks:read']],
    [{ scope: 'https://tasks.test/tasks:read' }, ['tasks:read']],
    [{ scope: 'tasks:reader xtasks:read tasks' }, []],
    [{ scope: { 'tasks:read': true } }, []],
    [{ scope: 'TASKS:READ' }, []],
  ];
  for (const [claims, scopes] of cases) {
    it(`reads ${JSON.stringify(claims)}`, () => assert.deepEqual(scopesOf({ ...claims }), scopes));
  }
});

describe('nameOf', () => {
  const cases: readonly (readonly [object, string])[] = [
    [{ sub: '1', name: 'Ada' }, 'Ada'],
    [{ sub: '1', name: '  ', email: 'ada@id.example' }, 'ada@id.example'],
    [{ sub: '1', preferred_username: 'ada' }, 'ada'],
    [{ sub: '1', client_id: 'importer' }, 'importer'],
    [{ sub: '1', name: ['Ada'] }, '1'],
    [{ sub: '1', name: 'A\u0000d\na' }, 'A d a'],
    [{ sub: '1', name: 'x'.repeat(300) }, 'x'.repeat(200)],
    [{ sub: '1', name: '\uD800' }, '\uFFFD'],
  ];
  for (const [claims, name] of cases) {
    it(`is ${JSON.stringify(name.slice(0, 20))} for ${JSON.stringify(claims).slice(0, 60)}`, () => {
      assert.equal(nameOf({ ...claims }), name);
    });
  }
});
