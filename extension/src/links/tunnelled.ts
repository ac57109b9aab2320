/**
 * The path at the outer end of a tunnel, of which some lead to the root of a port whatever page was asked for.
 * @param inside the page's path where it is served
 * @param outside the path that VS Code has made of it
 */
export function tunnelled(inside: string, outside: string): string {
  return outside.endsWith(inside) ? outside : `${outside.replace(/\/$/, '')}${inside}`;
}
