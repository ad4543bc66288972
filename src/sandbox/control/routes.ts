/** Every route of the control API: the one list that requests are matched with and that the documentation is made from. */
import { changeRoutes } from './change-routes.ts';
import { readRoutes } from './read-routes.ts';
import type { Route } from './route.ts';

export const routes: readonly Route[] = [...readRoutes, ...changeRoutes];
