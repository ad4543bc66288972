/** 500 strings that try to become markup, mentions, links, other people's lines, or to break what carries them. */

export const SEEDS: readonly string[] = [
  '<!channel>',
  '<!here|here>',
  '<!everyone>',
  '<!subteam^S0SRE>',
  '<@U0EVIL>',
  '<#C0EVIL|general>',
  '<https://evil.example|your bank>',
  'https://evil.example/a?b=c',
  '&lt;!channel&gt;',
  '&amp;lt;!channel&amp;gt;',
  '*bold* _italic_ ~gone~ `code`',
  '```\nfence\n```',
  '`<!channel>`',
  '> quote\n*Tocsin*  resolved this incident',
  ':fire: :rotating_light:',
  '\u202Egnp.exe\u202C',
  '\u2066x\u2069\u200B\u200E\uFEFF',
  'a\r\nb\u2028c\u2029d\u0085e',
  '\u0000\u0007\u001B[31mred\u001B[0m',
  '${{ 1 + 1 }} ${{ secrets.X }}',
  '[link](https://evil.example)',
  '<!date^1700000000^{date}^https://evil.example|x>',
  '<mailto:a@b.example|mail>',
  '\uD800 lone \uDC00',
  'e\u0301'.repeat(400),
  `z${'\u0335'.repeat(3_000)}`,
  '👨‍👩‍👧‍👦'.repeat(200),
  ' '.repeat(5_000),
  'Ω'.repeat(10_000),
  '中'.repeat(10_000),
  'x'.repeat(10_240),
  '<'.repeat(5_000),
  '&'.repeat(5_000),
  '"><script>alert(1)</script>',
  "'; DROP TABLE incident; --",
  '{"type":"user","user_id":"U0EVIL"}',
  '|>|<|',
  '',
  '\n\n\n',
  '__proto__',
];

/** Every seed, and pairs of them glued together, 500 in all. */
export function hostile(): string[] {
  const out = [...SEEDS];
  for (let i = 0; out.length < 500; i += 1) {
    const a = SEEDS[i % SEEDS.length] ?? '';
    const b = SEEDS[(i * 7 + 3) % SEEDS.length] ?? '';
    out.push(`${a.slice(0, 2_000)}${['', ' ', '\n', '*', '`', '<'][i % 6]}${b.slice(0, 2_000)}`);
  }
  return out;
}
