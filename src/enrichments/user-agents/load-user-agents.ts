import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  createUserAgentParser,
  type ParseUserAgent,
} from '../../core/mapping/derivations/user-agent/user-agent-parser.ts';

/** The parser of user agents with the rules of the installed uap-core. */
export function loadUserAgents(): ParseUserAgent {
  return createUserAgentParser(readFileSync(createRequire(import.meta.url).resolve('uap-core/regexes.yaml'), 'utf8'));
}
