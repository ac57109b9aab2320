/** A picture of this folder as a paragraph of its own, in Markdown. */
const picture = /!\[([^\]]*)\]\((media\/[\w-]+\.webp)\)\n\n/g;

/**
 * The README as the package has it. VS Code and the Marketplace show pictures from https addresses only, and one is known
 * where GitHub packages a commit of its own; elsewhere there is none rather than a broken one.
 * @param env of the packaging process
 */
export function packagedReadme(readme: string, env: NodeJS.ProcessEnv): string {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: commit } = env;
  const base = server && repository && commit ? `${server}/${repository}/raw/${commit}/extension/` : undefined;
  return readme.replaceAll(picture, (_whole, title: string, path: string) => {
    return base === undefined ? '' : `![${title}](${base}${path})\n\n`;
  });
}
