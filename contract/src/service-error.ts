import { z } from 'zod';

/**
 * Why a service is unhealthy. The set is closed so that no driver's message, which may carry host names or
 * credentials, ever leaves the API.
 */
export const serviceErrorSchema = z
  .enum(['timeout', 'refused', 'auth', 'unresolved', 'exhausted', 'unknown'])
  .meta({ id: 'ServiceError', description: 'Why a service is unhealthy' });

export type ServiceError = z.infer<typeof serviceErrorSchema>;
