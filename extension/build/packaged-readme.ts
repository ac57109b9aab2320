/** A picture of this folder as a paragraph of its own, in Markdown. */
const picture = /!\[([^\]]*)\]\((media\/[\w-]+\.webp)\)\n\n/g;

/** A link to another file of the repository, in Markdown. */
const link = /\[([^\]]*)\]\(\.\.\/([\w./-]+)\)/g;

/**
 * The README as the package has it. VS Code and the Marketplace show pictures and follow links with https addresses only. These
 * are known where GitHub packages a commit of its own; elsewhere there is no picture, and a link's text, rather than a broken one.
 * @param env of the packaging process
 */
export function packagedReadme(readme: string, env: NodeJS.ProcessEnv): string {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: commit } = env;
  const isKnown = server && repository && commit;
  const address = (kind: 'raw' | 'blob', path: string) => `${server}/${repository}/${kind}/${commit}/${path}`;
  return readme
    .replaceAll(picture, (_whole, title: string, path: string) =>
      isKnown ? `![${title}](${address('raw', `extension/${path}`)})\n\n` : '',
    )
    .replaceAll(link, (_whole, text: string, path: string) => (isKnown ? `[${text}](${address('blob', path)})` : text));
}
