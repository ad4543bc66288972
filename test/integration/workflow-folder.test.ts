import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchWorkflowFolder } from '../../src/adapters/files/watch-workflows.ts';
import { readWorkflowFolder } from '../../src/adapters/files/workflow-folder.ts';
import { yamlOnCall } from '../../src/adapters/yaml/on-call.ts';
import { readYaml } from '../../src/lib/yaml/document.ts';

let dir: string;
const put = async (path: string, text: string | Uint8Array) => {
  await mkdir(join(dir, path, '..'), { recursive: true });
  await writeFile(join(dir, path), text);
};
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'workflows-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('readWorkflowFolder', () => {
  it('takes the YAML files and nothing else', async () => {
    await put('org/people.yaml', 'people: {}');
    await put('api/down.yaml', 'name: x');
    await put('api/down.test.yaml', 'a: 1');
    await put('api/readme.md', '# x');
    await put('runbook.schema.json', '{}');
    await put('.git/x.yaml', 'a: 1');
    const files = await readWorkflowFolder(dir);
    expect([...files]).toEqual([
      ['api/down.yaml', 'name: x'],
      ['org/people.yaml', 'people: {}'],
    ]);
  });

  it('follows a link to a file inside, as config maps are mounted, and none that leads out', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'outside-'));
    try {
      await writeFile(join(outside, 'secret.yaml'), 'token: x');
      await put('..data/people.yaml', 'a: 1');
      await mkdir(join(dir, 'org'));
      await symlink(join(dir, '..data', 'people.yaml'), join(dir, 'org', 'people.yaml'));
      await symlink(join(outside, 'secret.yaml'), join(dir, 'org', 'secret.yaml'));
      await symlink(outside, join(dir, 'api'));
      await symlink(join(dir, 'org'), join(dir, 'org', 'loop'));
      await symlink(join(dir, 'gone.yaml'), join(dir, 'org', 'gone.yaml'));
      expect([...(await readWorkflowFolder(dir))]).toEqual([['org/people.yaml', 'a: 1']]);
    } finally {
      await rm(outside, { recursive: true, force: true });
    }
  });

  it('hands on what is too large or no text so that the reader says so', async () => {
    await put('api/large.yaml', 'x'.repeat(300_000));
    await put('api/latin.yaml', Buffer.from([0x61, 0x3a, 0x20, 0xe9]));
    const files = await readWorkflowFolder(dir);
    const message = (name: string) => {
      const reading = readYaml(files.get(name) ?? '');
      return 'issues' in reading ? reading.issues[0]?.message : undefined;
    };
    expect(files.get('api/large.yaml')?.length).toBeLessThan(200_000);
    expect(message('api/large.yaml')).toMatch(/larger than 64 KiB/);
    expect(message('api/latin.yaml')).toMatch(/not valid Unicode/);
  });

  it('says when the folder is not there', async () => {
    await expect(readWorkflowFolder(join(dir, 'gone'))).rejects.toThrow(/ENOENT/);
  });
});

describe('watchWorkflowFolder', () => {
  /** Looks are made by hand: no timer decides in a test. */
  const watch = (current?: Map<string, string>) => {
    const changes: Map<string, string>[] = [];
    const errors: unknown[] = [];
    const options = { every: 1_000_000, onError: (e: unknown) => errors.push(e), ...(current ? { current } : {}) };
    const watching = watchWorkflowFolder(dir, (files) => void changes.push(files), options);
    return { ...watching, changes, errors };
  };

  it('tells a change once two looks agree on it, and tells it once', async () => {
    await put('a.yaml', 'a: 1');
    const w = watch();
    await w.look();
    await put('a.yaml', 'a: 2');
    await w.look();
    expect(w.changes).toEqual([]);
    await w.look();
    await w.look();
    expect(w.changes.map((c) => c.get('a.yaml'))).toEqual(['a: 2']);
    w.stop();
  });

  it('does not take a file that is still being written for a change', async () => {
    await put('a.yaml', 'a: 1');
    const w = watch();
    await w.look();
    for (const text of ['a', 'a: ', 'a: 3']) {
      await put('a.yaml', text);
      await w.look();
    }
    expect(w.changes).toEqual([]);
    await w.look();
    expect(w.changes.map((c) => c.get('a.yaml'))).toEqual(['a: 3']);
    w.stop();
  });

  it('sees a change of the same length and time, and what changed before it began', async () => {
    await put('a.yaml', 'a: 1');
    const current = await readWorkflowFolder(dir);
    await put('a.yaml', 'a: 2');
    await utimes(join(dir, 'a.yaml'), 0, 0);
    const w = watch(current);
    await w.look();
    await w.look();
    expect(w.changes.map((c) => c.get('a.yaml'))).toEqual(['a: 2']);
    w.stop();
  });

  it('goes on when the folder vanishes and comes back', async () => {
    await put('a.yaml', 'a: 1');
    const w = watch();
    await w.look();
    await rm(dir, { recursive: true });
    await w.look();
    expect(w.errors).toHaveLength(1);
    await put('a.yaml', 'a: 2');
    await w.look();
    await w.look();
    expect(w.changes).toHaveLength(1);
    w.stop();
  });
});

it('the on-call port asks the look-up it was given, each time', async () => {
  let people = [{ id: 'ada', name: 'Ada', slack: 'U0ADA' }];
  const onCall = yamlOnCall(() => ({ people, routingKey: 'KEY' }));
  await expect(onCall.who('role:x', 0)).resolves.toEqual({ people, routingKey: 'KEY' });
  people = [];
  await expect(onCall.who('role:x', 0)).resolves.toEqual({ people: [], routingKey: 'KEY' });
});
