import { harmless } from '../../../core/harmless/harmless.ts';
import type { Investigation } from '../../../timeline/investigate-actor.ts';
import type { Link, Station } from '../../../timeline/role-chain.ts';
import { clockTime } from './clock-time.ts';
import { counted } from './counted.ts';
import { stationName } from './station-name.ts';

/** Who gave whom access, as a tree; empty when there was nobody else. */
export function chainText({ chain: { stations, cut } }: Investigation): string {
  if (stations.length < 2) return '';
  const lines: string[] = [];
  const shown = new Set<string>();
  const draw = (station: Station, indent: string, link?: Link) => {
    const again = shown.has(station.id);
    const mark = again ? '  (above)' : station.side === 'self' ? '  ← asked for' : '';
    const used = station.used === null ? '' : `, ${counted(station.used.count, 'call')}`;
    lines.push(`${indent}${stationName(station)}${link === undefined ? '' : `  ${linkText(link)}`}${used}${mark}\n`);
    if (again) return;
    shown.add(station.id);
    const below = `${indent.replace('└─', '  ')}└─ `;
    for (const child of stations)
      for (const given of child.links.filter(({ by }) => by === station.id)) draw(child, below, given);
  };
  // Who gave each other keys in a circle has no root; whoever is left then begins a tree.
  const roots = stations.filter(({ links }) => links.length === 0);
  for (const station of [...roots, ...stations]) if (!shown.has(station.id)) draw(station, '');
  return `Chain\n${lines.join('')}${cut > 0 ? `… and ${cut} more\n` : ''}`;
}

function linkText({ how, proof }: Link): string {
  const when = clockTime(proof.time);
  return how === 'instance' ? `its role's key, first used ${when}` : `${harmless(proof.action ?? '')} ${when}`;
}
