import assert from 'node:assert/strict';
import { globSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cleanups } from '../support/cleanups.ts';
import { makeProjectFolder, type ProjectFolder } from '../support/project-folder.ts';
import { hostTestPrerequisites } from '../support/run-host-tests.ts';
import { openWorkbench } from './support/open-workbench.ts';
import type { Person } from './support/person.ts';
import { Calls } from './support/recording-makefile.ts';
import { shoot } from './support/shoot.ts';
import { slowDeployment } from './support/slow-deployment.ts';

describe('a deployment that runs (VSCODE_SERVER, CHROMIUM_PATH, TEST_DATABASE_URL)', function deployment() {
  this.timeout(120_000);
  const cleanups = new Cleanups();
  let folder: ProjectFolder;
  let calls: Calls;
  let person: Person;
  let data: string;

  before(async function prepare() {
    this.timeout(300_000);
    const prerequisites = hostTestPrerequisites(process.env);
    if (!prerequisites) this.skip();
    folder = makeProjectFolder(slowDeployment);
    cleanups.add(folder.remove);
    calls = new Calls(folder.path);
    ({ person, data } = await openWorkbench({ ...prerequisites, opens: folder.path }, cleanups));
  });
  after(() => cleanups.run());
  afterEach(async function look() {
    if (this.currentTest?.isFailed()) await shoot(person.page, `failed: ${this.currentTest.title}`);
  });

  const deploy = async (environment: string) => {
    await person.choose('Deploy…', environment);
    await person.dialog.getByText(`Deploy to ${environment}?`).waitFor();
    await person.pressInDialog('Deploy');
    await calls.become([`plan ${environment}`, `deploy ${environment}`]);
  };

  const goOn = () => writeFileSync(join(folder.path, 'go-on'), '');

  it('is not started a second time, while another environment may go beside it', async () => {
    await deploy('dev');
    await person.seeMessage('Deploying to dev');
    await person.choose('Deploy…', 'dev');
    await person.seeMessage('A deployment to dev is running.');
    await shoot(person.page, 'deployment runs already');
    await person.pressInMessage('A deployment to dev is running.', 'Show Output');
    await person.page.locator('.output-view').getByText('▷ Apply the plan').waitFor();
    await deploy('production');
    await person.seeMessage('Deploying to production');
    goOn();
    await person.seeMessage('dev runs version 1.2.3.');
    await person.seeMessage('production runs version 1.2.3.');
    await calls.become([]);
  });

  /** As a person does it: in order, so that VS Code keeps what it was told. */
  const reload = async () => {
    await person.runAny('Developer: Reload Window');
    await person.page.waitForEvent('domcontentloaded');
  };

  /** The files with what deployments print. */
  const kept = () => globSync('**/deployments/*/stdout', { cwd: data }).length;

  /** Until it is in the middle of it, where it stays until it may go on. */
  const deployAndWait = async () => {
    await person.runAny('Notifications: Clear All Notifications');
    rmSync(join(folder.path, 'go-on'));
    await deploy('dev');
    await person.seeMessage('Deploying to dev: Apply the plan');
  };

  it('goes on over a reload of the window, which then shows its progress and its end as if nothing had happened', async () => {
    await deployAndWait();
    await reload();
    await person.seeMessage('Deploying to dev: Apply the plan', 60_000);
    assert.equal(kept(), 1);
    await shoot(person.page, 'deployment after a reload');
    await person.choose('Deploy…', 'dev');
    await person.pressInMessage('A deployment to dev is running.', 'Show Output');
    await person.page.locator('.output-view').getByText('✔ Build the images').waitFor();
    goOn();
    await person.seeMessage('dev runs version 1.2.3.');
    await calls.become([]);
    assert.equal(kept(), 0);
  });

  it('is told of after a reload when it ended meanwhile, and once', async () => {
    await deployAndWait();
    await person.runAny('Developer: Reload Window');
    goOn();
    await person.page.waitForEvent('domcontentloaded');
    await person.seeMessage('dev runs version 1.2.3.', 60_000);
    await reload();
    await deploy('production');
    await person.seeMessage('production runs version 1.2.3.');
    assert.equal(await person.message('dev runs version').count(), 0);
  });

  it('is cancelled as a whole after a reload as well', async () => {
    await deployAndWait();
    await reload();
    await person.seeMessage('Deploying to dev: Apply the plan', 60_000);
    await person.pressInMessage('Deploying to dev', 'Cancel');
    await person.seeMessage('The deployment to dev was cancelled.');
    await shoot(person.page, 'deployment cancelled after a reload');
    goOn();
    await deploy('dev');
    await person.seeMessage('dev runs version 1.2.3.');
  });
});
