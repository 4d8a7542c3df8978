import { defineConfig } from 'vitest/config';

/** Tests that run the built command, which is built once before them. */
const ofCommand = ['kill', 'bad-input', 'corpora', 'server', 'scenarios'].map((name) => `test/${name}/**/*.test.ts`);

export default defineConfig({
  test: {
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: 'forks',
    // All cores: many tests wait for a process or a disk.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'code',
          include: ['src', 'logtypes', 'demo', 'test', 'scripts'].map((folder) => `${folder}/**/*.test.ts`),
          exclude: ofCommand,
        },
      },
      {
        extends: true,
        test: { name: 'command', include: ofCommand, globalSetup: ['test/command/global-setup.ts'] },
      },
    ],
  },
});
