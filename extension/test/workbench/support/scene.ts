import { Cleanups } from '../../support/cleanups.ts';
import { startPageServer } from '../../support/page-server.ts';
import { makeProjectFolder } from '../../support/project-folder.ts';
import { startRealApi, type RealApi } from '../../support/real-api.ts';
import { packageExtension } from './install-packaged.ts';
import { openWorkbench, type Workbench } from './open-workbench.ts';
import type { Person } from './person.ts';
import { Calls, recordingMakefile } from './recording-makefile.ts';
import { shoot } from './shoot.ts';

/** A workbench with the packaged extension, on a folder whose API is real and whose Makefile records. */
export interface Scene {
  readonly person: Person;
  readonly api: RealApi;
  /** Where its frontend is. */
  readonly frontend: string;
  readonly calls: Calls;
  /** Has the folder's file say that its stack is called so; the API calls itself `shop-1`. */
  readonly nameStack: (name: string) => void;
  /** What packaging printed. */
  readonly packaging: string;
  /** What a page's policy has refused so far. */
  readonly refused: readonly string[];
  /** Changes settings while the window is open, and waits until VS Code has taken them. */
  readonly set: Workbench['set'];
  /** Keeps a picture where SCREENSHOTS says. */
  readonly shoot: (name: string) => Promise<void>;
}

export interface Prerequisites {
  readonly vscodeServer: string;
  readonly chromium: string;
  readonly databaseUrl: string;
}

export async function setScene(
  { vscodeServer, chromium, databaseUrl }: Prerequisites,
  cleanups: Cleanups,
): Promise<Scene> {
  const [packaging, api, frontend] = await Promise.all([
    packageExtension(),
    startRealApi(databaseUrl, { STACK_NAME: 'shop-1' }),
    startPageServer(),
  ]);
  cleanups.add(api.stop);
  cleanups.add(frontend.stop);
  const folder = makeProjectFolder(recordingMakefile);
  cleanups.add(folder.remove);
  const nameStack = (name: string) => folder.setUrls({ api: api.origin, frontend: frontend.origin }, name);
  nameStack('shop-1');
  const { page, person, set } = await openWorkbench({ vscodeServer, chromium, opens: folder.path }, cleanups);
  const refused: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) refused.push(message.text());
  });
  return {
    person,
    api,
    frontend: frontend.origin,
    calls: new Calls(folder.path),
    nameStack,
    packaging,
    refused,
    set,
    shoot: (name) => shoot(page, name),
  };
}
