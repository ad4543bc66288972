/** Whether a cache is somebody's queue: jobs in it are lost without a word when they are evicted or thrown away (H26). */
import type { Cache } from '../../../ports/cache.ts';

/** What the keys of BullMQ, Celery, Sidekiq, RQ and Resque begin with. */
const QUEUES = ['bull:', 'celery', '_kombu', 'queue:', 'rq:', 'resque:'] as const;

/** Up to three of their keys; none: it is no queue as far as can be seen. */
export const jobsIn = (cache: Cache, name: string): Promise<readonly string[]> => cache.keysLike(name, QUEUES, 3);
