import type { Derivation } from './derivation.ts';

/** Works for both kinds of slashes. An object's key is a path too. */
const filePath: Derivation = {
  name: 'file.path',
  from: ['file.path'],
  to: ['file.name', 'file.extension', 'file.directory', 'file.drive_letter'],
  derive(fields) {
    const path = fields.one('file.path');
    if (path === undefined) return {};
    const { directory, name } = splitPath(path);
    return {
      'file.name': name,
      'file.directory': directory,
      'file.drive_letter': /^([a-z]):[\\/]/i.exec(path)?.[1].toUpperCase(),
    };
  },
};

const fileExtension: Derivation = {
  name: 'file.extension',
  from: ['file.name'],
  to: ['file.extension'],
  derive: (fields) => ({ 'file.extension': /^.+\.([^.\s]{1,32})$/.exec(fields.one('file.name') ?? '')?.[1] }),
};

const executables: readonly Derivation[] = ['process', 'process.parent'].map((prefix) => ({
  name: `${prefix}.executable`,
  from: [`${prefix}.executable`],
  to: [`${prefix}.name`],
  derive(fields) {
    const path = fields.one(`${prefix}.executable`);
    return path === undefined ? {} : { [`${prefix}.name`]: splitPath(path).name };
  },
}));

function splitPath(path: string): { directory?: string; name?: string } {
  const slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  const name = path.slice(slash + 1);
  const directory = slash < 0 ? '' : path.slice(0, Math.max(slash, 1));
  return { ...(name === '' ? {} : { name }), ...(directory === '' ? {} : { directory }) };
}

export const fileDerivations: readonly Derivation[] = [filePath, fileExtension, ...executables];
