import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Headers that keep browsers from treating the API's answers as anything but data. */
export const securityHeaders: RequestHandler = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
});
