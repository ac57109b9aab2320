import { z } from 'zod';

/** Path of who is signed in, below the API's origin. */
export const sessionPath = '/api/session';

/** Path of the sessions that can be ended, below the API's origin. */
export const sessionsPath = '/api/sessions';

/** `member` sees and changes their own tasks, `admin` all. */
const roleSchema = z.enum(['member', 'admin']).meta({ id: 'Role' });

export type Role = z.infer<typeof roleSchema>;

const personSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    roles: z.array(roleSchema),
    sessionId: z.uuid().nullable().meta({ description: 'Null where a bearer token says who asks' }),
    expiresAt: z.iso.datetime().nullable().meta({ description: 'When the session ends unless it is used until then' }),
  })
  .meta({ id: 'Person' });

export type Person = z.infer<typeof personSchema>;

/** What `GET /api/session` answers, also to somebody who is not signed in. */
export const sessionSchema = z
  .object({
    signIn: z.enum(['on', 'off']).meta({ description: '`off`: everyone may do everything' }),
    loginPath: z.string().nullable().meta({
      description: 'Where a browser goes to sign in, with `?return_to=` and the path to come back to; null when off',
    }),
    logoutPath: z.string().nullable().meta({ description: 'What a page sends a POST to for signing out' }),
    person: personSchema.nullable().meta({ description: 'Null for nobody' }),
  })
  .meta({ id: 'Session' });

export type Session = z.infer<typeof sessionSchema>;

/** A browser in which somebody is signed in. */
const openSessionSchema = z
  .object({
    id: z.uuid(),
    ownerId: z.uuid(),
    name: z.string(),
    roles: z.array(roleSchema),
    createdAt: z.iso.datetime(),
    seenAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'OpenSession' });

export type OpenSession = z.infer<typeof openSessionSchema>;

/** What `GET /api/sessions` answers: the caller's sessions, or an administrator's everyone's; the last begun first. */
export const openSessionsSchema = z.object({ items: z.array(openSessionSchema) }).meta({ id: 'OpenSessions' });

/** What `POST /auth/logout` answers: where the browser goes next, which may be the provider's own sign-out. */
export const signedOutSchema = z.object({ redirectTo: z.string() });
