import { all } from '../src/core/query/ast.ts';
import { investigateActor } from '../src/timeline/investigate-actor.ts';
import { chainAddress, chainKeys } from './folder/incident.ts';
import { openFolder } from './folder/open-folder.ts';
import { measure } from './measure.ts';
import { partOptions, reportPart } from './part.ts';

/** What it costs to tell what an actor did, over 31 days as compaction leaves them. */
const options = partOptions();
const { engine, db, snapshot, close } = await openFolder(options, 'compacted');
const arns = await engine.aggregate(all, snapshot, { by: ['aws.principal_arn'], limit: 2 });
const busiest = arns.map(({ key: [arn] }) => arn).find((arn) => arn !== null) ?? '';
const actors = [
  ['a stolen key: chain, timeline, baseline, gaps', chainKeys[0]],
  ['the last key of the chain', chainKeys[2]],
  ['the busiest actor', busiest],
  ['an address', chainAddress],
];
const works = actors.map(([name, id]) => ({
  name,
  per: 'time' as const,
  run: async () => {
    const found = await investigateActor({ engine, snapshot }, db, { id, range: {} });
    return found.identity === null ? 0 : found.events.length;
  },
}));
const measured = await measure(works, options);
await close();
reportPart({
  part: 'timeline',
  title: `${options.events} events`,
  sections: [{ title: 'compacted', measured }],
  facts: {},
});
