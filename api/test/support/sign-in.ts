import { tasksPath, taskSchema, type Task } from '@app/contract/tasks';
import { eventually } from '../../src/test-support/eventually.ts';
import { audience, clientSecret, startTestProvider, type TestProvider } from './identity-provider.ts';
import { MiniBrowser } from './mini-browser.ts';
import { startTestApi, type TestApi } from './test-api.ts';

/** The API with sign-in, and the provider that it asks. */
export interface SignInTest {
  readonly api: TestApi;
  readonly provider: TestProvider;
  /** The name of the cookie with a session's secret. */
  readonly sessionCookie: string;
  /** Signs somebody in, in a new browser or one that is given. */
  signIn(subject: string, browser?: MiniBrowser): Promise<MiniBrowser>;
  /** The address that the provider sends the browser back to, which has not gone there. */
  callbackOf(browser: MiniBrowser, subject: string, returnTo?: string): Promise<URL>;
  /** Sends JSON as the page does. */
  send(
    browser: MiniBrowser,
    path: string,
    method?: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  createTask(browser: MiniBrowser, title: string): Promise<Task>;
  close(): Promise<void>;
}

/** What somebody clicks on the provider's page: their name. */
const as = (subject: string) => (url: URL) => {
  if (url.pathname.startsWith('/interaction/')) url.searchParams.set('as', subject);
  return url;
};

/** @param env variables beside those of sign-in */
export async function startSignInTest(env: Readonly<Record<string, string>> = {}): Promise<SignInTest> {
  const provider = await startTestProvider();
  const api = await startTestApi({
    AUTH: 'on',
    AUTH_RATE_LIMIT_PER_MINUTE: '0',
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: 'tasks',
    OIDC_CLIENT_SECRET: clientSecret,
    OIDC_AUDIENCE: audience,
    ...env,
  });
  await provider.register(api.origin);
  // A connection that is made on a busy machine may take longer than a request waits for one.
  await eventually('the database answers', () =>
    api.pool.query('SELECT 1').then(
      () => true,
      () => false,
    ),
  );

  const test: SignInTest = {
    api,
    provider,
    sessionCookie: `port-${api.port}-session`,
    async callbackOf(browser, subject, returnTo = '/') {
      const login = `${api.origin}/auth/login?${new URLSearchParams({ return_to: returnTo }).toString()}`;
      const choose = as(subject);
      const { at } = await browser.follow(login, (url) =>
        url.pathname === '/auth/callback' ? undefined : choose(url),
      );
      return at;
    },
    async signIn(subject, browser = new MiniBrowser()) {
      const callback = await test.callbackOf(browser, subject);
      const response = await browser.request(callback.href);
      if (response.status !== 303) throw new Error(`${subject} was not signed in: ${await response.text()}`);
      return browser;
    },
    send(browser, path, method = 'GET', body, headers = {}) {
      const content = body === undefined ? {} : { 'content-type': 'application/json' };
      const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
      return browser.request(api.origin + path, { ...init, headers: { ...content, ...headers } });
    },
    async createTask(browser, title) {
      return taskSchema.parse(await (await test.send(browser, tasksPath, 'POST', { title })).json());
    },
    async close() {
      await api.close();
      await provider.close();
    },
  };
  return test;
}
