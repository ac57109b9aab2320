import { randomBytes } from 'node:crypto';

/** What differs between two pages; all of it made by VS Code or by us. */
interface DashboardPage {
  readonly script: string;
  readonly style: string;
  /** Where a webview's own files come from. */
  readonly source: string;
  readonly title: string;
}

/**
 * The page of the dashboard: its own script and style sheet, and nothing else from anywhere. The script is let in by
 * a nonce, since every webview's files have the same origin.
 */
export function dashboardHtml({ script, style, source, title }: DashboardPage): string {
  const nonce = randomBytes(16).toString('base64url');
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${source}`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${style}" />
    <title>${title}</title>
  </head>
  <body>
    <div id="root"></div>
    <script type="module" nonce="${nonce}" src="${script}"></script>
  </body>
</html>
`;
}
