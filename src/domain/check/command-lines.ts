/** Command lines, whoever types them: those that people are told, and the programs of the operator as one line each. */
import type { Material } from './model.ts';
import { programs } from './programs.ts';
import type { Text } from './texts.ts';
import { toldToPeople } from './told-to-people.ts';

export const commandLines = (material: Material): readonly Text[] => [
  ...toldToPeople(material),
  ...programs(material).map(({ file, path, name, args }) => ({ file, path, text: [name, ...args].join(' ') })),
];
