import { fileURLToPath } from 'node:url';
import { product } from '@app/contract/product';
import { Router } from 'express';
import helmet from 'helmet';
import { methodNotAllowed } from './methods.ts';

/** A name as text of HTML. */
const inHtml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>API · ${inHtml(product.displayName)}</title>
    <link rel="icon" href="favicon-32x32.png" />
    <link rel="stylesheet" href="swagger-ui.css" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="swagger-ui-bundle.js"></script>
    <script src="start.js"></script>
  </body>
</html>
`;

// `validatorUrl: null` keeps the page from sending the document to a server on the internet.
const script = `SwaggerUIBundle({ url: '../openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });
`;

const assets = ['favicon-32x32.png', 'swagger-ui.css', 'swagger-ui-bundle.js'];

/** Swagger UI's own styles and images need more than the API's policy allows. */
const pageHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
});

async function openApiDocument(version: string): Promise<Buffer> {
  // Only those who ask for it pay for making it.
  const contract = await import('@app/contract/openapi');
  return Buffer.from(JSON.stringify(contract.openApiDocument({ title: product.displayName, version })));
}

/** `/openapi.json`, and a page at `/docs/` that shows it; everything on it comes from this server. */
export function createDocumentation(version: string): Router {
  const root = fileURLToPath(new URL('.', import.meta.resolve('swagger-ui-dist/swagger-ui.css')));
  const router = Router({ strict: true });
  const readOnly = methodNotAllowed(['GET']);
  let document: Promise<Buffer> | undefined;

  router
    .route('/openapi.json')
    .get(async (_req, res) => {
      document ??= openApiDocument(version);
      res.type('json').send(await document);
    })
    .all(readOnly);
  router
    .route('/docs')
    .get((_req, res) => res.redirect(308, '/docs/'))
    .all(readOnly);
  router
    .route('/docs/')
    .get(pageHeaders, (_req, res) => res.type('html').send(page))
    .all(readOnly);
  router
    .route('/docs/start.js')
    .get((_req, res) => res.type('js').send(script))
    .all(readOnly);
  for (const asset of assets) {
    router
      .route(`/docs/${asset}`)
      .get((_req, res) => res.sendFile(asset, { root }))
      .all(readOnly);
  }
  return router;
}
