/** A question to a database: prepared, not asked, so that tables and columns that went are told. */
import { asked, type Finder, known, THERE } from '../finder.ts';

const BOUNDS = { timeout: 5_000, rows: 1 };
/** Undefined table, column, function, schema, database. */
const NOT_THERE = /^postgres[.](?:42P01|42703|42883|3F000|3D000)$/;

export const queries: Finder = {
  find({ need, params: { sql: text } }) {
    if (need.on !== 'database' || need.role !== 'diagnose' || !known(text) || !known(need.database)) return [];
    const { database } = need;
    return [
      {
        says: `${database}: ${text.replace(/\s+/g, ' ')}`,
        look: ({ sql }) =>
          asked(
            async () => {
              await sql.look(database, `prepare drift as ${text}`, [], BOUNDS);
              return THERE;
            },
            (code) => NOT_THERE.test(code),
          ),
      },
    ];
  },
};
