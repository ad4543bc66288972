/** `npm run seeds`: prints docs/seeds.md. */
import { writeFileSync } from 'node:fs';
import { seedsPage } from './page.ts';

writeFileSync('docs/seeds.md', seedsPage());
