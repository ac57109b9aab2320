import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { healthReportSchema } from '@zero-to-running/health/contract/report';
import { Cleanups } from '../support/cleanups.ts';
import { eventually } from '../support/eventually.ts';
import { startRealApi } from '../support/real-api.ts';
import { hostTestPrerequisites } from '../support/run-host-tests.ts';
import { assertAccessible } from './support/accessible.ts';
import { assertLeadsTo } from './support/assert-leads-to.ts';
import { emptyWebviews } from './support/empty-webviews.ts';
import { packaged } from './support/install-packaged.ts';
import { setScene, type Scene } from './support/scene.ts';

const themes = ['Default Light Modern', 'Default High Contrast', 'Default High Contrast Light', 'Default Dark Modern'];

/** As VS Code tells it to a page. */
function kindOf(theme: string): string {
  const isLight = theme.includes('Light');
  if (theme.includes('Contrast')) return isLight ? 'high-contrast-light' : 'high-contrast';
  return isLight ? 'light' : 'dark';
}

describe('the packaged extension in the workbench (VSCODE_SERVER, CHROMIUM_PATH, TEST_DATABASE_URL)', function workbench() {
  this.timeout(150_000);
  const cleanups = new Cleanups();
  let scene: Scene;

  before(async function prepare() {
    this.timeout(300_000);
    const prerequisites = hostTestPrerequisites(process.env);
    if (!prerequisites) this.skip();
    scene = await setScene(prerequisites, cleanups);
  });
  after(() => cleanups.run());
  afterEach(async function look() {
    if (this.currentTest?.isFailed()) await scene.shoot(`failed: ${this.currentTest.title}`);
  });

  it('is packaged without a warning, and small', async () => {
    assert.doesNotMatch(scene.packaging, /WARN|ERROR|is large/);
    assert.ok((await stat(packaged)).size <= 250 * 1024);
  });

  it('shows the services in the side bar', async () => {
    const { person } = scene;
    await person.openView();
    await person.row('shop').filter({ hasText: 'all healthy' }).waitFor();
    for (const service of ['Frontend', 'API', 'Database', 'Cache']) {
      await person.row(service).filter({ hasText: 'healthy' }).waitFor();
    }
    await person.page.locator('.statusbar-item', { hasText: 'all healthy' }).waitFor();
  });

  it('keeps the buttons of a row while only figures change, so that no click is lost', async () => {
    const { person } = scene;
    await person.row('Database').locator('.monaco-tl-twistie').click();
    await person.page.mouse.move(0, 0);
    const since = person.row('Since');
    await since.waitFor();
    // A latency that is quite another one draws its row anew as well.
    await eventually(async () => {
      const button = await person.row('Database').locator('.action-label').first().elementHandle();
      const before = await since.innerText();
      await eventually(async () => assert.notEqual(await since.innerText(), before));
      assert.ok(await button?.evaluate((node) => Reflect.get(node, 'isConnected')));
    }, 60_000);
    await person.row('Database').locator('.monaco-tl-twistie').click();
  });

  it('says more of a row on which somebody rests', async () => {
    const { person, shoot } = scene;
    for (const [row, words] of [
      ['shop', 'Restart'],
      ['Cache', 'The application works without it'],
    ] as const) {
      await person.seeInTooltip(row, words);
      await shoot(`tooltip of ${row}`);
    }
    await person.page.mouse.move(0, 0);
  });

  it('says it all at its item in the status bar, whose links do what they say', async () => {
    const { person, calls, shoot } = scene;
    const tooltip = person.page.locator('.monaco-hover:visible').filter({ hasText: 'Since' });
    await eventually(async () => {
      await person.page.mouse.move(0, 0);
      await person.page.locator('.statusbar-item', { hasText: 'all healthy' }).hover();
      await tooltip.locator('tr', { hasText: 'Database' }).waitFor({ timeout: 5_000 });
      await shoot('tooltip of the status bar');
      await tooltip.locator('tr', { hasText: 'Database' }).getByText('Restart').click({ timeout: 2_000 });
      await calls.become(['restart SERVICE=database']);
    }, 60_000);
    await person.page.mouse.move(0, 0);
    await person.message('Restarting').waitFor({ state: 'detached' });
  });

  it('comes to the front by the palette, wherever one is', async () => {
    const { person } = scene;
    await person.runAny('View: Toggle Primary Side Bar Visibility');
    await person.row('shop').waitFor({ state: 'hidden' });
    await person.run('Show Health');
    await person.row('shop').waitFor();
  });

  it('opens the application and the API documentation in the browser, by the way that leads to them', async () => {
    const { person, api, frontend } = scene;
    const ofApi = `${api.origin}/docs/`;
    assertLeadsTo(await person.pageOpenedBy(() => person.pressInRow('Frontend', 'Open App')), `${frontend}/`);
    assertLeadsTo(await person.pageOpenedBy(() => person.pressInRow('API', 'Open API Documentation')), ofApi);
    assertLeadsTo(await person.pageOpenedBy(() => person.run('Open App')), `${frontend}/`);
    assertLeadsTo(await person.pageOpenedBy(() => person.run('Open API Documentation')), ofApi);
  });

  it('copies the report as the API made it', async () => {
    const { person } = scene;
    await person.run('Copy Report');
    await person.page.locator('.statusbar-item', { hasText: 'The report is copied.' }).waitFor();
    const { status, services } = healthReportSchema.parse(JSON.parse(await person.clipboard()));
    assert.equal(status, 'ok');
    assert.deepEqual(Object.keys(services).toSorted(), ['api', 'cache', 'database']);
  });

  it('offers what can be done now, and not what cannot', async () => {
    const { person } = scene;
    for (const title of ['Stop Stack', 'Reset Data…', 'Deploy…', 'Open Dashboard', 'Run Doctor']) {
      assert.ok(await person.isOffered(title), title);
    }
    assert.ok(!(await person.isOffered('Start Stack')));
  });

  it('shows the dashboard in the colours of each theme, and lets nothing stand in the way of anybody', async () => {
    const { person, set, shoot } = scene;
    await person.run('Open Dashboard');
    for (const theme of themes) {
      await set({ 'workbench.colorTheme': theme });
      const kind = kindOf(theme);
      const frame = await person.dashboard();
      await frame.locator(`body.vscode-${kind}`).waitFor();
      await frame.getByText('Every service answers.').waitFor();
      await frame
        .getByText(/^peak /)
        .first()
        .waitFor();
      await shoot(`healthy, ${kind}`);
      await assertAccessible(frame, theme);
    }
    assert.deepEqual(scene.refused, []);
  });

  it('tells of a service that is killed, everywhere', async () => {
    const { person, api, shoot, set } = scene;
    const frame = await person.dashboard();
    await api.killCache();
    await frame.getByText('Cache is not healthy; the application keeps working without it.').waitFor();
    await frame.getByText('Cache refuses connections.').waitFor();
    await person.row('Cache').filter({ hasText: 'unhealthy' }).waitFor();
    await person.seeMessage('Cache');
    for (const theme of themes) {
      await set({ 'workbench.colorTheme': theme });
      const kind = kindOf(theme);
      await frame.locator(`body.vscode-${kind}`).waitFor();
      await shoot(`degraded, ${kind}`);
      await assertAccessible(frame, `degraded, ${theme}`);
    }
  });

  it('follows a log in a terminal of its own, which is reused, in colours', async () => {
    const { person, calls, shoot } = scene;
    const frame = await person.dashboard();
    await person.pressInMessage('Cache of shop is unhealthy.', 'Show Logs');
    await calls.become(['logs SERVICE=cache']);
    await person.page.locator('.terminal-wrapper.active').first().waitFor();
    await shoot('logs');
    await frame.getByRole('button', { name: 'Show logs: Cache' }).click();
    await person.pressInRow('Cache', 'Open Logs');
    await person.pressInRow('Database', 'Open Logs');
    // The one of the cache was shown again, not called for again.
    await calls.become(['logs SERVICE=database']);
    await person.run('Open All Logs');
    await calls.become(['logs']);
  });

  it('restarts a service from its row, from the dashboard and from the palette', async () => {
    const { person, calls } = scene;
    // Soon after each other, they are done one by one.
    await person.pressInRow('Cache', 'Restart Service');
    await person.pressInRow('Database', 'Restart Service');
    await calls.become(['restart SERVICE=cache', 'restart SERVICE=database']);
    await (await person.dashboard()).getByRole('button', { name: 'Restart: API' }).click();
    await calls.become(['restart SERVICE=api']);
    await person.choose('Restart Service…', 'All services');
    await calls.become(['restart']);
  });

  it('shows recovery', async () => {
    const { person, api } = scene;
    await api.startCache();
    await (await person.dashboard()).getByText('Every service answers.').waitFor();
    await person
      .row('Cache')
      .filter({ hasText: /(?<!un)healthy/ })
      .waitFor();
  });

  it('resets after asking, and undoes it', async () => {
    const { person, calls, shoot } = scene;
    await person.run('Reset Data…');
    await person.dialog.getByText('so that you can undo it').waitFor();
    await shoot('reset');
    await person.pressInDialog('Cancel');
    await person.run('Reset Data…');
    await person.pressInDialog('Reset Data');
    await person.seeMessage('The data was reset.');
    assert.deepEqual(calls.take(), ['reset YES=1']);
    await shoot('undo');
    await person.pressInMessage('The data was reset.', 'Undo');
    await person.dismiss('as it was before the reset');
    assert.deepEqual(calls.take(), ['undo YES=1']);
    await person.run('Undo Reset');
    await person.dismiss('as it was before the reset');
    assert.deepEqual(calls.take(), ['undo YES=1']);
  });

  it('takes a snapshot, and restores one that is picked', async () => {
    const { person, calls, shoot } = scene;
    await person.run('Take Snapshot…');
    await person.answer('Name the snapshot', 'two words');
    await person.answer('Use up to 30 lowercase letters', 'mine');
    await calls.become(['snapshot NAME=mine']);
    await person.message('Saving').waitFor({ state: 'detached' });
    await person.run('Restore Snapshot…');
    await person.page.getByText('before-reset').first().waitFor();
    await shoot('restore');
    await person.pick('before-lunch');
    await person.dialog.getByText('Restore the snapshot “before-lunch”?').waitFor();
    await person.pressInDialog('Restore');
    await person.dismiss('Restored the snapshot “before-lunch”.');
    assert.deepEqual(calls.take(), ['restore NAME=before-lunch YES=1']);
  });

  it('deploys what was planned, when the name was typed', async () => {
    const { person, calls, shoot } = scene;
    await person.choose('Deploy…', 'dev');
    await person.dialog.getByText('2 to add, 1 to change, 0 to replace, 1 to destroy.').waitFor();
    await person.dialog.getByText('Cost: −$12.50 a month').waitFor();
    await person.pressInDialog('Cancel');
    assert.deepEqual(calls.take(), ['plan ENV=dev JSON=1']);
    await person.choose('Deploy…', 'dev');
    await person.dialog.getByText('Cost: −$12.50 a month').waitFor();
    await shoot('deploy');
    await person.pressInDialog('Deploy');
    await person.answer('Type “dev” to deploy anyway.', 'production');
    assert.deepEqual(calls.take(), ['plan ENV=dev JSON=1']);
    await person.answer('This is not “dev”.', 'dev');
    await person.seeMessage('dev runs version 1.2.3.');
    await person.message('dev runs').locator('.monaco-button', { hasText: 'Open App' }).waitFor();
    assert.deepEqual(calls.take(), ['deploy ENV=dev YES=1 CONFIRM=dev JSON=1']);
    await shoot('deployed');
    await person.pressInMessage('dev runs version 1.2.3.', 'Show Output');
    await person.page.locator('.output-view').getByText('✔ Apply the plan').waitFor();
  });

  it('says what a failure means, with the way to its output', async () => {
    const { person, calls, shoot } = scene;
    await person.run('Stop Stack');
    await calls.become(['down']);
    await person.seeMessage('make down failed. Its last lines say why.');
    await shoot('failure');
    await person.pressInMessage('make down failed', 'Show Output');
    await person.page.locator('.terminal-wrapper.active').first().waitFor();
  });

  it('shows its log', async () => {
    const { person } = scene;
    await person.run('Show Log of the Extension');
    await person.page.locator('.output-view').getByText('make down ended with exit code').first().waitFor();
  });

  it('says which target is missing, and where to name another', async () => {
    const { person } = scene;
    await person.run('Run Doctor');
    await person.seeMessage('The Makefile of shop has no target “doctor”.');
    await person.pressInMessage('has no target', 'Choose Another Target');
    await person.page.locator('.settings-editor').getByText('zeroToRunning.commands.doctor').first().waitFor();
    await person.closeTab('Settings');
  });

  it('has what the settings name made instead', async () => {
    const { person, calls, set } = scene;
    await set({ 'zeroToRunning.commands.doctor': 'undo' });
    await eventually(async () => {
      await person.run('Run Doctor');
      await eventually(() => assert.deepEqual(calls.take(), ['undo']), 2_000);
    });
  });

  it('makes the dashboard anew where VS Code leaves its tab empty, and asks for a reload where that does not help', async () => {
    const { person, shoot } = scene;
    const webviews = await emptyWebviews(person.page);
    const cover = async () => {
      await person.runAny('Preferences: Open Settings (UI)');
      await person.page.locator('.settings-editor').first().waitFor();
      await person.closeTab('Settings');
    };
    webviews.leave(1);
    await cover();
    await eventually(() => assert.equal(webviews.left(), 0));
    await (await person.dashboard()).getByText('Every service answers.').waitFor();
    assert.equal(await person.page.locator('.editor-group-container .tab').count(), 1);
    webviews.leave(3);
    await cover();
    await person.seeMessage('VS Code does not load the page of the dashboard.', 60_000);
    await shoot('dashboard given up');
    assert.equal(webviews.left(), 0);
    await person.pressInMessage('VS Code does not load', 'Try Again');
    await (await person.dashboard()).getByText('Every service answers.').waitFor();
  });

  it('sees the details of an environment while it has the token, and says when that is gone', async () => {
    const { person, set, shoot } = scene;
    const token = 'only-in-the-test';
    const { databaseUrl } = hostTestPrerequisites(process.env) ?? {};
    assert.ok(databaseUrl);
    const guarded = await startRealApi(databaseUrl, { HEALTH_DETAIL_TOKEN: token });
    cleanups.add(guarded.stop);
    await set({ 'zeroToRunning.environments': [{ name: 'staging', apiUrl: guarded.origin }] });
    await person.row('staging').filter({ hasText: 'all healthy' }).waitFor();
    const frame = await person.dashboard();
    await frame.getByRole('combobox').selectOption('staging');
    await frame.getByText('Details are hidden').waitFor();
    await shoot('details hidden');
    await person.choose('Select Environment', 'staging');
    await person.run('Set Detail Token');
    await person.answer('HEALTH_DETAIL_TOKEN', token);
    await frame.getByText('Uptime').waitFor();
    await person.run('Set Detail Token');
    await person.answer('HEALTH_DETAIL_TOKEN', 'another');
    await person.row('staging').filter({ hasText: 'details hidden' }).waitFor();
    await person.run('Set Detail Token');
    await person.answer('HEALTH_DETAIL_TOKEN', '');
    await frame.getByText('Details are hidden').waitFor();
    await set({ 'zeroToRunning.environments': [] });
    await frame.getByText('This environment is no longer in the workspace.').waitFor();
    await frame.getByRole('combobox').selectOption('shop');
    await frame.getByText('Every service answers.').waitFor();
  });

  it('starts a stack that is not there, from its empty place, and can be told not to', async () => {
    const { person, api, calls, shoot } = scene;
    await api.kill();
    const frame = await person.dashboard();
    await frame.getByText('Connection to the API lost').waitFor();
    // Both say the same of each service: the frontend is asked by the extension itself, and is known without the API.
    for (const [row, state] of [
      ['Frontend', 'Healthy'],
      ['API', 'Unknown'],
    ] as const) {
      await frame.locator(`[data-service=${row.toLowerCase()}] .ztr-service-head`).getByText(state).waitFor();
      await person
        .row(row)
        .filter({ hasText: new RegExp(`^\\s*${row}\\s*${state}`, 'i') })
        .waitFor();
    }
    await shoot('lost');
    await frame.getByRole('button', { name: 'Start the stack' }).click();
    await person.seeMessage('Starting the stack');
    await calls.become(['dev']);
    await person.pressInMessage('Starting the stack', 'Cancel');
    await person.message('Starting the stack').waitFor({ state: 'detached' });
    calls.goOn();
    await api.start();
    await frame.getByText('Every service answers.').waitFor();
  });

  it('does not take another folder’s stack for its own, and starts its own beside it', async () => {
    const { person, api, calls, nameStack, set, shoot } = scene;
    nameStack('shop-2');
    const frame = await person.dashboard();
    await frame.getByText(`what answers at ${api.origin} is the stack “shop-1”`).waitFor();
    await person.page.locator('.statusbar-item', { hasText: 'not running · another folder’s stack answers' }).waitFor();
    await person.page
      .locator('.sidebar .welcome-view')
      .getByText('another one, which was not started from here')
      .waitFor();
    for (const theme of themes) {
      await set({ 'workbench.colorTheme': theme });
      await frame.locator(`body.vscode-${kindOf(theme)}`).waitFor();
      await shoot(`another folder’s stack, ${kindOf(theme)}`);
      await assertAccessible(frame, `another folder’s stack, ${theme}`);
    }
    await person.pressInWelcome('Start the Stack');
    await calls.become(['dev']);
    nameStack('shop-1');
    await person.row('shop').filter({ hasText: 'all healthy' }).waitFor();
    await frame.getByText('Every service answers.').waitFor();
  });

  it('brings the dashboard back after a reload', async () => {
    const { person, api } = scene;
    const before = await person.dashboard();
    await api.killCache();
    await before.getByText('Cache refuses connections.').waitFor();
    await api.startCache();
    await before.getByText('Every service answers.').waitFor();
    await before.locator('[data-service=cache] summary').click();
    await eventually(async () => assert.equal(await before.locator('[data-service=cache] details[open]').count(), 1));
    // As a person does it: in order, so that VS Code keeps what it was told.
    await person.runAny('Developer: Reload Window');
    await person.page.waitForEvent('domcontentloaded');
    await eventually(async () => {
      const frame = await person.dashboard();
      await frame.locator('[data-service=cache] details[open]').waitFor({ timeout: 2_000 });
    }, 40_000);
  });

  it('shows the way in four steps', async () => {
    const { person, shoot } = scene;
    await person.runAny('View: Hide Panel');
    // In less, a walkthrough has no room for its pictures.
    await person.page.setViewportSize({ width: 1600, height: 900 });
    await person.runAny('Welcome: Open Walkthrough...');
    await person.pick('Get Started with Zero to Running');
    for (const [step, inPicture] of [
      ['Start the stack', 'frontend'],
      ['Watch its health', '2 min ago'],
      ['Read the logs', 'Logs: api'],
      ['Save and reset the data', 'after a reset'],
    ] as const) {
      await person.page.locator('.getting-started-step', { hasText: step }).click();
      await person.frameWith(inPicture);
      await shoot(`walkthrough, ${step}`);
    }
  });
});
