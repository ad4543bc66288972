/** Signed slash commands at a steady pace, whether or not the ones before were answered: an open loop hides no queue. */
import { createHmac } from 'node:crypto';
import http from 'node:http';

export interface Load {
  readonly port: number;
  readonly secret: string;
  readonly team: string;
  readonly perSecond: number;
  readonly seconds: number;
  readonly text: (n: number) => string;
}

let asked = 0;

function send(o: Load, agent: http.Agent): Promise<number> {
  asked += 1;
  const body = new URLSearchParams({
    team_id: o.team,
    api_app_id: 'A0SANDBOX',
    channel_id: 'C0BENCH',
    channel_name: 'incidents',
    user_id: 'U0ADA',
    user_name: 'ada',
    command: '/incident',
    text: o.text(asked),
    trigger_id: `bench.${asked}`,
    response_url: 'http://127.0.0.1:9/none',
  }).toString();
  const stamp = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac('sha256', o.secret).update(`v0:${stamp}:${body}`).digest('hex')}`;
  const began = performance.now();
  return new Promise((ok, no) => {
    const req = http.request(
      {
        host: '127.0.0.1',
        port: o.port,
        method: 'POST',
        path: '/slack/events',
        agent,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
          'x-slack-request-timestamp': stamp,
          'x-slack-signature': signature,
        },
      },
      (res) => {
        let text = '';
        res.on('data', (d: Buffer) => {
          text += d.toString();
        });
        res.on('end', () => {
          if (res.statusCode === 200 && text.length > 0 && !/Not recorded|Still working/.test(text))
            ok(performance.now() - began);
          else no(new Error(`${res.statusCode}: ${text.slice(0, 200)}`));
        });
      },
    );
    req.on('error', no);
    req.end(body);
  });
}

/** Milliseconds until each answer. Throws when one was not answered as it should be. */
export async function load(o: Load): Promise<number[]> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
  const sent: Promise<number>[] = [];
  const began = performance.now();
  await new Promise<void>((done) => {
    const step = () => {
      const due = Math.min(o.perSecond * o.seconds, ((performance.now() - began) / 1000) * o.perSecond);
      while (sent.length < due) sent.push(send(o, agent));
      if (sent.length >= o.perSecond * o.seconds) done();
      else setTimeout(step, 1);
    };
    step();
  });
  const took = await Promise.all(sent);
  agent.destroy();
  return took;
}
