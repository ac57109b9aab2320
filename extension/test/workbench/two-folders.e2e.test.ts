import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Cleanups } from '../support/cleanups.ts';
import { startPageServer } from '../support/page-server.ts';
import { makeProjectFolder, makeWorkspaceFile } from '../support/project-folder.ts';
import { startRealApi } from '../support/real-api.ts';
import { hostTestPrerequisites } from '../support/run-host-tests.ts';
import { UsualApi } from '../support/usual-api.ts';
import { openWorkbench, type Workbench } from './support/open-workbench.ts';
import { Calls, recordingMakefile } from './support/recording-makefile.ts';
import { shoot } from './support/shoot.ts';

const themes = ['Default Light Modern', 'Default High Contrast', 'Default Dark Modern'];

describe('a person with two folders, of which one runs (VSCODE_SERVER, CHROMIUM_PATH, TEST_DATABASE_URL, no other stack on port 4000)', function twoFolders() {
  this.timeout(150_000);
  const cleanups = new Cleanups();
  let workbench: Workbench;
  let usual: UsualApi;
  let blog: string;
  let calls: Calls;
  let urls: { readonly api: string; readonly frontend: string };

  before(async function prepare() {
    this.timeout(300_000);
    const prerequisites = hostTestPrerequisites(process.env);
    if (!prerequisites) this.skip();
    usual = new UsualApi(prerequisites.databaseUrl);
    cleanups.add(() => usual.stop());
    if (!(await usual.start('elsewhere-3'))) this.skip();
    const [api, frontend] = await Promise.all([startRealApi(prerequisites.databaseUrl), startPageServer()]);
    cleanups.add(api.stop);
    cleanups.add(frontend.stop);
    urls = { api: api.origin, frontend: frontend.origin };
    const shop = makeProjectFolder(recordingMakefile);
    cleanups.add(shop.remove);
    shop.setUrls(urls);
    const opens = makeWorkspaceFile(shop);
    blog = join(dirname(shop.path), 'blog');
    await writeFile(join(blog, 'Makefile'), recordingMakefile);
    calls = new Calls(blog);
    workbench = await openWorkbench({ ...prerequisites, opens }, cleanups);
    await workbench.person.openView();
  });
  after(() => cleanups.run());
  afterEach(async function look() {
    if (this.currentTest?.isFailed()) await shoot(workbench.page, `failed: ${this.currentTest.title}`);
  });

  const shootInAll = async (name: string) => {
    for (const theme of themes) {
      await workbench.set({ 'workbench.colorTheme': theme });
      const base = theme.includes('Contrast') ? 'hc-black' : theme.includes('Light') ? 'vs' : 'vs-dark';
      await workbench.page.locator(`.monaco-workbench.${base}`).first().waitFor();
      await shoot(workbench.page, `${name}, ${theme}`);
    }
  };

  it('sees that a third one’s stack is not that of the folder that does not run', async () => {
    const { person } = workbench;
    await person.row('shop').filter({ hasText: 'all healthy' }).waitFor();
    await person.row('blog').filter({ hasText: 'not running · another folder’s stack answers' }).waitFor();
    await shootInAll('two folders, one foreign');
  });

  it('is told where that is not known', async () => {
    const { person } = workbench;
    assert.ok(await usual.start(undefined));
    await person.row('blog').filter({ hasText: 'maybe another folder’s' }).waitFor();
    await person.seeInTooltip('blog', 'The API at');
    await shoot(person.page, 'two folders, one guessed, tooltip');
    await person.page.mouse.move(0, 0);
    await person.pressInRow('blog', 'Open Dashboard');
    const frame = await person.dashboard();
    await frame.getByText('The API at http://localhost:4000 may belong').waitFor();
    await frame.getByRole('button', { name: 'Start the stack' }).waitFor();
    await shootInAll('two folders, one guessed');
  });

  it('starts the other one from its row, while the first is selected and runs', async () => {
    const { person } = workbench;
    await person.pressInRow('blog', 'Start Stack');
    await calls.become(['dev']);
    await mkdir(join(blog, '.stack'), { recursive: true });
    await writeFile(join(blog, '.stack/state.json'), JSON.stringify({ version: 1, mode: 'native', urls }));
    calls.goOn();
    await person
      .row('blog')
      .filter({ hasText: /^\s*blog\s*all healthy\s*$/ })
      .waitFor();
  });

  it('stops it by the menu of its row', async () => {
    const { person } = workbench;
    await person.chooseInMenuOf('blog', 'Stop Stack');
    await calls.become(['down']);
  });
});
