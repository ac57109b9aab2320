import { config } from 'zod';

// Zod would try `new Function` for faster schemas, which the page's Content-Security-Policy refuses: the browser reports
// that as an error in its console. Imported before any schema is made.
config({ jitless: true });
