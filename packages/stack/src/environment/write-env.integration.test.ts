import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkoutAt, thisCheckout } from '../checkout.ts';
import { parseEnvText } from './env-file.ts';
import { settleIdentity } from './write-env.ts';

const parts = ['packages/stack/env', '.env.example', 'docker-compose.yml'];

/** Without an engine: whose a volume is has tests of its own, with one. */
function write(root: string, uid?: number): string {
  const { status, stderr } = spawnSync('sh', [join(root, 'packages/stack/env/write.sh')], {
    env: { PATH: withoutEngine, HOME: dirname(root), IN_DEV_CONTAINER: '' },
    ...(uid === undefined ? {} : { uid }),
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return stderr;
}

let withoutEngine = '';

const settings = (root: string) => parseEnvText(readFileSync(join(root, '.env'), 'utf8'));

const secretFile = (root: string, name: string) => join(root, '.stack/secrets', name);
const secret = (root: string, name: string) => readFileSync(secretFile(root, name), 'utf8');

/** What two checkouts must never share. */
const identity = (root: string) => {
  const { COMPOSE_PROJECT_NAME: project, POSTGRES_PASSWORD: password, CHECKOUT_ID: id } = settings(root);
  return { project, password, id };
};

describe("a checkout's identity", () => {
  let folder: string;
  let first: string;

  before(() => {
    withoutEngine = mkdtempSync(join(tmpdir(), 'programs-'));
    const names = ['sh', 'awk', 'sed', 'tr', 'cut', 'cksum', 'od', 'cp', 'mv', 'ln', 'rm', 'ls', 'cmp', 'tail', 'grep'];
    for (const name of [
      ...names,
      'basename',
      'dirname',
      'chmod',
      'mkdir',
      'cat',
      'head',
      'printf',
      'git',
      'find',
      'sort',
    ]) {
      symlinkSync(execFileSync('which', [name], { encoding: 'utf8' }).trim(), join(withoutEngine, name));
    }
  });
  after(() => rmSync(withoutEngine, { recursive: true }));

  function makeCheckout(name: string): string {
    const root = join(folder, name);
    for (const part of parts) {
      mkdirSync(dirname(join(root, part)), { recursive: true });
      cpSync(join(thisCheckout.root, part), join(root, part), { recursive: true });
    }
    return root;
  }

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "who's it ")));
    first = makeCheckout('first');
    write(first);
    writeFileSync(
      join(first, '.env'),
      `${readFileSync(join(first, '.env'), 'utf8')}PUBLISHED_API_PORT=4002\nMINE=kept\n`,
    );
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const copyEnv = (to: string) => {
    copyFileSync(join(first, '.env'), join(to, '.env'));
    return to;
  };
  const copyAll = (name: string) => {
    cpSync(first, join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const move = (name: string) => {
    renameSync(first, join(folder, name));
    return join(folder, name);
  };

  /** What was done with the first checkout, which comes to be at the path that is returned. */
  const ways: readonly (readonly [what: string, outcome: 'own' | 'another', bring: () => string])[] = [
    ['nothing', 'own', () => first],
    ['copied .env', 'another', () => copyEnv(makeCheckout('second'))],
    ['copied folder', 'another', () => copyAll('second')],
    [
      'copied folder with .stack',
      'another',
      () => (mkdirSync(join(first, '.stack/logs'), { recursive: true }), copyAll('second')),
    ],
    [
      'linked .env',
      'another',
      () => (symlinkSync(join(first, '.env'), join(makeCheckout('second'), '.env')), join(folder, 'second')),
    ],
    [
      'copied .env without a name, as somebody has taken it out',
      'another',
      () => {
        const second = copyEnv(makeCheckout('second'));
        const lines = readFileSync(join(second, '.env'), 'utf8').replace(/^COMPOSE_PROJECT_NAME=.*\n/m, '');
        writeFileSync(join(second, '.env'), lines);
        return second;
      },
    ],
    [
      'copied .env in a worktree',
      'another',
      () => {
        const git = (...args: string[]) =>
          execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: first, stdio: 'pipe' });
        writeFileSync(join(first, '.gitignore'), '.env\n');
        git('init', '--quiet');
        git('add', '.');
        git('commit', '--quiet', '--message', 'all');
        git('worktree', 'add', '--quiet', join(folder, 'worktree'));
        return copyEnv(join(folder, 'worktree'));
      },
    ],
    ['renamed folder', 'own', () => move('renamed')],
    ['folder moved into another', 'own', () => (mkdirSync(join(folder, 'deep')), move('deep/er'))],
    ['folder opened by a link', 'own', () => (symlinkSync(first, join(folder, 'link')), join(folder, 'link'))],
    [
      'folder moved to another file system: copied, then deleted',
      'own',
      () => {
        const second = copyAll('second');
        rmSync(first, { recursive: true });
        return second;
      },
    ],
    [
      'second copy of a folder that is gone, after the first has taken its name',
      'another',
      () => {
        const [heir, second] = [copyAll('heir'), copyAll('second')];
        rmSync(first, { recursive: true });
        const before = identity(heir);
        write(heir);
        assert.deepEqual(identity(heir), before);
        return second;
      },
    ],
    [
      'second copy of a folder that is gone, as the first is',
      'own',
      () => {
        const [heir, second] = [copyAll('heir'), copyAll('second')];
        rmSync(first, { recursive: true });
        write(heir);
        rmSync(heir, { recursive: true });
        return second;
      },
    ],
    [
      'folder that was renamed, with a new clone in its place',
      'own',
      () => {
        const second = move('renamed');
        makeCheckout('first');
        return second;
      },
    ],
  ];
  for (const [what, outcome, bring] of ways) {
    it(`${outcome === 'own' ? 'stays' : 'becomes another'}: ${what}`, () => {
      const before = identity(first);
      const root = bring();
      const said = write(root);
      const after = identity(root);
      assert.equal(settings(root)['MINE'], 'kept');
      if (outcome === 'own') assert.deepEqual(after, before);
      else {
        for (const name of ['project', 'password', 'id'] as const) {
          assert.ok(after[name], name);
          assert.notEqual(after[name], before[name], name);
        }
        assert.ok(said.includes(first), said);
        assert.equal(settings(root)['PUBLISHED_API_PORT'], undefined);
        assert.deepEqual(identity(existsSync(first) ? first : join(folder, 'heir')), before);
      }
      assert.equal(secret(root, 'POSTGRES_PASSWORD'), after.password);
      const text = readFileSync(join(root, '.env'), 'utf8');
      assert.equal(write(root), '', 'the second time, nothing is done');
      assert.equal(readFileSync(join(root, '.env'), 'utf8'), text);
    });
  }

  it('is taken for that of a copy where the place that it came from may not be looked at', () => {
    const isRoot = process.getuid?.() === 0;
    const nobody = 65_534;
    mkdirSync(join(folder, 'private'));
    const hidden = move('private/first');
    write(hidden);
    const second = makeCheckout('second');
    copyFileSync(join(hidden, '.env'), join(second, '.env'));
    chmodSync(join(folder, 'private'), isRoot ? 0o700 : 0);
    for (const path of [second, join(second, '.env')]) if (isRoot) chownSync(path, nobody, nobody);
    for (const path of [folder, withoutEngine]) chmodSync(path, 0o755);
    try {
      write(second, isRoot ? nobody : undefined);
    } finally {
      chmodSync(join(folder, 'private'), 0o700);
    }
    assert.notEqual(identity(second).project, identity(hidden).project);
  });

  /** What is done to a checkout, and the token that containers find afterwards, in new ones where it is another. */
  const changes: readonly (readonly [what: string, token: string, isAnother: boolean, change: () => void])[] = [
    ['nothing', '', false, () => {}],
    ['a token', 'a b', true, () => appendFileSync(join(first, '.env'), "HEALTH_DETAIL_TOKEN='a b'\n")],
    ['files that are gone', '', true, () => rmSync(join(first, '.stack'), { recursive: true })],
    ['a file that was changed', '', true, () => writeFileSync(secretFile(first, 'HEALTH_DETAIL_TOKEN'), 'theirs')],
    ['a folder that others may open', '', false, () => chmodSync(join(first, '.stack/secrets'), 0o755)],
  ];
  for (const [what, token, isAnother, change] of changes) {
    it(`keeps the secrets of .env where containers of any user read them, and no other user of this machine: ${what}`, () => {
      const { SECRETS_VERSION: before } = settings(first);
      change();
      write(first);
      assert.equal(secret(first, 'HEALTH_DETAIL_TOKEN'), token);
      assert.equal(secret(first, 'POSTGRES_PASSWORD'), identity(first).password);
      assert.equal(settings(first)['SECRETS_VERSION'] !== before, isAnother);
      assert.equal(statSync(join(first, '.stack/secrets')).mode & 0o777, 0o700);
      assert.equal(statSync(join(first, '.stack')).mode & 0o777, 0o777 & ~process.umask());
      for (const name of ['HEALTH_DETAIL_TOKEN', 'POSTGRES_PASSWORD']) {
        assert.equal(statSync(secretFile(first, name)).mode & 0o777, 0o644);
      }
    });
  }

  it('leaves a password that somebody chose', () => {
    const second = makeCheckout('second');
    const chosen = readFileSync(join(first, '.env'), 'utf8').replace(
      /^POSTGRES_PASSWORD=.*$/m,
      "POSTGRES_PASSWORD='a b'",
    );
    writeFileSync(join(second, '.env'), chosen);
    write(second);
    assert.equal(settings(second)['POSTGRES_PASSWORD'], 'a b');
  });

  it('is settled before any verb looks at .env, and only once', async () => {
    const second = checkoutAt(copyAll('second'));
    assert.match(await settleIdentity(second), /copied from .*first: this checkout has a name and data of its own now/);
    assert.notEqual(identity(second.root).project, identity(first).project);
    assert.equal(await settleIdentity(second), '');
    assert.equal(await settleIdentity(checkoutAt(makeCheckout('without .env'))), '');
  });

  /** Modes of a mounted folder and a file in it. */
  const modes: readonly (readonly [what: string, folder: number, file: number, isOwner: boolean])[] = [
    ['as git makes them by default', 0o755, 0o644, false],
    ['of umask 002', 0o775, 0o664, false],
    ['of umask 077', 0o700, 0o600, true],
    ['of umask 027', 0o750, 0o640, true],
    ['with one file that only its owner may read', 0o755, 0o600, true],
  ];
  for (const [what, folderMode, fileMode, isOwner] of modes) {
    it(`has containers read sources as ${isOwner ? 'their owner' : "the image's user"}: ${what}`, () => {
      const sources = join(first, 'api/src');
      mkdirSync(sources, { recursive: true });
      writeFileSync(join(sources, 'main.ts'), '');
      chmodSync(join(sources, 'main.ts'), fileMode);
      chmodSync(sources, folderMode);
      write(first);
      const { uid, gid } = statSync(sources);
      assert.equal(settings(first)['CONTAINER_USER'], isOwner ? `${uid}:${gid}` : undefined);
      chmodSync(sources, 0o755);
      chmodSync(join(sources, 'main.ts'), 0o644);
      write(first);
      assert.equal(settings(first)['CONTAINER_USER'], undefined);
    });
  }

  for (const mode of [0o644, 0o664, 0o640]) {
    it(`lets nobody else read a .env of mode ${mode.toString(8)}, and says so`, () => {
      const file = join(first, '.env');
      chmodSync(file, mode);
      assert.match(write(first), /Others could read \.env/);
      assert.equal(statSync(file).mode & 0o777, 0o600);
      assert.equal(write(first), '');
    });
  }
});
