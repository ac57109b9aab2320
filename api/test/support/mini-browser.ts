/** What of a browser signing in takes: it keeps cookies for each origin, and goes where it is sent. */
export class MiniBrowser {
  readonly #jars = new Map<string, Map<string, string>>();

  #jarOf(url: URL): Map<string, string> {
    const jar = this.#jars.get(url.origin) ?? new Map<string, string>();
    this.#jars.set(url.origin, jar);
    return jar;
  }

  /** Cookies that an origin has set, by name; changes are the browser's. */
  cookies(origin: string): Map<string, string> {
    return this.#jarOf(new URL(origin));
  }

  /** Another browser that holds the same cookies now. */
  copy(): MiniBrowser {
    const copy = new MiniBrowser();
    for (const [origin, jar] of this.#jars) for (const [name, value] of jar) copy.cookies(origin).set(name, value);
    return copy;
  }

  /** Asks for an address, without going where the answer sends it. */
  async request(address: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address);
    const jar = this.#jarOf(url);
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set('cookie', Array.from(jar, (pair) => pair.join('=')).join('; '));
    if (!headers.has('sec-fetch-site')) headers.set('sec-fetch-site', 'same-origin');
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      const gone = attributes.some((each) => /^\s*(expires=Thu, 01 Jan 1970|max-age=0)/i.test(each));
      if (gone || value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /**
   * Goes where it is sent until the next address is one to stop before, or until it is sent nowhere.
   * @param choose changes an address on the way, as a person does who clicks
   */
  async follow(address: string, choose: (url: URL) => URL | undefined = (url) => url): Promise<Response & { at: URL }> {
    let url = new URL(address);
    for (let step = 0; step < 20; step += 1) {
      const response = await this.request(url.href);
      const location = response.headers.get('location');
      if (location === null) return Object.assign(response, { at: url });
      const next = choose(new URL(location, url));
      if (next === undefined) return Object.assign(response, { at: new URL(location, url) });
      url = next;
    }
    throw new Error(`${address} leads in circles`);
  }
}
