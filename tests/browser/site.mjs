// A site of its own for a walk: a fresh database, accounts from printed slips, and the program serving it on a free port.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

export const guanai = process.env.GUANAI_BIN;
if (!guanai) throw new Error('GUANAI_BIN names the program to be tested');

export const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'guanai-browser-'));

export async function freePort() {
  const server = net.createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Runs the program; its one JSON object. Rows that are refused are no failure here. */
export function run(...args) {
  try {
    return execFileSync(guanai, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    if (error.status === 1) return error.stdout;
    throw new Error(`guanai ${args.join(' ')}: ${error.stderr}`);
  }
}

/** Serves a database until `stop` is called, on a free port unless one is given; resolves when the address answers. */
export async function serve(args, port) {
  port ??= await freePort();
  const child = spawn(guanai, [...args, '--port', String(port)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (piece) => (said += piece));
  child.stderr.on('data', (piece) => (said += piece));
  const base = `http://127.0.0.1:${port}`;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the site ended: ${said}`);
    const reply = await fetch(`${base}/signin`).catch(() => undefined);
    if (reply?.ok) break;
    await new Promise((done) => setTimeout(done, 50));
  }
  const stop = () => new Promise((done) => { child.once('exit', done); child.kill('SIGTERM'); });
  return { base, stop, said: () => said };
}
