import assert from 'node:assert/strict';
import { Emitter } from '../common/disposable.ts';
import { SettingsLog } from './log.ts';

describe('the log of settings', () => {
  let settings: Record<string, unknown>;
  let lines: string[];
  let log: SettingsLog;
  const changes = new Emitter();

  beforeEach(() => {
    settings = {};
    lines = [];
    log = new SettingsLog(
      {
        folders: () => [{ uri: 'file:///shop' }, { uri: 'file:///blog' }],
        setting: (name) => settings[name],
        onDidChangeFolders: new Emitter().event,
        onDidChangeSettings: changes.event,
      },
      { warn: (message) => lines.push(message) },
    );
  });
  afterEach(() => log.dispose());

  const set = (next: Record<string, unknown>) => {
    lines.length = 0;
    settings = next;
    changes.fire();
    return lines;
  };

  it('has nothing of settings that are used', () => {
    const apiUrl = 'http://localhost:4000/';
    assert.deepEqual(set({ apiUrl, frontendUrl: 'http://localhost/app', environments: [{ name: 'x', apiUrl }] }), []);
    assert.deepEqual(set({ environments: undefined, apiUrl: '' }), []);
  });

  it('has once what is not used, and again where it was put right in between', () => {
    const wrong = { apiUrl: 4000 };
    const line =
      'The setting zeroToRunning.apiUrl is 4000, and is not used: it has to be a text such as http://localhost:4000.';
    assert.deepEqual(set(wrong), [line]);
    assert.deepEqual(set(wrong), []);
    set({});
    assert.deepEqual(set(wrong), [line]);
  });

  it('has the path of an address, without what may be a secret', () => {
    assert.deepEqual(set({ apiUrl: 'http://host/prefix?key=hunter2' }), [
      'The setting zeroToRunning.apiUrl is “http://host/prefix?…”, of which the path is not used: the API is asked at http://host.',
    ]);
    assert.deepEqual(set({ environments: [{ name: 'prod', apiUrl: 'http://me:hunter2@host/prefix' }] }), [
      'apiUrl of “prod” in the setting zeroToRunning.environments is “http://…@host/prefix”, of which the path is not used: the API is asked at http://host.',
    ]);
  });

  it('has each environment that is left out', () => {
    const prod = { name: 'prod', apiUrl: 'http://host' };
    const environments = [
      prod,
      prod,
      'x',
      { name: 7, token: 'hunter2' },
      null,
      { ...prod, name: 'qa', frontendUrl: 7 },
    ];
    const rule = 'and is left out: it has to be an object with a name and an apiUrl, both of them text.';
    assert.deepEqual(set({ environments }), [
      'Entry 2 of the setting zeroToRunning.environments has the name “prod” as one before it, and is left out: each name can be there once.',
      `Entry 3 of the setting zeroToRunning.environments is “x”, ${rule}`,
      `Entry 4 of the setting zeroToRunning.environments is an object with name, token, ${rule}`,
      `Entry 5 of the setting zeroToRunning.environments is null, ${rule}`,
      'frontendUrl of “qa” in the setting zeroToRunning.environments is 7, and is not used: it has to be a text such as http://localhost:3000.',
    ]);
    assert.deepEqual(set({ environments: {} }), [
      'The setting zeroToRunning.environments is an empty object, and is not used: it has to be a list of objects.',
    ]);
  });

  it('has how many environments there are too many', () => {
    const environments = Array.from({ length: 30 }, (_, index) => ({ name: `e${index}`, apiUrl: 'http://host' }));
    assert.deepEqual(set({ environments }), [
      'The setting zeroToRunning.environments has 30 entries, of which those after the first 20 are left out: there is room for no more.',
    ]);
  });
});
