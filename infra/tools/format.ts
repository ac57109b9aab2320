import { spawnSync } from 'node:child_process';
import { infra } from '../test/support/infra-copy.ts';

const how = process.argv.includes('--check') ? ['-check', '-diff'] : [];
const { error, status } = spawnSync('terraform', ['fmt', '-recursive', ...how], { cwd: infra, stdio: 'inherit' });
if (error) console.log(`The format of infra/ is left as it is: terraform does not run here (${error.message})`);
process.exitCode = error ? 0 : (status ?? 1);
