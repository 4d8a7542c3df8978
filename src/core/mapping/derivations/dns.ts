import { normalAddress } from '../network.ts';
import type { Derivation } from './derivation.ts';

/** `dns.answers` is a list of objects, each as JSON text. */
export const dnsDerivation: Derivation = {
  name: 'dns.answers',
  from: ['dns.answers', 'dns.question.name'],
  to: ['dns.resolved_ip', 'dns.type'],
  derive(fields) {
    const answers = fields.all('dns.answers');
    if (answers.length === 0 && fields.one('dns.question.name') === undefined) return {};
    return { 'dns.resolved_ip': answers.flatMap(addressesIn), 'dns.type': answers.length > 0 ? 'answer' : 'query' };
  },
};

function addressesIn(answer: string): readonly string[] {
  const data = /"data"\s*:\s*"([0-9a-fA-F:.]+)"/.exec(answer)?.[1];
  const ip = data === undefined ? undefined : normalAddress(data);
  return ip === undefined ? [] : [ip];
}
