/** What was logged has been written: a process killed in the next instant has said it, in order. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const SAYS = `
  const [{ createLogger }, { createRedactor }] = await Promise.all([import('./dist/parts/lib/log.js'), import('./dist/parts/lib/redact.js')]);
  const log = createLogger({ level: 'info', redactor: createRedactor([]) });
  for (let n = 0; n < 200; n++) log.info({ n }, 'before the end');
  process.kill(process.pid, 'SIGKILL');
`;

it('loses no line and keeps their order', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', SAYS], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (d: Buffer) => {
    text += d.toString();
  });
  expect(await once(child, 'close')).toEqual([null, 'SIGKILL']);
  const lines = text
    .trim()
    .split('\n')
    .map((l) => (JSON.parse(l) as { n: number }).n);
  expect(lines).toEqual([...Array(200).keys()]);
});
