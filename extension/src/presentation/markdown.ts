/** What Markdown, product icons or HTML may take for their own. */
const special = /[\\`*_{}[\]()#+\-.!|<>~$&:/"'@^=]/g;

/** Foreign text as Markdown that shows exactly it: no markup, no link, no icon. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(special, String.raw`\$&`);
}

/** A link that runs a command; whoever renders it has to allow the command by name. */
export function commandLink(label: string, command: string, argument: object): string {
  const query = encodeURIComponent(JSON.stringify([argument])).replaceAll(/[()]/g, (bracket) => {
    return `%${bracket.codePointAt(0)?.toString(16)}`;
  });
  return `[${label}](command:${command}?${query})`;
}
