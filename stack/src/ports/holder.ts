import { basename } from 'node:path';
import { processTable } from '../process/process-table.ts';

/** `/usr/bin/node --watch src/main.ts` is known as `node main.ts`. */
function shortCommand(commandLine: string): string {
  const [program = '', ...args] = commandLine.split(' ');
  const name = basename(program.replace(/:$/, ''));
  if (!/^(node|bun|deno|python[\d.]*|ruby|java)$/.test(name)) return name;
  const script = args.find((argument) => !argument.startsWith('-'));
  return script ? `${name} ${basename(script)}` : name;
}

function describeProcess(pid: number): string {
  const command = processTable.commandOf(pid);
  const directory = processTable.directoryOf(pid);
  const where = directory && directory !== '/' ? ` in ${directory}` : '';
  return command ? `${shortCommand(command)} (pid ${pid}${where})` : `pid ${pid}`;
}

/**
 * Who holds a port, for a person: such as `node vite.js (pid 812 in /home/me/shop)`. It is a process that listens on
 * it, or another checkout's stack that has claimed it.
 */
export function describeHolder(port: number): string {
  const holder = processTable.socketHolder('tcp', port) ?? processTable.socketHolder('udp', port);
  if (holder?.pid !== undefined) return describeProcess(holder.pid);
  if (holder?.uid !== undefined && holder.uid !== process.getuid?.()) return `a process of user ${holder.uid}`;
  return 'another process';
}
