/** `npm run new:logtype -- <id>`: a folder `logtypes/<id>` to begin with. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { scaffoldLogType } from './scaffold-logtype.ts';

function refuse(reason: string): never {
  process.stderr.write(`${reason}\n`);
  process.exit(2);
}

const [id = ''] = process.argv.slice(2);
const files =
  scaffoldLogType(id) ??
  refuse(
    `"${id}" is no id of a log type: vendor.log in small letters, such as aws.cloudtrail. npm run new:logtype -- <id>`,
  );
const folder = join('logtypes', id);
if (existsSync(folder)) refuse(`${folder} exists already.`);
for (const [name, text] of files) {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
process.stdout.write(
  `${folder} is made. Next: change its files, then npm run golden and look at samples/*.expected.json.\n`,
);
