import type { Derivation } from '../derivation.ts';
import type { ParseUserAgent } from './user-agent-parser.ts';

/** ECS `os.type` by the beginning of the system's name. */
const systemTypes: readonly (readonly [name: RegExp, type: string])[] = [
  [/^windows/i, 'windows'],
  [/^mac ?os/i, 'macos'],
  [/^ios/i, 'ios'],
  [/^android/i, 'android'],
  [/^(?:linux|ubuntu|debian|fedora|red hat|centos|suse|arch|kali|chrome ?os|gentoo|slackware|mint)/i, 'linux'],
  [/^(?:freebsd|openbsd|netbsd|solaris|aix|hp-ux)/i, 'unix'],
];

export function userAgentDerivation(parse: ParseUserAgent): Derivation {
  return {
    name: 'user_agent.original',
    from: ['user_agent.original'],
    to: [
      'user_agent.name',
      'user_agent.version',
      'user_agent.os.name',
      'user_agent.os.version',
      'user_agent.os.full',
      'user_agent.os.type',
      'user_agent.device.name',
    ],
    derive(fields) {
      const original = fields.one('user_agent.original');
      if (original === undefined) return {};
      const { name, version, system, systemVersion, device } = parse(original);
      return {
        'user_agent.name': name,
        'user_agent.version': version,
        'user_agent.os.name': system,
        'user_agent.os.version': systemVersion,
        'user_agent.os.full': system && systemVersion && `${system} ${systemVersion}`,
        'user_agent.os.type': systemTypes.find(([pattern]) => pattern.test(system ?? ''))?.[1],
        'user_agent.device.name': device,
      };
    },
  };
}
