/** Who is in Slack's user groups, where Slack is not there to say it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type FileIssue, openSource } from '../../lib/yaml/source.ts';
import type { Members } from './acts.ts';

export const MEMBERS = 'org/slack-groups.test.yaml';

/** Nobody where there is no file. */
export async function readMembers(dir: string, issues: FileIssue[]): Promise<Members> {
  const text = await readFile(join(dir, MEMBERS), 'utf8').catch(() => '');
  if (text === '') return {};
  return openSource(MEMBERS, text, issues)?.read(z.record(z.string(), z.array(z.string()))) ?? {};
}
