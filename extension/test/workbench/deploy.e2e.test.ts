import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outsideMake } from '@zero-to-running/stack/test/outside-make';
import { Field } from '../../../packages/stack/test/deploy/support/field.ts';
import { Cleanups } from '../support/cleanups.ts';
import { hostTestPrerequisites } from '../support/run-host-tests.ts';
import { openWorkbench } from './support/open-workbench.ts';
import type { Person } from './support/person.ts';
import { assertLeadsTo } from './support/assert-leads-to.ts';
import { shoot } from './support/shoot.ts';

const planned = 180_000;
const deployed = 240_000;

describe('deploying from the editor to a mock AWS (VSCODE_SERVER, CHROMIUM_PATH, TEST_DATABASE_URL, Terraform, moto, a Docker engine)', function suite() {
  this.timeout(400_000);
  const cleanups = new Cleanups();
  let field: Field;
  let person: Person;

  before(async function prepare() {
    const prerequisites = hostTestPrerequisites(process.env);
    if (!prerequisites || !(await Field.isPossible())) this.skip();
    field = await Field.create('small');
    cleanups.add(() => field.remove());
    await field.checkout.giveOptionsByMakefile();
    const env = { ...field.checkout.env, ...outsideMake };
    ({ person } = await openWorkbench({ ...prerequisites, opens: field.checkout.root, env }, cleanups));
  });
  after(() => cleanups.run());
  afterEach(async function look() {
    if (this.currentTest?.isFailed()) await shoot(person.page, `failed: ${this.currentTest.title}`);
  });

  /** The releases that run, each once. */
  const running = () => [...new Set(field.cloud.running)];

  /** Asks for a deployment to `dev`, and waits for what it would change. */
  const plan = async () => {
    await person.choose('Deploy…', 'dev');
    await person.dialog.getByText('Deploy to dev?').waitFor({ timeout: planned });
  };

  const outputHas = (line: string) => person.page.locator('.output-view').getByText(line).waitFor();

  it('shows what there is to make, makes it step by step, and leads to it', async () => {
    const version = await field.checkout.version();
    await plan();
    await person.dialog.getByText(/\d+ to add, 0 to change, 0 to replace, 0 to destroy\./).waitFor();
    await shoot(person.page, 'deploy: plan');
    assert.deepEqual(running(), []);
    await person.pressInDialog('Deploy');
    await person.seeMessage('Deploying to dev');
    await person.message('Deploying to dev: Apply the plan').waitFor({ timeout: deployed });
    await shoot(person.page, 'deploy: progress');
    await person.seeMessage(`dev runs version ${version}.`, deployed);
    await shoot(person.page, 'deploy: result');
    assert.deepEqual(running(), [version]);
    const opened = await person.pageOpenedBy(() => person.pressInMessage('dev runs', 'Open App'));
    assertLeadsTo(opened, field.cloud.url);
  });

  it('loses data only where the name was typed, and says which step failed and what to do', async () => {
    const file = join(field.checkout.root, 'infra/environments/dev/main.tf');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"uploads"\n}', '"files"\n}'));
    await field.checkout.commit('Call it otherwise');
    field.cloud.refusals.set('RunTask', { code: 'AccessDeniedException', message: 'no' });
    await plan();
    await person.dialog.getByText('aws_ecr_repository.uploads is replaced, which loses').waitFor();
    await shoot(person.page, 'deploy: data loss');
    await person.pressInDialog('Deploy');
    await person.answer('Type “dev” to deploy anyway.', 'production');
    await shoot(person.page, 'deploy: name');
    await person.answer('This is not “dev”.', 'dev');
    await person.seeMessage('The deployment to dev failed. Migrate the database: ', deployed);
    await shoot(person.page, 'deploy: failure');
    await person.pressInMessage('The deployment to dev failed.', 'Show Output');
    await outputHas('✔ Ask');
    await outputHas('→ Ask an administrator to allow ecs:RunTask');
    await shoot(person.page, 'deploy: output');
  });
});
