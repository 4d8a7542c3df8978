import { parentPort, workerData } from 'node:worker_threads';
import { floor } from './floor.ts';

parentPort?.postMessage(floor(workerData.files, workerData.isJson));
