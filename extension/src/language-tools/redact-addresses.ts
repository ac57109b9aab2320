/** An address from its `://` on, with others that follow it without a space. */
const addresses = /:\/\/[^\s"'`<>]+/g;

/** How the scheme ends before which a number after the name is a port, and an `@` after that a package's or a person's. */
const web = /(?:^|[^a-z])(?:https?|wss?)$/i;

/** What follows `://`, up to the next one. */
function redactAddress(address: string, isWeb: boolean, mark: string): string {
  const path = address.search(/[/?#]/);
  const authority = path === -1 ? address : address.slice(0, path);
  // A password is often written with what it should have been encoded for: the last `@` ends it, wherever that is.
  const holdsPassword = authority.includes(':') && !(isWeb && (authority.includes('@') || /:\d*$/.test(authority)));
  const end = (holdsPassword ? address : authority).lastIndexOf('@');
  return end > 0 ? mark + address.slice(end) : address;
}

/** Replaces the user and password of addresses. */
export function redactAddresses(line: string, mark: string): string {
  return line.replaceAll(addresses, (found, offset: number) => {
    const [, ...parts] = found.split('://');
    let before = line.slice(Math.max(0, offset - 6), offset);
    const redacted = parts.map((part) => {
      const isWeb = web.test(before);
      before = part.slice(-6);
      return `://${redactAddress(part, isWeb, mark)}`;
    });
    return redacted.join('');
  });
}
