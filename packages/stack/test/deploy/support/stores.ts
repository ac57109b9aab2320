/** Whom the database and the cache let in, by the rules that PostgreSQL and ElastiCache document. */
export class Stores {
  /** What the cache takes: the token that was rotated in last, and the one before until that is set. None: it takes anybody. */
  tokens: readonly string[] = [];
  readonly #logins = new Map<string, string>();

  /** What a migration does: the user has this password from then on, and no other. */
  giveLogin({ APP_DATABASE_USER: user, APP_DATABASE_PASSWORD: password }: Readonly<Record<string, string>>): void {
    if (user && password) this.#logins.set(user, password);
  }

  /** ROTATE adds a token; SET drops all others, and takes none that was not rotated in. @returns whether it is done */
  changeToken(token: string, strategy: string): boolean {
    if (!/^[^@"/\s]{16,128}$/.test(token)) return false;
    if (strategy === 'SET') {
      if (!this.tokens.includes(token)) return false;
      this.tokens = [token];
      return true;
    }
    const before = this.tokens.at(-1);
    this.tokens = [...(before !== undefined && before !== token ? [before] : []), token];
    return strategy === 'ROTATE';
  }

  /** Which of the two refuse a task with these variables. */
  refusals(variables: Readonly<Record<string, string>>): ('database' | 'cache')[] {
    const { PGUSER: user, PGPASSWORD: password, REDIS_PASSWORD: token } = variables;
    const refusals: ('database' | 'cache')[] = [];
    if (user !== undefined && this.#logins.get(user) !== password) refusals.push('database');
    if (token !== undefined && this.tokens.length > 0 && !this.tokens.includes(token)) refusals.push('cache');
    return refusals;
  }
}
