import { parseArgs } from 'node:util';
import { type CorpusKind, corpusKinds, generateCorpus } from './generate-corpus.ts';
import { generateDemo } from './generate-demo.ts';

const usage = `Usage: demo --out <folder> [--seed <text>] [--end <time>] [--scale <number>]
       demo --corpus <${corpusKinds.join('|')}> --records <number> --out <folder> [--seed <text>]`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      seed: { type: 'string', default: 'parcels' },
      end: { type: 'string' },
      scale: { type: 'string', default: '1' },
      corpus: { type: 'string' },
      records: { type: 'string', default: '174000' },
    },
  });
  const { out, seed, corpus } = values;
  const end = values.end === undefined ? new Date() : new Date(values.end);
  const wrong = !out || Number.isNaN(end.getTime()) || !(Number(values.scale) > 0) || !(Number(values.records) > 0);
  if (wrong || (corpus !== undefined && !(corpusKinds as readonly string[]).includes(corpus))) {
    process.stderr.write(`${usage}\n`);
    process.exitCode = 2;
    return;
  }
  const summary = corpus
    ? await generateCorpus({ kind: corpus as CorpusKind, records: Number(values.records), out, seed })
    : await generateDemo({ out, seed, end, scale: Number(values.scale) });
  process.stdout.write(`${JSON.stringify(summary)}\n`);
}

await main();
