import type { Derivation } from './derivation.ts';

/** Long and kernel spellings → the short hive names that ECS asks for. */
const hives: readonly (readonly [spelling: RegExp, hive: string])[] = [
  [/^(?:HKEY_LOCAL_MACHINE|HKLM|\\REGISTRY\\MACHINE)(?=\\|$)/i, 'HKLM'],
  [/^(?:HKEY_CURRENT_USER|HKCU)(?=\\|$)/i, 'HKCU'],
  [/^(?:HKEY_CLASSES_ROOT|HKCR)(?=\\|$)/i, 'HKCR'],
  [/^(?:HKEY_USERS|HKU|\\REGISTRY\\USER)(?=\\|$)/i, 'HKU'],
  [/^(?:HKEY_CURRENT_CONFIG|HKCC)(?=\\|$)/i, 'HKCC'],
];

/** `HKLM\SOFTWARE\Example\Run` → hive, key without the hive, and the value at the end, as in the examples of ECS. */
export const registryDerivation: Derivation = {
  name: 'registry.path',
  from: ['registry.path'],
  to: ['registry.hive', 'registry.key', 'registry.value'],
  derive(fields) {
    const path = fields.one('registry.path');
    if (path === undefined) return {};
    const found = hives.find(([spelling]) => spelling.test(path));
    const rest = found === undefined ? path : path.replace(found[0], '').replace(/^\\/, '');
    const slash = rest.lastIndexOf('\\');
    return {
      'registry.hive': found?.[1],
      'registry.key': (slash < 0 ? rest : rest.slice(0, slash)) || undefined,
      'registry.value': slash < 0 ? undefined : rest.slice(slash + 1) || undefined,
    };
  },
};
