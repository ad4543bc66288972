/** Which of our processes is at the other end of a loopback connection: Linux says so in /proc. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Socket } from 'node:net';

const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');

/** The inode of the client's end. */
function inodeOf(clientPort: number, serverPort: number): string | undefined {
  const [from, to] = [`:${hex(clientPort)}`, `:${hex(serverPort)}`];
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readFileSync(table, 'utf8').split('\n')) {
      const cells = line.trim().split(/\s+/);
      if (cells[1]?.endsWith(from) && cells[2]?.endsWith(to)) return cells[9];
    }
  }
  return undefined;
}

function holds(pid: number, socket: string): boolean {
  try {
    const dir = `/proc/${pid}/fd`;
    return readdirSync(dir).some((fd) => {
      try {
        return readlinkSync(`${dir}/${fd}`) === socket;
      } catch {
        return false; // closed meanwhile
      }
    });
  } catch {
    return false; // gone meanwhile
  }
}

/** Undefined when the caller is none of `candidates`, or has gone. */
export function pidBehind(socket: Socket, candidates: Iterable<number>): number | undefined {
  const { remotePort, localPort } = socket;
  if (remotePort === undefined || localPort === undefined) return undefined;
  const inode = inodeOf(remotePort, localPort);
  if (inode === undefined || inode === '0') return undefined;
  for (const pid of candidates) if (holds(pid, `socket:[${inode}]`)) return pid;
  return undefined;
}
